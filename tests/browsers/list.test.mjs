// A shorter list in three browsers: what is drawn, dragged, computed, read and written there. What is tried in
// depth is tried in Chromium (tests/e2e); here each engine of the web shows that it is no other page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe } from 'node:test';
import { listen, PAIRS, same, WATCHED } from '../e2e/lanes.mjs';
import { BROWSERS } from './installed.mjs';
import { assertQuiet, closeSite, instead } from './tab.mjs';
import { inBrowser } from './tried.mjs';

const urls = await readFile(new URL('../../docs/urls.md', import.meta.url), 'utf8');
// That they are all is tests/docs/figures.rs.
const FIGURES = [...urls.matchAll(/^\| `\?view=([\w-]+)` \|/gm)].map(([, name]) => name).filter((name) => name !== 'architectures');

const RING = 'view=train&data=ring&engine=cpu&seed=7';
const DIGITS = 'view=train&data=mnist&engine=cpu&seed=7&width=32&depth=1&batch=16&critic_steps=1';

// What the first browser that computes says: the others say the same, bit for bit.
const said = new Map();
function sameEverywhere(what, losses) {
  if (!said.has(what)) said.set(what, losses);
  assert.deepEqual(losses, said.get(what), `${what}: the losses of the first browser`);
}

after(closeSite);

for (const { name, start } of BROWSERS) {
  describe(name, { skip: start ? false : `${name} is not installed here: the list was not tried in it`, timeout: 1_200_000 }, () => {
    const tried = inBrowser({ name, start }, { timeout: 400_000 });

    tried('the gallery', async (tab) => {
      await tab.open('');
      const pictures = () => tab.evaluate(() => {
        const all = [...document.querySelectorAll('main img')];
        for (const image of all) image.loading = 'eager';
        return [all.length, all.filter((image) => image.complete && image.naturalWidth > 0).length];
      });
      const [count] = await tab.until('every picture of the gallery', pictures, ([all, there]) => all > 10 && all === there);
      assert.ok(count > 10);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the gallery is ${wide} px wider than the window`);
    });

    tried('every figure is drawn, and dragged by mouse and by finger', async (tab) => {
      assert.ok(FIGURES.length > 10, `${FIGURES.length} figures were found`);
      for (const figure of FIGURES) {
        await tab.open(`view=${figure}`);
        await tab.drawn(figure);
        if ((await tab.handles()).length > 0) await followsThePointer(tab, figure);
        await assertQuiet(tab);
      }
    });

    tried('a ring is learnt on the CPU, with the same losses', async (tab) => {
      await tab.open(RING);
      const { losses, engine } = await tab.run.steps(20);
      assert.match(engine.kind ?? engine, /cpu/i);
      sameEverywhere('ring', losses);
      await tab.drawn('the ring');
    });

    tried('digits are learnt on the CPU, with the same losses', async (tab) => {
      await tab.open(DIGITS);
      sameEverywhere('digits', (await tab.run.steps(5)).losses);
      await tab.drawn('the digits');
    });

    tried('two runs train in two workers, with the numbers of one', async (tab) => {
      instead.set('worker.js', WATCHED);
      try {
        await tab.open('view=lines');
        await tab.evaluate(listen);
        for (const pair of ['a comparison on the ring', 'a comparison on digits']) await same(tab, pair, PAIRS[pair]);
      } finally {
        instead.clear();
      }
    });

    tried('a deck is turned to a run, which trains', async (tab) => {
      await tab.goto('slides/reveal/index.html#/6');
      const iterations = () => tab.evaluate(() => [...document.querySelectorAll('gan-widget:not([still])')].map(({ status }) => status?.iteration ?? 0));
      const trains = (all) => all.filter((iteration) => iteration > 20).length === 1;
      await tab.until('the run on the slide', iterations, trains, 60_000);
    });

    tried('numbers go in by a drop; weights go out and in again', async (tab) => {
      await tab.open('view=train&data=ring&engine=cpu');
      const points = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * i) % 11}`).join('\n');
      await drop(tab, 'points.csv', Buffer.from(`x,y\n${points}\n`));
      await tab.run.until('own numbers', ({ config }) => /^own/.test(config.data));
      assert.equal((await tab.run.steps(5)).iteration, 5);

      const file = await saved(tab, 'Save weights');
      assert.ok(file.length > 1_000, `${file.length} bytes`);
      await tab.run.reset();
      await tab.run.until('a reset', ({ iteration }) => iteration === 0);
      await drop(tab, 'run.safetensors', file);
      await tab.run.until('the saved run', ({ iteration }) => iteration === 5);
    });
  });
}

/** A handle goes where the pointer goes, and as far by finger as by mouse. */
async function followsThePointer(tab, figure) {
  const last = async () => (await tab.handles()).at(-1);
  const { name, value: start } = await last();
  const to = async (kind, sign) => {
    await tab.drag(kind, await last(), [5, 10, 15, 20].map((by) => [sign * by, sign * by]));
    return (await last()).value;
  };
  const [there, back] = [await to('mouse', 1), await to('mouse', -1)];
  assert.ok(there !== start || back !== there, `${figure}: ${name} does not move by mouse`);
  const [touched, returned] = [await to('touch', 1), await to('touch', -1)];
  // Two pixels of the twenty: a pointer takes hold of whole pixels.
  const close = 0.1 * Math.max(Math.abs(there - start), Math.abs(back - there)) + 1e-9;
  const far = Math.max(Math.abs(touched - there), Math.abs(returned - back));
  assert.ok(far <= close, `${figure}: ${name} from ${start} by mouse to ${there} and ${back}, by finger to ${touched} and ${returned}`);
}

/** Drops a file on the page. */
const drop = (tab, name, bytes) =>
  tab.evaluate(([name, bytes]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
    const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector('.train').dispatchEvent(event);
  }, [name, [...bytes]]);

/** What a button of the page saves, as bytes: a link to a blob is clicked, and the browser's own file name dialog is not waited for. */
const saved = (tab, button) =>
  tab.evaluate(async (button) => {
    const make = URL.createObjectURL;
    const file = new Promise((resolve) => {
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        resolve(blob.arrayBuffer());
        return make.call(URL, blob);
      };
    });
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === button).click();
    return [...new Uint8Array(await file)];
  }, button);
