// A page in one of the browsers, and a hand on it. What is asked is asked in the page itself, so that every
// browser is asked the same.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { DIST, Run, serve, until } from '../e2e/browser.mjs';

// Console and uncaught errors, from before the page's first script: not every driver hands them out.
const EARS = `<script>
  window.complaints = [];
  // Chromium now and then reports a preload that was used before it had come.
  const isPreload = ({ target }) => target instanceof HTMLLinkElement && target.rel === 'preload';
  // Browsers tell so of a layout that is observed again in the next frame.
  const isNone = (event) => event instanceof ErrorEvent && !event.error;
  for (const kind of ['error', 'unhandledrejection'])
    addEventListener(kind, (event) => isPreload(event) || isNone(event) || complaints.push(kind + ': ' + (event.message || (event.target && (event.target.src || event.target.href)) || event.reason)), true);
  const aloud = console.error;
  console.error = (...words) => { complaints.push('console: ' + words.map(String).join(' ')); aloud.apply(console, words); };
</script>`;

const PLACE = '/some/sub/path/';
const site = await serve({ [PLACE]: DIST });
const page = await readFile(`${DIST}/index.html`, 'utf8');

export const address = (query) => `${site.origin}${PLACE}${query && `?${query}`}`;
/** File names to other bytes. */
export const { instead } = site;
export const closeSite = () => site.close();

export class Tab {
  constructor(tab) {
    this.tab = tab;
    this.run = new Run(this);
  }

  // In the page: one function, one argument.
  evaluate = (what, argument) => this.tab.evaluate(what, argument);

  /** Opens a view of the playground, and waits until it answers. */
  async open(query) {
    site.pages.set(PLACE, page.replace('<head>', `<head>${EARS}`));
    await this.tab.goto(address(query));
    await this.run.ready();
  }

  /** Opens any page of the site. */
  goto = (path) => this.tab.goto(`${site.origin}${PLACE}${path}`);

  until = (what, ask, wanted, timeout = 30_000) => until(what, ask, wanted, timeout);

  /** Waits until every picture on the page is more than blank. */
  async drawn(what) {
    const blank = () =>
      this.evaluate(() => {
        const greys = (canvas) => {
          const small = new OffscreenCanvas(32, 32).getContext('2d');
          small.drawImage(canvas, 0, 0, 32, 32);
          const { data } = small.getImageData(0, 0, 32, 32);
          return new Set(Array.from({ length: 32 * 32 }, (_, i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2])).size;
        };
        const pictures = [...document.querySelectorAll('main canvas[role=img]')].filter((canvas) => canvas.width > 0 && canvas.checkVisibility());
        return { count: pictures.length, blank: pictures.filter((canvas) => greys(canvas) < 2).map((canvas) => canvas.ariaLabel) };
      });
    await this.until(`${what} to be drawn`, blank, ({ count, blank }) => count > 0 && blank.length === 0);
  }

  /** The range inputs that lie over a figure: where each is, and its value. */
  handles = () =>
    this.evaluate(() =>
      [...document.querySelectorAll('main .handle')].map((input) => {
        input.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = input.getBoundingClientRect();
        const { min, max, value, ariaLabel } = input;
        return { x: left + width / 2, y: top + height / 2, name: ariaLabel, min: +min, max: +max, value: +value };
      }),
    );

  /** Drags from a place by these steps; what the last of them does is done when the page has drawn it. */
  async drag(kind, from, path) {
    await this.tab.drag(kind, from, path);
    await this.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));
  }

  /** What page and workers complained about since it was opened. */
  async complaints() {
    return this.evaluate(() => window.complaints ?? []);
  }

  async close() {
    await this.tab.close();
  }
}

/** Fails for what the page complained about. */
export async function assertQuiet(tab) {
  assert.deepEqual(await tab.complaints(), [], 'the page complained');
}
