// A run of two lanes on the CPU: the second lane has a worker of its own, which the first one opens. Its numbers are
// those of one worker, it ends with the first, and the run goes on where it is lost.

import assert from 'node:assert/strict';
import { assertFinite, e2e, until } from './harness.mjs';
import { listen, PAIRS, same, WATCHED } from './lanes.mjs';

const heard = (page) => page.evaluate(() => ({ ...of, silent: performance.now() - of.heard }));

/** Where a second worker lives it is heard of, but for moments in which it computes. */
const noSecond = (page) => until('no second worker', () => heard(page), ({ silent }) => silent > 1_500, 20_000);
async function helps(page) {
  const before = await heard(page);
  await until('steps of a second worker', () => heard(page), ({ steps }) => steps > before.steps + 20);
}

const bare = { query: 'view=lines', before: listen, instead: { 'worker.js': WATCHED } };

e2e('two workers have the numbers of one', bare, async ({ page }) => {
  for (const [name, lanes] of Object.entries(PAIRS)) await same(page, name, lanes);
});

for (const [how, end, expected] of [
  ['fails', 'fail', [/on purpose/]],
  ['goes without a word', 'end', []],
]) {
  e2e(`a second worker that ${how} costs no iteration and changes no number`, { ...bare, expected }, async ({ page }) => {
    await same(page, how, PAIRS['a comparison on the ring'], end);
  });
}

const COMPARES = 'view=train&data=ring&width=16&batch=32&compare=wasserstein,non-saturating&engine=cpu';
const watched = { query: COMPARES, before: listen };

let programs = 0;
const counted = (response, body, reply) => {
  programs += 1;
  reply(200, 'application/wasm', body);
};

e2e('the second worker is there while a run of two lanes is awake, and has its program from the first', {
  ...watched,
  instead: { 'worker.js': WATCHED, 'engine_cpu_bg.wasm': counted },
}, async ({ page, run }) => {
  await run.steps(3);
  assert.equal((await heard(page)).opened, 0, 'a few steps need none');
  await run.play();
  await helps(page);
  assert.equal(programs, 1, 'the program was fetched once');
  const { asleep } = await run.command('sleep');
  assert.equal(asleep, true);
  await noSecond(page);
  await run.command('wake');
  await run.play();
  await helps(page);
  // Another run has the same second worker, one of one lane has none.
  await run.reset();
  await run.play();
  await helps(page);
  assert.equal((await heard(page)).opened, 2, 'before sleep and after');
  await run.set({ compare: '' });
  await run.play();
  await noSecond(page);
});

e2e('a visitor whose second worker goes without a word has the run go on', { ...watched, instead: { 'worker.js': WATCHED } }, async ({ page, run }) => {
  await run.play();
  await helps(page);
  await page.evaluate(() => second.postMessage('end'));
  await noSecond(page);
  const { iteration } = await run.status();
  const later = await run.until('more iterations', (status) => status.iteration > iteration + 100);
  assert.equal(later.error, null);
  assertFinite(await run.halt());
  assert.equal((await heard(page)).opened, 1, 'it goes on in one worker');
});
