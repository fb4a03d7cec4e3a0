// Memory of page and worker through a long run that plays in the page as a visitor's does, on each
// engine: does it stop growing? A soak is the same for longer, and fails where it does not.
//
// WebAssembly's memory never shrinks, so it is the most that was ever in use. GPU memory is the sum of
// the buffers that are not destroyed and that somebody still holds: rubbish is collected before each
// look.

import { setTimeout as sleep } from 'node:timers/promises';
import { record, table } from '../../scripts/measured.mjs';
import { Run } from '../e2e/browser.mjs';
import { stage } from './sides.mjs';

/** What plays on each engine. WebGPU in software needs small networks to come to an end. */
const PLAYED = [
  { engine: 'cpu', title: 'DCGAN preset on the CPU engine', query: 'data=mnist&objective=non-saturating&architecture=dcgan&batch=32' },
  { engine: 'webgpu', title: 'MLP, width 16, batch 8, on WebGPU', query: 'data=mnist&width=16&depth=1&batch=8&critic_steps=1' },
];
/** What a soak plays, and for how many iterations: what leaks leaks by the iteration, so batches are small. */
const SOAKED = [
  { engine: 'cpu', title: 'ring, width 16, batch 32, on the CPU engine', query: 'data=ring&width=16&batch=32&critic_steps=1&objective=non-saturating', steps: 1_000_000 },
  { engine: 'cpu', title: 'DCGAN, 8 filters, batch 8, on the CPU engine', query: 'data=mnist&objective=non-saturating&architecture=dcgan&filters=8&batch=8', steps: 20_000 },
  { engine: 'webgpu', title: 'line, width 16, batch 32, on WebGPU', query: 'data=gaussian-1d&width=16&depth=2&batch=32&critic_steps=1', steps: 20_000 },
];
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

function play(withPage, { engine, title, query }, steps) {
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
    let grows = false;
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
      grows ||= !plateau;
    }
    return { looks, grows };
  });
}

const cells = ({ iteration, page, worker, gpu }) => [iteration.toLocaleString('en'), ...[page, worker, gpu].map(megabytes)];
const HEAD = ['MB', 'iteration', 'page', 'worker', 'GPU buffers'];

const probed = (hardware) => stage({ hardware, probed: true, flags: ['--js-flags=--expose-gc'] });

/** Prints a table for each engine. */
export async function memory(engines, steps, { hardware, record: keeps }) {
  const { withPage, close } = await probed(hardware);
  const rows = [];
  for (const played of PLAYED.filter(({ engine }) => engines.includes(engine))) {
    const { looks } = await play(withPage, played, steps);
    rows.push(...looks.map((found) => [played.title, ...cells(found)]));
  }
  await close();
  if (keeps) record('speed.md', 'memory', table(HEAD, rows));
}

/** The long runs; true where memory held its level in all of them. The table has the looks at the quarters. */
export async function soak(engines, { hardware, record: keeps }) {
  const { withPage, close } = await probed(hardware);
  const rows = [];
  let held = true;
  for (const played of SOAKED.filter(({ engine }) => engines.includes(engine))) {
    const { looks, grows } = await play(withPage, played, played.steps);
    held &&= !grows;
    rows.push(...looks.filter((_, i) => (i + 1) % (LOOKS / 4) === 0).map((found) => [played.title, ...cells(found)]));
  }
  await close();
  if (keeps) record('reliability.md', 'soak', table(HEAD, rows));
  return held;
}
