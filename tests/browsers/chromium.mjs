// Chromium, by Playwright, with real touch events: the reference of the others.

import { launch } from '../e2e/browser.mjs';

/** Starts it. */
export async function start() {
  const browser = await launch('webgpu');
  return {
    version: `Chromium ${browser.version()}`,
    async open() {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, hasTouch: true });
      const page = await context.newPage();
      const wire = await context.newCDPSession(page);
      return {
        goto: (url) => page.goto(url),
        evaluate: (what, argument) => page.evaluate(what, argument),
        screenshot: (path) => page.screenshot({ path }),
        close: () => context.close(),
        async drag(kind, { x, y }, path) {
          const at = ([dx, dy]) => [x + dx, y + dy];
          if (kind === 'mouse') {
            await page.mouse.move(x, y);
            await page.mouse.down();
            for (const step of path) await page.mouse.move(...at(step));
            return page.mouse.up();
          }
          const send = (type, points) => wire.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
          await send('touchStart', [[x, y]]);
          for (const step of path) await send('touchMove', [at(step)]);
          await send('touchEnd', []);
        },
      };
    },
    close: () => browser.close(),
  };
}
