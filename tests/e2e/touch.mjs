// Fingers on a screen: real touch events, as the browser's own input gets them.
//
//   const finger = await fingers(page);
//   await finger.drag([x, y], [[-10, 0], [-20, 0]]);

import { setTimeout as sleep } from 'node:timers/promises';

/** A phone as Chromium emulates it: no mouse, no hover, small. For `context` of a test. */
export const phone = (width, height) => ({ viewport: { width, height }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

/** The middle of what is found, where it is on the screen now. */
export async function middle(found) {
  const { x, y, width, height } = await found.boundingBox();
  return [x + width / 2, y + height / 2];
}

/** Brings it to the middle of the screen: nothing sticky lies over it there, and the page can scroll both ways. */
export const centre = (found) => found.evaluate((element) => element.scrollIntoView({ block: 'center' }));

/** Fingers on Chromium's screen, by number. What is done has reached the page when the promise is kept. */
export async function fingers(page) {
  const devtools = await page.context().newCDPSession(page);
  const down = new Map();
  const send = (type) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [...down].map(([id, [x, y]]) => ({ id, x, y })),
    });
  const hand = {
    async down(at, id = 0) {
      down.set(id, at);
      await send('touchStart');
    },
    async move(at, id = 0) {
      down.set(id, at);
      await send('touchMove');
    },
    /** The protocol ends when the last finger is lifted; of others it sees that they are missing. */
    async up(id = 0) {
      down.delete(id);
      await send(down.size > 0 ? 'touchMove' : 'touchEnd');
    },
    /** The browser takes all fingers away. */
    async cancel() {
      down.clear();
      await send('touchCancel');
    },
    async tap(at) {
      await hand.down(at);
      await hand.up();
    },
    /** From a place by these offsets; answers what `seen` answers after each. */
    async drag([x, y], offsets, seen = () => {}) {
      await hand.down([x, y]);
      const answers = [];
      for (const [dx, dy] of offsets) {
        await hand.move([x + dx, y + dy]);
        answers.push(await seen());
      }
      await hand.up();
      return answers;
    },
    /** As long and as slow as a page wants it that is to scroll. */
    async swipe([x, y], [dx, dy], steps = 10) {
      await hand.down([x, y]);
      for (let i = 1; i <= steps; i++) {
        await sleep(16);
        await hand.move([x + (dx * i) / steps, y + (dy * i) / steps]);
      }
      await hand.up();
    },
  };
  return hand;
}
