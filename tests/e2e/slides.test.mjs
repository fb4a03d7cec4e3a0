// In real decks: reveal.js and Slidev, forwards and backwards, with ten widgets, in overviews, in
// print; and under the strictest policy that an embedding site can set.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AS_HARDWARE, complaints, DIST, launch, serve, SLIDEV, SLIDEV_SOURCE, until } from './browser.mjs';
import { judged } from './harness.mjs';
import { ofDeck, ofPlayground } from './policies.mjs';

const browsers = {};
const sites = [];
const site = await serve({ '/gan/slides/slidev/': `${SLIDEV}/`, '/gan/': DIST });
// The same files from another origin, as when a deck takes its widgets from somewhere else.
const elsewhere = await serve({ '/gan/': DIST });
sites.push(site, elsewhere);

after(async () => {
  sites.forEach((site) => site.close());
  await Promise.all(Object.values(browsers).map(async (browser) => (await browser).close()));
});

/** A test with a page of its own, opened at an address; complaints of page or workers fail it. */
function deck(name, { address, variant = 'plain', viewport = { width: 1280, height: 800 }, expected = [] }, body) {
  test(name, { timeout: 300_000 }, async (t) => {
    browsers[variant] ??= launch(variant);
    const context = await (await browsers[variant]).newContext({ viewport });
    const page = await context.newPage();
    const heard = complaints(page);
    // Not only where it is looked for: at every moment. That a worker has ended is heard later than
    // that another has begun: on a busy machine by seconds.
    const counts = [];
    page.on('worker', () => counts.push(together(page)));
    const workers = { most: async () => Math.max(0, ...(await Promise.all(counts))) };
    await judged({ context, heard, expected, t }, async () => {
      await page.goto(address);
      await body({ page, context, workers, heard, t });
    });
  });
}

/** How many of the workers that are there now stay beside each other; one where they follow each other. */
async function together(page) {
  const begun = page.workers();
  const left = () => page.workers().filter((worker) => begun.includes(worker)).length;
  for (let i = 0; i < 50 && left() > 1; i++) await sleep(100);
  return Math.max(1, left());
}

// ---------------------------------------------------------------- hands on a deck

/** What all widgets that belong to slides say, in order; null before their first word. */
const states = (page) =>
  page.evaluate(() => [...document.querySelectorAll('gan-widget:not([still])')].map(({ status }) => status));

/** Waits until a widget's status is as wanted. */
const widgetIs = (page, index, what, wanted, timeout) =>
  until(what, async () => (await states(page))[index], (status) => status && wanted(status), timeout);

/** The shown widget's frame. */
const inside = (page, index) => page.locator('gan-widget:not([still])').nth(index).frameLocator('iframe');

/** How many greys an element's picture on the screen has: one or two where it is blank. */
async function greys(page, locator) {
  const picture = (await locator.screenshot()).toString('base64');
  return page.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const small = new OffscreenCanvas(64, 64).getContext('2d');
    small.drawImage(image, 0, 0, 64, 64);
    const { data } = small.getImageData(0, 0, 64, 64);
    return new Set(Array.from({ length: 64 * 64 }, (_, i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2])).size;
  }, picture);
}

/** Waits until something on the screen is more than blank: pictures are decoded, slides move. */
const assertShown = (page, locator, what) =>
  until(`${what} to be more than blank`, () => greys(page, locator), (count) => count > 8, 30_000);

/** Waits until a shown widget has sent its page a picture of itself. */
async function pictureComes(page, index) {
  await page.evaluate((index) => {
    const { shadowRoot } = document.querySelectorAll('gan-widget:not([still])')[index];
    const { contentWindow } = shadowRoot.querySelector('iframe');
    addEventListener('message', ({ source, data }) => {
      if (source === contentWindow && data.type === 'gan-playground:snapshot' && data.picture) window.pictured = true;
    });
  }, index);
  await page.waitForFunction(() => window.pictured, null, { timeout: 60_000 });
}

/** The colours of a data address's picture. */
const pictureOf = (page, index, selector = 'gan-widget') =>
  page.locator(selector).nth(index).evaluate((widget) => {
    const image = widget.shadowRoot.querySelector('img');
    return image.hidden ? null : [image.naturalWidth, image.src.length];
  });

// ---------------------------------------------------------------- reveal.js and Slidev

// Slide and place of the widgets in the two decks.
const DECKS = [
  { name: 'reveal.js', address: `${site.origin}/gan/slides/reveal/index.html`, lines: [2, 1], training: [6, 5], overview: 'Escape', print: '?print-pdf' },
  { name: 'Slidev', address: `${site.origin}/gan/slides/slidev/index.html`, lines: [2, 1], training: [6, 5], overview: 'o', print: '#/export' },
];

const place = (page) => new URL(page.url()).hash;

/** Turns so many slides, each when the one before is in the address: reveal.js takes a second. */
async function forward(page, slides) {
  await page.locator('.reveal.ready, .slidev-page').first().waitFor();
  for (let i = 0; i < slides; i++) {
    const here = place(page);
    // A deck that does not listen yet is told again.
    const turn = async () => {
      await page.keyboard.press('ArrowRight');
      for (let i = 0; i < 50 && place(page) === here; i++) await sleep(100);
      return place(page);
    };
    await until('the next slide', turn, (now) => now !== here, 30_000);
  }
}

for (const { name, address, lines, training, overview, print } of DECKS) {
  deck(`${name}: a widget starts when its slide is shown, pauses when it is left, and comes back as it was`, { address }, async ({ page, workers }) => {
    await sleep(1_000);
    assert.equal(page.frames().length, 1, 'nothing is loaded for slides that are not shown');
    const [slide, index] = training;
    await forward(page, slide);
    const before = await widgetIs(page, index, 'training', ({ running, iteration }) => running && iteration > 10);
    assert.equal((await states(page)).at(-1), null, 'later widgets are not loaded yet');
    const own = page.workers();

    await page.keyboard.press('ArrowRight');
    await widgetIs(page, index, 'sleep', ({ asleep, running }) => asleep && !running);
    await widgetIs(page, index + 1, 'the next widget', ({ asleep }) => !asleep);
    // Its workers say how far the run has come before they go.
    await until('the end of its workers', () => page.workers().filter((worker) => own.includes(worker)).length, (count) => count === 0);
    const left = (await states(page))[index];
    assert.ok(left.iteration >= before.iteration);
    await sleep(1_000);
    assert.equal((await states(page))[index].iteration, left.iteration, 'out of sight it holds still');

    await page.keyboard.press('ArrowLeft');
    const back = await widgetIs(page, index, 'more training', ({ running, iteration }) => running && iteration > left.iteration + 5);
    assert.equal(back.run, before.run, 'it is the same run');
    assert.deepEqual(back.config, before.config);
    assert.equal(await workers.most(), 1, 'workers at once');
  });

  deck(`${name}: keys drive the deck unless a control in the widget uses them`, { address }, async ({ page }) => {
    const [slide, index] = lines;
    await forward(page, slide);
    await widgetIs(page, index, 'the widget', ({ asleep }) => !asleep);
    const here = place(page);
    const frame = inside(page, index);

    // A handle with the focus moves, and the slide stays.
    const handle = frame.locator('input.handle').first();
    await handle.focus();
    const value = await handle.inputValue();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await handle.inputValue(), value, 'the handle moves');
    // So does a button with the space bar.
    const button = frame.getByRole('button', { name: 'Descend' });
    await button.focus();
    await page.keyboard.press(' ');
    await widgetIs(page, index, 'the descent', ({ iteration }) => iteration > 0);
    await sleep(500);
    assert.equal(place(page), here, 'no slide has turned');

    // The widget has the keyboard, but no control does.
    await frame.locator('.readouts').click();
    await page.keyboard.press('ArrowRight');
    await until('the next slide', () => place(page), (now) => now !== here);
    await page.keyboard.press('ArrowLeft');
    await until('the slide again', () => place(page), (now) => now === here);
    await widgetIs(page, index, 'the widget', ({ asleep }) => !asleep);
    await frame.locator('.readouts').click();
    await page.keyboard.press(' ');
    await until('the next slide by the space bar', () => place(page), (now) => now !== here);
    // An arrow key is none of a button's business.
    await page.keyboard.press('ArrowLeft');
    await until('the slide once more', () => place(page), (now) => now === here);
    await widgetIs(page, index, 'the widget', ({ asleep }) => !asleep);
    await frame.getByRole('button', { name: /Descend|Pause/ }).focus();
    await page.keyboard.press('ArrowRight');
    await until('the next slide from a button', () => place(page), (now) => now !== here);
  });

  deck(`${name}: a key that was on its way while the slide was left is not lost`, { address }, async ({ page }) => {
    const [slide, index] = lines;
    await forward(page, slide);
    await widgetIs(page, index, 'the widget', ({ asleep }) => !asleep);
    const here = place(page);
    const leaveAndPress = async () => {
      // The key of the last try was too late: it counts for a second.
      if (place(page) !== here) await page.keyboard.press('ArrowLeft');
      await until('the slide', () => place(page), (now) => now === here);
      await widgetIs(page, index, 'the widget', ({ asleep }) => !asleep);
      await inside(page, index).locator('.readouts').click();
      await page.keyboard.press('ArrowRight');
      // The moment after the widget has let go of the keyboard, its frame still has a key to tell of.
      await page.evaluate(async (index) => {
        const { shadowRoot } = document.querySelectorAll('gan-widget:not([still])')[index];
        while (shadowRoot.activeElement) await new Promise((resolve) => setTimeout(resolve, 10));
        const { document: inside, KeyboardEvent } = shadowRoot.querySelector('iframe').contentWindow;
        inside.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', code: 'ArrowLeft', bubbles: true }));
      }, index);
      // The address is a second behind: here is where it stays.
      await sleep(2_000);
      for (let i = 0; i < 100 && place(page) !== here; i++) await sleep(100);
      return place(page);
    };
    await until('the slide again', leaveAndPress, (now) => now === here);
  });

  deck(`${name}: the overview shows pictures`, { address }, async ({ page, workers }) => {
    const [slide, index] = training;
    await forward(page, slide);
    await widgetIs(page, index, 'training', ({ running, iteration }) => running && iteration > 5);
    // It is asked for its picture while it is there.
    await pictureComes(page, index);
    await page.keyboard.press('ArrowLeft');
    await widgetIs(page, index, 'sleep', ({ asleep }) => asleep);
    await page.keyboard.press(overview);
    const shown = name === 'Slidev' ? 'gan-widget[still]' : 'gan-widget';
    const count = await until('the overview', () => page.locator(shown).count(), (count) => count > 5);
    // A run that was seen has its last picture, a theory widget one of its own.
    await until('a picture of the run', () => pictureOf(page, index, shown), (picture) => picture?.[0] > 400);
    await until('a picture of the lines', () => pictureOf(page, lines[1], shown), (picture) => picture?.[0] > 400);
    await sleep(500);
    for (let i = 0; i < count; i++) {
      const widget = page.locator(shown).nth(i);
      const box = await widget.boundingBox();
      const inView = box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 800;
      if (inView) await assertShown(page, widget, `widget ${i} in the overview`);
    }
    assert.ok((await workers.most()) <= 1, 'workers at once');
  });

  deck(`${name}: print shows pictures`, { address: address + print }, async ({ page, workers }) => {
    const all = page.locator(name === 'Slidev' ? 'gan-widget[still]' : 'gan-widget');
    const count = await until('all slides', () => all.count(), (count) => count > 5);
    await until('pictures', () => all.evaluateAll((widgets) => widgets.map((widget) => widget.getAttribute('state'))),
      (states) => states.every((state) => state === 'picture'), 120_000);
    await page.emulateMedia({ media: 'print' });
    for (let i = 0; i < count; i++) await assertShown(page, all.nth(i), `widget ${i} in print`);
    const [width] = await pictureOf(page, lines[1], name === 'Slidev' ? 'gan-widget[still]' : 'gan-widget');
    assert.ok(width > 800, `a theory widget's picture is ${width} pixels wide`);
    const pdf = await page.pdf({ printBackground: true, preferCSSPageSize: true });
    assert.ok(pdf.length > 50_000, `the PDF has ${pdf.length} bytes`);
    assert.equal(await workers.most(), 0, 'nothing trains for the printer');
  });
}

// The command line's own way to a PDF, with the deck served by Slidev and the widgets from the site.
test('Slidev: `slidev export` writes pictures, not blanks', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slidev-'));
  try {
    await cp(SLIDEV_SOURCE, folder, { recursive: true, verbatimSymlinks: true });
    const index = join(folder, 'index.html');
    const text = await readFile(index, 'utf8');
    await writeFile(index, text.replace('../../embed.js', `${elsewhere.origin}/gan/embed.js`));
    const output = join(folder, 'deck.pdf');
    const chromium = process.env.CHROMIUM || '/usr/bin/chromium';
    const slidev = spawn(join(folder, 'node_modules/.bin/slidev'),
      ['export', 'slides.md', '--executable-path', chromium, '--output', output, '--timeout', '240000'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [slidev.stdout, slidev.stderr]) stream.on('data', (chunk) => (said += chunk));
    const [code] = await once(slidev, 'exit');
    assert.equal(code, 0, said);

    const { PDFDocument, PDFName } = createRequire(join(folder, 'x.js'))('pdf-lib');
    const pages = (await PDFDocument.load(await readFile(output))).getPages();
    assert.equal(pages.length, 9, said);
    const pictures = pages.map((page) => {
      const { context } = page.doc;
      const objects = page.node.Resources()?.lookup(PDFName.of('XObject'));
      const streams = (objects?.keys() ?? []).map((key) => context.lookup(objects.get(key)));
      return streams.filter((stream) => stream.dict.get(PDFName.of('Subtype')) === PDFName.of('Image'));
    });
    // Slides 2 to 6 hold theory widgets; those that train show where to start them.
    for (const slide of [2, 3, 4, 5, 6]) {
      const sizes = pictures[slide - 1].map((stream) => stream.contents.length);
      assert.ok(Math.max(0, ...sizes) > 10_000, `slide ${slide} has pictures of ${sizes} bytes`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

// ---------------------------------------------------------------- ten widgets

const REVEAL = '/gan/slides/reveal/reveal';
const many = (count, attributes) => `<!doctype html><meta charset="utf-8"><title>Ten</title>
<link rel="stylesheet" href="${REVEAL}/reveal.css"><script src="/gan/embed.js"></script>
<div class="reveal"><div class="slides">${Array.from({ length: count }, (_, i) =>
  `<section><gan-widget ${attributes} seed="${i}" style="height:500px;aspect-ratio:auto"></gan-widget></section>`).join('')}</div></div>
<script src="${REVEAL}/reveal.js"></script>
<script>Reveal.initialize({ hash: true, transition: 'slide' })</script>`;

site.pages.set('/ten.html', many(10, 'view="train" data="gaussian-1d" engine="cpu" autoplay="1"'));
deck('ten training widgets hold one worker, and each run survives', { address: `${site.origin}/ten.html` }, async ({ page, workers }) => {
  const left = [];
  for (let i = 0; i < 10; i++) {
    left.push(await widgetIs(page, i, `widget ${i} to train`, ({ running, iteration }) => running && iteration > 3));
    await until('a single worker', () => page.workers().length, (count) => count === 1);
    if (i < 9) await page.keyboard.press('ArrowRight');
  }
  // Nobody waits for a slide that is passed by.
  for (let i = 8; i >= 0; i--) {
    await page.keyboard.press('ArrowLeft');
    await sleep(i % 3 === 0 ? 1_500 : 50);
  }
  const back = await widgetIs(page, 0, 'the first to train on', ({ running, iteration }) => running && iteration > left[0].iteration);
  assert.equal(back.config.seed, 0);
  const all = await states(page);
  assert.ok(all.every((status, i) => status.iteration >= left[i].iteration), 'no run has begun again');
  assert.equal(all.filter(({ asleep }) => !asleep).length, 1, 'one is awake');
  assert.equal(await workers.most(), 1, 'workers at once');
});

// On WebGPU a device belongs to the worker that asked for it, and ends with it.
const COUNTS = `
if (self.GPUAdapter) {
  const ask = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = function (...rest) {
    new BroadcastChannel('gpu-devices').postMessage('device');
    return ask.apply(this, rest);
  };
}
`;
// Kept by the deck's page, from before its first widget asks.
const COUNTED = `
if (self === top) {
  self.devices = 0;
  self.channel = new BroadcastChannel('gpu-devices');
  channel.onmessage = () => devices++;
}
`;
const SMALL = 'view="train" data="gaussian-1d" width="16" depth="1" batch="8" critic_steps="1" autoplay="1"';
site.pages.set('/gpu.html', many(10, `${SMALL} engine="webgpu"`));
site.pages.set('/auto.html', many(10, `${SMALL} engine="auto"`));

deck('widgets on WebGPU hold one device', { address: `${site.origin}/gpu.html`, variant: 'webgpu' }, async ({ page, context, workers, t }) => {
  site.instead.set('worker.js', `${COUNTS}${await readFile(`${DIST}/worker.js`, 'utf8')}`);
  t.after(() => site.instead.clear());
  await context.addInitScript(COUNTS);
  await context.addInitScript(COUNTED);
  await page.reload();
  const devices = () => page.evaluate(() => window.devices);
  const trains = (i, beyond) =>
    widgetIs(page, i, `widget ${i} to train on WebGPU`, ({ running, iteration, engine }) => running && engine === 'webgpu' && iteration > beyond, 180_000);
  const { iteration } = await trains(0, 1);
  assert.equal(await devices(), 1);
  await page.keyboard.press('ArrowRight');
  await trains(1, 1);
  assert.equal(await devices(), 2, 'one more, in place of the first');
  await page.keyboard.press('ArrowLeft');
  await trains(0, iteration);
  assert.equal(await devices(), 3, 'one more, in place of the second');
  assert.equal(await workers.most(), 1, 'workers at once, each with one device');
});

deck('a trial of engines ends with its slide', { address: `${site.origin}/auto.html`, variant: 'webgpu' }, async ({ page, context }) => {
  await context.addInitScript(AS_HARDWARE);
  await page.reload();
  const trial = await until('a trial', async () => page.workers(), (all) => all.length >= 2, 120_000);
  await page.keyboard.press('ArrowRight');
  await widgetIs(page, 0, 'sleep', ({ asleep }) => asleep);
  await until('both workers to end', async () => page.workers().filter((worker) => trial.includes(worker)).length, (left) => left === 0);
  await page.keyboard.press('ArrowLeft');
  await widgetIs(page, 0, 'the run again', ({ running, iteration }) => running && iteration > 0);
});

// ---------------------------------------------------------------- the element

site.pages.set('/element.html', `<!doctype html><meta charset="utf-8"><title>A page</title>
<script src="/gan/embed.js"></script>
<gan-widget id="a" view="train" data="gaussian-1d" engine="cpu" style="width:640px"></gan-widget>
<gan-widget id="b" view="train" data="gaussian-1d" engine="cpu" style="width:640px" seed="2"></gan-widget>
<div style="height:4000px"></div>
<gan-widget id="far" view="lines" theta="0.7"></gan-widget>
<gan-widget id="click" view="lines" start="click" poster="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"></gan-widget>`);
const ELEMENT = `${site.origin}/element.html`;

deck('the element: methods, events, attributes', { address: ELEMENT }, async ({ page, workers }) => {
  const heard = await page.evaluate(async () => {
    const a = document.querySelector('#a');
    const events = { ready: 0, status: 0 };
    a.addEventListener('gan-ready', () => events.ready++);
    document.addEventListener('gan-status', ({ detail }) => (events.status += detail.type === 'gan-playground:status'));
    await a.query();
    const answers = [await a.step(3), await a.set({ critic_steps: 2 }), await a.set({ critic_steps: 'many' })];
    return { events, answers };
  });
  assert.equal(heard.events.ready, 1);
  assert.ok(heard.events.status > 0);
  assert.equal(heard.answers[1].config.critic_steps, 2);
  assert.match(heard.answers[2].error, /critic_steps/, 'what is wrong is refused, with a reason');
  await widgetIs(page, 0, 'three steps', ({ iteration, running }) => iteration === 3 && !running);

  // An attribute that changes is a setting.
  await page.evaluate(() => document.querySelector('#a').setAttribute('critic_steps', '3'));
  await widgetIs(page, 0, 'the attribute', ({ config }) => config.critic_steps === 3);
  assert.equal((await states(page))[0].iteration, 3, 'and the run goes on');
  // Another view is another widget.
  await page.evaluate(() => document.querySelector('#a').setAttribute('view', 'divergences'));
  await widgetIs(page, 0, 'the view', ({ view, asleep }) => view === 'divergences' && !asleep);
  // So is another size; and settings whose names are HTML's stand in `query`.
  const dress = (attributes) =>
    page.evaluate((attributes) => {
      const widget = document.querySelector('#a');
      for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
    }, attributes);
  await dress({ size: 'presentation' });
  await widgetIs(page, 0, 'the size', ({ address }) => address.includes('size=presentation'));
  await dress({ view: 'train', query: 'width=24' });
  await widgetIs(page, 0, 'the width', ({ view, config }) => view === 'train' && config.width === 24);
  assert.equal(await workers.most(), 1, 'workers at once');
});

deck('the element: of two in sight, the one that is asked trains', { address: ELEMENT }, async ({ page, workers }) => {
  await widgetIs(page, 0, 'the first', ({ asleep }) => !asleep);
  await widgetIs(page, 1, 'the second', ({ asleep }) => asleep);
  await inside(page, 1).getByRole('button', { name: 'Play' }).click();
  await widgetIs(page, 1, 'the second to train', ({ asleep, running, iteration }) => !asleep && running && iteration > 3);
  await widgetIs(page, 0, 'the first to sleep', ({ asleep }) => asleep);
  await page.evaluate(() => document.querySelector('#a').play());
  await widgetIs(page, 0, 'the first to train', ({ asleep, running, iteration }) => !asleep && running && iteration > 3);
  await widgetIs(page, 1, 'the second to sleep', ({ asleep }) => asleep);
  assert.equal(await workers.most(), 1, 'workers at once');
});

deck('the element: far away nothing is loaded, and a poster waits for its click', { address: ELEMENT }, async ({ page }) => {
  await widgetIs(page, 0, 'the first', () => true);
  assert.equal((await states(page))[2], null);
  await page.evaluate(() => document.querySelector('#far').scrollIntoView());
  await widgetIs(page, 2, 'the far one', ({ address }) => address.includes('theta=0.7'));
  await page.evaluate(() => document.querySelector('#click').scrollIntoView());
  await sleep(1_000);
  assert.equal((await states(page))[3], null);
  await page.locator('#click').getByRole('button', { name: /^Start/ }).click();
  await widgetIs(page, 3, 'the one that was pressed', ({ view }) => view === 'lines');
});

deck('the element: moved in the page it takes a command at once, and taken out it holds nobody up', { address: ELEMENT }, async ({ page }) => {
  await widgetIs(page, 0, 'the first', ({ asleep }) => !asleep);
  // Its frame is gone with the move and loads anew: what is asked of it before it listens is not lost.
  const status = await page.evaluate(async () => {
    const widget = document.getElementById('a');
    widget.remove();
    if (!widget.status.asleep) throw new Error('out of the page it is said to be awake');
    document.body.prepend(widget);
    while (!widget.shadowRoot.querySelector('iframe')) await new Promise((resolve) => setTimeout(resolve, 1));
    return widget.set({ batch: 77 });
  });
  assert.equal(status.config.batch, 77);
  await page.evaluate(() => document.getElementById('a').play());
  await widgetIs(page, 0, 'the first to train', ({ asleep, running }) => !asleep && running);
  await widgetIs(page, 1, 'the second to sleep', ({ asleep }) => asleep);
  // A frame that does not answer, and nothing that is given up for taking long: what stands behind
  // it in the queue goes on when the widget is taken out, and not before.
  const second = await page.evaluate(async () => {
    const [a, b] = ['a', 'b'].map((id) => document.getElementById(id));
    const { setTimeout } = window;
    window.setTimeout = (act, delay, ...rest) => (delay >= 3_000 ? 0 : setTimeout(act, delay, ...rest));
    a.shadowRoot.querySelector('iframe').contentWindow.postMessage = () => {};
    a.style.visibility = 'hidden';
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    a.remove();
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('the second still waits')), 60_000));
    return Promise.race([b.step(2), late]);
  });
  assert.equal(second.config.seed, 2);
  await widgetIs(page, 0, 'its steps', ({ iteration }) => iteration === 2);
});

deck('the element hears its own frame alone', { address: ELEMENT }, async ({ page }) => {
  await widgetIs(page, 0, 'the first', () => true);
  const heard = await page.evaluate(async () => {
    const heard = [];
    for (const name of ['gan-status', 'keydown']) document.querySelector('#a').addEventListener(name, (event) => heard.push(event.type));
    const { status } = document.querySelector('#a');
    // From this window, and from another frame of the same origin: the same words from a stranger.
    postMessage({ ...status, iteration: 4711 }, '*');
    postMessage({ type: 'gan-playground:key', key: 'ArrowRight', code: 'ArrowRight' }, '*');
    const stranger = document.createElement('iframe');
    stranger.srcdoc = '<p>';
    document.body.append(stranger);
    await new Promise((resolve) => (stranger.onload = resolve));
    stranger.contentWindow.eval(`parent.postMessage({ type: 'gan-playground:key', key: 'ArrowRight' }, '*')`);
    // And to the widget's page: a stranger's command.
    const frame = document.querySelector('#a').shadowRoot.querySelector('iframe');
    stranger.contentWindow.target = frame.contentWindow;
    stranger.contentWindow.eval(`target.postMessage({ type: 'gan-playground:command', command: 'step', count: 5 }, '*')`);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return [heard.filter((type) => type === 'keydown').length, document.querySelector('#a').status.iteration];
  });
  assert.deepEqual(heard, [0, 0]);
});

// ---------------------------------------------------------------- policies

test('under the strictest policies of both sites', { timeout: 120_000 }, async (t) => {
  elsewhere.headers.set('/gan/', {
    'Content-Security-Policy': await ofPlayground(site.origin),
    // A frame without an origin of its own fetches everything from another.
    'Access-Control-Allow-Origin': '*',
  });
  site.headers.set('/strict.html', { 'Content-Security-Policy': ofDeck(elsewhere.origin) });
  site.pages.set('/strict.html', `<!doctype html><meta charset="utf-8"><title>Strict</title>
<script src="${elsewhere.origin}/gan/embed.js"></script>
<gan-widget view="lines" sandbox="allow-scripts"></gan-widget>
<gan-widget view="train" data="gaussian-1d" engine="cpu" autoplay="1" sandbox="allow-scripts allow-same-origin"></gan-widget>`);
  t.after(() => {
    elsewhere.headers.clear();
    site.headers.delete('/strict.html');
  });
  browsers.plain ??= launch('plain');
  const context = await (await browsers.plain).newContext({ viewport: { width: 900, height: 1100 } });
  t.after(() => context.close());
  const page = await context.newPage();
  const heard = complaints(page);
  await page.goto(`${site.origin}/strict.html`);
  await widgetIs(page, 0, 'a theory widget with an opaque origin', ({ view, asleep }) => view === 'lines' && !asleep);
  await widgetIs(page, 1, 'training', ({ running, iteration }) => running && iteration > 5);
  // Its frame can reach neither the page nor, in the first one, its own site's storage.
  const [first, second] = page.frames().slice(1);
  const reach = (frame) => frame.evaluate(() => {
    const tried = (what) => {
      try {
        what();
        return true;
      } catch {
        return false;
      }
    };
    return [tried(() => parent.document.title), tried(() => localStorage.length)];
  });
  assert.deepEqual([await reach(first), await reach(second)], [[false, false], [false, true]]);
  assert.deepEqual(heard, [], 'nothing was refused');
});

site.headers.set('/gan/', { 'Access-Control-Allow-Origin': '*' });
site.pages.set('/opaque.html', `<!doctype html><meta charset="utf-8"><title>Opaque</title><script src="/gan/embed.js"></script>
<gan-widget view="train" data="gaussian-1d" engine="cpu" sandbox="allow-scripts"></gan-widget>`);
deck('without an origin of its own a widget says that it cannot train', { address: `${site.origin}/opaque.html` }, async ({ page }) => {
  const { error } = await widgetIs(page, 0, 'the reason', ({ error }) => error);
  assert.match(error, /does not start the CPU engine/);
});
