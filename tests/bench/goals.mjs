// What training speed is held against: each goal a ratio of medians of one run, or a count.

import { record, table } from '../../scripts/measured.mjs';

/** Ours by engine, over each peer. TensorFlow.js is taken as its users get it, and tuned. */
const AT_LEAST = {
  cpu: { 'jaxjs-wasm': 1.5, 'tfjs-wasm': 5, 'tfjs-wasm-tuned': 3 },
  webgpu: { 'jaxjs-webgpu': 1.5, 'tfjs-webgpu': 3 },
};
/** Kernels of a step on WebGPU. */
const KERNELS = { mnist: 40, plane: 40, dcgan: 70, 'wgan-gp': 170 };
/** A run that plays, over the measuring command in the same page. */
const LIVE = 0.9;
/** A comparison in two workers, over the same in one, where there are cores for both and for the page. */
const TWO = 1.7;

export const hasKernelGoal = (name) => name in KERNELS;

export const median = (xs) => {
  const sorted = [...xs].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
export const digits = (x) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));

/** `speeds`: of each backend all that were measured. */
export const ofSpeeds = (title, speeds, word) =>
  Object.entries(AT_LEAST).flatMap(([ours, rivals]) =>
    Object.entries(rivals)
      .filter(([rival]) => speeds[ours] && speeds[rival])
      .map(([rival, goal]) => {
        const ratio = median(speeds[ours]) / median(speeds[rival]);
        return { title, what: `${word(ours)} ÷ ${word(rival)}`, found: digits(ratio), goal: `≥ ${goal}`, reached: ratio >= goal };
      }),
  );

export const ofKernels = (title, name, count) => ({
  title,
  what: 'kernels a step',
  found: count.toFixed(0),
  goal: `≤ ${KERNELS[name]}`,
  reached: count <= KERNELS[name],
});

/** `pairs`: { live, measured } of each round. */
export function ofLive(title, pairs) {
  const [live, measured] = ['live', 'measured'].map((of) => median(pairs.map((pair) => pair[of])));
  const what = `live ÷ measured (${digits(live)} of ${digits(measured)} iterations a second)`;
  return { title, what, found: (live / measured).toFixed(2), goal: `≥ ${LIVE}`, reached: live / measured >= LIVE };
}

/** `pairs`: { one, two } of each round. */
export function ofPairs(title, pairs) {
  const [one, two] = ['one', 'two'].map((of) => median(pairs.map((pair) => pair[of])));
  const what = `two workers ÷ one (${digits(two)} of ${digits(one)} iterations a second)`;
  return { title, what, found: (two / one).toFixed(2), goal: `≥ ${TWO}`, reached: two / one >= TWO };
}

/** Prints all goals; with `keeps` into docs/speed.md, too. */
export function print(rows, keeps) {
  const reached = rows.filter((row) => row.reached).length;
  console.log(`\nGoals: ${reached} of ${rows.length} reached`);
  let above;
  for (const { title, what, found, goal, reached } of rows) {
    if (title !== above) console.log(`\n${title}`);
    above = title;
    console.log(`  ${reached ? 'reached    ' : 'not reached'}  ${found.padStart(6)}  ${goal.padEnd(6)} ${what}`);
  }
  const cells = rows.map(({ title, what, found, goal, reached }) => [`${title}: ${what}`, found, goal, reached ? 'yes' : 'no']);
  if (keeps) record('speed.md', 'goals', table(['goal', 'found', 'wanted', 'reached'], cells));
}
