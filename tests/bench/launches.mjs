// What one training step asks of WebGPU, ours and the others': kernels launched, compute passes,
// submissions, and reads that the host waits for. On any adapter the numbers are the same.

import { record, table } from '../../scripts/measured.mjs';
import { library, stage } from './sides.mjs';
import { WORKLOADS } from './workloads.mjs';

/** Steps that are counted: submissions and reads are not the same in each. */
const STEPS = 8;
const COLUMNS = ['dispatches', 'passes', 'submits', 'reads'];

/** Calls of one of so many steps, from two measurements of which one takes them more: what surrounds them cancels. */
async function counted({ measure, scope }, steps) {
  const calls = () => scope.evaluate(() => globalThis.probe.calls());
  // Pipelines are compiled, and pools filled.
  await measure(1);
  const marks = [await calls()];
  for (const all of [1, 1 + steps]) {
    await measure(all);
    marks.push(await calls());
  }
  const [before, between, after] = marks;
  const rate = (of) => (of(after) - 2 * of(between) + of(before)) / steps;
  const names = Object.keys(after.kernels);
  return {
    ...Object.fromEntries(COLUMNS.map((name) => [name, rate((mark) => mark[name])])),
    kernels: names.map((name) => [name, rate((mark) => mark.kernels[name] ?? 0)]).filter(([, count]) => count > 0),
  };
}

/** Kernels of a step, which are the same in each. */
export const kernelsOf = async (side) => (await counted(side, 1)).dispatches;

/** Prints the table; `kernels`: also how often each kernel is launched. */
export async function launches(names, backends, { hardware, kernels, record: keeps }) {
  const rows = [];
  const { on, close } = await stage({ hardware, probed: true });
  console.log('\nCalls of a training step on WebGPU');
  for (const name of names) {
    console.log(`\n${WORKLOADS[name].title}`);
    console.log(' '.repeat(16) + COLUMNS.map((word) => word.padStart(12)).join(''));
    for (const backend of backends) {
      const found = await on(name, backend, (side) => counted(side, STEPS));
      if (!found) {
        console.log(`  ${backend.padEnd(14)} not available`);
        continue;
      }
      console.log(`  ${backend.padEnd(14)}${COLUMNS.map((column) => found[column].toFixed(2).padStart(12)).join('')}`);
      const side = library(backend) ?? 'ours';
      rows.push([WORKLOADS[name].title, side, ...[found.dispatches, found.passes, found.submits].map((count) => count.toFixed(1))]);
      if (!kernels) continue;
      for (const [kernel, count] of found.kernels.sort(([, a], [, b]) => b - a)) console.log(`    ${count.toFixed(2).padStart(8)}  ${kernel}`);
    }
  }
  await close();
  if (keeps) record('speed.md', 'launches', table(['step', 'side', 'kernels', 'passes', 'submissions'], rows));
}
