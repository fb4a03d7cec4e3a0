// Training data that does not arrive as it should: a clear message, never a crash.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { e2e } from './harness.mjs';

const QUERY = 'view=train&data=mnist&engine=cpu&width=16&depth=1&batch=8&autoplay=1';
const shard = (name) => readFileSync(new URL(`../../assets/mnist/${name}`, import.meta.url));
const truncated = (bytes) => bytes.subarray(0, bytes.length >> 1);

// A browser logs a failed download by itself.
const NOT_FOUND = /Failed to load resource/;

const alarm = (page) => page.getByRole('alert').filter({ hasText: /MNIST|training data|train-\d\d/i }).first();

e2e('a truncated first shard', { query: QUERY, instead: { 'train-00.gz': truncated(shard('train-00.gz')) } }, async ({ page, run }) => {
  await alarm(page).waitFor({ timeout: 30_000 });
  assert.equal((await run.status()).iteration, 0);
});

e2e('a first shard that is something else', { query: QUERY, instead: { 'train-00.gz': Buffer.from('<!doctype html>') } }, async ({ page }) => {
  await alarm(page).waitFor({ timeout: 30_000 });
});

e2e('no first shard', { query: QUERY, instead: { 'train-00.gz': null }, expected: [NOT_FOUND] }, async ({ page, run }) => {
  await alarm(page).waitFor({ timeout: 30_000 });
  // A way on: other data need no download.
  await run.set({ data: 'ring' });
  await run.train(5);
});

e2e('a truncated later shard', { query: QUERY, instead: { 'train-05.gz': truncated(shard('train-05.gz')) } }, async ({ page, run }) => {
  await alarm(page).waitFor({ timeout: 60_000 });
  // All that has arrived is trained on: 21,000 pictures, of which an iteration takes 5 × 8.
  await run.until('a run that waits', ({ iteration, loaded }) => iteration === 525 && loaded === 21_000);
});
