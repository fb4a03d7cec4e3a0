// What a visitor sees of the DCGAN preset after so many minutes on the CPU engine, from the navigation
// on: the page, and what the classifier says of its digits.

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { record, table } from '../../scripts/measured.mjs';
import { Run } from '../e2e/browser.mjs';
import { stage } from './sides.mjs';

/** The card "DCGAN on digits" (src/course/presets.rs). */
const PRESET = 'data=mnist&objective=non-saturating&architecture=dcgan&batch=32';

/** Seconds of processor time that all of the browser's pages and workers have taken so far. */
async function processorTime(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Plays for `minutes`, pauses, has the digits judged and prints what came of it. */
export async function digits(minutes, { picture, record: keeps }) {
  // As on a machine without WebGPU: a GPU in software would take its share of the processor.
  const { withPage, browser, close } = await stage({ variant: 'plain' });
  const started = Date.now();
  await withPage(`/app/?view=train&${PRESET}&engine=cpu`, async (page) => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    const run = new Run(page);
    await run.ready();
    await run.play();
    await sleep(started + minutes * 60_000 - Date.now());
    const { iteration, metrics } = await run.halt();
    const seconds = (Date.now() - started) / 1_000;
    const used = await processorTime(browser);
    console.log(`\nDCGAN preset on the CPU engine, ${seconds.toFixed(0)} s from the navigation on`);
    console.log(`  ${iteration} iterations, ${metrics.epochs.toFixed(1)} epochs, ${(iteration / seconds).toFixed(1)} iterations a second`);
    console.log(`  ${used.toFixed(0)} s of processor time; the machine's load is ${loadavg()[0].toFixed(1)}`);
    if (picture) await page.screenshot({ path: picture });
    await page.getByRole('button', { name: 'Metrics', exact: true }).click();
    const judged = await run.until('the metrics', (status) => status.metrics.readings['fid-digits'], 120_000);
    for (const [name, { value, floor }] of Object.entries(judged.metrics.readings)) {
      console.log(`  ${name.padEnd(22)}${value.toPrecision(3).padStart(8)}   real digits ${floor.toPrecision(3)}`);
    }
    if (keeps) {
      const took = [['seconds', seconds.toFixed(0)], ['seconds of processor time', used.toFixed(0)], ['iterations', iteration.toLocaleString('en')]];
      const scores = Object.entries(judged.metrics.readings).map(([name, { value, floor }]) => [`\`${name}\``, value.toPrecision(3), floor.toPrecision(3)]);
      record('speed.md', 'digits', table(['', 'generated', 'real digits'], [...took.map((row) => [...row, '–']), ...scores]));
    }
  });
  await close();
}
