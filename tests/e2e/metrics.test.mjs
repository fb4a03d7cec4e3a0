// Metrics of digits: fetched when they are looked at, measured beside the training.

import assert from 'node:assert/strict';
import { assertDrawn, e2e } from './harness.mjs';

const DIGITS = 'view=train&data=mnist&engine=cpu&width=32&batch=16&views=losses';
const EXTRA = /classifier|test-\d\d/;

const panel = (page) => page.getByRole('region', { name: 'Metrics' });
const fid = (status) => status.metrics.readings['fid-digits'];

e2e('metrics of digits, with their floors, while frames keep coming', { query: DIGITS }, async ({ page, run }) => {
  const fetched = [];
  page.on('request', (request) => EXTRA.test(request.url()) && fetched.push(request.url()));
  await run.train(20);
  assert.deepEqual(fetched, [], 'nothing is fetched before it is looked at');

  await run.play();
  await page.getByRole('button', { name: 'Metrics', exact: true }).click();
  await panel(page).getByRole('combobox', { name: 'Measured every' }).selectOption('1 s');
  const first = await run.until('a measurement', (status) => fid(status)?.floor > 0, 180_000);
  assert.ok(fid(first).value > fid(first).floor, 'a young generator is worse than real digits');
  assert.equal(fetched.length, 4, 'the classifier and three shards, once');

  // Each look at the status finds the run further, through two more measurements.
  const iterations = [first.iteration];
  const seen = new Set([fid(first).value]);
  while (seen.size < 3) {
    const before = iterations.at(-1);
    const status = await run.until('another frame', ({ iteration }) => iteration > before);
    iterations.push(status.iteration);
    seen.add(fid(status).value);
  }
  assert.ok(iterations.at(-1) > first.iteration + 2, `${iterations}`);

  const row = panel(page).getByRole('row', { name: /FID \(digit features\)/ });
  assert.match(await row.locator('.floor').innerText(), /^[\d.]+$/);
  const counts = panel(page).getByRole('img', { name: /How many of 1000 digits .* generated: (\d+, ){9}\d+\. real: / });
  await assertDrawn(counts, 'the digits that are there');

  // What is closed costs nothing: no more of it comes.
  await page.getByRole('button', { name: 'Metrics', exact: true }).click();
  await panel(page).waitFor({ state: 'detached' });
});

e2e(
  'without the classifier training goes on',
  {
    query: `${DIGITS},digit-metrics&autoplay=1`,
    instead: { 'digits.safetensors': null },
    expected: [/Failed to load resource/],
  },
  async ({ page, run }) => {
    const alert = page.getByRole('alert').filter({ hasText: 'no metrics of digits' });
    await alert.waitFor({ timeout: 60_000 });
    const { iteration } = await run.status();
    await run.until('more iterations', (status) => status.iteration > iteration);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await alert.waitFor({ state: 'detached' });
  },
);
