// The address is the run: kept current, restored, and forgiving.

import assert from 'node:assert/strict';
import { addressBecomes, e2e } from './harness.mjs';

const parameters = (page) => Object.fromEntries(new URL(page.url()).searchParams);

e2e('the address is restored', {
  query: 'view=train&data=mnist&objective=wasserstein&clip=0.02&critic_steps=3&seed=11&engine=cpu&width=32&batch=16',
}, async ({ page, run }) => {
  const { config, notices } = await run.status();
  const expected = { data: 'mnist', objective: 'wasserstein', clip: 0.02, critic_steps: 3, seed: 11, width: 32, batch: 16 };
  for (const [name, value] of Object.entries(expected)) assert.equal(config[name], value, name);
  assert.deepEqual(notices, []);
  const slider = page.getByRole('slider', { name: 'Critic steps' });
  assert.equal(await slider.inputValue(), '3');
});

e2e('the address is kept current', { query: 'view=train&data=mnist&engine=cpu&width=32&batch=16' }, async ({ page, run }) => {
  await run.set({ clip: 0.05 });
  await addressBecomes(page, 'clip', '0.05');
  await page.getByRole('combobox', { name: 'Objective' }).selectOption('least-squares');
  await addressBecomes(page, 'objective', 'least-squares');
  const before = (await run.status()).config;

  // A link is the run: another visitor sees the same settings.
  await page.goto(page.url());
  await run.ready();
  const after = await run.status();
  assert.deepEqual(after.config, before);
  assert.deepEqual(after.notices, []);
  assert.equal(parameters(page).engine, 'cpu');
});

e2e('autoplay starts the run', { query: 'view=train&data=gaussian-1d&engine=cpu&autoplay=1' }, async ({ run }) => {
  await run.until('iterations', ({ running, iteration }) => running && iteration > 5);
});

e2e('what cannot be taken is named, and the default used', {
  query: 'view=train&data=mnist&engine=cpu&objective=wassertsein&clip=7&critic_steps=two&batch=1e9&colour=blue&seed=7',
}, async ({ page, run }) => {
  const { config, notices } = await run.status();
  assert.equal(config.objective, 'wasserstein');
  assert.equal(config.seed, 7, 'what is right is taken');
  const shown = (await page.locator('[role=alert], [role=status]').allInnerTexts()).join('\n');
  for (const name of ['objective', 'clip', 'critic_steps', 'batch', 'colour']) {
    assert.ok(notices.some((notice) => notice.includes(name)), `status has no notice about ${name}`);
    assert.ok(shown.includes(name), `the page shows no notice about ${name}`);
  }
});

for (const query of ['', 'view=nonsense', 'view=train&data=', '%F0%9F%92%A5=%%%&&==&view=train']) {
  e2e(`the address "?${query}" opens a working page`, { query }, async ({ run }) => {
    assert.equal((await run.status()).running, false);
  });
}

const visible = (page, name) => page.getByRole('slider', { name }).first().isVisible();

e2e('parts and single controls are hidden and shown by name', {
  query: 'view=lines&hide=formula,eta,panel-3&text=0&colour=1',
}, async ({ page, run }) => {
  const { notices } = await run.status();
  assert.equal(notices.length, 1, `${notices}`);
  assert.deepEqual([await visible(page, 'Distance θ'), await visible(page, 'Step size η')], [true, false]);
  assert.equal(await page.getByRole('region', { name: 'Formula' }).count(), 0);
  assert.equal(await page.getByText('Drag the generated segment').count(), 0, 'no caption');
  await page.getByRole('heading', { name: 'Parallel lines' }).waitFor();
  for (const [name, value] of [['hide', 'formula,eta,panel-3'], ['text', '0']]) await addressBecomes(page, name, value);
  const [label] = await page.getByRole('img').first().evaluateAll((all) => all.map((e) => e.ariaLabel));
  assert.doesNotMatch(label, /slope|gradient/i, 'the third panel is gone');
});

e2e('what is no part of the view is named', { query: 'view=lines&hide=legend,clip,nonsense&show=legend&lang=tlh&size=huge' }, async ({ run }) => {
  const { notices } = await run.status();
  for (const name of ['clip', 'nonsense', 'legend', 'lang', 'size']) {
    assert.ok(notices.some((notice) => notice.includes(name)), `no notice about ${name}: ${notices}`);
  }
});

e2e('the page speaks another language', { query: 'view=lines&lang=de' }, async ({ page, run }) => {
  assert.deepEqual((await run.status()).notices, []);
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('heading', { name: 'Parallele Strecken' }).waitFor();
  await page.getByRole('button', { name: 'Einbetten' }).waitFor();
  // Figures, settings and numbers too; the address keeps its names.
  await page.getByRole('img', { name: /^Parallele Strecken\. Eine senkrechte Strecke P₀/ }).waitFor();
  const slider = page.locator('.panel').getByRole('slider', { name: 'Abstand θ' });
  await slider.fill('0.5');
  await page.getByRole('status', { name: 'Wasserstein-Distanz' }).waitFor();
  await addressBecomes(page, 'theta', '0.5');
  assert.equal(await page.locator('main [lang=en]').count(), 0);
  await page.locator('summary', { hasText: 'Anzeige' }).click();
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
  await page.getByRole('heading', { name: 'Parallel lines' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(parameters(page).theta, '0.5');
});

e2e('text for the back row', { query: 'view=lines&size=presentation', viewport: { width: 1280, height: 800 } }, async ({ page }) => {
  const size = await page.getByRole('heading', { name: 'Parallel lines' }).evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  assert.ok(size >= 32, `${size} px`);
  await addressBecomes(page, 'size', 'presentation');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0);
});
