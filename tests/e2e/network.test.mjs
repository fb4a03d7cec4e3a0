// Every file that the page or its engine fetches, under every fault of a network: it is told in a sentence,
// asked for again, and all goes on where it stopped once it can be had.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { DIST, FAULTS, launch, Run, serve } from './browser.mjs';

const PLACE = '/some/sub/path/';
const site = await serve({ [PLACE]: DIST });
const browser = await launch('plain');
after(async () => {
  site.close();
  await browser.close();
});

// A worker's clock that goes twenty times as fast: a silence of 20 s takes one.
const HURRY = `{ const [later, often] = [setTimeout, setInterval];
self.setTimeout = (act, time, ...rest) => later(act, time / 20, ...rest);
self.setInterval = (act, time, ...rest) => often(act, time / 20, ...rest); }\n`;
const worker = HURRY + (await readFile(`${DIST}worker.js`, 'utf8'));

const DIGITS = 'view=train&data=mnist&engine=cpu&width=16&depth=1&batch=100&critic_steps=1&seed=7&autoplay=1';
// The first shard has 1,000 pictures, of which an iteration takes 100.
const WAITS = ({ iteration }) => iteration === 10;

/** What is fetched, some files at a time: file, and what is said of it; and how they are seen to have come. */
const TOGETHER = [
  {
    query: `${DIGITS}&views=digit-metrics&lang=de`,
    files: {
      'train-01.gz': /Digits are missing: .*train-01\.gz/,
      'test-00.gz': /Held-out digits are missing: .*test-00\.gz/,
      'digits.safetensors': /no metrics of digits yet: .*digits\.safetensors/,
      'de.txt': /stays in English: .*de\.txt/,
    },
    before: (run) => run.until('a run that waits', WAITS),
    there: async (run, page) => {
      await run.until('training that goes on', ({ iteration }) => iteration > 10);
      await page.getByRole('button', { name: 'Von vorn' }).waitFor();
    },
  },
  {
    query: 'weights=mnist-wgan&engine=cpu',
    files: { 'mnist-wgan.safetensors.gz': /trained weights could not be loaded/, 'train-00.gz': /Digits are missing: .*train-00\.gz/ },
    before: async (run) => assert.equal((await run.status()).iteration, 0),
    there: (run) => run.until('the weights', ({ iteration }) => iteration > 0),
  },
];

const GIVEN = { missing: null, cut: FAULTS.cut, stalled: FAULTS.stalled, silent: FAULTS.silent, half: FAULTS.half, 'a web page': FAULTS.page };

const fault = (what, query, body, hurried = true) =>
  test(what, { timeout: 120_000 }, async (t) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    site.instead.clear();
    site.instead.set('worker.js', worker);
    // The page's clock as well: what it waits for in seconds takes moments.
    if (hurried) await page.clock.install();
    let going = hurried;
    const hurry = (async () => {
      while (going) {
        await page.clock.runFor(1_000).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    try {
      await body({ page, run: new Run(page), context, t, address: `${site.origin}${PLACE}?${query}` });
    } finally {
      going = false;
      await hurry;
      await context.close();
    }
  });

for (const { files, query, before, there } of TOGETHER) {
  for (const [name, given] of Object.entries(GIVEN)) {
    fault(`${Object.keys(files).join(', ')}: ${name}`, query, async ({ page, run, address }) => {
      for (const file of Object.keys(files)) site.instead.set(file, given);
      await page.goto(address);
      await run.ready();
      const notices = Object.values(files).map((says) => page.getByRole('alert').filter({ hasText: says }));
      for (const notice of notices) await notice.waitFor({ timeout: 30_000 });
      await before(run);
      for (const file of Object.keys(files)) site.instead.delete(file);
      // It may have been asked for again by itself meanwhile.
      await page.getByRole('button', { name: 'Try again' }).first().click({ timeout: 1_000 }).catch(() => {});
      await there(run, page);
      for (const notice of notices) await notice.waitFor({ state: 'detached' });
    });
  }
}

fault('digits in a network that goes and comes back', DIGITS, async ({ page, run, context, address }) => {
  site.instead.set('train-01.gz', FAULTS.silent);
  await page.goto(address);
  await run.ready();
  await run.until('a run that waits', WAITS);
  await context.setOffline(true);
  await page.getByRole('alert').filter({ hasText: TOGETHER[0].files['train-01.gz'] }).waitFor({ timeout: 30_000 });
  site.instead.delete('train-01.gz');
  await context.setOffline(false);
  await run.until('training that goes on', ({ iteration }) => iteration > 10);
});

const TRAIN = 'view=train&data=gaussian-1d&engine=cpu&width=8&depth=1';
const CANNOT = /Training cannot go on\..*/;

/** The engine comes once its files do, and trains. */
async function startsAgain({ page, run }) {
  const notice = page.getByRole('alert').filter({ hasText: CANNOT });
  site.instead.clear();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await run.until('an engine', ({ engine }) => engine === 'cpu');
  await notice.waitFor({ state: 'detached' });
  await run.train(5);
}

for (const [name, given] of Object.entries(GIVEN)) {
  for (const file of ['engine_cpu.js', 'engine_cpu_bg.wasm']) {
    fault(`${file}: ${name}`, TRAIN, async ({ page, run, address }) => {
      site.instead.set(file, given);
      await page.goto(address);
      await page.getByRole('alert').filter({ hasText: /The engine could not be started: / }).waitFor({ timeout: 60_000 });
      await startsAgain({ page, run });
    });
  }
}

for (const name of ['missing', 'a web page']) {
  fault(`worker.js: ${name}`, TRAIN, async ({ page, run, address }) => {
    site.instead.set('worker.js', GIVEN[name]);
    await page.goto(address);
    await page.getByRole('alert').filter({ hasText: CANNOT }).waitFor({ timeout: 30_000 });
    await startsAgain({ page, run });
  });
}

fault('an engine of another build than the page', TRAIN, async ({ page, run, address, t }) => {
  const asked = page.waitForRequest(/worker\.js\?engine_cpu&/);
  await page.goto(address);
  const version = new URL((await asked).url()).search.split('&')[1];
  // A page that is worked on takes the engines that are there.
  if (version === 'dev') return t.skip('dist/ holds a page that was built to be worked on');
  const engine = await readFile(`${DIST}engine_cpu_bg.wasm`, 'latin1');
  assert.ok(engine.includes(version), 'the engine says what it was built of');
  site.instead.set('engine_cpu_bg.wasm', Buffer.from(engine.replaceAll(version, '0'.repeat(version.length)), 'latin1'));
  await page.goto(address);
  const notice = page.getByRole('alert').filter({ hasText: 'The site was published anew' });
  await notice.waitFor({ timeout: 30_000 });
  site.instead.clear();
  await Promise.all([page.waitForEvent('load'), notice.getByRole('button', { name: 'Reload' }).click()]);
  await run.ready();
  await run.until('an engine', ({ engine }) => engine === 'cpu');
});

fault('a picture of the gallery that could not be had', 'view=gallery', async ({ page, address }) => {
  site.instead.set('digits.png', null);
  await page.goto(address);
  const picture = page.locator('img[src$="digits.png"]').first();
  await picture.scrollIntoViewIfNeeded();
  await page.getByAltText('This picture could not be loaded.').first().waitFor();
  site.instead.clear();
  await page.waitForFunction(() => [...document.querySelectorAll('img[src$="digits.png"]')].some((image) => image.naturalWidth > 0));
  await page.getByAltText('This picture could not be loaded.').first().waitFor({ state: 'detached' });
});

fault('asleep, and nobody there to wake it', `${TRAIN}&autoplay=1`, async ({ page, run, address }) => {
  await page.goto(`${address}#asleep`);
  await run.ready();
  await run.until('training', ({ iteration }) => iteration > 5);
}, false);

fault('a hidden tab', `${TRAIN}&autoplay=1`, async ({ page, run, address }) => {
  await page.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(Document.prototype, 'hidden', { get: () => hidden });
    window.hide = (now) => {
      hidden = now;
      document.dispatchEvent(new Event('visibilitychange'));
    };
  });
  await page.goto(address);
  await run.ready();
  await run.until('training', ({ iteration }) => iteration > 5);
  await page.evaluate(() => hide(true));
  await page.waitForFunction(() => document.title.startsWith('Waiting, hidden'));
  await run.holdsStill('a hidden tab');
  await page.evaluate(() => hide(false));
  await page.getByRole('status').filter({ hasText: /Training waited at iteration/ }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('Train'));
}, false);
