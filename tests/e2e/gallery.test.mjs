// The landing page, the way from there through a lecture, and what can be taken along.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { addressBecomes, assertDrawn, e2e } from './harness.mjs';

const cards = (page) => page.locator('.tile:visible');
const hits = (page) => page.getByRole('status', { name: 'Hits' }).innerText();

e2e('the landing page is a gallery that runs nothing', {}, async ({ page, run }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.reload();
  await run.ready();
  await page.getByRole('heading', { level: 1 }).waitFor();
  // All of it is scrolled through: pictures are drawn as they come into sight.
  for (const card of await cards(page).all()) await card.scrollIntoViewIfNeeded();
  for (const canvas of await page.locator('.thumb canvas').all()) await assertDrawn(canvas, 'a picture');
  assert.deepEqual(fetched.filter((url) => /engine|mnist\/|worker/.test(url)), []);
  const { view, running, iteration } = await run.status();
  assert.deepEqual([view, running, iteration], ['gallery', false, 0]);
  const played = await run.play();
  assert.match(played.error, /gallery/);
});

e2e('one click trains digits', {}, async ({ page, run }) => {
  await page.getByRole('link', { name: 'Start training MNIST' }).click();
  const status = await run.until('digits training', ({ running, iteration }) => running && iteration > 2);
  assert.deepEqual([status.view, status.config.data], ['train', 'mnist']);
});

e2e('the gallery is searched, and shows a lecture in its order', {}, async ({ page }) => {
  const all = await cards(page).count();
  assert.ok(all >= 40, `${all} cards`);
  const search = page.getByRole('searchbox', { name: 'Search the gallery' });
  await search.fill('wasserstein kantorovich-or-nothing');
  assert.equal(await cards(page).count(), 0);
  assert.match(await hits(page), /^0 of/);
  await search.fill('Parallel LINES arjovsky');
  await cards(page).first().waitFor();
  assert.deepEqual(await page.locator('.tile:visible h3 a').allInnerTexts(), ['Parallel lines']);
  await search.fill('');

  await page.getByRole('button', { name: 'L4', exact: true }).click();
  await addressBecomes(page, 'lecture', 'L4');
  const titles = await page.locator('.tile:visible h3 a').allInnerTexts();
  assert.ok(titles.length > 3 && titles.length < all);
  assert.ok(titles.indexOf('Divergences') < titles.indexOf('Parallel lines'));

  // From a card along the lecture, and back by the browser's button.
  await page.getByRole('link', { name: 'Parallel lines' }).click();
  await addressBecomes(page, 'view', 'lines');
  const course = page.getByRole('navigation', { name: 'In the lectures' });
  const current = course.locator('[aria-current=page]:visible');
  assert.deepEqual(await current.allInnerTexts(), ['Parallel lines']);
  const next = course.getByRole('link', { name: /^Next/ });
  const then = (await next.innerText()).split('\n').pop();
  assert.equal(then, titles[titles.indexOf('Parallel lines') + 1]);
  await next.click();
  await page.getByRole('heading', { name: then }).first().waitFor();
  await addressBecomes(page, 'lecture', 'L4');
  await page.goBack();
  await addressBecomes(page, 'view', 'lines');
});

e2e('a lecture can be walked from start to end', { query: 'lecture=L4' }, async ({ page, run }) => {
  const titles = await page.locator('.tile:visible h3 a').allInnerTexts();
  await page.locator('.tile:visible h3 a').first().click();
  const seen = [titles[0]];
  for (let i = 1; i < titles.length; i++) {
    const next = page.getByRole('link', { name: /^Next/ });
    const title = (await next.innerText()).split('\n').pop();
    await next.click();
    await page.waitForFunction(
      (title) => document.querySelector('.lists [aria-current=page]')?.textContent === title,
      title,
      { timeout: 10_000 },
    );
    seen.push(title);
  }
  assert.deepEqual(seen, titles);
  assert.equal(await page.getByRole('link', { name: /^Next/ }).count(), 0);
  assert.equal((await run.status()).running, false);
});

e2e('links without a view still open the run', { query: 'data=ring&objective=wasserstein&engine=cpu&seed=3' }, async ({ run }) => {
  const { view, config, notices } = await run.status();
  assert.deepEqual([view, config.data, config.seed, notices], ['train', 'ring', 3, []]);
});

e2e('the menu of figures is reached and left by keyboard', { query: 'view=gallery', viewport: { width: 360, height: 740 } }, async ({ page }) => {
  const summary = page.locator('summary', { hasText: 'Figures' });
  await summary.press('Enter');
  const link = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Divergences', exact: true });
  await link.waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  await link.press('Escape');
  assert.equal(await link.isVisible(), false);
  await summary.press('Enter');
  await link.click();
  await addressBecomes(page, 'view', 'divergences');
});

e2e('embed gives both snippets of the current state, and they work', { query: 'view=lines&theta=0.4' }, async ({ page, run, context, src }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const button = page.getByRole('button', { name: 'Embed' });
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch', { name: 'Starts by itself' }).check();
  await dialog.getByRole('switch', { name: 'Title and caption' }).check();
  await dialog.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
  const element = await dialog.getByRole('textbox', { name: 'As an element' }).inputValue();
  assert.match(element, /<gan-widget view="lines" theta="0.4" autoplay="1" show="title,caption" theme="dark"/);
  assert.match(element, /<script src="[^"]*\/embed\.js">/);
  await dialog.getByRole('button', { name: 'Copy: As an iframe' }).click();
  await dialog.getByText('Copied').waitFor();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  assert.equal(await dialog.isVisible(), false);
  assert.equal(await button.evaluate((b) => b === document.activeElement), true, 'the focus comes back');

  // As pasted into another page.
  const base = new URL('./', src).href;
  await page.goto(`${base}worker.js`);
  await page.setContent(`<!doctype html><title>slide</title>${snippet}`);
  await run.ready();
  const status = await run.until('the descent', ({ iteration }) => iteration > 3);
  assert.deepEqual([status.view, status.config.theta], ['lines', 0.4]);
  const inside = page.frameLocator('iframe');
  await inside.getByRole('heading', { name: 'Parallel lines' }).waitFor();
  assert.equal(await inside.locator('html').getAttribute('data-theme'), 'dark');
});

e2e('figures are saved as SVG, PNG and CSV', { query: 'view=divergences' }, async ({ page }) => {
  const save = async (kind) => {
    await page.locator('summary', { hasText: 'Save' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: new RegExp(`^${kind}:`) }).first().click();
    const file = await download;
    return [file.suggestedFilename(), await readFile(await file.path())];
  };
  const [svgName, svg] = await save('SVG');
  assert.match(svgName, /^gan-divergences.*\.svg$/);
  assert.match(svg.toString(), /^<svg[^>]*viewBox/);
  assert.ok(svg.toString().match(/<polyline/g).length > 3 && svg.includes('<text'));
  const [, png] = await save('PNG');
  const box = await page.getByRole('img').first().boundingBox();
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.ok(Math.abs(png.readUInt32BE(16) - 2 * box.width) <= 2, 'twice as sharp');
  const [, csv] = await save('CSV');
  const lines = csv.toString().trimEnd().split('\n');
  // Excel knows UTF-8 by its mark.
  assert.equal(lines[0], '\ufeffpanel,layer,label,x,y,x2,y2,value');
  assert.ok(lines.length > 100 && lines.slice(1).some((line) => /,line,[^,]*,-?[\d.]+,-?[\d.]+,,,$/.test(line)));
});

e2e('the train view saves its pictures, too', { query: 'view=train&data=ring&engine=cpu' }, async ({ page, run }) => {
  await run.steps(3);
  await page.locator('summary', { hasText: 'Save' }).click();
  await page.getByRole('button', { name: /^CSV: Losses|^CSV: Estimated/ }).first().waitFor();
  await page.getByRole('button', { name: /^PNG: Generated/ }).waitFor();
});
