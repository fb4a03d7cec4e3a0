// Pictures of the visitor's own: read in the page, looked at, used; a wrong file changes nothing.

import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { assertDrawn, assertFinite, e2e } from './harness.mjs';

const QUERY = 'view=train&data=own-images&engine=cpu&width=16&depth=1&batch=8&critic_steps=1';

const chunk = (type, body) => {
  const named = Buffer.concat([Buffer.from(type), body]);
  const number = (n) => Buffer.from(Uint32Array.of(n).buffer).reverse();
  return Buffer.concat([number(body.length), named, number(crc32(named))]);
};

/** A grey PNG of `width` × `height` pixels, each what `grey` says of its place. */
function png(width, height, grey) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0);
    for (let x = 0; x < width; x += 1) rows.push(grey(x, y));
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(Buffer.from(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

const file = (name, buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });
// A dark bar on white paper, elsewhere in each.
const bar = (i) => file(`${i}.png`, png(40, 60, (x) => (Math.abs(x - 10 - 2 * i) < 4 ? 20 : 250)));
const bars = Array.from({ length: 10 }, (_, i) => bar(i));
const sheet = (side) => png(side * 5, side * 4, (x, y) => ((x % side) * 8 + (y % side)) % 256);

const card = (page) => page.getByRole('region', { name: 'Your pictures' });
const picker = (page) => card(page).getByLabel(/several pictures/i);

e2e('several pictures are looked at and used', { query: QUERY }, async ({ page, run }) => {
  await picker(page).setInputFiles([...bars, file('notes.txt', Buffer.from('not a picture'), 'text/plain')]);
  const shown = card(page).getByText(/10 pictures in 11 files/);
  await shown.waitFor();
  await assertDrawn(card(page).getByRole('img'), 'the preview');
  // White paper: inverted unless the visitor says otherwise.
  assert.equal(await card(page).getByRole('switch', { name: /invert/i }).isChecked(), true);
  await card(page).getByText('Left out: 1').click();
  await card(page).getByText('notes.txt is no picture').waitFor();
  assert.equal((await run.status()).iteration, 0);
  await card(page).getByRole('button', { name: 'Use these 10' }).click();
  await card(page).getByText('10 pictures from 11 files.').waitFor();
  assertFinite(await run.train(20));
  await assertDrawn(page.getByRole('img', { name: 'Real pictures' }), 'the real pictures');

  // What is wrong changes nothing.
  const { iteration } = await run.status();
  await picker(page).setInputFiles([file('a.txt', Buffer.from('a'), 'text/plain'), file('b.txt', Buffer.from('b'), 'text/plain')]);
  await page.getByRole('alert').filter({ hasText: 'None of the 2 files' }).waitFor();
  await picker(page).setInputFiles(bars.slice(0, 3));
  await card(page).getByText(/only 3 pictures: at least 8/).waitFor();
  assert.equal(await card(page).getByRole('button', { name: 'Use these 3' }).isDisabled(), true);
  await card(page).getByRole('button', { name: 'Cancel' }).click();
  await card(page).getByText('10 pictures from 11 files.').waitFor();
  assert.equal((await run.status()).iteration, iteration);
});

e2e('a sheet is cut, dropped on any run', { query: 'view=train&data=ring&engine=cpu' }, async ({ page, run }) => {
  const bytes = [...sheet(32)];
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], 'sheet.png', { type: 'image/png' }));
    return transfer;
  }, bytes);
  await page.dispatchEvent('.train', 'drop', { dataTransfer: transfer });
  await card(page).getByText(/20 pictures in sheet.png/).waitFor();
  const cell = card(page).getByLabel(/side of a picture/i);
  assert.equal(await cell.inputValue(), '32');
  await cell.fill('40');
  await cell.blur();
  await card(page).getByText(/12 pictures in sheet.png/).waitFor();
  assert.equal((await run.status()).config.data, 'ring');
  await card(page).getByRole('button', { name: 'Use these 12' }).click();
  await run.until('other data', ({ config }) => config.data === 'own-images');
  assertFinite(await run.train(5));
});
