// A run that plays is looked at in a small part of the time: counted in kernels, which do not depend on the
// machine.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DIST } from './browser.mjs';
import { e2e } from './harness.mjs';

const probe = await readFile(fileURLToPath(new URL('../bench/probe.js', import.meta.url)));
const counting = { 'worker.js': Buffer.concat([probe, await readFile(join(DIST, 'worker.js'))]) };

e2e('a run that plays on WebGPU launches few kernels beside those of its steps', {
  query: 'view=train&data=gaussian-1d&objective=non-saturating&width=16&depth=2&batch=32&engine=webgpu',
  variant: 'webgpu',
  instead: counting,
}, async ({ page, run }) => {
  await run.until('the engine', ({ engine }) => engine === 'webgpu', 180_000);
  await run.steps(2);
  const dispatches = () => page.workers()[0].evaluate(() => globalThis.probe.calls().dispatches);
  /** Kernels of so many steps, with the frame of their end. */
  const kernels = async (steps) => {
    const before = await dispatches();
    await run.steps(steps);
    return (await dispatches()) - before;
  };
  const of20 = await kernels(20);
  const step = ((await kernels(60)) - of20) / 40;
  assert.ok(step > 10, `${step} kernels a step`);

  // What its parts take is known by then.
  await run.play();
  const { iteration } = await run.status();
  await run.until('some iterations', (status) => status.iteration > iteration + 40, 120_000);
  // A count is taken where the run stands.
  const before = await run.halt();
  const counted = await dispatches();
  await run.play();
  await sleep(5_000);
  const after = await run.halt();
  const steps = after.iteration - before.iteration;
  const launched = ((await dispatches()) - counted) / (steps * step);
  assert.ok(launched < 1.3, `${launched} times the kernels of ${steps} steps of ${step}`);
});
