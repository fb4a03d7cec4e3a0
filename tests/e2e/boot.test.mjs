// What keeps the page from starting is said, with a way on, and the way leads on: every file of it under every
// fault, in browsers that are too old, from the disk, on a slow line.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DIST, FAULTS, launch, Run, serve, until } from './browser.mjs';
import { CASES, CSS, said, tryBoot, WASM } from './boot-cases.mjs';

const PLACE = '/some/sub/path/';
const site = await serve({ [PLACE]: DIST });
const address = `${site.origin}${PLACE}?view=lines`;
const browser = await launch('plain');
after(async () => {
  site.close();
  await browser.close();
});

const boot = (what, body) =>
  test(what, { timeout: 120_000 }, async () => {
    site.instead.clear();
    const context = await browser.newContext();
    try {
      await body(await context.newPage(), context);
    } finally {
      await context.close();
    }
  });

for (const fault of CASES) {
  boot(fault.what, async (page) => {
    // Pauses and silences pass in no time.
    if (fault.slow) await page.clock.install();
    const wait = async () => fault.slow && page.clock.fastForward(2_000);
    await tryBoot({ goto: (to) => page.goto(to), evaluate: (what) => page.evaluate(what), site, address, wait }, fault);
  });
}

boot('without a network it goes on by itself when that is back', async (page, context) => {
  await page.clock.install();
  site.instead.set(WASM, FAULTS.silent);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('#boot p'));
  await context.setOffline(true);
  const alarm = page.getByRole('alert').filter({ hasText: 'The device is offline' });
  await until('a word on it', async () => {
    await page.clock.fastForward(2_000);
    return alarm.count();
  }, Boolean);
  site.instead.clear();
  await context.setOffline(false);
  await page.getByRole('heading', { name: 'Parallel lines' }).waitFor();
});

boot('a slow line: it says how far it is', async (page, context) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 100, downloadThroughput: 400_000, uploadThroughput: 50_000 });
  await page.goto(address, { waitUntil: 'commit' });
  const [, bytes, total] = await until('how far it is', () => page.evaluate(said).catch(() => ''), (text) => /of [\d,]+ kB/.test(text)).then((text) =>
    text.match(/([\d,]+) of ([\d,]+) kB/).map((number) => Number(number.replaceAll(',', ''))),
  );
  assert.ok(bytes > 0 && bytes <= total, `${bytes} of ${total}`);
});

boot('styles that never come leave a page that is bare, and come later', async (page) => {
  await page.clock.install();
  site.instead.set(CSS, FAULTS.silent);
  // The page's own events wait for the sheet, too.
  await page.goto(address, { waitUntil: 'commit' });
  const note = page.locator('#bare');
  await until('a word on it', async () => {
    await page.clock.fastForward(2_000);
    return note.count();
  }, Boolean);
  await page.getByRole('heading', { name: 'Parallel lines' }).waitFor();
  site.instead.clear();
  await until('the styles', async () => {
    await page.clock.fastForward(2_000);
    return note.count();
  }, (count) => count === 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).margin), '0px');
});

// What older browsers lack, taken from this one.
for (const [what, take, says] of [
  ['WebAssembly', () => delete window.WebAssembly, /has no WebAssembly/],
  ['SIMD', () => (WebAssembly.validate = () => false), /has no SIMD/],
  ['modules', () => delete HTMLScriptElement.prototype.noModule, /too old/],
]) {
  boot(`a browser without ${what}`, async (page) => {
    await page.addInitScript(take);
    await page.goto(address);
    const text = await until('a sentence', () => page.evaluate(said), (text) => says.test(text), 10_000);
    assert.match(text, /What is needed: Chrome/);
  });
}

boot('from the disk', async (page) => {
  await page.goto(pathToFileURL(`${DIST}index.html`).href);
  await until('what to do', () => page.evaluate(said), (text) => /file server/.test(text), 10_000);
});

boot('a policy that lets no script of it run', async (page) => {
  site.headers.set(PLACE, { 'Content-Security-Policy': "script-src 'none'" });
  try {
    await page.goto(address);
    const late = page.getByText('a security policy or an extension');
    // Read from the styles: waiting for it would take 20 s.
    assert.equal(await late.evaluate((element) => getComputedStyle(element).animationName), 'late');
  } finally {
    site.headers.clear();
  }
});

boot('a policy that forgets its WebAssembly', async (page) => {
  const html = await (await fetch(address)).text();
  const { createHash } = await import('node:crypto');
  const hashes = [...html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
  site.headers.set(PLACE, { 'Content-Security-Policy': `script-src 'self' ${hashes.join(' ')}` });
  try {
    await page.goto(address);
    await page.getByRole('alert').filter({ hasText: 'A security policy of this site' }).waitFor({ timeout: 30_000 });
  } finally {
    site.headers.clear();
  }
  await page.getByRole('button', { name: 'Reload' }).click();
  await new Run(page).ready();
});
