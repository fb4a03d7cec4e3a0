// One widget as one file, as for a lecture room without a network: opened from the disk, offline.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { assertDrawn, assertFinite, complaints, DIST, launch, Run } from './browser.mjs';

const SCRIPT = fileURLToPath(new URL('../../scripts/single-file.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'gan-playground-'));
const browser = await launch('plain');
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** Makes the file and opens it without a network. */
async function open(t, view) {
  const file = join(folder, `${view.replaceAll(/\W/g, '-')}.html`);
  execFileSync(process.execPath, [SCRIPT, DIST, view, file]);
  const context = await browser.newContext({ offline: true });
  t.after(() => context.close());
  const page = await context.newPage();
  const heard = complaints(page);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const run = new Run(page);
  await run.ready();
  // Nothing but itself, and what it holds.
  const others = () => asked.slice(1).filter((url) => !/^(data|blob):/.test(url));
  return { page, run, done: () => assert.deepEqual([heard, others()], [[], []], 'complaints, and what was asked of a network') };
}

test('a theory widget in one file', { timeout: 120_000 }, async (t) => {
  const { page, run, done } = await open(t, 'lines&theta=0.5');
  const { view, notices } = await run.status();
  assert.deepEqual([view, notices], ['lines', []]);
  await assertDrawn(page.getByRole('img').first(), 'the figure');
  const w = page.getByRole('status', { name: 'Wasserstein distance' }).first();
  assert.equal((await w.innerText()).trim(), '0.5');
  await page.getByRole('slider', { name: 'Distance θ' }).first().fill('0');
  assert.equal((await w.innerText()).trim(), '0');
  done();
});

test('another language in one file', { timeout: 120_000 }, async (t) => {
  const { page, run, done } = await open(t, 'lines&lang=de');
  assert.deepEqual((await run.status()).notices, []);
  await page.getByRole('heading', { name: 'Parallele Strecken' }).waitFor();
  done();
});

test('training in one file', { timeout: 120_000 }, async (t) => {
  const { run, done } = await open(t, 'train&data=gaussian-1d&seed=3');
  const status = await run.train(30);
  assertFinite(status);
  assert.deepEqual([status.engine, status.config.seed, status.config.data], ['cpu', 3, 'gaussian-1d']);
  done();
});

test('digits in one file', { timeout: 180_000 }, async (t) => {
  const { run, done } = await open(t, 'train&width=16&depth=1&batch=8&critic_steps=1');
  const status = await run.train(20);
  assertFinite(status);
  assert.equal(status.config.data, 'mnist');
  await run.until('all digits', ({ loaded }) => loaded === 60_000);
  done();
});

test('a view that does not exist is refused', () => {
  assert.throws(() => execFileSync(process.execPath, [SCRIPT, DIST, 'no-such-view', join(folder, 'x.html')], { stdio: 'pipe' }), /there is no view/);
});
