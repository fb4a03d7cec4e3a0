// Files of every kind: told what they are before they are read, whatever their names say.

import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { assertFinite, e2e } from './harness.mjs';

const COUNT = 40;
const rows = (row) => Array.from({ length: COUNT }, (_, i) => row(i));
const wave = (i) => [Math.cos(i), Math.sin(i) / 2];
const german = (x) => x.toFixed(4).replace('.', ',');
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const utf16 = (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const card = (page) => page.getByRole('region', { name: 'Your numbers' });
const picker = (page) => page.locator('input[type=file][accept*=csv]');

/** Drops files on the page. */
async function drop(page, files) {
  const plain = files.map(({ name, buffer }) => ({ name, bytes: [...buffer] }));
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, plain);
  await page.dispatchEvent('.train', 'drop', { dataTransfer: transfer });
}

e2e('tables of every program are read as they are meant', { query: 'view=train&data=own-1d&engine=cpu' }, async ({ page, run }) => {
  const understood = (text) => card(page).locator('summary').filter({ hasText: text }).waitFor();
  // NumPy's savetxt: apart by spaces, and the first line is data.
  await picker(page).setInputFiles(file('savetxt.txt', rows((i) => wave(i).map((x) => x.toExponential(18)).join(' ')).join('\n')));
  await card(page).getByText('40 points from savetxt.txt').waitFor();
  await run.until('the plane', ({ config }) => config.data === 'own-2d');
  await understood('columns apart by spaces');
  // Excel in German, and what it calls Unicode text.
  await picker(page).setInputFiles(file('german.csv', `x;y\r\n${rows((i) => wave(i).map(german).join(';')).join('\r\n')}`));
  await card(page).getByText('40 points from german.csv').waitFor();
  await understood('semicolons, a decimal comma, lines of header: 1');
  await picker(page).setInputFiles(file('unicode.txt', utf16(`x\ty\r\n${rows((i) => wave(i).join('\t')).join('\r\n')}`)));
  await card(page).getByText('40 points from unicode.txt').waitFor();
  await understood('UTF-16');
  assert.equal(await page.getByRole('alert').count(), 0);
  assertFinite(await run.train(5));

  // An index is no data; nothing is used before that is said, and it can be meant otherwise.
  await picker(page).setInputFiles(file('pandas.csv', `,x\n${rows((i) => `${i},${wave(i)[0]}`).join('\n')}`));
  await understood('Left out: column 1, an index.');
  assert.equal((await run.status()).config.data, 'own-2d');
  await card(page).getByRole('button', { name: 'Use these 40 points' }).click();
  await run.until('the line', ({ config }) => config.data === 'own-1d');
  await card(page).locator('summary').click();
  await card(page).getByRole('combobox', { name: 'Numbers from' }).selectOption({ label: 'column 1' });
  await card(page).getByRole('combobox', { name: 'Second coordinate from' }).selectOption({ label: 'column 2 (x)' });
  await card(page).getByRole('button', { name: 'Use these 40 points' }).click();
  await run.until('the plane', ({ config }) => config.data === 'own-2d');

  // Lines are counted whatever ends them; one that cannot be read is refused by its number, or left out.
  const cr = ['x,y', ...rows((i) => wave(i).map((x) => x.toFixed(4)).join(','))];
  cr[4] = '0.1234,n/a';
  await picker(page).setInputFiles(file('mac.csv', cr.join('\r')));
  await card(page).getByRole('alert').filter({ hasText: 'Line 5: “n/a” is not a number' }).waitFor();
  assert.equal(await card(page).getByRole('button', { name: /^Use these/ }).isDisabled(), true);
  await card(page).getByRole('switch', { name: /Leave out lines/ }).click();
  await card(page).getByText('Lines left out: 1; the first is line 5.').waitFor();
  await card(page).getByRole('button', { name: 'Use these 39 points' }).click();
  await card(page).getByText('39 points from mac.csv').waitFor();
});

e2e('what is no table is named, and what to do with it', { query: 'view=train&data=own-1d&engine=cpu' }, async ({ page }) => {
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from('upright/0.png')]);
  for (const [name, content, said] of [
    ['classes.csv', zip, 'This is a zip archive. Unpack it first'],
    ['array.csv', Buffer.concat([Buffer.from('934e554d5059', 'hex'), Buffer.alloc(90)]), 'This is an array of NumPy'],
    ['digits.txt', Buffer.concat([Buffer.from('0000080300000010', 'hex'), Buffer.alloc(90)]), 'This is an array of MNIST'],
    ['weights.csv', Buffer.from('1f8b0800000000000003', 'hex'), 'This is a gzip file'],
    ['paper.csv', Buffer.from('%PDF-1.7\n'), 'This is a PDF'],
    ['page.csv', Buffer.from('<!doctype html><p>1,2'), 'This is a web page'],
    ['nothing.csv', Buffer.alloc(0), 'The file is empty'],
  ]) {
    await picker(page).setInputFiles(file(name, content));
    await page.getByRole('alert').filter({ hasText: `${name}: ${said}` }).waitFor();
  }
});

e2e('nothing that is dropped is dropped without a word', { query: 'view=train&data=ring&engine=cpu' }, async ({ page, run }) => {
  const table = rows((i) => wave(i).join(',')).join('\n');
  await drop(page, [file('a.csv', table), file('b.csv', table), file('c.txt', 'notes')]);
  await run.until('the first', ({ config }) => config.data === 'own-2d');
  const left = page.getByRole('status').filter({ hasText: 'Left out: 2' });
  await left.getByText('b.csv was not read').waitFor();
  await left.getByText('c.txt was not read').waitFor();
  // Two folders: the pictures of both.
  await page.evaluate(() => {
    const entry = (name, make) => Object.assign(Object.create(null), { name, isDirectory: false, isFile: true, file: (yes) => yes(make()) });
    const folder = (name, entries) => {
      const parts = [entries, []];
      return { name, isDirectory: true, isFile: false, createReader: () => ({ readEntries: (yes) => yes(parts.shift() ?? []) }) };
    };
    const text = (name) => entry(name, () => new File(['text'], name));
    const folders = [folder('one', [text('a.txt')]), folder('two', [text('b.txt')])];
    const items = folders.map((f) => ({ kind: 'file', webkitGetAsEntry: () => f }));
    const transfer = { items: Object.assign(items, { length: 2 }), files: [], types: ['Files'] };
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: transfer });
    document.querySelector('.train').dispatchEvent(event);
  });
  await page.getByRole('alert').filter({ hasText: 'None of the 2 files is a picture' }).waitFor();
});

/** A PNG of these sides and bits, of black pixels or of what `row` gives. */
function png(width, height, bits, row = () => Buffer.alloc(Math.ceil((width * bits) / 8))) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)];
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head[8] = bits;
  const lines = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), row(y)]));
  const data = deflateSync(Buffer.concat(lines), { level: 1 });
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** A sheet of 16-bit grey, with a light stroke in every cell of 28. */
const grey16 = (side) =>
  png(side, side, 16, (y) => {
    const line = Buffer.alloc(2 * side);
    for (let x = 0; x < side; x++) if (y % 28 === (x / 28 | 0) + 4) line.writeUInt16BE(60_000, 2 * x);
    return line;
  });

e2e('a picture’s sides are read before its pixels', { query: 'view=train&data=own-images&engine=cpu' }, async ({ page }) => {
  await page.evaluate(() => {
    const make = window.createImageBitmap.bind(window);
    window.decoded = 0;
    window.createImageBitmap = (...all) => ((window.decoded += 1), make(...all));
  });
  const pictures = page.locator('input[type=file][multiple]');
  const refused = (text) => page.getByRole('alert').filter({ hasText: text }).waitFor();
  await pictures.setInputFiles(file('bomb.png', png(20_000, 20_000, 1)));
  await refused('bomb.png is 20000 × 20000 pixels: at most 8192 a side are read');
  await pictures.setInputFiles(file('strip.png', png(12_000, 40, 8)));
  await refused('strip.png is 12000 × 40 pixels');
  await pictures.setInputFiles(file('table.png', '1,2\n3,4\n'));
  await refused('table.png: This is a text.');
  await pictures.setInputFiles(file('drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'));
  await refused('drawing.png is an SVG drawing, and cannot be read');
  assert.equal(await page.evaluate(() => window.decoded), 0, 'nothing was decoded');
  const whole = grey16(280);
  await pictures.setInputFiles(file('cut.png', whole.subarray(0, 200)));
  await refused(/cut.png is a PNG picture whose end is missing/);
  await pictures.setInputFiles(file('grey16.png', whole));
  await page.getByRole('region', { name: 'Your pictures' }).getByText(/100 pictures in grey16.png/).waitFor();
});

e2e('noise in place of pixels is no picture', { query: 'view=train&data=own-images&engine=cpu' }, async ({ page, run }) => {
  // What Firefox does under privacy.resistFingerprinting.
  const hide = (on) =>
    page.evaluate((on) => {
      const { prototype } = CanvasRenderingContext2D;
      window.honest ??= prototype.getImageData;
      prototype.getImageData = !on ? window.honest : function (...all) {
        const image = window.honest.apply(this, all);
        crypto.getRandomValues(new Uint8Array(image.data.buffer, 0, Math.min(65_536, image.data.length)));
        return image;
      };
    }, on);
  await hide(true);
  const sheet = file('sheet.png', grey16(280));
  const pictures = page.locator('input[type=file][multiple]');
  await pictures.setInputFiles(sheet);
  const refused = page.getByRole('alert').filter({ hasText: 'This browser gives noise in place of pixels' });
  await refused.waitFor();
  assert.equal((await run.status()).iteration, 0);
  await run.set({ data: 'ring' });
  await page.locator('summary', { hasText: 'Save' }).click();
  await page.getByText('SVG and CSV are as always').last().waitFor();
  const buttons = (kind) => page.getByRole('button', { name: new RegExp(`^${kind}: `) });
  await buttons('SVG').first().waitFor();
  for (const button of await buttons('PNG').all()) assert.equal(await button.isDisabled(), true);
  for (const button of await buttons('CSV').all()) assert.equal(await button.isDisabled(), false);

  // Once the visitor has allowed it, pictures are read.
  await hide(false);
  await run.set({ data: 'own-images' });
  await pictures.setInputFiles(sheet);
  await page.getByRole('region', { name: 'Your pictures' }).getByText(/100 pictures in sheet.png/).waitFor();
});
