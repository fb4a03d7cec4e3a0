// Both engines, the choice between them, and the way from one to the other.
// WebGPU runs in software here: settings are as small as they get.

import assert from 'node:assert/strict';
import { AS_HARDWARE, assertFinite, difference, e2e, loseGraphics, settled, TINY } from './harness.mjs';

const SLOW = 240_000;
const generated = (page) => page.getByRole('img', { name: /^generated/i }).first();

e2e('WebGPU trains', { variant: 'webgpu', query: `${TINY}&engine=webgpu` }, async ({ run }) => {
  await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  const status = await run.steps(2, SLOW);
  assertFinite(status);
  assert.equal(status.engine, 'webgpu');
});

e2e('both engines compute the same', { variant: 'webgpu', query: `${TINY}&engine=cpu` }, async ({ run }) => {
  const cpu = await run.steps(2);
  await run.reset();
  await run.set({ engine: 'webgpu' });
  await run.until('the WebGPU engine', ({ engine, iteration }) => engine === 'webgpu' && iteration === 0, SLOW);
  const gpu = await run.steps(2, SLOW);
  for (const name of ['critic', 'generator']) {
    const [a, b] = [cpu.losses[name], gpu.losses[name]];
    assert.ok(Math.abs(a - b) <= 1e-4 + 1e-3 * Math.abs(a), `${name} loss: ${a} on the CPU, ${b} on WebGPU`);
  }
});

e2e('auto measures and says what it found', { variant: 'webgpu', before: AS_HARDWARE, query: `${TINY}&engine=auto&autoplay=1` }, async ({ page, run }) => {
  // On the CPU at once ...
  await run.until('iterations', ({ iteration }) => iteration > 0);
  // ... and then the faster of the two, with both speeds.
  await page.getByText(/WebGPU\s+[\d.,]+\s+steps\/s\s*·\s*CPU\s+[\d.,]+\s+steps\/s/).first().waitFor({ timeout: SLOW });
  const { iteration, engine } = await run.status();
  assert.ok(['cpu', 'webgpu'].includes(engine));
  await run.until('more iterations', (status) => status.iteration > iteration, SLOW);
});

e2e('auto does not fetch the WebGPU engine for an adapter in software, and says why', {
  variant: 'webgpu',
  query: `${TINY}&engine=auto&autoplay=1&lang=de`,
}, async ({ page, run }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.reload();
  await page.getByText(/WebGPU hat hier keine Grafikkarte/).first().waitFor({ timeout: SLOW });
  const { iteration } = await run.until('iterations', ({ iteration }) => iteration > 0);
  await run.until('more iterations', (status) => status.iteration > iteration + 10);
  assert.equal((await run.status()).engine, 'cpu');
  assert.ok(fetched.some((url) => url.includes('engine_cpu')), 'requests are seen');
  assert.deepEqual(fetched.filter((url) => url.includes('engine_gpu')), []);
});

e2e('the weights survive the switch', { variant: 'webgpu', query: `${TINY}&engine=cpu&clip=0.1` }, async ({ page, run }) => {
  const start = await settled(generated(page), 'the wall');
  const before = await run.train(100);
  const onCpu = await settled(generated(page), 'the wall');
  assert.ok(difference(start, onCpu) > 3, 'training changes the pictures');

  await run.set({ engine: 'webgpu' });
  const after = await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  assert.equal(after.iteration, before.iteration);
  const stepped = await run.steps(1, SLOW);
  assertFinite(stepped);
  const onGpu = await settled(generated(page), 'the wall');
  assert.ok(
    difference(onCpu, onGpu) < 0.5 * difference(start, onCpu),
    `the pictures moved by ${difference(onCpu, onGpu)} in the switch, by ${difference(start, onCpu)} in training`,
  );

  await run.set({ engine: 'cpu' });
  const back = await run.until('the CPU engine', ({ engine }) => engine === 'cpu', SLOW);
  assert.equal(back.iteration, stepped.iteration);
  await run.steps(1);
});

for (const engine of ['webgpu', 'auto']) {
  e2e(`without an adapter, engine=${engine} trains on the CPU and says why`, { query: `${TINY}&engine=${engine}` }, async ({ page, run }) => {
    const status = await run.train(3);
    assert.equal(status.engine, 'cpu');
    await page.getByText(/no .*WebGPU|WebGPU .*(not|no )/i).first().waitFor({ timeout: 10_000 });
  });
}

e2e('the CPU engine does not fetch the WebGPU one', { query: `${TINY}&engine=cpu` }, async ({ page, run }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.reload();
  await run.ready();
  await run.train(3);
  assert.ok(fetched.some((url) => url.includes('engine_cpu')), 'requests are seen');
  assert.deepEqual(fetched.filter((url) => url.includes('engine_gpu')), []);
});

e2e('a lost WebGPU device: the run goes on on the CPU, and says so', {
  variant: 'webgpu',
  query: `${TINY}&engine=webgpu`,
  expected: [/lost|destroyed|stopped|panicked|invalid/i],
}, async ({ page, context, run }) => {
  await run.until('the WebGPU engine', ({ engine }) => engine === 'webgpu', SLOW);
  const before = await run.steps(2, SLOW);
  await loseGraphics(context);
  await run.play();
  const after = await run.until('the CPU engine', ({ engine, iteration }) => engine === 'cpu' && iteration > before.iteration, SLOW);
  assertFinite(after);
  await page.getByText(/WebGPU was lost/).first().waitFor({ timeout: 10_000 });
});
