// What can happen to a page, and what must be true of it then. An act is done by a hand, a parent page, the
// browser or bad luck; `expects` is told the state before, what was done, and the status after.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../browser.mjs';

/** Commands are answered within this many milliseconds, whatever the engine does. */
const ANSWERED = 2_000;

// Settings of each kind: those that act at once and those that begin another run, wrong ones among them.
const SETTINGS = [
  { clip: 0.05 }, { critic_lr: 0.002 }, { generator_lr: 0.0003 }, { critic_steps: 2 }, { batch: 16 }, { batch: 32 },
  { data: 'ring' }, { data: 'gaussian-1d' }, { data: 'grid' }, { objective: 'non-saturating' }, { objective: 'wasserstein' },
  { seed: 3 }, { seed: 8 }, { width: 8 }, { width: 16 }, { speed: 'slow' }, { speed: 'max' }, { views: 'samples,losses' },
  { ema: 1 }, { ema: 0 },
];
const WRONG = [{ batch: -1 }, { nonsense: 1 }, { clip: 'much' }, { data: '' }, { seed: [1] }, { width: 1e9 }];

const RUNS = ['view=train&data=ring&engine=cpu', 'view=train&data=gaussian-1d&engine=cpu&width=8&batch=16', 'view=train&lesson=oscillation&engine=cpu'];
const OTHERS = ['view=gallery', 'view=lines&theta=0.5', 'view=divergences', 'view=earth-mover', 'view=saddle', 'view=architectures'];
const REFUSED = ['view=nowhere', 'view=train&batch=none', 'view=lines&theta=far'];

/** The command did nothing, and the answer says why. (It also says why training cannot go on, whatever was asked.) */
const refused = (before, after) => after.error !== null && after.error !== before.error;

/** Acts by name: how often, when, how; and whether the run may be another afterwards, or fall back. */
export const ACTS = {
  play: {
    often: 6,
    act: ({ command }) => command('play'),
    expects({ after }) {
      // Where nothing can run the answer says so.
      if (after.error === null && after.trains && !after.asleep && after.view === 'train') assert.ok(after.running || after.stopped, 'play plays');
    },
  },
  pause: {
    often: 4,
    act: ({ command }) => command('pause'),
    async expects({ before, after, status }) {
      if (refused(before, after)) return;
      // What was done before the word arrived is shown a moment later.
      let last = null;
      const still = async () => {
        const { running, iteration } = await status();
        const held = !running && iteration === last;
        last = iteration;
        await sleep(150);
        return held;
      };
      await until('a pause', still, Boolean, ANSWERED);
    },
  },
  step: {
    often: 4,
    act: ({ command, random }) => command('step', { count: 1 + random.below(5) }),
    expects() {},
  },
  reset: {
    often: 2,
    anew: true,
    act: ({ command }) => command('reset'),
    async expects({ before, after, status }) {
      if (refused(before, after) || after.view !== 'train' || after.asleep) return;
      await until('a reset', status, ({ iteration, running }) => iteration === 0 && !running, ANSWERED);
    },
  },
  set: {
    often: 8,
    anew: true,
    act({ command, random, done }) {
      done.settings = random.one(SETTINGS);
      return command('set', { settings: done.settings });
    },
    expects({ after, before, done }) {
      if (after.view !== 'train') return;
      const [[name, value]] = Object.entries(done.settings);
      if (refused(before, after)) return assert.equal(after.address, before.address, 'a refusal changes nothing');
      if (name in after.config) assert.equal(String(after.config[name]), String(value), name);
    },
  },
  wrong: {
    often: 2,
    act: ({ command, random }) => command('set', { settings: random.one(WRONG) }),
    expects({ after, before }) {
      assert.ok(refused(before, after), 'what is wrong is named');
      assert.equal(after.address, before.address, 'a refusal changes nothing');
    },
  },
  open: {
    often: 3,
    anew: true,
    act({ command, random, done }) {
      done.query = random.one([...RUNS, ...RUNS, ...OTHERS]);
      return command('open', { query: done.query });
    },
    expects({ before, after, done }) {
      assert.ok(!refused(before, after), `${done.query}: ${after.error}`);
      assert.equal(after.view, new URLSearchParams(done.query).get('view'));
    },
  },
  refused: {
    often: 1,
    act: ({ command, random }) => command('open', { query: random.one(REFUSED) }),
    expects({ after, before }) {
      assert.ok(refused(before, after), 'what is wrong is named');
      assert.equal(after.view, before.view, 'a refusal opens nothing');
    },
  },
  sleep: {
    often: 2,
    act: ({ command }) => command('sleep'),
    async expects({ after, workers }) {
      assert.equal(after.asleep, true);
      await until('no worker', async () => workers().length, (count) => count === 0, ANSWERED);
    },
  },
  wake: {
    often: 3,
    act: ({ command }) => command('wake'),
    expects: ({ after }) => assert.equal(after.asleep, false),
  },
  // Its answer is a count, not a status.
  measure: {
    often: 1,
    async act({ command, status }) {
      const measured = await command('measure', { steps: 20 }, 20_000);
      assert.ok(measured.error !== null || measured.seconds > 0, JSON.stringify(measured));
      return status();
    },
    expects() {},
  },
  snapshot: {
    often: 1,
    async act({ post, status }) {
      await post({ command: 'snapshot', scale: 1 });
      return status();
    },
    expects() {},
  },
  back: {
    often: 3,
    anew: true,
    when: ({ page }) => page.evaluate(() => navigation.currentEntry.index > (window.firstEntry ??= navigation.currentEntry.index)),
    async act({ page, status }) {
      await page.evaluate(() => history.back());
      await sleep(100);
      return status();
    },
    expects: ({ after, seen }) => assert.ok(seen.has(after.view), `Back leads to ${after.view}, which was never shown`),
  },
  forward: {
    often: 2,
    anew: true,
    when: ({ page }) => page.evaluate(() => navigation.canGoForward),
    async act({ page, status }) {
      await page.evaluate(() => history.forward());
      await sleep(100);
      return status();
    },
    expects: ({ after, seen }) => assert.ok(seen.has(after.view), `Forward leads to ${after.view}, which was never shown`),
  },
  fragment: {
    often: 1,
    async act({ page, status }) {
      await page.evaluate(() => (location.hash = location.hash ? '' : '#main'));
      await sleep(100);
      return status();
    },
    expects({ after, before }) {
      assert.equal(after.view, before.view);
      assert.equal(after.run, before.run, 'a link within the page is no other run');
    },
  },
  hidden: {
    often: 2,
    async act({ page, status }) {
      await page.evaluate(() => {
        window.away = !window.away;
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => window.away });
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (window.away ? 'hidden' : 'visible') });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      return status();
    },
    expects: ({ after, before }) => assert.equal(after.run, before.run),
  },
  // The worker dies of an error of its own.
  loss: {
    often: 1,
    falls: true,
    when: ({ workers }) => workers().length > 0,
    async act({ workers, status }) {
      const [worker] = workers();
      await worker?.evaluate(() => void setTimeout(() => { throw new Error('on purpose'); })).catch(() => {});
      await sleep(300);
      return status();
    },
    expects: ({ after, before }) => assert.equal(after.run, before.run, 'a lost engine is no other run'),
  },
  file: {
    often: 1,
    anew: true,
    when: ({ before }) => before.view === 'train' && !before.asleep,
    async act({ page, status }) {
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        const points = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(2 * i)}`);
        dataTransfer.items.add(new File([`x,y\n${points.join('\n')}\n`], 'points.csv'));
        document.querySelector('.train')?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
      });
      await until('own numbers', status, ({ config, view }) => view !== 'train' || config.data === 'own-2d', 10_000);
      // The setting is there before the run that has the numbers.
      let run;
      const settled = async () => {
        const [before, after] = [run, await status()];
        run = after.run;
        await sleep(200);
        return { before, after };
      };
      return (await until('their run', settled, ({ before, after }) => before === after.run, 10_000)).after;
    },
    expects() {},
  },
  wait: { often: 3, act: ({ status }) => sleep(400).then(status), expects() {} },
};

/** A command of a parent page, answered in time. */
export const answered = (run) => (command, rest = {}, timeout = ANSWERED) => run.command(command, rest, timeout);
