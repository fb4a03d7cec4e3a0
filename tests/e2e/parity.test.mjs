// One iteration of every objective in both browser engines against the reference that was computed
// outside Rust (tests/golden/step.py). The native engine is held against it by tests/parity.rs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { e2e } from './harness.mjs';

// Relative above 1. The engines sum in different orders, and WebGPU may fuse multiply and add.
const TOLERANCE = { engine_cpu: 2e-5, engine_gpu: 1e-4 };

const { objectives } = JSON.parse(await readFile(new URL('../golden/step.json', import.meta.url), 'utf8'));

// Runs in the page: speaks to a worker of its own, as the page does to its worker.
async function stepped([engine, query]) {
  const worker = new Worker(`worker.js?${engine}`, { type: 'module' });
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.addEventListener('message', ({ data }) => {
        if (data.Failed) reject(new Error(data.Failed.reason));
        if (name in data) resolve(data[name]);
      });
    });
  await next('Ready');
  worker.postMessage({ Configure: { run: 1, lanes: [query] } });
  worker.postMessage('Step');
  for (;;) {
    worker.postMessage('Acknowledge');
    const frame = await next('Frame');
    if (frame.iteration === 1 || frame.iteration === 1n) break;
  }
  worker.postMessage('Save');
  const { lanes } = await next('Checkpoint');
  worker.terminate();
  const floats = (bytes) => [...new Float32Array(new Uint8Array(bytes).buffer)];
  return { critic: floats(lanes[0].tensors[0]), generator: floats(lanes[0].tensors[3]) };
}

for (const engine of ['engine_cpu', 'engine_gpu']) {
  const variant = engine === 'engine_gpu' ? 'webgpu' : 'plain';
  e2e(`${engine} computes the reference`, { variant, query: 'view=lines' }, async ({ page }) => {
    for (const [name, reference] of Object.entries(objectives)) {
      const ours = await page.evaluate(stepped, [engine, reference.query]);
      let worst = 0;
      for (const player of ['critic', 'generator']) {
        assert.equal(ours[player].length, reference[player].length);
        ours[player].forEach((value, i) => {
          const expected = reference[player][i];
          worst = Math.max(worst, Math.abs(value - expected) / (1 + Math.abs(expected)));
        });
      }
      console.log(`${engine} ${name}: largest difference ${worst.toExponential(1)}`);
      assert.ok(worst <= TOLERANCE[engine], `${name}: ${worst}`);
    }
  });
}
