// Memory of page and worker through a long run that plays in the page as a visitor's does, on each
// engine: does it stop growing?
//
// WebAssembly's memory never shrinks, so it is the most that was ever in use. GPU memory is the sum of
// the buffers that are not destroyed and that somebody still holds: rubbish is collected before each
// look.

import { setTimeout as sleep } from 'node:timers/promises';
import { record, table } from '../../scripts/measured.mjs';
import { Run } from '../e2e/browser.mjs';
import { stage } from './sides.mjs';

/** What plays on each engine. WebGPU in software needs small networks to come to an end. */
const PLAYED = {
  cpu: { title: 'DCGAN preset on the CPU engine', query: 'data=mnist&objective=non-saturating&architecture=dcgan&batch=32' },
  webgpu: { title: 'MLP, width 16, batch 8, on WebGPU', query: 'data=mnist&width=16&depth=1&batch=8&critic_steps=1' },
};
const LOOKS = 20;
/** Of a plateau the last quarter of the looks is at most so many bytes above the quarter before. */
const SLACK = 1e6;
const COLUMNS = { page: 'page wasm', worker: 'worker wasm', gpu: 'GPU buffers', heap: 'page JS heap' };

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

async function look(page, worker) {
  const settled = async () => {
    globalThis.gc();
    // What is told of the dead is told in another turn.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { ...globalThis.probe.memory(), heap: performance.memory?.usedJSHeapSize ?? 0 };
  };
  const [ofPage, ofWorker] = [await page.evaluate(settled), await worker.evaluate(settled)];
  return { page: ofPage.wasm, worker: ofWorker.wasm, gpu: ofWorker.gpu, buffers: ofWorker.buffers, heap: ofPage.heap };
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** Medians of the last two quarters: looks are at equal distances, and rubbish comes and goes. */
function growth(looks, column) {
  const numbers = looks.map((found) => found[column]);
  const quarter = numbers.length >> 2;
  const [before, last] = [median(numbers.slice(-2 * quarter, -quarter)), median(numbers.slice(-quarter))];
  return { before, last, plateau: last - before <= SLACK };
}

function play(withPage, engine, steps) {
  const { title, query } = PLAYED[engine];
  return withPage(`/app/?view=train&${query}&engine=${engine}`, async (page) => {
    const run = new Run(page);
    await run.ready();
    await run.until(`the ${engine} engine`, (status) => status.engine === engine, 180_000);
    await run.play();
    await run.until('a first iteration', ({ iteration }) => iteration > 0, 180_000);
    const [worker] = page.workers();
    console.log(`\n${title}, megabytes`);
    console.log(`${'iteration'.padStart(10)}${Object.values(COLUMNS).map((name) => name.padStart(14)).join('')}${'buffers'.padStart(10)}`);
    const looks = [];
    for (let i = 1; i <= LOOKS; i += 1) {
      let status = await run.status();
      while (status.iteration < (steps * i) / LOOKS) {
        if (!status.running) throw new Error(`the run has stopped: ${status.error}`);
        await sleep(500);
        status = await run.status();
      }
      const found = await look(page, worker);
      looks.push({ iteration: status.iteration, ...found });
      const cells = Object.keys(COLUMNS).map((column) => megabytes(found[column]).padStart(14));
      console.log(`${String(status.iteration).padStart(10)}${cells.join('')}${String(found.buffers).padStart(10)}`);
    }
    for (const [column, name] of Object.entries(COLUMNS)) {
      const { before, last, plateau } = growth(looks, column);
      const words = plateau ? 'a plateau' : 'GROWS';
      console.log(`  ${name}: ${megabytes(before)} MB in the third quarter, ${megabytes(last)} MB in the last: ${words}`);
    }
    return looks;
  });
}

/** Prints a table for each engine. */
export async function memory(engines, steps, { hardware, record: keeps }) {
  const { withPage, close } = await stage({ hardware, probed: true, flags: ['--js-flags=--expose-gc'] });
  const rows = [];
  for (const engine of engines) {
    const looks = await play(withPage, engine, steps);
    const cells = ({ iteration, page, worker, gpu }) => [iteration.toLocaleString('en'), ...[page, worker, gpu].map(megabytes)];
    rows.push(...looks.map((found) => [PLAYED[engine].title, ...cells(found)]));
  }
  await close();
  if (keeps) record('speed.md', 'memory', table(['MB', 'iteration', 'page', 'worker', 'GPU buffers'], rows));
}
