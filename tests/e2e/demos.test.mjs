// The 1-D demos: distances as curves, divergences by hand, and two live runs side by side.

import assert from 'node:assert/strict';
import { assertDrawn, assertFinite, e2e } from './harness.mjs';

// Minus signs come in two kinds.
const number = (text) => Number(text.replace('−', '-').replace('∞', 'Infinity'));

/** The readout with this name: an <output>, whose role is "status". */
async function readout(page, name) {
  const text = await page.getByRole('status', { name, exact: true }).first().innerText();
  return number(text.match(/[-−]?(∞|[\d.]+(e[-−]?\d+)?)/)?.[0] ?? 'NaN');
}

async function setSlider(page, name, value) {
  await page.getByRole('slider', { name }).first().fill(String(value));
}

e2e('lines: W arrives, JS does not move', { query: 'view=lines' }, async ({ page }) => {
  await assertDrawn(page.getByRole('img').first(), 'the figure');
  await setSlider(page, /θ/, 0.5);
  assert.ok(Math.abs((await readout(page, 'W')) - 0.5) < 1e-6);
  assert.ok(Math.abs((await readout(page, 'JS')) - Math.LN2) < 1e-3);
  assert.equal(await readout(page, 'KL'), Infinity);
  assert.equal(await readout(page, 'TV'), 1);

  await page.getByRole('button', { name: /descend/i }).click();
  await page.waitForFunction(
    () => {
      const text = [...document.querySelectorAll('output')].find((e) => /θ.*W/.test(e.ariaLabel ?? ''))?.textContent ?? '';
      return Math.abs(parseFloat(text.replace('−', '-'))) < 0.02;
    },
    undefined,
    { timeout: 30_000 },
  );
  assert.ok(Math.abs((await readout(page, 'θ under JS')) - 0.5) < 1e-9, 'JS has no gradient to follow');
});

e2e('divergences: numbers of closed form', { query: 'view=divergences&family=gaussian&p_mean=0&p_sd=1&q_mean=1&q_sd=1' }, async ({ page }) => {
  for (const canvas of await page.getByRole('img').all()) await assertDrawn(canvas, 'a figure');
  // N(0, 1) and N(1, 1): KL = 1/2 both ways, W₁ = 1, TV = 2Φ(1/2) − 1.
  assert.ok(Math.abs((await readout(page, 'KL(p‖q)')) - 0.5) < 2e-3);
  assert.ok(Math.abs((await readout(page, 'KL(q‖p)')) - 0.5) < 2e-3);
  assert.ok(Math.abs((await readout(page, 'W₁')) - 1) < 2e-3);
  assert.ok(Math.abs((await readout(page, 'TV')) - 0.3829) < 2e-3);
});

e2e('divergences: a density is dragged on the canvas', { query: 'view=divergences' }, async ({ page }) => {
  const before = await readout(page, 'W₁');
  const box = await page.getByRole('img').first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5, { steps: 5 });
  await page.mouse.up();
  assert.notEqual(await readout(page, 'W₁'), before);
});

e2e('two runs side by side from one seed', {
  query: 'view=train&data=gaussian-1d&compare=non-saturating,wasserstein&engine=cpu&seed=7',
}, async ({ page, run }) => {
  const status = await run.train(200);
  assertFinite(status);
  for (const canvas of await page.getByRole('img').all()) await assertDrawn(canvas, 'a canvas');
  await page.getByText(/non-saturating/i).first().waitFor();
  await page.getByText(/wasserstein/i).first().waitFor();
});
