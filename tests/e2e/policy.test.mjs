// README.md's policy for the playground's own site refuses nothing that the page does, on every view.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { complaints, DIST, launch, Run, serve, until } from './browser.mjs';
import { ofPlayground } from './policies.mjs';

const PLACE = '/gan/';
const site = await serve({ [PLACE]: DIST });
site.headers.set(PLACE, { 'Content-Security-Policy': await ofPlayground('https://slides.example') });
const browser = await launch('plain');
after(async () => {
  site.close();
  await browser.close();
});

const urls = await readFile(new URL('../../docs/urls.md', import.meta.url), 'utf8');
// That they are all is tests/docs/figures.rs.
const figures = [...urls.matchAll(/^\| `\?(view=[\w-]+)` \|/gm)].map(([, query]) => query);

test('README.md’s policy refuses nothing on any view', { timeout: 120_000 }, async (t) => {
  const { page, run, heard } = await open(t, '');
  await pictures(page);
  for (const query of [...figures, 'view=architectures', 'view=gallery&lecture=L2']) {
    const { error } = await run.command('open', { query });
    assert.equal(error, null, query);
    await pictures(page);
  }
  assert.deepEqual(heard, []);
});

for (const query of ['view=lines&lang=de&theme=dark', 'view=train&embed=1', 'lesson=mode-collapse']) {
  test(`nor of ${query}`, { timeout: 60_000 }, async (t) => {
    const { heard } = await open(t, query);
    assert.deepEqual(heard, []);
  });
}

/** All pictures are there: they are fetched when they come near. */
async function pictures(page) {
  for (const picture of await page.locator('img').all()) await picture.scrollIntoViewIfNeeded();
  await until('all pictures', () => page.evaluate(() => [...document.images].filter((image) => !image.complete).length), (left) => left === 0);
  assert.deepEqual(await page.evaluate(() => [...document.images].filter((image) => !image.naturalWidth).map((image) => image.src)), []);
}

test('nor of digits, trained weights, a picture that is saved', { timeout: 120_000 }, async (t) => {
  const { page, run, heard } = await open(t, 'weights=mnist-wgan&engine=cpu&views=samples,digit-metrics');
  await run.until('the weights', ({ iteration }) => iteration > 0);
  await page.locator('summary', { hasText: 'Save' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^PNG/ }).first().click();
  assert.match((await download).suggestedFilename(), /\.png$/);
  assert.deepEqual(heard, []);
});

async function open(t, query) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const heard = complaints(page);
  await page.goto(`${site.origin}${PLACE}?${query}`);
  const run = new Run(page);
  await run.ready();
  return { page, run, heard };
}
