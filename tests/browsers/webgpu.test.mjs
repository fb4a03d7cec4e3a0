// WebGPU in the browsers that have it here, in software: the reference, convolutions, and a run that learns.

import assert from 'node:assert/strict';
import { after, describe } from 'node:test';
import { assertNear, cases, CONVOLUTIONS, stepped } from '../e2e/parity.mjs';
import { BROWSERS } from './installed.mjs';
import { closeSite } from './tab.mjs';
import { inBrowser } from './tried.mjs';

const LINE = 'view=train&data=gaussian-1d&objective=non-saturating&lipschitz=none&width=16&depth=2&batch=32&critic_steps=1&seed=7';
// What is left of the way between the first generated samples and the data.
const LEARNT = 0.5;
const LIMIT = 600_000;

after(closeSite);

for (const { name, start } of BROWSERS) {
  describe(name, { skip: start ? false : `${name} is not installed here: its WebGPU was not tried`, timeout: 1_800_000 }, () => {
    const inTab = inBrowser({ name, start }, { timeout: LIMIT });

    /** A test where the browser offers an adapter. */
    const tried = (what, query, body) =>
      inTab(what, async (tab, t) => {
        await tab.open(query);
        const adapter = await tab.evaluate(() => navigator.gpu?.requestAdapter().then(Boolean, () => false) ?? false);
        if (!adapter) return t.skip(`${name} offers no adapter here`);
        await body(tab);
      });

    // Chromium is held to both in tests/e2e/parity.test.mjs.
    const elsewhere = name === 'Chromium' ? () => {} : tried;
    elsewhere('every objective, control and remedy computes the reference', 'view=lines', async (tab) => {
      for (const [of, { query }] of Object.entries(cases)) {
        // One at a time: a driver does not wait for ever for what it asks of a page.
        const found = await tab.evaluate(stepped, ['engine_gpu', { [of]: query }]);
        assertNear('engine_gpu', found, { [of]: cases[of] });
      }
    });

    elsewhere('both engines compute the same convolutions', 'view=lines', async (tab) => {
      for (const [of, query] of Object.entries(CONVOLUTIONS)) {
        const cpu = await tab.evaluate(stepped, ['engine_cpu', { [of]: query }]);
        const gpu = await tab.evaluate(stepped, ['engine_gpu', { [of]: query }]);
        assertNear('engine_gpu', gpu, cpu);
      }
    });

    tried('a run learns', `${LINE}&engine=webgpu`, async (tab) => {
      await tab.run.until('the WebGPU engine', ({ engine, metrics }) => engine === 'webgpu' && metrics.w1 !== null, 120_000);
      const before = (await tab.run.status()).metrics;
      await tab.run.play();
      // Half of the way from where it began to what two samples of the data are apart.
      const aim = before.w1Floor + LEARNT * (before.w1 - before.w1Floor);
      const { engine, iteration } = await tab.run.until('a generator that is nearer to its data', ({ metrics }) => metrics.w1 < aim, 120_000);
      assert.equal(engine, 'webgpu');
      assert.ok(iteration > 10, `${iteration} iterations`);
    });
  });
}
