// A model against the page: acts by chance, in any order, and after each what must always be true. The seeds are
// printed; MODEL_SEED walks one of them again, MODEL_SECONDS walks longer than a test can wait.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { complaints, DIST, launch, Run, serve, until } from './browser.mjs';
import { test } from 'node:test';
import { ACTS, answered } from './model/acts.mjs';
import { DECK, walkDeck } from './model/deck.mjs';
import { chance } from './model/random.mjs';

const SECONDS = Number(process.env.MODEL_SECONDS ?? 120);
const SEED = process.env.MODEL_SEED;
/** Acts of one page. */
const LENGTH = 60;
const BEGIN = 'view=train&data=ring&engine=cpu&width=8&batch=16&seed=7';
// What the lost worker says on its way out.
const ON_PURPOSE = /on purpose|stopped over an error/i;

const described = (trace) => trace.map(({ name, done }) => [name, ...Object.values(done).map((value) => JSON.stringify(value))].join(' '));

/** Walks with a page of its own; the number of acts, or what did not hold and after which of them. */
async function walk(browser, seed, body) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const heard = complaints(page);
  const trace = [];
  try {
    await body(page, chance(seed), trace);
    await sleep(100);
    assert.deepEqual(heard.filter((line) => !ON_PURPOSE.test(line)), [], 'the page complained');
    return trace.length;
  } catch (error) {
    const told = [`seed ${seed}, act ${trace.length}: ${error.message}`, ...described(trace).slice(-15), ...heard.slice(-5)];
    throw new Error(told.join('\n  '), { cause: error });
  } finally {
    await context.close();
  }
}

/** One page through so many acts. */
async function walkPage(page, random, trace) {
  const run = new Run(page);
  const command = answered(run);
  const status = () => command('query');
  const workers = () => page.workers().filter((worker) => worker.url().includes('worker.js'));
  const post = (message) => page.evaluate((message) => window.postMessage({ type: 'gan-playground:command', ...message }, '*'), message);
  const names = Object.keys(ACTS).flatMap((name) => Array(ACTS[name].often).fill(name));
  const seen = new Set(['train']);
  await run.ready();
  await page.evaluate(() => void (window.firstEntry = navigation.currentEntry.index));
  let before = await status();
  while (trace.length < LENGTH) {
    const name = random.one(names);
    const { act, expects, when, anew, falls } = ACTS[name];
    const hand = { page, run, command, status, workers, post, random, before, seen, done: {} };
    if (when && !(await when(hand))) continue;
    trace.push({ name, done: hand.done });
    const after = await act(hand);
    seen.add(after.view);
    await expects({ ...hand, after });
    await always({ before, after, anew, falls, workers });
    before = await status();
  }
}

/** What is true after any act. */
async function always({ before, after, anew, falls, workers }) {
  const { iteration, run, view, losses } = after;
  assert.ok(Number.isInteger(iteration) && iteration >= 0, `iteration ${iteration}`);
  if (!anew) assert.equal(run, before.run, 'the run is another');
  // A figure counts its own steps.
  const same = run === before.run && view === 'train' && before.view === 'train';
  if (same && !falls) assert.ok(iteration >= before.iteration, `the iteration fell from ${before.iteration} to ${iteration}`);
  for (const [name, loss] of Object.entries(losses)) assert.ok(loss === null || Number.isFinite(loss), `${name}: ${loss}`);
  // The second lane of a run has a worker of its own. One that was ended is gone a little later.
  const counts = () => [false, true].map((second) => workers().filter((worker) => worker.url().endsWith('&second') === second).length);
  const lanes = after.lanes.length;
  await until('a worker for each lane at most', async () => counts(), ([first, second]) => first <= 1 && second <= Math.min(first, lanes - 1), 5_000);
}

/** Walks of one kind from seed to seed, for so long. */
function model(what, share, body) {
  test(what, { timeout: (SECONDS + 300) * 1_000 }, async () => {
    const site = await serve({ '/p/': DIST });
    const browser = await launch('plain');
    const end = Date.now() + share * SECONDS * 1_000;
    const first = SEED === undefined ? Date.now() % 1_000_000 : Number(SEED);
    let [acts, pages] = [0, 0];
    try {
      do {
        acts += await walk(browser, first + pages, (...hands) => body(site, ...hands));
        pages += 1;
      } while (SEED === undefined && Date.now() < end);
    } finally {
      await browser.close();
      site.close();
      console.log(`${what}: ${acts} acts on ${pages} pages held, seeds ${first} to ${first + pages - 1}`);
    }
  });
}

model('a model of the page holds through acts by chance', 0.7, async ({ origin }, page, ...walk) => {
  await page.goto(`${origin}/p/?${BEGIN}`);
  await walkPage(page, ...walk);
});

model('a model of a deck holds through acts by chance', 0.3, async ({ origin, pages }, page, random, trace) => {
  pages.set('/deck.html', DECK);
  await page.goto(`${origin}/deck.html`);
  await walkDeck(page, random, LENGTH / 2, trace);
});
