// One iteration of every case in both browser engines against the reference that was computed
// outside Rust (tests/golden/step.py). The native engine is held against it by tests/parity.rs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { e2e } from './harness.mjs';

// Relative above 1. The engines sum in different orders, and WebGPU may fuse multiply and add.
const TOLERANCE = { engine_cpu: 2e-5, engine_gpu: 1e-4 };

const { cases } = JSON.parse(await readFile(new URL('../golden/step.json', import.meta.url), 'utf8'));

// Runs in the page: speaks to a worker of its own, as the page does to its worker. One worker for
// all: kernels are compiled once.
async function stepped([engine, queries]) {
  const worker = new Worker(`worker.js?${engine}`, { type: 'module' });
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.Failed) reject(new Error(JSON.stringify(data.Failed.reason)));
        if (name in data) resolve(data[name]);
      };
    });
  const floats = (bytes) => [...new Float32Array(new Uint8Array(bytes).buffer)];
  await next('Ready');
  const found = {};
  for (const [name, query] of Object.entries(queries)) {
    worker.postMessage({ Configure: { run: 1, lanes: [query] } });
    worker.postMessage('Step');
    do worker.postMessage('Acknowledge');
    while (Number((await next('Frame')).iteration) < 1);
    worker.postMessage({ Save: { id: 1 } });
    const { lanes } = (await next('Answer')).answer.Ok.Run;
    found[name] = { critic: floats(lanes[0].tensors[0]), generator: floats(lanes[0].tensors[3]) };
  }
  worker.terminate();
  return found;
}

// The largest difference of two runs, relative above 1.
function difference(ours, reference) {
  let worst = 0;
  for (const player of ['critic', 'generator']) {
    assert.equal(ours[player].length, reference[player].length);
    ours[player].forEach((value, i) => {
      const expected = reference[player][i];
      worst = Math.max(worst, Math.abs(value - expected) / (1 + Math.abs(expected)));
    });
  }
  return worst;
}

for (const engine of ['engine_cpu', 'engine_gpu']) {
  const variant = engine === 'engine_gpu' ? 'webgpu' : 'plain';
  e2e(`${engine} computes the reference`, { variant, query: 'view=lines' }, async ({ page }) => {
    const queries = Object.fromEntries(Object.entries(cases).map(([name, { query }]) => [name, query]));
    const found = await page.evaluate(stepped, [engine, queries]);
    for (const [name, reference] of Object.entries(cases)) {
      const worst = difference(found[name], reference);
      console.log(`${engine} ${name}: largest difference ${worst.toExponential(1)}`);
      assert.ok(worst <= TOLERANCE[engine], `${name}: ${worst}`);
    }
  });
}

// Layers of pictures: what the two engines make of one iteration on digits.
e2e('both engines compute the same convolutions', { variant: 'webgpu', query: 'view=lines' }, async ({ page }) => {
  const small =
    'data=mnist&filters=2&batch=4&latent=4&critic_steps=1&optimiser=sgd&momentum=0' +
    '&critic_lr=0.1&generator_lr=0.1&seed=7';
  const plain = 'objective=non-saturating&lipschitz=none';
  const penalised = 'objective=wasserstein&lipschitz=gradient-penalty';
  const queries = Object.fromEntries(
    [
      ['dcgan', plain],
      ['dcgan', penalised],
      ['gated', penalised],
      ['residual', penalised],
    ].map(([architecture, column]) => {
      const query = `${small}&architecture=${architecture}&${column}`;
      return [`${architecture} ${column}`, query];
    }),
  );
  const cpu = await page.evaluate(stepped, ['engine_cpu', queries]);
  const gpu = await page.evaluate(stepped, ['engine_gpu', queries]);
  for (const name of Object.keys(queries)) {
    const worst = difference(gpu[name], cpu[name]);
    console.log(`${name}: largest difference ${worst.toExponential(1)}`);
    assert.ok(worst <= TOLERANCE.engine_gpu, `${name}: ${worst}`);
    assert.ok(cpu[name].critic.every(Number.isFinite), `${name}: finite`);
  }
});
