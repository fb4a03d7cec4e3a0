// Tests in one of the browsers, each with a tab of its own.

import { after, before, test } from 'node:test';
import { assertQuiet, Tab } from './tab.mjs';

/**
 * Starts a browser for the suite that it is called in, and says how a test in it is made: `tried(what, body)`. A
 * body is handed its tab and its test; what the page complained about fails it.
 */
export function inBrowser({ name, start }, { timeout }) {
  let browser;
  const versions = new Set();
  before(async () => {
    browser = await start();
  });
  after(async () => {
    console.log([...versions].join(', '));
    await browser?.close();
  });

  /** One try of it. */
  const once = async (what, body, t) => {
    const tab = new Tab(await browser.open());
    versions.add([browser.version, tab.tab.version].filter(Boolean).join(' '));
    try {
      await body(tab, t);
      await assertQuiet(tab);
    } catch (error) {
      // SHOTS=/some/folder keeps a picture of what failed.
      if (process.env.SHOTS) await tab.tab.screenshot(`${process.env.SHOTS}/${name}-${what.replace(/\W+/g, '-')}.png`);
      throw error;
    } finally {
      await tab.close().catch(() => {});
    }
  };

  return (what, body) =>
    test(what, { timeout }, async (t) => {
      // A driver that has stopped says nothing of the page, and a browser whose WebAssembly reaches outside its
      // memory, which the page's code, all of it safe Rust, cannot, little: another has a try. WebKitGTK 2.50 did
      // the one now and then, the other once in 17 times, late in the list.
      try {
        await once(what, body, t);
      } catch (error) {
        const stopped = error.name === 'TimeoutError' || /Out of bounds memory access/.test(`${error.actual ?? error}`);
        if (!stopped || name !== 'WebKit') throw error;
        t.diagnostic(`tried again in another browser: ${error.name}: ${`${error.actual ?? error}`.slice(0, 200)}`);
        await browser.close();
        browser = await start();
        await once(what, body, t);
      }
    });
}
