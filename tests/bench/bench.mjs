// Training speed here and in TensorFlow.js, in one Chromium, in turn and several times; and what a
// visitor downloads and waits for. Run by ./dev bench.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DIST, packages } from '../e2e/browser.mjs';
import { record, table } from '../../scripts/measured.mjs';
import { portions, printSizes, size, sizes, total } from '../../scripts/sizes.mjs';
import { digits as twoMinutes } from './digits.mjs';
import { launches } from './launches.mjs';
import { memory, soak } from './memory.mjs';
import { stage } from './sides.mjs';
import { WORKLOADS } from './workloads.mjs';
import { zoo } from './zoo.mjs';

const HELP = `./dev bench [options]

  --rounds N        times that everything is measured, in turn (default 3)
  --seconds S       least time of one measurement, after warm-up (default 4)
  --only NAMES      workloads, with commas: ${Object.keys(WORKLOADS).join(',')}
  --backends NAMES  with commas, among cpu,webgpu (ours) and
                    tfjs-wasm,tfjs-wasm-tuned,tfjs-webgl,tfjs-cpu,tfjs-webgpu (tuned: see tests/bench/tfjs.mjs)
  --theirs          TensorFlow.js alone: needs no build
  --hardware        WebGPU on the machine's own graphics card, not in software
  --zoo             also every objective with every Lipschitz control, on our CPU engine
  --no-build        measure dist/ as it is
  --record          also write the table into docs/speed.md, with the commit and the day

In the place of all that:

  --launches        what a training step asks of WebGPU: kernels, passes, submissions, reads, both sides
                    (--only and --backends as above; --kernels: each kernel by its name)
  --memory          WebAssembly's memory and the GPU's through a long run in the page on each engine
                    (--steps N, default 5000; --backends cpu,webgpu)
  --soak            the same for hours: a million iterations in the plane, 20,000 on digits, 20,000 on
                    WebGPU; fails where memory grows (--backends cpu,webgpu)
  --digits          what the DCGAN preset shows after some time of training on the CPU engine
                    (--minutes M, default 2; --picture FILE saves the page)
`;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: Object.keys(WORKLOADS).join() },
    backends: { type: 'string', default: 'cpu,tfjs-wasm,tfjs-wasm-tuned,tfjs-webgl,tfjs-cpu,webgpu,tfjs-webgpu' },
    theirs: { type: 'boolean', default: false },
    hardware: { type: 'boolean', default: false },
    zoo: { type: 'boolean', default: false },
    launches: { type: 'boolean', default: false },
    kernels: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    steps: { type: 'string', default: '5000' },
    digits: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '2' },
    picture: { type: 'string' },
    record: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit();
}
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);
const names = options.only.split(',');
const backends = options.backends.split(',').filter((name) => !options.theirs || name.startsWith('tfjs-'));
const isGpu = (backend) => backend.endsWith('webgpu');

const { hardware } = options;

if (options.launches || options.memory || options.soak || options.digits) {
  const ours = backends.filter((name) => !name.startsWith('tfjs-'));
  if (options.launches) await launches(names, backends.filter(isGpu), options);
  if (options.memory) await memory(ours, Number(options.steps), options);
  if (options.soak && !(await soak(ours, options))) process.exitCode = 1;
  if (options.digits) await twoMinutes(Number(options.minutes), options);
  process.exit();
}

const { withPage, on, close } = await stage({ hardware });

/** Their number is doubled until they take `seconds`; the first two, which compile shaders, never count. */
async function speedOf({ measure }) {
  await measure(2);
  for (let steps = 4; ; steps *= 2) {
    const measured = await measure(steps);
    if (measured.seconds >= seconds) return measured.steps / measured.seconds;
  }
}

// ---------------------------------------------------------------- speed

const median = (xs) => {
  const sorted = [...xs].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const digits = (x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

const found = new Map(); // "workload backend" to its speeds
for (let round = 1; round <= rounds; round += 1) {
  for (const name of names) {
    for (const backend of backends) {
      const speed = await on(name, backend, speedOf).catch((error) => {
        console.log(`  ${backend} failed: ${error.message.split('\n')[0]}`);
        return null;
      });
      const key = `${name} ${backend}`;
      if (speed !== null) found.set(key, [...(found.get(key) ?? []), speed]);
      console.log(`round ${round}/${rounds}  ${name.padEnd(7)} ${backend.padEnd(15)} ${speed === null ? 'not available' : `${digits(speed)} steps/s`}`);
    }
  }
}

console.log('\nTraining steps per second: median (lowest – highest)');
for (const name of names) {
  console.log(`\n${WORKLOADS[name].title}`);
  const speeds = Object.fromEntries(backends.map((backend) => [backend, found.get(`${name} ${backend}`)]));
  for (const [backend, all] of Object.entries(speeds)) {
    const text = all ? `${digits(median(all)).padStart(6)}  (${digits(Math.min(...all))} – ${digits(Math.max(...all))})` : 'not available';
    console.log(`  ${backend.padEnd(15)} ${text}`);
  }
  for (const ours of ['cpu', 'webgpu'].filter((backend) => speeds[backend])) {
    const rivals = Object.keys(speeds).filter((b) => b.startsWith('tfjs-') && speeds[b] && isGpu(b) === isGpu(ours));
    const ratio = (rival) => `${digits(median(speeds[ours]) / median(speeds[rival]))} times ${rival}`;
    console.log(`  ours on ${ours} is ${rivals.map(ratio).join(', ')}`);
  }
}

const SIDES = {
  cpu: 'ours, CPU',
  webgpu: 'ours, WebGPU',
  'tfjs-wasm': 'TensorFlow.js, wasm',
  'tfjs-wasm-tuned': 'the same, tuned',
  'tfjs-webgl': 'TensorFlow.js, WebGL',
  'tfjs-cpu': 'TensorFlow.js, CPU',
  'tfjs-webgpu': 'TensorFlow.js, WebGPU',
};
if (options.record) {
  const cell = (all) => (all ? digits(median(all)) : '–');
  const rows = names.map((name) => [WORKLOADS[name].title, ...backends.map((backend) => cell(found.get(`${name} ${backend}`)))]);
  record('speed.md', 'steps', table(['step', ...backends.map((backend) => SIDES[backend])], rows));
}

if (options.zoo) await zoo(withPage, seconds / 8);

// ---------------------------------------------------------------- downloads and waiting

function printDownloads() {
  const theirs = ['tfjs/dist/tf.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js', 'tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'];
  const gpu = ['tfjs/dist/tf.min.js', 'tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js'];
  const sum = (files) => total(files.map((file) => size(join(packages('bench'), '@tensorflow', file))));
  const rows = new Map();
  if (!options.theirs) {
    const ours = portions(sizes(DIST));
    for (const name of ['the page', 'engine_cpu', 'engine_gpu']) rows.set(name, ours.get(name));
  }
  rows.set('TensorFlow.js with wasm', sum(theirs));
  rows.set('TensorFlow.js with webgpu', sum(gpu));
  console.log('\nDownloads');
  printSizes(rows);
}

/** Milliseconds from navigation to a Play button that can be pressed, and to the first trained step. */
async function waiting() {
  const query = 'view=train&data=mnist&engine=cpu&autoplay=1';
  return withPage(`/app/?${query}`, async (page) => {
    // Both are noted in the page and on its clock, which starts at the navigation.
    const times = () =>
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
      );
    return times();
  });
}

printDownloads();
if (!options.theirs) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push(await waiting());
  console.log('\nFrom navigation, nothing cached, files from this machine (median):');
  console.log(`  until the page answers  ${median(all.map((t) => t.interactive)).toFixed(0)} ms`);
  console.log(`  until the first step    ${median(all.map((t) => t.trained)).toFixed(0)} ms  (MNIST on the CPU)`);
}

await close();
