// A conditional GAN: a row for each digit, a number that is written, and how often it is right.

import assert from 'node:assert/strict';
import { assertDrawn, assertFinite, changed, e2e, settled } from './harness.mjs';

const TRAINED = 'weights=mnist-conditional&engine=cpu';

e2e('a number is written by a generator that is told its digits', { query: `${TRAINED}&views=number` }, async ({ page, run }) => {
  await run.until('a trained run', ({ iteration }) => iteration >= 1000);
  const panel = page.getByRole('region', { name: 'Write a number' });
  const number = panel.getByRole('textbox', { name: 'Number' });
  await number.fill('42');
  const written = panel.getByRole('img', { name: '42, written by the generator' });
  await written.waitFor();
  const before = await settled(written, 'the number');
  await panel.getByRole('button', { name: 'Another hand' }).click();
  await changed(written, before, 'the hand', 1);
  await number.fill('4x2');
  await panel.getByText('Only the digits are written.').waitFor();
  await number.fill('12345678901234567');
  await panel.getByText('Only the first sixteen digits are written.').waitFor();
  assert.deepEqual(await page.locator('.row-names span').allTextContents(), [...'0123456789']);
});

e2e('the classifier finds what was asked for', { query: `${TRAINED}&views=digit-metrics` }, async ({ run }) => {
  await run.until('a trained run', ({ iteration }) => iteration >= 1000);
  await run.steps(1);
  const { metrics } = await run.until('class accuracy', (status) => status.metrics.readings['class-accuracy'], 180_000);
  const { value, floor } = metrics.readings['class-accuracy'];
  // By chance a tenth.
  assert.ok(value > 0.9 && floor > 0.97, `${value} beside ${floor}`);
});

// With networks of every make: the last ones are in the middle of a fade after two iterations.
for (const networks of ['width=16&depth=1', 'architecture=dcgan&filters=4', 'architecture=progressive&filters=4&hold_7=1&fade_14=2']) {
  const query = `view=train&data=mnist&conditional=1&objective=non-saturating&batch=4&latent=4&${networks}&engine=webgpu`;
  e2e(`labels on WebGPU: ${networks}`, { query, variant: 'webgpu' }, async ({ page, run }) => {
    await run.until('the engine', ({ engine }) => engine === 'webgpu', 180_000);
    assertFinite(await run.steps(2, 180_000));
    await assertDrawn(page.getByRole('img', { name: /^Generated digits/ }), 'the wall');
  });
}
