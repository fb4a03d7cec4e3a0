// What a visitor downloads and waits for.

import { join } from 'node:path';
import { DIST, packages } from '../e2e/browser.mjs';
import { portions, printSizes, size, sizes, total } from '../../scripts/sizes.mjs';
import { median } from './goals.mjs';

const JAXJS = ['index.js', 'backend-CnjgxpXq.js', 'rolldown-runtime-D7D4PA-g.js'].map((file) => `@jax-js/jax/dist/${file}`);
const TFJS = '@tensorflow/tfjs/dist/tf.min.js';
/** What is fetched of packages to train with them. */
const PACKAGES = {
  'jax-js with wasm': JAXJS,
  'jax-js with webgpu': [...JAXJS, '@jax-js/jax/dist/webgpu-D5edCWOx.js'],
  'TensorFlow.js with wasm': [
    TFJS,
    '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
    '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
  ],
  'TensorFlow.js with webgpu': [TFJS, '@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js'],
};

/** Prints sizes; `built`: ours, too. */
export function downloads(built) {
  const rows = new Map();
  if (built) {
    const ours = portions(sizes(DIST));
    for (const name of ['the page', 'engine_cpu', 'engine_gpu']) rows.set(name, ours.get(name));
  }
  for (const [name, files] of Object.entries(PACKAGES)) {
    rows.set(name, total(files.map((file) => size(join(packages('bench'), file)))));
  }
  console.log('\nDownloads');
  printSizes(rows);
}

/** Milliseconds from navigation to a Play button that can be pressed, and to the first trained step. */
const waited = (withPage) =>
  withPage('/app/?view=train&data=mnist&engine=cpu&autoplay=1', (page) =>
    // Both are noted in the page and on its clock, which starts at the navigation.
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const times = {};
          addEventListener('message', ({ data }) => {
            if (data?.type !== 'gan-playground:status') return;
            times.interactive ??= performance.now();
            if (data.iteration > 0) resolve({ ...times, trained: performance.now() });
          });
          // The page answers as soon as it works; unanswered questions cost nothing.
          const ask = () => {
            postMessage({ type: 'gan-playground:command', command: 'query' }, '*');
            if (!times.trained) setTimeout(ask, 10);
          };
          ask();
        }),
    ),
  );

export async function waiting(withPage, rounds) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push(await waited(withPage));
  console.log('\nFrom navigation, nothing cached, files from this machine (median):');
  console.log(`  until the page answers  ${median(all.map((t) => t.interactive)).toFixed(0)} ms`);
  console.log(`  until the first step    ${median(all.map((t) => t.trained)).toFixed(0)} ms  (MNIST on the CPU)`);
}
