// Inside a slide or a lecture page: an iframe of 960 × 540, driven by its parent.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
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
  await sleep(1_000);
  const hidden = (await run.status()).iteration;
  await sleep(1_000);
  assert.equal((await run.status()).iteration, hidden, 'scrolled out of sight it stops');

  await page.evaluate(() => scrollTo(0, 0));
  await run.until('more iterations', ({ iteration }) => iteration > hidden);
});
