// Back and Forward lose nothing: runs come back as they were, the same address is no other, and a
// widget makes no entries in its deck's history.

import assert from 'node:assert/strict';
import { addressBecomes, e2e, until } from './harness.mjs';

const RING = 'view=train&data=ring&engine=cpu&width=16&batch=16&depth=1';
const parameter = (page, name) => new URL(page.url()).searchParams.get(name);
const entries = (page) => page.evaluate(() => history.length);
const back = (page) => page.evaluate(() => history.back());
const forward = (page) => page.evaluate(() => history.forward());

e2e('Back undoes a change of settings, run included', { query: RING }, async ({ page, run }) => {
  const first = await run.steps(20);
  const [length, lines] = [await entries(page), first.losses];
  await run.set({ width: 32 });
  await addressBecomes(page, 'width', '32');
  assert.equal(await entries(page), length + 1, 'a place of its own');
  const second = await run.steps(7);
  assert.equal(second.iteration, 7);

  await back(page);
  const again = await run.until('the first run', ({ config, iteration }) => config.width === 16 && iteration === 20);
  assert.deepEqual(again.losses, lines);
  assert.deepEqual(again.notices, []);
  assert.equal((await run.steps(5)).iteration, 25, 'it goes on');
  await addressBecomes(page, 'width', '16');

  await forward(page);
  await run.until('the second run', ({ config, iteration }) => config.width === 32 && iteration === 7);
  assert.equal((await run.steps(1)).iteration, 8);
  // As fast as a hand can.
  await back(page);
  await forward(page);
  await back(page);
  await run.until('the first again', ({ config, iteration }) => config.width === 16 && iteration === 25);
  assert.equal((await run.steps(1)).iteration, 26);
  await forward(page);
  await run.until('and the second', ({ config, iteration }) => config.width === 32 && iteration === 8);
});

e2e('a drag is one change, a live one none', { query: RING }, async ({ page, run }) => {
  await run.steps(3);
  const length = await entries(page);
  await run.set({ critic_lr: 0.002 });
  await addressBecomes(page, 'critic_lr', '0.002');
  assert.deepEqual([await entries(page), (await run.status()).iteration], [length, 3]);
  for (const width of [20, 24, 28, 32]) await run.set({ width });
  await addressBecomes(page, 'width', '32');
  assert.equal(await entries(page), length + 1);
  await back(page);
  await run.until('the run', ({ config, iteration }) => config.width === 16 && iteration === 3 && config.critic_lr === 0.002);
});

e2e('links within the page and other views leave the run alone', { query: RING }, async ({ page, run }) => {
  const { run: number } = await run.steps(12);
  const stays = async (what) => {
    const { run: now, iteration, notices } = await run.status();
    assert.deepEqual([now, iteration, notices], [number, 12, []], what);
  };
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  await until('the fragment', async () => page.url(), (url) => url.endsWith('#main'));
  await stays('the page’s own link');
  await page.evaluate(() => { location.hash = 'elsewhere'; });
  await stays('another');
  await back(page);
  await back(page);
  await until('the first entry', async () => page.url(), (url) => !url.includes('#'));
  await stays('Back from a link');

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Gallery' }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('summary', { hasText: 'Display' }).click();
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
  await page.getByRole('combobox', { name: 'Text size' }).selectOption('presentation');
  await addressBecomes(page, 'theme', 'dark');
  await back(page);
  await run.until('the run', ({ view }) => view === 'train');
  await stays('Back from the gallery');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark', 'looks are of no place');
  await addressBecomes(page, 'theme', 'dark');
});

e2e('a link within the page right after a change keeps it', { query: RING }, async ({ page, run }) => {
  await run.set({ width: 20 });
  await addressBecomes(page, 'width', '20');
  // The address bar is not written at once again.
  const { run: number, config } = await run.set({ width: 24 });
  assert.equal(config.width, 24);
  await page.evaluate(() => { location.hash = 'elsewhere'; });
  await addressBecomes(page, 'width', '24');
  const after = await run.status();
  assert.deepEqual([after.run, after.config.width, after.notices], [number, 24, []]);
});

e2e('a run trained on from shipped weights comes back, and Reset goes back to them', {
  query: 'view=train&weights=mnist-wgan&engine=cpu',
}, async ({ page, run }) => {
  await run.until('the weights', ({ iteration }) => iteration === 20_000);
  await run.steps(2);
  await page.getByRole('link', { name: 'GAN Playground, start page' }).click();
  await run.until('the gallery', ({ view }) => view === 'gallery');
  await back(page);
  const kept = await run.until('the run', ({ view }) => view === 'train');
  assert.equal(kept.iteration, 20_002);

  await run.set({ width: 32 });
  await run.until('another run', ({ config, iteration }) => config.width === 32 && iteration === 0);
  await addressBecomes(page, 'width', '32');
  assert.equal(parameter(page, 'weights'), null);
  await back(page);
  await run.until('the run', ({ iteration }) => iteration === 20_002);
  await addressBecomes(page, 'weights', 'mnist-wgan');

  await run.reset();
  await run.until('the shipped weights', ({ iteration, running }) => iteration === 20_000 && !running);
  assert.equal(parameter(page, 'weights'), 'mnist-wgan');
  assert.equal((await run.steps(1)).iteration, 20_001);
});

e2e('a drawing that was made and left comes back', { query: 'view=train&data=drawn&engine=cpu&width=16&batch=16&depth=1' }, async ({ page, run }) => {
  const sheet = page.getByRole('application', { name: /Drawing sheet/ });
  await sheet.focus();
  for (const key of ['Space', 'ArrowRight', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await until('the drawing', async () => parameter(page, 'drawing'), (drawing) => drawing?.split('.').length === 3);
  const drawing = parameter(page, 'drawing');
  await run.steps(9);

  await run.set({ data: 'ring' });
  await addressBecomes(page, 'data', 'ring');
  await run.steps(2);
  await page.getByRole('link', { name: 'GAN Playground, start page' }).click();
  await run.until('the gallery', ({ view }) => view === 'gallery');
  await back(page);
  await run.until('the ring', ({ view, iteration }) => view === 'train' && iteration === 2);
  await back(page);
  const { address } = await run.until('the drawing', ({ iteration, config }) => iteration === 9 && config.data === 'drawn');
  assert.equal(new URLSearchParams(address).get('drawing'), drawing);
  assert.equal((await run.steps(1)).iteration, 10);
});

e2e('after a reload a place is an address', { query: RING }, async ({ page, run }) => {
  await run.steps(4);
  await run.set({ width: 32 });
  await addressBecomes(page, 'width', '32');
  await page.reload();
  await run.ready();
  await run.steps(3);
  await back(page);
  const { notices } = await run.until('its settings', ({ config, iteration }) => config.width === 16 && iteration === 0);
  assert.deepEqual(notices, []);
  await forward(page);
  await run.until('the run of after the reload', ({ config, iteration }) => config.width === 32 && iteration === 3);
});

const PARENT = `<!doctype html><meta charset="utf-8"><title>A deck</title>
<iframe src="{{src}}" width="960" height="540" title="playground"></iframe>`;

e2e('an embedded page makes no entries in the deck’s history', { query: `${RING}&embed=1`, parent: PARENT }, async ({ page, run }) => {
  const length = await entries(page);
  await run.set({ width: 32 });
  for (const query of ['view=lines&theta=0.5', 'view=train&data=ring&engine=cpu', 'view=architectures', 'view=lines&theta=0.25']) {
    assert.equal((await run.command('open', { query })).error, null);
  }
  await until('the address', () => page.frames()[1].evaluate(() => location.search), (search) => search.includes('theta=0.25'));
  assert.equal(await entries(page), length);
});

e2e('the address is never written a hundred times in half a minute', { query: 'view=lines' }, async ({ page, run }) => {
  await page.evaluate(() => {
    window.written = [];
    for (const name of ['pushState', 'replaceState']) {
      const write = history[name].bind(history);
      history[name] = (...rest) => (window.written.push(performance.now()), write(...rest));
    }
  });
  // A hand that cannot be still, and one that turns the pages.
  for (let i = 0; i < 70; i += 1) {
    await run.command('open', { query: `view=${i % 2 ? 'lines' : 'divergences'}` });
  }
  await run.command('open', { query: 'view=lines&theta=0.35' });
  await addressBecomes(page, 'theta', '0.35');
  const written = await page.evaluate(() => window.written);
  assert.ok(written.length > 20 && written.length <= 95, `${written.length}`);
});
