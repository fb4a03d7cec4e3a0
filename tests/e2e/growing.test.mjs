// Networks that grow: the size and α are seen to move, and so are what is made and what is real.

import assert from 'node:assert/strict';
import { assertFinite, changed, e2e, settled } from './harness.mjs';

const GROWING =
  'view=train&data=mnist&engine=cpu&objective=non-saturating&architecture=progressive' +
  '&filters=4&batch=8&hold_7=2&fade_14=4&hold_14=2&fade_28=4';

e2e('a run grows from 7 × 7 to 28 × 28 before the eyes', { query: GROWING }, async ({ page, run }) => {
  const size = page.getByRole('progressbar', { name: 'Size of the networks' });
  const at = async (words, stage, alpha) => {
    await page.locator(`[role=progressbar][aria-valuetext="${words}"]`).waitFor();
    const { metrics } = await run.status();
    assert.deepEqual([metrics.stage, metrics.alpha], [stage, alpha], words);
  };
  const real = page.getByRole('img', { name: 'Real digits' });
  await run.steps(1);
  await at('Stage 7\u00a0×\u00a07', 7, 1);
  await page.getByText('14 × 14 begins after iteration 2.').waitFor();
  const coarse = await settled(real, 'real digits of 7 × 7');

  await run.steps(3);
  await at('Stage 14\u00a0×\u00a014, fading in: α = 0.50', 14, 0.5);
  assert.equal(await size.getAttribute('aria-valuenow'), '0.50');
  await run.steps(4);
  await at('Stage 14\u00a0×\u00a014', 14, 1);
  await run.steps(2);
  await at('Stage 28\u00a0×\u00a028, fading in: α = 0.50', 28, 0.5);
  assertFinite(await run.steps(2));
  await at('Stage 28\u00a0×\u00a028', 28, 1);
  // Real digits are finer.
  await changed(real, coarse, 'real digits');

  // A longer stay at 7 × 7 acts at once and takes the networks back.
  await run.set({ hold_7: 100 });
  await at('Stage 7\u00a0×\u00a07', 7, 1);
  assert.equal((await run.status()).iteration, 12, 'the run is the same');
});

e2e('settings of growing are there where networks grow', { query: 'view=train&data=mnist&engine=cpu' }, async ({ page, run }) => {
  const group = page.getByRole('group', { name: 'Growing' });
  const batches = page.getByRole('group', { name: 'Networks and batches' });
  await batches.waitFor({ state: 'attached' });
  assert.equal(await group.count(), 0, 'nothing grows');
  await run.set({ architecture: 'progressive' });
  await group.waitFor();
  assert.equal(await group.getByRole('spinbutton').count(), 7);
  await page.locator('.networks > summary').click();
  const critic = page.getByRole('region', { name: 'Critic', exact: true });
  await critic.getByText('plus α times what is new').first().waitFor();
});
