// A comparison that plays on the CPU: its two runs in one worker, and in two.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, Run } from '../e2e/browser.mjs';
import { playing } from './live.mjs';

/** Two runs that take about as long as one another: an objective does not make a step longer. */
const COMPARES = 'lipschitz=none&critic_steps=1&compare=non-saturating,hinge&engine=cpu';
export const PAIRS = {
  'pair-ring': { title: 'Comparison on the ring', query: `data=ring&${COMPARES}` },
  'pair-mlp': { title: 'Comparison on digits, MLP', query: `data=mnist&${COMPARES}` },
  'pair-dcgan': { title: 'Comparison on digits, DCGAN', query: `data=mnist&architecture=dcgan&batch=32&${COMPARES}` },
};

/** Of the digits. */
const LAST = 'train-12.gz';

const cores = (count) => `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${count} });`;

/** Iterations a second of both runs together, with so many workers. */
const speed = (withPage, { query }, workers, seconds) =>
  withPage('/app/?view=lines', async (page) => {
    const body = cores(workers) + (await readFile(join(DIST, 'worker.js'), 'utf8'));
    await page.route('**/worker.js*', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
    const { origin } = new URL(page.url());
    await page.setViewportSize({ width: 1280, height: 1000 });
    // A lane goes to another worker when all digits are here.
    const isLast = { predicate: (request) => request.url().endsWith(LAST), timeout: 120_000 };
    const digits = /mnist/.test(query) && page.waitForEvent('requestfinished', isLast);
    await page.goto(`${origin}/app/?view=train&${query}`);
    const run = new Run(page);
    await run.ready();
    await run.play();
    await digits;
    await run.until('a run under way', ({ iteration }) => iteration > 20, 120_000);
    await playing(page, 2);
    return playing(page, seconds);
  });

/** { one, two }, iterations a second, of each of `rounds`, in turn. */
export async function pairs(withPage, name, rounds, seconds) {
  const all = [];
  while (all.length < rounds) {
    const one = await speed(withPage, PAIRS[name], 1, seconds);
    const two = await speed(withPage, PAIRS[name], 2, seconds);
    all.push({ one, two });
  }
  return all;
}
