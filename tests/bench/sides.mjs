// Our page and the others' in one browser, each with a way to take training steps.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DIST, launch, packages, Run, serve } from '../e2e/browser.mjs';
import { WORKLOADS } from './workloads.mjs';

/** Whom ours is held against. Each has a page here of the same name. */
const LIBRARIES = { tfjs: 'TensorFlow.js', jaxjs: 'jax-js' };

/** Whose backend this is; undefined where it is ours. */
export const library = (backend) => LIBRARIES[backend.split('-')[0]];

const BENCH = fileURLToPath(new URL('.', import.meta.url));

/**
 * A file server and a browser, of a variant of browser.mjs; `hardware`: WebGPU on the machine's own
 * graphics card. `probed`: with probe.js in every page and in our worker (globalThis.probe).
 */
export async function stage({ hardware = false, variant = hardware ? 'hardware' : 'webgpu', probed = false, flags = [] } = {}) {
  const site = await serve({ '/app/': DIST, '/bench/': BENCH, '/npm/': packages('bench') });
  // WebGL in software, too: TensorFlow.js gets each of its backends on any machine.
  const browser = await launch(variant, ['--enable-unsafe-swiftshader', ...flags]);
  const probe = probed && (await readFile(join(BENCH, 'probe.js')));
  if (probe) site.instead.set('worker.js', Buffer.concat([probe, await readFile(join(DIST, 'worker.js'))]));

  /** A fresh page for one measurement: nothing of the one before is left. */
  async function withPage(address, use) {
    const context = await browser.newContext();
    try {
      if (probe) await context.addInitScript(String(probe));
      const page = await context.newPage();
      await page.goto(`${site.origin}${address}`);
      return await use(page);
    } finally {
      await context.close();
    }
  }

  /** Our page's own measuring command: a copy of the run is trained in the worker, nothing is drawn. */
  const ours = (name, engine, use) =>
    withPage(`/app/?view=train&${WORKLOADS[name].query}&engine=${engine}&embed=1`, async (page) => {
      const run = new Run(page);
      const { notices } = await run.ready();
      if (notices.length > 0) throw new Error(`the page does not take the workload: ${notices.join(' ')}`);
      const found = await run.until(`the ${engine} engine`, (status) => status.engine === engine, 180_000);
      if (found.engine !== engine) return null;
      const command = (steps) => run.command('measure', { steps }, 600_000);
      // The page names its engine as soon as it is chosen; the worker may still be starting.
      while (/ready yet/.test((await command(1)).error ?? '')) await sleep(100);
      const measure = async (steps) => {
        const measured = await command(steps);
        if (measured.error) throw new Error(measured.error);
        return measured;
      };
      return use({ measure, scope: page.workers()[0] });
    });

  /** `which`: a library and its backend, with "-tuned" behind it for that variant of TensorFlow.js's step. */
  const theirs = (name, which, use) => {
    const [library, backend, variant = 'plain'] = which.split('-');
    return withPage(`/bench/${library}.html`, async (page) => {
      await page.waitForFunction(() => window.prepare);
      if (!(await page.evaluate((call) => window.prepare(...call), [name, backend, variant]))) return null;
      return use({ measure: (steps) => page.evaluate((steps) => window.measure(steps), steps), scope: page });
    });
  };

  /**
   * What `use` makes of `{ measure, scope }` on a backend; null where the browser has none such.
   * `measure(steps)` gives `{ steps, seconds }`; `scope` is the page or worker that trains.
   */
  const on = (name, backend, use) => (library(backend) ? theirs : ours)(name, backend, use);

  const close = async () => {
    await browser.close();
    site.close();
  };
  return { withPage, on, close, browser };
}
