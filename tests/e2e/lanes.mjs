// A run of two lanes in two workers and in one, for browsers of any kind.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { DIST } from './browser.mjs';

// A second worker says that it lives, and goes as it is told; the first says what it has it do. On another machine
// there is one core.
export const WATCHED = `
Object.defineProperty(navigator, 'hardwareConcurrency', { value: location.search.includes('&alone') ? 1 : 2 });
const told = new BroadcastChannel('second');
if (location.search.endsWith('&second')) {
  setInterval(() => told.postMessage({ lives: true }), 50);
  told.onmessage = ({ data }) => {
    if (data === 'fail') setTimeout(() => { throw new Error('on purpose'); });
  };
} else {
  const Native = Worker;
  self.Worker = class extends Native {
    constructor(...given) {
      super(...given);
      told.postMessage({ opened: true });
      told.addEventListener('message', ({ data }) => {
        if (data === 'end') this.terminate();
      });
    }
    postMessage(order) {
      super.postMessage(order);
      if (order.Step) told.postMessage({ steps: order.Step });
    }
  };
}
${await readFile(`${DIST}worker.js`, 'utf8')}`;

/** Runs in the page: what it hears of second workers. */
export function listen() {
  if (self !== top) return;
  self.of = { opened: 0, steps: 0, heard: -Infinity };
  self.second = new BroadcastChannel('second');
  second.onmessage = ({ data: { opened, steps } }) => {
    of.heard = performance.now();
    if (opened) of.opened += 1;
    if (steps) of.steps += steps;
  };
}

/**
 * Runs in the page: a run of these lanes in a worker of its own, for so many iterations at least, and so many in a second
 * worker, which goes then where it is told to: as many more are made without it. What frames said on the way, and all
 * numbers of the run in the end.
 */
async function trained([lanes, iterations, helped, end]) {
  const worker = new Worker(`worker.js?engine_cpu${helped ? '' : '&alone'}`, { type: 'module' });
  const next = (name) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.Failed) reject(new Error(JSON.stringify(data.Failed)));
        if (name in data) resolve(data[name]);
      };
    });
  await next('Ready');
  const { steps } = of;
  worker.postMessage({ Speed: { Steps: 5 } });
  worker.postMessage({ Configure: { run: 1, lanes } });
  worker.postMessage('Play');
  const frames = [];
  for (;;) {
    const frame = await next('Frame');
    const iteration = Number(frame.iteration);
    const pictures = frame.lanes.flatMap((lane) => [...lane.pictures, ...lane.fake_points]);
    if (iteration > 0) frames.push(JSON.stringify([iteration, pictures, frame.lanes.map((lane) => [lane.critic_loss, lane.generator_loss])]));
    // It stands until this frame is acknowledged.
    if (iteration >= iterations && of.steps - steps >= helped) {
      if (!end) break;
      second.postMessage(end);
      [end, iterations] = [null, iteration + helped];
    }
    worker.postMessage('Acknowledge');
  }
  worker.postMessage({ Save: { id: 1 } });
  const saved = (await next('Answer')).answer.Ok.Run.lanes;
  worker.terminate();
  const numbers = saved.map((lane) => lane.tensors.map((bytes) => [...new Uint8Array(bytes)].reduce((sum, byte) => (31 * sum + byte) % 2 ** 31, 7)));
  return { iterations: saved.map((lane) => Number(lane.iteration)), frames, numbers };
}

const RING = 'data=ring&width=16&batch=32&seed=7';
const DIGITS = 'data=mnist&batch=8&critic_steps=1&seed=7';
export const PAIRS = {
  'a comparison on the ring': [`${RING}&objective=wasserstein`, `${RING}&objective=non-saturating`],
  'the lesson of mode collapse': [
    'data=ring&objective=non-saturating&lipschitz=none&critic_lr=0.0002&seed=7',
    'data=ring&objective=non-saturating&lipschitz=r1&penalty_weight=0.1&critic_lr=0.005&seed=7',
  ],
  'a comparison on digits': [`${DIGITS}&width=32`, `${DIGITS}&width=32&objective=hinge`],
  'a comparison of DCGANs': [`${DIGITS}&architecture=dcgan&filters=4`, `${DIGITS}&architecture=dcgan&filters=4&objective=hinge`],
};

/** The same in two workers and in one. */
export async function same(page, name, lanes, end) {
  const both = await page.evaluate(trained, [lanes, 50, 100, end]);
  const one = await page.evaluate(trained, [lanes, both.iterations[0], 0]);
  assert.deepEqual(both.iterations, one.iterations, name);
  assert.deepEqual(both.numbers, one.numbers, name);
  assert.deepEqual(both.frames, one.frames, name);
}
