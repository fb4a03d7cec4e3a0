// Inside a slide or a lecture page: an iframe of 960 × 540, driven by its parent.

import assert from 'node:assert/strict';
import { assertFinite, e2e } from './harness.mjs';

const QUERY = 'view=train&data=gaussian-1d&engine=cpu&embed=1';
const PARENT = `<!doctype html><meta charset="utf-8"><title>A lecture</title>
<style>body { margin: 0 } iframe { border: 0 } .below { height: 3000px }</style>
<iframe src="{{src}}" width="960" height="540" title="playground"></iframe>
<div class="below">The slide goes on.</div>`;
const EMBEDDED = { query: QUERY, parent: PARENT, viewport: { width: 1280, height: 720 } };

e2e('a parent page drives the run', EMBEDDED, async ({ page, run }) => {
  const before = await run.status();
  assert.deepEqual([before.running, before.iteration], [false, 0], 'an embedded run starts paused');
  const trained = await run.train(20);
  assertFinite(trained);
  await run.set({ critic_steps: 2 });
  assert.equal((await run.status()).config.critic_steps, 2);
  await run.reset();
  await run.until('a new run', ({ iteration }) => iteration === 0);

  const inside = page.frameLocator('iframe');
  await inside.getByRole('button', { name: 'Play' }).waitFor();
  assert.equal(await inside.getByRole('navigation').count(), 0, 'no page furniture');
  const frame = page.frames()[1];
  const overflow = await frame.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - innerWidth, scrollHeight - innerHeight];
  });
  assert.ok(overflow[0] <= 0 && overflow[1] <= 0, `does not fit 960 × 540: ${overflow} pixels too large`);
});

e2e('autoplay works in an iframe', { ...EMBEDDED, query: `${QUERY}&autoplay=1` }, async ({ run }) => {
  await run.until('iterations', ({ running, iteration }) => running && iteration > 5);
});

e2e('a run out of sight holds still', EMBEDDED, async ({ page, run }) => {
  await run.play();
  await run.until('iterations', ({ iteration }) => iteration > 5);

  await page.evaluate(() => scrollTo(0, 2500));
  const hidden = await run.holdsStill('scrolled out of sight it stops');

  await page.evaluate(() => scrollTo(0, 0));
  await run.until('more iterations', ({ iteration }) => iteration > hidden);
});

// A small step size: a descent that is still on its way when a busy page hears the next command.
const LINES = { ...EMBEDDED, query: 'view=lines&theta=1&eta=0.01&embed=1' };

e2e('a parent page drives a demo', LINES, async ({ page, run }) => {
  const before = await run.status();
  assert.deepEqual([before.view, before.running, before.iteration, before.config.theta], ['lines', false, 0, 1]);
  assert.equal(before.metrics['Wasserstein distance'], '1');

  await run.play();
  await run.until('the descent', ({ running, iteration }) => running && iteration > 2);
  const paused = await run.pause();
  assert.equal(paused.running, false);
  const stepped = await run.command('step', { count: 3 });
  assert.equal(stepped.iteration, paused.iteration + 3);
  assert.equal((await run.reset()).iteration, 0);

  const set = await run.set({ theta: -0.5, eta: 0.1 });
  assert.deepEqual([set.error, set.config.theta, set.config.eta], [null, -0.5, 0.1]);
  assert.equal(set.metrics['Wasserstein distance'], '0.5');
  const bad = await run.set({ theta: 0.25, eta: 7, clip: 1 });
  assert.equal(bad.config.theta, -0.5, 'all or nothing');
  for (const name of ['eta', 'clip']) assert.ok(bad.notices.some((notice) => notice.includes(name)));

  assert.equal((await run.command('open', { query: 'view=divergences&q-centre=2' })).config['q-centre'], 2);
  assert.match((await run.play()).error, /moves/);
  assert.match((await run.command('open', { query: 'view=nonsense' })).error, /nonsense/);
  await page.frameLocator('iframe').getByRole('img', { name: /^Divergences/ }).waitFor();
});

e2e('single controls come back inside another page', { ...EMBEDDED, query: 'view=lines&embed=1&show=theta,title&hide=transport' }, async ({ page }) => {
  const inside = page.frameLocator('iframe');
  await inside.getByRole('heading', { name: 'Parallel lines' }).waitFor();
  assert.equal(await inside.locator('.panel').getByRole('slider').count(), 1);
  assert.equal(await inside.getByRole('button', { name: 'Descend' }).count(), 0);
  const overflow = await page.frames()[1].evaluate(() => document.documentElement.scrollHeight - innerHeight);
  assert.ok(overflow <= 0, `${overflow} pixels too high`);
});

e2e('and controls of a run', { ...EMBEDDED, query: `${QUERY}&show=clip,critic_steps&hide=charts` }, async ({ page, run }) => {
  const inside = page.frameLocator('iframe');
  await inside.getByRole('slider', { name: 'Clip value' }).waitFor();
  assert.equal(await inside.locator('.panel .knob').count(), 2);
  assert.equal(await inside.locator('.side').count(), 0);
  await run.train(5);
});

e2e('a demo plays by itself where it is asked to', { ...EMBEDDED, query: 'view=lines&embed=1&autoplay=1' }, async ({ run }) => {
  await run.until('the descent', ({ iteration }) => iteration > 3);
});
