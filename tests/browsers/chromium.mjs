// Chromium, by Playwright, with real touch events: the reference of the others.

import { launch } from '../e2e/browser.mjs';
import { hand } from './hand.mjs';

/** Starts it. */
export async function start() {
  const browser = await launch('webgpu');
  return {
    version: `Chromium ${browser.version()}`,
    async open() {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, hasTouch: true });
      const page = await context.newPage();
      const wire = await context.newCDPSession(page);
      const send = (type, places) => wire.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y]) => ({ x, y })) });
      return hand(context, page, async (from, path) => {
        await send('touchStart', [from]);
        for (const place of path) await send('touchMove', [place]);
        await send('touchEnd', []);
      });
    },
    close: () => browser.close(),
  };
}
