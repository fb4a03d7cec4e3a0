// What is the visitor's stays his: a hostile parent page asks everything it can at every moment, and no answer has
// a picture, a number or a name that derives from the visitor's files or strokes.

import assert from 'node:assert/strict';
import { deflateSync, crc32 } from 'node:zlib';
import { Run } from './browser.mjs';
import { e2e, until } from './harness.mjs';

const SECRET = 'geheim-4711';
const TINY = 'engine=cpu&width=16&depth=1&batch=8&critic_steps=1';
// It listens to everything and forgets nothing.
const PARENT = `<!doctype html><meta charset="utf-8"><title>A hostile page</title>
<script>heard = []; addEventListener('message', ({ data }) => heard.push(data))</script>
<iframe src="{{src}}" width="1200" height="1400" title="playground"></iframe>`;
const HOSTILE = { parent: PARENT, viewport: { width: 1280, height: 1500 } };

// ---------------------------------------------------------------- what the visitor brings

const chunk = (type, body) => {
  const named = Buffer.concat([Buffer.from(type), body]);
  const number = (n) => Buffer.from(Uint32Array.of(n).buffer).reverse();
  return Buffer.concat([number(body.length), named, number(crc32(named))]);
};

/** A grey PNG of 28 × 28 pixels: a bar, elsewhere in each. */
function bar(i) {
  const header = Buffer.from([0, 0, 0, 28, 0, 0, 0, 28, 8, 0, 0, 0, 0]);
  const row = [0, ...Array.from({ length: 28 }, (_, x) => (Math.abs(x - 4 - 2 * i) < 3 ? 255 : 0))];
  const body = deflateSync(Buffer.from(Array(28).fill(row).flat()));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0)),
  ]);
}
const bars = Array.from({ length: 10 }, (_, i) => ({ name: `${SECRET}-${i}.png`, type: 'image/png', bytes: [...bar(i)] }));
const text = (name, words, type = 'text/csv') => [{ name: `${SECRET}${name}`, type, bytes: [...Buffer.from(words)] }];

/** The visitor drops files on the run. */
const drop = (frame, files) =>
  frame.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const { name, type, bytes } of files) dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
    document.querySelector('.train').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);

// ---------------------------------------------------------------- what the parent does

/** Asks one thing; its answer, or null where none comes in time. */
const ask = (page, message, within = 5_000) =>
  page.evaluate(
    ([message, within]) =>
      new Promise((resolve) => {
        const id = Math.random();
        const listen = ({ data }) => data.id === id && resolve(data);
        addEventListener('message', listen);
        setTimeout(resolve, within, null);
        document.querySelector('iframe').contentWindow.postMessage({ type: 'gan-playground:command', id, ...message }, '*');
      }),
    [message, within],
  );

/** The words of all commands, in the page's own words. */
async function commands(page) {
  const { error } = await ask(page, { command: 'nonsense' });
  const words = /it can be (.*)\./.exec(error)[1].split(', ');
  assert.ok(words.includes('snapshot') && words.length > 9, error);
  return words;
}

/** What the page shows of a run on the visitor's data when another one is asked for, and before. */
async function attack(page, when, words) {
  await page.evaluate(() => void (heard.length = 0));
  const rest = {
    set: { settings: { data: 'mnist' } },
    open: { query: `view=train&data=mnist&${TINY}` },
    measure: { steps: 20 },
    step: { count: 1 },
  };
  // A picture after each of them, too: what it shows lags behind what was asked for.
  for (const command of words) {
    const within = command === 'measure' ? 300 : 5_000;
    await ask(page, { command, ...rest[command] }, within);
    const { picture, error } = await ask(page, { command: 'snapshot', scale: 2 });
    assert.ok(!picture, `${when}: a picture leaves after ${command}`);
    assert.match(error, /visitor's own/);
  }
  const heard = await page.evaluate(() => heard);
  assert.ok(heard.length > words.length, when);
  for (const message of heard) {
    const said = JSON.stringify(message);
    assert.ok(!said.includes(SECRET), `${when}: ${said}`);
    if (message.type !== 'gan-playground:status') continue;
    assert.equal(message.private, true, `${when}: ${said}`);
    const { losses, metrics, lanes } = message;
    for (const known of [losses, ...lanes.map(({ losses }) => losses)]) {
      assert.deepEqual(Object.values(known), [null, null, null], `${when}: ${said}`);
    }
    for (const known of [metrics, ...lanes.map(({ metrics }) => metrics)]) {
      assert.deepEqual([known.w1, known.w1Floor, known.readings], [null, null, {}], `${when}: ${said}`);
    }
  }
}

/** The playground's frame, and a parent that has its words; every request is noted. */
async function begin(page) {
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const words = await commands(page);
  const before = await ask(page, { command: 'snapshot' });
  assert.ok(before.picture?.startsWith('data:image/png'), 'as long as nothing is the visitor’s, pictures leave');
  return { frame: page.frames()[1], words, requests };
}

const staysHere = (page, requests) => {
  for (const url of requests) {
    assert.ok(url.startsWith('data:') || url.startsWith('blob:') || new URL(url).origin === new URL(page.url()).origin, url);
  }
};

// ---------------------------------------------------------------- moments

e2e('no picture of the visitor’s leaves: dropped, used, left, asleep, forgotten', {
  ...HOSTILE, query: `view=train&data=ring&${TINY}`,
}, async ({ page, run }) => {
  // Digits that never come.
  await page.route('**/mnist/**', () => {});
  const { frame, words, requests } = await begin(page);
  const card = frame.getByRole('region', { name: 'Your pictures' });
  const use = card.getByRole('button', { name: 'Use these 10' });
  await drop(frame, bars);
  await use.waitFor();
  await attack(page, 'before “Use”', words);
  // Opened anew the view has nothing to use any more.
  await drop(frame, bars);
  await use.click();
  await run.until('own pictures', ({ config }) => config.data === 'own-images');
  await run.play();
  await run.until('iterations', ({ iteration }) => iteration > 2);
  await attack(page, 'while it trains, and after digits were asked for', words);

  // The wall shows what it is labelled as, or nothing.
  const real = frame.getByRole('img', { name: 'Real digits' });
  const inked = () => real.evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((x) => x > 0));
  assert.equal(await inked(), false, 'no pictures of the visitor’s are called digits');

  // The parent has them again: it may train on them, and see nothing.
  await run.set({ data: 'own-images' });
  await run.command('step', { count: 2 });
  await run.until('steps', ({ iteration }) => iteration >= 2);
  await attack(page, 'trained on by the parent', ['query', 'step', 'sleep', 'snapshot', 'wake']);
  await run.command('sleep');
  await attack(page, 'asleep', ['query', 'snapshot', 'play', 'pause']);
  await run.command('wake');
  await ask(page, { command: 'open', query: 'view=gallery' });
  await attack(page, 'on another view, with the run behind it', ['query', 'snapshot', 'play']);
  assert.ok(!(await frame.title()).includes(SECRET));
  staysHere(page, requests);

  // Once nothing is left, pictures leave again, and show nothing of it.
  await ask(page, { command: 'open', query: `view=train&data=mnist&${TINY}` });
  await ask(page, { command: 'open', query: 'view=gallery' });
  await ask(page, { command: 'open', query: `view=train&data=mnist&${TINY}` });
  const { picture } = await ask(page, { command: 'snapshot' });
  assert.ok(picture?.startsWith('data:image/png'));
  assert.equal(await inked(), false);
});

e2e('no number and no word of the visitor’s leaves: files that are used, and that are refused', {
  ...HOSTILE, query: `view=train&data=ring&${TINY}`,
}, async ({ page, run }) => {
  const { frame, words, requests } = await begin(page);
  await drop(frame, text('.csv', `1,2\n3,${SECRET}\n`));
  await frame.getByRole('alert').filter({ hasText: SECRET }).first().waitFor();
  await attack(page, 'a refused file', words);
  await drop(frame, text('.csv', Array.from({ length: 20 }, (_, i) => `${i},${i * i}`).join('\n')));
  await run.until('own numbers', ({ config }) => config.data === 'own-2d');
  await run.play();
  await run.until('iterations', ({ iteration }) => iteration > 5);
  await attack(page, 'numbers that are trained on', words);
  // It asks for the file that this browser keeps.
  await run.set({ data: 'own-2d' });
  await run.play();
  await run.until('iterations', ({ iteration }) => iteration > 5);
  await attack(page, 'numbers that the parent trains on', ['query', 'pause', 'step', 'reset']);
  // Forgotten by the visitor, they are on the page for as long as the view is.
  await run.set({ data: 'own-2d' });
  const card = frame.getByRole('region', { name: 'Your numbers' });
  await card.getByText(`from ${SECRET}.csv`).waitFor();
  await card.getByRole('button', { name: 'What this browser keeps' }).click();
  await frame.getByRole('button', { name: 'Forget all' }).click();
  await attack(page, 'forgotten', ['query', 'play', 'step']);
  staysHere(page, requests);
});

e2e('a page that has opened this one is not heard', { query: 'view=lines' }, async ({ page, src }) => {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((src) => {
      window.heard = [];
      window.opened = window.open(src);
      addEventListener('message', ({ source, data }) => source === opened && heard.push(data));
    }, src),
  ]);
  await new Run(popup).ready();
  const theta = (await new Run(popup).status()).config.theta;
  await page.evaluate(() => {
    for (const rest of [{ command: 'query' }, { command: 'snapshot' }, { command: 'set', settings: { theta: 0.123 } }]) {
      opened.postMessage({ type: 'gan-playground:command', id: 1, ...rest }, '*');
    }
  });
  // What the page is asked later by itself it answers.
  assert.equal((await new Run(popup).status()).config.theta, theta);
  assert.deepEqual(await page.evaluate(() => heard), []);
  await popup.close();
});

e2e('weights of the visitor’s are his for good', { ...HOSTILE, query: `view=train&data=ring&${TINY}` }, async ({ page }) => {
  const { frame, words } = await begin(page);
  await drop(frame, text('.safetensors', 'no weights', ''));
  await frame.getByText(SECRET).first().waitFor();
  await attack(page, 'a file of weights', words);
  await ask(page, { command: 'open', query: 'view=gallery' });
  await ask(page, { command: 'open', query: `view=train&data=ring&${TINY}` });
  await attack(page, 'a file of weights, views later', words);
});

e2e('strokes by hand are the visitor’s, those of an address are not', {
  ...HOSTILE, query: `view=train&data=drawn&drawing=AAAf_f&${TINY}`,
}, async ({ page, run }) => {
  const { frame, words } = await begin(page);
  const before = await run.status();
  assert.equal(before.private, false);
  assert.match(before.address, /drawing=AAAf_f/);
  assert.equal(before.device, '', 'the device is for the page alone');

  const sheet = frame.getByRole('application', { name: /^Drawing sheet/ });
  await sheet.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  const after = await until('a stroke', () => run.status(), (status) => status.private, 10_000);
  assert.doesNotMatch(JSON.stringify(after), /AAAf_f/);
  await attack(page, 'a stroke by hand', words);
  // The parent's own drawing is none of the visitor's.
  await ask(page, { command: 'open', query: 'view=gallery' });
  await ask(page, { command: 'open', query: `view=train&data=drawn&drawing=AAAf_f&${TINY}` });
  assert.equal((await run.status()).private, false);
});
