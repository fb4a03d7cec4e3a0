// Weights as a file: saved by a button, taken over by a drop, refused where they do not fit, shipped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertDrawn, difference, e2e, settled } from './harness.mjs';

const SMALL = 'view=train&data=mnist&engine=cpu&width=16&depth=1&batch=8&critic_steps=1&latent=8';

const card = (page) => page.getByRole('region', { name: 'Weights' });
const wall = (page) => page.getByRole('img', { name: /^Generated digits/ });

async function saved(page) {
  const download = page.waitForEvent('download');
  await card(page).getByRole('button', { name: 'Save weights' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: [...readFileSync(await file.path())] };
}

async function drop(page, { name, bytes }) {
  const transfer = await page.evaluateHandle(([name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, [name, bytes]);
  await page.dispatchEvent('.train', 'drop', { dataTransfer: transfer });
}

e2e('a run is saved, and comes back after a reload', { query: SMALL }, async ({ page, run, src }) => {
  const { iteration } = await run.train(40);
  const before = await settled(wall(page), 'the wall');
  const file = await saved(page);
  assert.match(file.name, /^gan-mnist-wasserstein-\d+\.safetensors$/);

  await page.goto(src);
  await run.ready();
  await card(page).getByRole('button', { name: 'Save weights', disabled: false }).waitFor();
  await drop(page, file);
  await card(page).getByText(/taken over, at iteration/).waitFor();
  await run.until('the saved iteration', (status) => status.iteration === iteration);
  assert.equal(difference(await settled(wall(page), 'the wall'), before), 0, 'the same samples');
  // The run goes on from there.
  assert.equal((await run.steps(2)).iteration, iteration + 2);
});

e2e('other networks are refused, and their own settings offered', { query: SMALL }, async ({ page, run }) => {
  const { iteration } = await run.train(5);
  const file = await saved(page);
  await run.set({ width: 24 });
  await run.until('a new run', (status) => status.iteration === 0);
  await run.steps(2);
  await drop(page, file);
  const refusal = page.getByRole('alert').filter({ hasText: 'was not taken over' });
  await refusal.waitFor();
  assert.match(await refusal.innerText(), /critic\.0\.weight is \[784, 16\] in the file and \[784, 24\] here/);
  assert.equal((await run.status()).iteration, 2);
  await refusal.getByRole('button', { name: /its own settings/ }).click();
  const status = await run.until('the saved run', (status) => status.iteration === iteration);
  assert.equal(status.config.width, 16);

  await drop(page, { name: 'other.safetensors', bytes: [1, 2, 3] });
  await page.getByRole('alert').filter({ hasText: 'no safetensors file' }).waitFor();
  assert.equal((await run.status()).iteration, iteration);
});

e2e('trained weights come with the page', { query: 'weights=mnist-wgan&engine=cpu' }, async ({ page, run }) => {
  const status = await run.until('a trained run', ({ iteration }) => iteration >= 1000);
  assert.equal(status.running, false);
  await assertDrawn(wall(page), 'the wall');
  assert.equal(new URL(page.url()).searchParams.get('weights'), 'mnist-wgan');
  // Reset goes back to them; another run is no longer that one.
  await run.steps(2);
  await run.reset();
  await run.until('the weights again', ({ iteration }) => iteration === status.iteration);
  await run.set({ seed: 11 });
  await page.waitForFunction(() => !new URLSearchParams(location.search).has('weights'));
  const trained = page.getByRole('combobox', { name: 'Open trained' });
  assert.equal(await trained.inputValue(), '');
  await trained.selectOption('mnist-wgan');
  await run.until('the trained run again', ({ iteration }) => iteration === status.iteration);
});

for (const weights of ['mnist-wgan-gp', 'mnist-dcgan', 'mnist-conditional']) {
  e2e(`${weights} opens trained, and trains on`, { query: `weights=${weights}&engine=cpu` }, async ({ page, run }) => {
    const { iteration } = await run.until('a trained run', (status) => status.iteration >= 1000);
    await assertDrawn(wall(page), 'the wall');
    assert.equal((await run.steps(1)).iteration, iteration + 1);
  });
}
