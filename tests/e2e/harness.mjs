// What every end-to-end test is made with.
//
//   e2e('the run advances', { query: 'view=train&engine=cpu' }, async ({ page, run, t }) => { ... });
//
// gives the test a fresh page of its own, opened and answering, and fails it at the end if the page
// or a worker logged an error, panicked, or produced a line of a GPU validation error: such a line
// means that wrong numbers were computed quietly.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { complaints, DIST, launch, Run, serve } from './browser.mjs';

export { AS_HARDWARE, assertDrawn, assertFinite, changed, difference, loseGraphics, settled, thumbnail, until } from './browser.mjs';

/** Training that is as cheap as it gets, for adapters in software: a step of it takes moments. */
export const TINY = 'view=train&data=mnist&width=16&depth=1&batch=8&critic_steps=1';

// Deep, so that an address that is not relative shows at once.
const PLACE = '/some/sub/path/';

const browsers = {};
let site;

after(async () => {
  site?.close();
  await Promise.all(Object.values(browsers).map(async (browser) => (await browser).close()));
});

/** Waits until the address bar says so: it follows the page at a distance. */
export async function addressBecomes(page, name, value) {
  await page.waitForFunction(
    ([name, value]) => new URLSearchParams(location.search).get(name) === value,
    [name, value],
    { timeout: 30_000 },
  );
}

/** The same of all that follows the ? in it. */
export const queryBecomes = (page, query) =>
  page.waitForFunction((query) => location.search === `?${query}`, query, { timeout: 30_000 });

/**
 * One test with a page of its own.
 *
 *   query      what follows the ? in the address
 *   variant    'plain' (default) or 'webgpu'
 *   viewport   size of the window
 *   context    more of the browser's context: `phone(360, 640)` of touch.mjs
 *   parent     HTML of a page to open instead; {{src}} in it becomes the playground's address
 *   before     code that runs in the page before its own
 *   instead    file names to other bytes, or to null for "not found"
 *   expected   regular expressions of the complaints that the test provokes on purpose
 */
export function e2e(name, options, body) {
  const { query = '', variant = 'plain', parent, before, instead = {}, expected = [], viewport, context: more } = options;
  test(name, { timeout: 300_000 }, async (t) => {
    site ??= await serve({ [PLACE]: DIST });
    browsers[variant] ??= launch(variant);
    const context = await (await browsers[variant]).newContext({ ...(viewport && { viewport }), ...more });
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    const heard = complaints(page);
    site.instead.clear();
    for (const [file, bytes] of Object.entries(instead)) site.instead.set(file, bytes);

    const src = `${site.origin}${PLACE}${query && `?${query}`}`;
    if (parent) site.pages.set('/parent.html', parent.replaceAll('{{src}}', src.replaceAll('&', '&amp;')));
    const run = new Run(page);
    await judged({ context, heard, expected, t }, async () => {
      await page.goto(parent ? `${site.origin}/parent.html` : src);
      await run.ready();
      await body({ page, run, context, src, t });
    });
  });
}

/** Runs a test's body, closes its context, and fails it for what was heard and not expected. */
export async function judged({ context, heard, expected, t }, body) {
  try {
    await body();
    // A complaint about the last action may still be on its way.
    await sleep(100);
  } catch (error) {
    if (heard.length > 0) t.diagnostic(`the page complained:\n${heard.join('\n')}`);
    throw error;
  } finally {
    await context.close();
  }
  const unexpected = heard.filter((line) => !expected.some((pattern) => pattern.test(line)));
  assert.deepEqual(unexpected, [], 'the page or a worker complained');
}
