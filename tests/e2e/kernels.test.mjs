// Kernels of a training step on WebGPU. They do not depend on the machine, and more of them than there were are a
// regression. What they should come to is said in tests/bench/goals.mjs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { kernelsOf } from '../bench/launches.mjs';
import { WORKLOADS } from '../bench/workloads.mjs';
import { DIST } from './browser.mjs';
import { e2e } from './harness.mjs';

/** Of the bench's workloads. Whoever saves some lowers the number. */
const AT_MOST = { plane: 34, mnist: 35, 'wgan-gp': 170, dcgan: 63 };

/** As many kernels, each cheaper: widths stay multiples of 64, to which blocks of parameters are aligned. */
const SMALLER = { mnist: { width: 64 }, 'wgan-gp': { width: 64 }, dcgan: { batch: 8 } };

/** Counts what a worker asks of the GPU. */
const counting = Buffer.concat([
  await readFile(new URL('../bench/probe.js', import.meta.url)),
  await readFile(`${DIST}worker.js`),
]);

// Run in the page: a worker that is told what the page tells its own.
async function start(query) {
  const worker = new Worker('worker.js?engine_gpu', { type: 'module' });
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.Failed) reject(new Error(JSON.stringify(data.Failed.reason)));
        if (name in data) resolve(data[name]);
      };
    });
  await next('Ready');
  worker.postMessage({ Configure: { run: 1, lanes: [query] } });
  globalThis.measure = async (steps) => {
    worker.postMessage({ Measure: { id: 1, steps } });
    const { answer } = await next('Answer');
    if (answer.Ok?.Measured.steps !== steps) throw new Error(JSON.stringify(answer));
  };
}

const options = { variant: 'webgpu', query: 'view=lines', instead: { 'worker.js': counting } };
for (const [name, most] of Object.entries(AT_MOST)) {
  e2e(`a step of ${name} takes at most ${most} kernels`, options, async ({ page }) => {
    const query = new URLSearchParams(WORKLOADS[name].query);
    for (const [setting, value] of Object.entries(SMALLER[name] ?? {})) query.set(setting, value);
    await page.evaluate(start, String(query));
    const measure = (steps) => page.evaluate((steps) => globalThis.measure(steps), steps);
    const count = await kernelsOf({ scope: page.workers()[0], measure });
    console.log(`${name}: ${count} kernels a step`);
    // Nothing counted is nothing held.
    assert.ok(count > 0 && count <= most, `${count} kernels`);
  });
}
