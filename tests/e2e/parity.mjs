// What an engine in a browser makes of one iteration, and how far that is from a reference.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

// Relative above 1. The engines sum in different orders, and WebGPU may fuse multiply and add.
const TOLERANCE = { engine_cpu: 2e-5, engine_gpu: 1e-4 };

/** One iteration of every case, computed outside Rust (tests/golden/step.py): queries and weights, by name. */
export const { cases } = JSON.parse(await readFile(new URL('../golden/step.json', import.meta.url), 'utf8'));

const SMALL =
  'data=mnist&filters=2&batch=4&latent=4&critic_steps=1&optimiser=sgd&momentum=0' +
  '&critic_lr=0.1&generator_lr=0.1&seed=7';
const PLAIN = 'objective=non-saturating&lipschitz=none';
const PENALISED = 'objective=wasserstein&lipschitz=gradient-penalty';

/** Layers of pictures, which the reference has none of: one iteration on digits, by name. */
export const CONVOLUTIONS = Object.fromEntries(
  [
    ['dcgan', PLAIN],
    ['dcgan', PENALISED],
    ['gated', PENALISED],
    ['residual', PENALISED],
  ].map(([architecture, column]) => [`${architecture} ${column}`, `${SMALL}&architecture=${architecture}&${column}`]),
);

/**
 * Runs in the page: speaks to a worker of its own, as the page does to its worker. One worker for all, which the
 * page keeps: kernels are compiled once.
 */
export async function stepped([engine, queries]) {
  window.engines ??= {};
  const begins = !(engine in engines);
  const worker = (engines[engine] ??= new Worker(`worker.js?${engine}`, { type: 'module' }));
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.Failed) reject(new Error(JSON.stringify(data.Failed.reason)));
        if (name in data) resolve(data[name]);
      };
    });
  const floats = (bytes) => [...new Float32Array(new Uint8Array(bytes).buffer)];
  if (begins) await next('Ready');
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
  return found;
}

/** The largest difference of two runs, relative above 1. */
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

/** Fails where a case is no number, or further from its reference than the engine may be. */
export function assertNear(engine, found, references) {
  for (const [name, reference] of Object.entries(references)) {
    const worst = difference(found[name], reference);
    console.log(`${engine} ${name}: largest difference ${worst.toExponential(1)}`);
    assert.ok(found[name].critic.every(Number.isFinite), `${name}: finite`);
    assert.ok(worst <= TOLERANCE[engine], `${name}: ${worst}`);
  }
}
