// What a program can find of barriers, found by axe-core: on every view, as it is seen by day and by night, in
// German, on a phone, in a slide, and with its menus and dialogs open.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packages } from './browser.mjs';
import { e2e } from './harness.mjs';
import { everyView } from './views.mjs';

const AXE = await readFile(join(packages('e2e'), 'axe-core', 'axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const SLIDE = { width: 960, height: 540 };

/** What axe has against the page as it is, a line each. */
async function violations(page, options = {}) {
  await page.evaluate((axe) => window.axe ?? window.eval(axe), AXE);
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], ...options });
    // A handle lies where its number is: two may lie side by side. Each has a slider of its own beside the figure.
    const excused = (id, { target }) => id === 'target-size' && document.querySelector(target[0]).matches('.handle');
    return violations.flatMap(({ id, nodes }) =>
      nodes.filter((node) => !excused(id, node)).map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`),
    );
  }, options);
}

const ALL = { rules: { 'target-size': { enabled: true } } };
const COLOURS = { runOnly: ['color-contrast'] };

/** Goes through every view and fails with all that was found. */
const everywhere = (name, more, look) =>
  e2e(name, { query: 'view=gallery' }, async ({ page, run, src }) => {
    const found = [];
    for (const query of await everyView(page)) {
      await page.goto(`${src.split('?')[0]}?${query}&engine=cpu${more}`);
      await run.ready();
      for (const line of await look(page)) found.push(`${query}: ${line}`);
    }
    assert.deepEqual(found, []);
  });

everywhere('axe finds nothing by day, nor by night', '', async (page) => {
  await page.setViewportSize(WIDE);
  const light = await violations(page, ALL);
  // The same page in other colours.
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('[data-theme=dark]').waitFor({ state: 'attached' });
  const dark = await violations(page, COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((line) => `dark: ${line}`)];
});

everywhere('axe finds nothing in German on a phone', '&lang=de', async (page) => {
  await page.setViewportSize(PHONE);
  return violations(page, ALL);
});

everywhere('axe finds nothing in a slide', '&embed=1', async (page) => {
  await page.setViewportSize(SLIDE);
  return violations(page, ALL);
});

e2e('axe finds nothing in menus, dialogs and notices', { query: 'view=train&data=ring&engine=cpu&nonsense=1', viewport: WIDE }, async ({ page, run }) => {
  const found = [];
  const look = async (state) => {
    for (const line of await violations(page, ALL)) found.push(`${state}: ${line}`);
  };
  await run.steps(2);
  await page.getByRole('row', { name: /Wasserstein/ }).first().waitFor();
  await look('a notice and measured metrics');
  for (const name of ['Figures', 'Display', 'Save', 'Lessons']) {
    const summary = page.locator('summary', { hasText: name }).first();
    await summary.click();
    await look(name);
    await summary.click();
  }
  await page.getByRole('button', { name: 'Embed' }).click();
  await page.getByRole('dialog').waitFor();
  await look('Embed');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Slow motion' }).click();
  await page.getByRole('button', { name: 'Step' }).click();
  await look('slow motion');
  await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => (details.open = true)));
  await look('all unfolded');
  // Help to a setting, and a number that cannot be taken.
  const number = page.getByRole('spinbutton', { name: 'Clip value' });
  await number.fill('-1');
  await number.press('Enter');
  await look('a number that cannot be taken');
  assert.deepEqual(found, []);
});
