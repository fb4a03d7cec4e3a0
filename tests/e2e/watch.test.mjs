// Whatever an engine does: Pause, Reset and sleep act within a second, who asked hears, and the run goes on
// from what was kept. What is held natively in every order (tests/engines) is tried here with real workers.
//
// Waits that must end soon have a generous end; what they end is far longer, or never ends by itself.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertFinite, e2e, TINY, until } from './harness.mjs';

const SLOW = 240_000;
/** Where it must act at once: a second, and what a busy machine adds. */
const SOON = 3_000;
const SMALL = 'view=train&data=gaussian-1d&engine=cpu';
/** An iteration of it takes many seconds on a CPU. */
const HEAVY = 'view=train&data=ring&width=512&depth=5&batch=512&critic_steps=10&lipschitz=gradient-penalty&engine=cpu';

/** The one worker of this engine that lives. */
const workerOf = (page, engine) => page.workers().findLast((worker) => worker.url().includes(engine));
/** It does nothing any more but turn round. */
const hang = (page, engine = 'engine_cpu') =>
  workerOf(page, engine).evaluate(() => void setTimeout(() => { for (;;); }));
const die = (page) =>
  workerOf(page, 'engine_cpu').evaluate(() => void setTimeout(() => { throw new Error('on purpose'); }));

/** The browser takes a moment to end one that turns round. */
const noWorker = (page) => until('no worker', () => page.workers().length, (count) => count === 0, 10_000);

e2e('a heavy iteration: Pause, Reset, measure and sleep do not wait for it', { query: HEAVY }, async ({ run, page }) => {
  await run.play();
  // Well into its first iteration.
  await sleep(1_500);
  await run.pause();
  const paused = await run.until('a pause', ({ running }) => !running, SOON);
  assert.equal(paused.iteration, 0, 'what was not finished is not counted');
  await run.play();
  await sleep(1_500);
  await run.reset();
  const reset = await run.until('a new run', ({ running, iteration }) => !running && iteration === 0, SOON);
  assert.equal(reset.error, null);
  await run.until('another engine', () => page.workers().length === 1);
  // A measurement of hours ends with a word.
  const measured = run.command('measure', { steps: 1_000_000 }, 20_000);
  await sleep(1_500);
  await run.pause();
  assert.match((await measured).error, /ended|cut short/);
  await run.play();
  await sleep(1_500);
  const slept = await run.command('sleep', {}, SOON);
  assert.equal(slept.asleep, true);
  await noWorker(page);
});

e2e('a measurement of a small run is cut short by Pause, and the run is as it was', { query: SMALL }, async ({ run }) => {
  const before = await run.train(50);
  const measured = run.command('measure', { steps: 1_000_000 }, 20_000);
  await sleep(500);
  await run.pause();
  assert.match((await measured).error, /cut short/);
  const { iteration } = await run.status();
  assert.equal(iteration, before.iteration);
  const short = await run.command('measure', { steps: 30 });
  assert.deepEqual([short.steps, short.error], [30, null]);
});

for (const [what, act, wanted] of [
  ['Pause', (run) => run.pause(), ({ running }) => !running],
  ['Reset', (run) => run.reset(), ({ running, iteration }) => !running && iteration === 0],
  ['sleep', (run) => run.command('sleep', {}, SOON), ({ asleep }) => asleep],
]) {
  e2e(`an engine that hangs is ended by ${what}`, { query: `${SMALL}&autoplay=1` }, async ({ page, run }) => {
    await run.until('iterations', ({ iteration }) => iteration > 100);
    // The page keeps what it has every two seconds.
    await sleep(2_500);
    const seen = await run.status();
    await hang(page);
    await act(run);
    const after = await run.until(what, wanted, SOON);
    if (what === 'sleep') {
      await noWorker(page);
      await run.command('wake');
    }
    if (what !== 'Reset') assert.ok(after.iteration > 100, `${after.iteration} of ${seen.iteration}`);
    const { iteration } = await run.until('an engine that answers', ({ engine }) => engine === 'cpu');
    const next = await run.steps(1);
    assert.equal(next.iteration, iteration + 1);
    assertFinite(next);
  });
}

e2e('an engine of which nothing is heard: the page says so, and a question has an end', { query: `${SMALL}&autoplay=1` }, async ({ page, run }) => {
  await run.until('iterations', ({ iteration }) => iteration > 10);
  await hang(page);
  await page.getByText(/busy for \d+ s without a word/).first().waitFor({ timeout: 30_000 });
  await run.pause();
  await run.until('a pause', ({ running }) => !running, SOON);
  await run.until('no more of it', ({ engine_note }) => !/busy/.test(engine_note ?? ''));
});

e2e('a CPU engine that dies is replaced once, and the second time the page asks', {
  query: `${SMALL}&autoplay=1`,
  expected: [/stopped/i, /on purpose/],
}, async ({ page, run }) => {
  await run.until('iterations', ({ iteration }) => iteration > 100);
  const paused = await run.halt();
  await die(page);
  await page.getByText(/another one goes on from a moment before/).first().waitFor({ timeout: 10_000 });
  // The next worker answers, and has the run where it was.
  await until('another worker', () => run.command('measure', { steps: 20 }), ({ error }) => error === null, 20_000);
  assert.equal((await run.status()).iteration, paused.iteration);
  await die(page);
  await page.getByText(/stopped at the same place again/).first().waitFor({ timeout: 10_000 });
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await run.until('an engine', ({ error }) => error === null);
  const next = await run.steps(1);
  assert.equal(next.iteration, paused.iteration + 1);
});

// ---------------------------------------------------------------- the graphics device

/** The worker's loader, with this before it. */
const shimmed = async (code) => {
  const { readFile } = await import('node:fs/promises');
  const { DIST } = await import('./browser.mjs');
  return `${code}\n${await readFile(`${DIST}worker.js`, 'utf8')}`;
};

for (const [what, code] of [
  ['messages of a worker to itself', 'MessagePort.prototype.postMessage = () => {};'],
  ['timers', 'const later = setTimeout; self.setTimeout = (act, time, ...rest) => later(act, time + 60_000, ...rest);'],
]) {
  e2e(`a browser that keeps ${what} waiting does not hold a run up`, { query: SMALL, instead: { 'worker.js': await shimmed(code) } }, async ({ run }) => {
    await run.train(200, 20_000);
  });
}

const GPU = { variant: 'webgpu', query: `${TINY}&engine=webgpu` };
const onTheCpu = ({ engine, iteration }) => engine === 'cpu' && iteration > 0;

e2e('an adapter request that is never answered: the CPU trains, and the page says why', { ...GPU, query: '' }, async ({ page, run, src }) => {
  await page.addInitScript(() => {
    if (navigator.gpu) navigator.gpu.requestAdapter = () => new Promise(() => {});
  });
  await page.goto(`${src}?${TINY}&engine=webgpu&autoplay=1`);
  await run.ready();
  await run.until('the CPU', onTheCpu, SLOW);
  await page.getByText(/has not said within \d+ s/).first().waitFor({ timeout: 10_000 });
});

e2e('a device that computes wrong numbers is not trusted', {
  ...GPU,
  query: `${TINY}&engine=webgpu&autoplay=1`,
  instead: {
    'worker.js': await shimmed(`
      const right = globalThis.GPUBuffer?.prototype.getMappedRange;
      if (right) GPUBuffer.prototype.getMappedRange = function (...range) {
        const bytes = right.apply(this, range);
        if (this.usage & GPUBufferUsage.MAP_READ) new Float32Array(bytes, 0, bytes.byteLength >> 2).fill(0.5);
        return bytes;
      };`),
  },
}, async ({ page, run }) => {
  await run.until('the CPU', onTheCpu, SLOW);
  await page.getByText(/WebGPU computes wrong numbers on this device/).first().waitFor({ timeout: 10_000 });
});

// After the worker has shown that its device computes, kernels are others than they are written: a driver that
// takes one for another, and one that takes none.
for (const [what, kernel, sentence] of [
  ['computes something else', `code.replaceAll(' * ', ' + ')`, /WebGPU computes wrong numbers on this device/],
  ['does not compile', `'this is no kernel'`, /WebGPU computes wrong numbers|The graphics device refused/],
]) {
  e2e(`a kernel that ${what}: the run goes back to the CPU, and the page says why`, {
    ...GPU,
    query: `${TINY}&engine=webgpu&autoplay=1`,
    instead: {
      'worker.js': await shimmed(`
        let examined = false;
        const post = self.postMessage;
        self.postMessage = (message, ...rest) => {
          examined ||= Boolean(message?.Ready);
          return post.call(self, message, ...rest);
        };
        const create = globalThis.GPUDevice?.prototype.createShaderModule;
        if (create) GPUDevice.prototype.createShaderModule = function ({ code, ...rest }) {
          return create.call(this, { code: examined ? ${kernel} : code, ...rest });
        };`),
    },
    expected: [/kernel|shader|pipeline|invalid|wgsl/i],
  }, async ({ page, run }) => {
    const { iteration } = await run.until('the CPU', onTheCpu, SLOW);
    await page.getByText(sentence).first().waitFor({ timeout: 10_000 });
    // What the device said of its losses is shown until the CPU's are known.
    const goesOn = (status) => status.iteration > iteration && Number.isFinite(status.losses?.critic);
    assertFinite(await run.until('more iterations, with losses', goesOn));
  });
}

e2e('an adapter without timestamp-query trains', {
  ...GPU,
  instead: {
    'worker.js': await shimmed(`
      if (globalThis.GPUAdapter) {
        const NAME = 'timestamp-query';
        const { has } = GPUSupportedFeatures.prototype;
        GPUSupportedFeatures.prototype.has = function (name) { return name !== NAME && has.call(this, name); };
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (wanted) {
          if ([...(wanted?.requiredFeatures ?? [])].includes(NAME)) throw new TypeError('there is no ' + NAME);
          return requestDevice.call(this, wanted);
        };
        GPUDevice.prototype.createQuerySet = () => { throw new TypeError('there are no queries'); };
      }`),
  },
}, async ({ run }) => {
  await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  const status = await run.steps(2, SLOW);
  assertFinite(status);
  assert.equal(status.engine, 'webgpu');
});

e2e('a browser that looks at its device when something is submitted: it is looked at while a read is pending', {
  ...GPU,
  instead: {
    // Nothing is found done but by a submission, or a second later.
    'worker.js': await shimmed(`
      if (globalThis.GPUBuffer) {
        const LATE = 1_000;
        self.late = 0;
        const waiting = new Set();
        const { submit } = GPUQueue.prototype;
        GPUQueue.prototype.submit = function (list) {
          submit.call(this, list);
          for (const found of [...waiting]) found();
        };
        const { mapAsync } = GPUBuffer.prototype;
        GPUBuffer.prototype.mapAsync = async function (...how) {
          await mapAsync.apply(this, how);
          await new Promise((resolve) => {
            const timer = setTimeout(() => (self.late++, found()), LATE);
            const found = () => (clearTimeout(timer), waiting.delete(found), resolve());
            waiting.add(found);
          });
        };
      }`),
  },
}, async ({ page, run }) => {
  await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  const late = () => workerOf(page, 'engine_gpu').evaluate(() => self.late);
  const before = await late();
  assert.ok(before > 0, 'such a browser was seen');
  assertFinite(await run.steps(3, SLOW));
  assert.equal(await late(), before, 'no read was found by the clock');
});

for (const [what, act, sentence] of [
  ['lost', () => void setTimeout(() => self.device.destroy()), /graphics device was lost/],
  ['full', () => void setTimeout(() => {
    const error = new GPUOutOfMemoryError('there is no memory left');
    self.device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
  }), /no memory left for this run/],
]) {
  e2e(`a graphics device that is ${what}: the run goes on on the CPU, and the page says why`, {
    ...GPU,
    instead: {
      'worker.js': await shimmed(`
        const request = globalThis.GPUAdapter?.prototype.requestDevice;
        if (request) GPUAdapter.prototype.requestDevice = async function (...how) {
          return (self.device = await request.apply(this, how));
        };`),
    },
    expected: [/lost|destroyed|memory|panicked|invalid/i],
  }, async ({ page, run }) => {
    await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
    const before = await run.steps(2, SLOW);
    await workerOf(page, 'engine_gpu').evaluate(act);
    await run.play();
    const after = await run.until('the CPU engine', ({ engine, iteration }) => engine === 'cpu' && iteration > before.iteration, SLOW);
    assertFinite(after);
    await page.getByText(sentence).first().waitFor({ timeout: 10_000 });
  });
}

e2e('a step of a large run on WebGPU: Pause does not wait for it', { ...GPU, query: 'view=train&data=mnist&width=512&depth=4&batch=256&critic_steps=5&engine=webgpu' }, async ({ run }) => {
  await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  await run.play();
  await sleep(3_000);
  await run.pause();
  await run.until('a pause', ({ running }) => !running, SOON);
});
