// One iteration of every case in both browser engines against the reference that was computed
// outside Rust (tests/golden/step.py). The native engine is held against it by tests/parity.rs.

import { e2e } from './harness.mjs';
import { assertNear, cases, CONVOLUTIONS, stepped } from './parity.mjs';

for (const engine of ['engine_cpu', 'engine_gpu']) {
  const variant = engine === 'engine_gpu' ? 'webgpu' : 'plain';
  e2e(`${engine} computes the reference`, { variant, query: 'view=lines' }, async ({ page }) => {
    const queries = Object.fromEntries(Object.entries(cases).map(([name, { query }]) => [name, query]));
    const found = await page.evaluate(stepped, [engine, queries]);
    assertNear(engine, found, cases);
  });
}

e2e('both engines compute the same convolutions', { variant: 'webgpu', query: 'view=lines' }, async ({ page }) => {
  const cpu = await page.evaluate(stepped, ['engine_cpu', CONVOLUTIONS]);
  const gpu = await page.evaluate(stepped, ['engine_gpu', CONVOLUTIONS]);
  assertNear('engine_gpu', gpu, cpu);
});
