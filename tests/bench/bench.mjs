// Training speed here, in jax-js and in TensorFlow.js, in one Chromium, in turn and several times; how that
// stands to the goals; and what a visitor downloads and waits for. Run by ./dev bench.

import { parseArgs } from 'node:util';
import { digits as twoMinutes } from './digits.mjs';
import { downloads, waiting } from './downloads.mjs';
import { hasKernelGoal, ofKernels, ofLive, ofPairs, print } from './goals.mjs';
import { kernelsOf, launches } from './launches.mjs';
import { LIVE, live } from './live.mjs';
import { memory, soak } from './memory.mjs';
import { pairs, PAIRS } from './pairs.mjs';
import { library, stage } from './sides.mjs';
import { SIDES, speeds } from './speed.mjs';
import { WORKLOADS } from './workloads.mjs';
import { zoo } from './zoo.mjs';

const BACKENDS = 'cpu,jaxjs-wasm,tfjs-wasm,tfjs-wasm-tuned,webgpu,jaxjs-webgpu,tfjs-webgpu';
const ROWS = [...Object.keys(WORKLOADS), ...Object.keys(LIVE), ...Object.keys(PAIRS)];

const HELP = `./dev bench [options]

  --rounds N        times that everything is measured, in turn, there and back (default 3)
  --seconds S       least time of one measurement, after warm-up (default 3)
  --only NAMES      rows, with commas: ${Object.keys(WORKLOADS).join(',')} beside peers,
                    ${Object.keys(LIVE).join(',')} playing beside measured,
                    ${Object.keys(PAIRS).join(',')} in two workers beside one
  --backends NAMES  with commas, among cpu,webgpu (ours), jaxjs-wasm,jaxjs-webgpu and
                    tfjs-wasm,tfjs-wasm-tuned,tfjs-webgl,tfjs-cpu,tfjs-webgpu (tuned: see tests/bench/tfjs.mjs)
                    (default ${BACKENDS})
  --theirs          the others alone: needs no build, unless jax-js is to be held against ours
  --hardware        WebGPU on the machine's own graphics card, not in software
  --zoo             also every objective with every Lipschitz control, on our CPU engine
  --no-build        measure dist/ as it is
  --record          also write the tables into docs/speed.md, with the commit and the day

A row alone: ./dev bench --no-build --only dcgan --backends cpu,jaxjs-wasm --rounds 1
In the place of all that:

  --launches        what a training step asks of WebGPU: kernels, passes, submissions, reads, all sides
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
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: ROWS.join() },
    backends: { type: 'string', default: BACKENDS },
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

/** What was asked for, in the order of `all`; ends the bench where it is not there. */
function among(all, asked) {
  const strange = asked.filter((name) => !all.includes(name));
  if (strange.length === 0) return all.filter((name) => asked.includes(name));
  console.error(`There is no ${strange.join(', ')}. There are ${all.join(', ')}.`);
  return process.exit(1);
}

const { hardware, record: keeps } = options;
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
const rows = among(ROWS, options.only.split(','));
const names = rows.filter((name) => name in WORKLOADS);
const backends = among(Object.keys(SIDES), options.backends.split(',')).filter((name) => !options.theirs || library(name));
const isGpu = (backend) => backend.endsWith('webgpu');

if (options.launches || options.memory || options.soak || options.digits) {
  const ours = backends.filter((name) => !library(name));
  if (options.launches) await launches(names, backends.filter(isGpu), options);
  if (options.memory) await memory(ours, Number(options.steps), options);
  if (options.soak && !(await soak(ours, options))) process.exitCode = 1;
  if (options.digits) await twoMinutes(Number(options.minutes), options);
  process.exit();
}

/** Rows of goals in kernels, by workload. */
async function kernels() {
  const counted = backends.includes('webgpu') ? names.filter(hasKernelGoal) : [];
  if (counted.length === 0) return new Map();
  const { on, close } = await stage({ hardware, probed: true });
  const found = new Map();
  for (const name of counted) {
    const count = await on(name, 'webgpu', kernelsOf);
    console.log(`${name.padEnd(7)} webgpu          ${count === null ? 'not available' : `${count} kernels a step`}`);
    if (count !== null) found.set(name, [ofKernels(WORKLOADS[name].title, name, count)]);
  }
  await close();
  return found;
}

const started = Date.now();
const { withPage, on, close } = await stage({ hardware });
const { goals, wrong } = await speeds(on, names, backends, { rounds, seconds, keeps });
const counts = await kernels();
const lives = [];
for (const name of rows.filter((name) => backends.includes(LIVE[name]?.engine))) {
  const pairs = await live(withPage, name, rounds, seconds);
  console.log(`${name.padEnd(11)} ${pairs ? pairs.map(({ live, measured }) => `${live.toFixed(1)} live of ${measured.toFixed(1)} measured`).join(', ') : 'not available'}`);
  if (pairs) lives.push(ofLive(LIVE[name].title, pairs));
}
for (const name of backends.includes('cpu') ? rows.filter((name) => name in PAIRS) : []) {
  const all = await pairs(withPage, name, rounds, seconds);
  console.log(`${name.padEnd(11)} ${all.map(({ one, two }) => `${one.toFixed(1)} in one worker, ${two.toFixed(1)} in two`).join(', ')}`);
  lives.push(ofPairs(PAIRS[name].title, all));
}
print([...names.flatMap((name) => [...goals.get(name), ...(counts.get(name) ?? [])]), ...lives], keeps);

if (options.zoo) await zoo(withPage, seconds / 8);
downloads(!options.theirs);
if (!options.theirs) await waiting(withPage, rounds);
await close();
console.log(`\nAll in ${((Date.now() - started) / 60_000).toFixed(0)} minutes.`);
if (wrong) {
  console.error('A peer does not learn what ours does: its figures were left out.');
  process.exitCode = 1;
}
