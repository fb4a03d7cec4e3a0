// Kernels of a training step on WebGPU. They do not depend on the machine, and more of them than there were are a
// regression. What they should come to is said in tests/bench/goals.mjs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { kernelsOf } from '../bench/launches.mjs';
import { WORKLOADS } from '../bench/workloads.mjs';
import { DIST } from './browser.mjs';
import { e2e } from './harness.mjs';

/** Of the bench's workloads. Whoever saves some lowers the number. */
const AT_MOST = { plane: 161, mnist: 149, 'wgan-gp': 663, dcgan: 340 };

/** As many kernels, each cheaper: widths stay multiples of 64, to which blocks of parameters are aligned. */
const SMALLER = { mnist: { width: 64 }, 'wgan-gp': { width: 64 }, dcgan: { batch: 8 } };

/** Counts what a worker asks of the GPU. */
const counting = Buffer.concat([
  await readFile(new URL('../bench/probe.js', import.meta.url)),
  await readFile(`${DIST}worker.js`),
]);

// Run in the page: one worker for all workloads, so that kernels are compiled once. Its messages are the page's to
// its own worker.
async function start() {
  const worker = new Worker('worker.js?engine_gpu', { type: 'module' });
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.Failed) reject(new Error(JSON.stringify(data.Failed.reason)));
        if (name in data) resolve(data[name]);
      };
    });
  let number = 0;
  await next('Ready');
  globalThis.configure = (query) => worker.postMessage({ Configure: { run: (number += 1), lanes: [query] } });
  globalThis.measure = async (steps) => {
    worker.postMessage({ Measure: { id: (number += 1), steps } });
    const { answer } = await next('Answer');
    if (answer.Ok?.Measured.steps !== steps) throw new Error(JSON.stringify(answer));
  };
}

const options = { variant: 'webgpu', query: 'view=lines', instead: { 'worker.js': counting } };
e2e('a training step takes no more kernels than it did', options, async ({ page }) => {
  await page.evaluate(start);
  const side = { scope: page.workers()[0], measure: (steps) => page.evaluate((steps) => globalThis.measure(steps), steps) };
  const found = {};
  for (const name of Object.keys(AT_MOST)) {
    const query = new URLSearchParams(WORKLOADS[name].query);
    for (const [setting, value] of Object.entries(SMALLER[name] ?? {})) query.set(setting, value);
    await page.evaluate((query) => globalThis.configure(query), String(query));
    found[name] = await kernelsOf(side);
  }
  console.log(`kernels of a step: ${JSON.stringify(found)}`);
  const over = Object.entries(found).filter(([name, count]) => count > AT_MOST[name]);
  assert.deepEqual(over, [], `at most ${JSON.stringify(AT_MOST)}`);
});
