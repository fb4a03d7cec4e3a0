// Training steps a second of every backend, in one browser, in turn and several times.

import { record, table } from '../../scripts/measured.mjs';
import { digits, median, ofSpeeds } from './goals.mjs';
import { WORKLOADS } from './workloads.mjs';

export const SIDES = {
  cpu: 'ours, CPU',
  webgpu: 'ours, WebGPU',
  'jaxjs-wasm': 'jax-js, wasm',
  'jaxjs-webgpu': 'jax-js, WebGPU',
  'tfjs-wasm': 'TensorFlow.js, wasm',
  'tfjs-wasm-tuned': 'TensorFlow.js tuned, wasm',
  'tfjs-webgl': 'TensorFlow.js, WebGL',
  'tfjs-cpu': 'TensorFlow.js, CPU',
  'tfjs-webgpu': 'TensorFlow.js, WebGPU',
};

/**
 * Steps, each from where ours is and on its batches, how far both losses may be apart after one, and how far the
 * weights astray, as a share of its way. A leak of 0.19 in the place of 0.2 brings an MLP and a DCGAN 0.3 astray. As
 * they should be they are 4e-6 to 2e-4 astray, and DCGAN's 0.009 on wasm: there a number falls on the other side of a
 * ReLU's kink.
 */
const SAME = { steps: 3, apart: 1e-3, astray: { 'jaxjs-wasm': 2e-2, 'jaxjs-webgpu': 5e-2 } };

/** Which of these peers do not learn what ours does. Of those that can be asked it is told. */
async function strangers(on, name, backends) {
  const found = [];
  for (const backend of backends.filter((backend) => backend in SAME.astray)) {
    const compared = ({ scope }) => scope.evaluate((steps) => window.compare(steps), SAME.steps);
    const all = await on(name, backend, compared);
    if (all === null) continue;
    const same = all.apart <= SAME.apart && all.astray <= SAME.astray[backend];
    const [apart, astray] = [all.apart, all.astray].map((x) => x.toExponential(1));
    console.log(
      `${name.padEnd(7)} ${backend.padEnd(15)} ${same ? 'learns the same' : 'DOES NOT LEARN THE SAME'}: ${SAME.steps} steps, each from our weights, ` +
        `losses within ${apart} of ours (which went ${digits(all.went)}), weights ${astray} astray`,
    );
    if (!same) found.push(backend);
  }
  return found;
}

/** So many steps that they take `seconds`; the first, which compile shaders, never count. */
const speedOf = (seconds) => async ({ measure }) => {
  await measure(1);
  for (let steps = 1; ; ) {
    const measured = await measure(steps);
    if (measured.seconds >= seconds) return measured.steps / measured.seconds;
    // The clock is coarse, and what runs often gets faster.
    const wanted = Math.ceil((1.2 * seconds * measured.steps) / Math.max(measured.seconds, 0.01));
    steps = Math.min(Math.max(wanted, steps + 1), 50 * steps);
  }
};

/** Measures, prints, and with `keeps` records; gives the goals of each workload. */
export async function speeds(on, names, backends, { rounds, seconds, keeps }) {
  const known = new Map(); // name of a workload to its backends
  let wrong = false;
  for (const name of names) {
    const strange = await strangers(on, name, backends);
    wrong ||= strange.length > 0;
    known.set(name, backends.filter((backend) => !strange.includes(backend)));
  }
  const found = new Map(names.map((name) => [name, {}]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      // There and back: whatever else the machine does meets all of them.
      const order = round % 2 ? known.get(name) : known.get(name).toReversed();
      for (const backend of order) {
        const speed = await on(name, backend, speedOf(seconds)).catch((error) => {
          console.log(`  ${backend} failed: ${error.message.split('\n')[0]}`);
          return null;
        });
        if (speed !== null) (found.get(name)[backend] ??= []).push(speed);
        console.log(`round ${round}/${rounds}  ${name.padEnd(7)} ${backend.padEnd(15)} ${speed === null ? 'not available' : `${digits(speed)} steps/s`}`);
      }
    }
  }

  if (names.length > 0) console.log('\nTraining steps per second: median (lowest – highest)');
  for (const name of names) {
    console.log(`\n${WORKLOADS[name].title}`);
    for (const backend of backends) {
      const all = found.get(name)[backend];
      const text = all ? `${digits(median(all)).padStart(6)}  (${digits(Math.min(...all))} – ${digits(Math.max(...all))})` : 'not available';
      console.log(`  ${SIDES[backend].padEnd(26)} ${text}`);
    }
  }
  const cell = (all) => (all ? digits(median(all)) : '–');
  const rows = names.map((name) => [WORKLOADS[name].title, ...backends.map((backend) => cell(found.get(name)[backend]))]);
  if (keeps && names.length > 0) record('speed.md', 'steps', table(['step', ...backends.map((backend) => SIDES[backend])], rows));
  const goals = new Map(names.map((name) => [name, ofSpeeds(WORKLOADS[name].title, found.get(name), (backend) => SIDES[backend])]));
  return { goals, wrong };
}
