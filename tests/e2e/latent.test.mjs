// What one does with a generator of pictures: latent space, epochs, the quiz, nearest neighbours.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { addressBecomes, assertDrawn, changed, difference, e2e, settled, thumbnail, until } from './harness.mjs';

const SMALL = 'view=train&data=mnist&engine=cpu&objective=non-saturating&width=32&depth=1&batch=16&seed=7';

const picture = (page, name) => page.getByRole('img', { name });

e2e('latent arithmetic follows what lies on the shelves', { query: `${SMALL}&views=latent` }, async ({ page, run }) => {
  await run.train(20);
  const result = picture(page, 'Generated from A − B + C');
  await result.waitFor();
  const before = await settled(result, 'the result');
  await page.getByRole('button', { name: 'Shelf B', exact: true }).click();
  await page.getByRole('button', { name: /^Sample 30/ }).click();
  await page.getByRole('button', { name: 'Sample 30, B' }).waitFor();
  await changed(result, before, 'the result');
  // A second press takes it away again: the same sum, the same picture.
  await page.getByRole('button', { name: 'Sample 30, B' }).click();
  await page.getByRole('button', { name: 'Sample 30', exact: true }).waitFor();
  await until('the first result again', async () => difference(before, await thumbnail(result)), (change) => change <= 0.01);
  // With the keyboard alone: one stop for the wall, arrows from sample to sample.
  await page.getByRole('button', { name: 'Clear shelf B' }).click();
  await page.getByRole('button', { name: 'Sample 30', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sample 31, B' }).waitFor();
});

e2e('ways through latent space: strip, pad and directions', { query: `${SMALL}&views=latent` }, async ({ page, run }) => {
  await run.train(20);
  await page.getByRole('button', { name: 'From A to B' }).click();
  for (const name of ['From A to B: Straight (linear)', 'From A to B: On the sphere (spherical)']) {
    await picture(page, name).waitFor();
    await assertDrawn(picture(page, name), name);
  }
  await page.getByRole('button', { name: 'Pad', exact: true }).click();
  const point = picture(page, 'The picture at the point');
  await point.waitFor();
  let before = await settled(point, 'the picture at the point');
  const slider = page.getByRole('slider', { name: 'Left to right' });
  for (let i = 0; i < 20; i++) await slider.press('ArrowRight');
  await changed(point, before, 'the picture at the point');
  before = await settled(point, 'the picture at the point');
  const ground = picture(page, 'Map of the square between A, B, C and D');
  await ground.click({ position: { x: 5, y: 5 } });
  await changed(point, before, 'the picture under the pointer');
  assert.equal(Number(await slider.inputValue()) < 0.2, true, 'the sliders follow the pointer');

  await page.getByRole('button', { name: 'Directions' }).click();
  const moved = picture(page, 'A, and A moved along the directions');
  await moved.waitFor();
  before = await settled(moved, 'A');
  const along = page.getByRole('slider', { name: 'Along coordinate 1', exact: true });
  await along.press('End');
  await changed(moved, before, 'A');
  await page.getByRole('button', { name: 'Principal directions' }).click();
  const principal = page.getByRole('slider', { name: 'Along principal direction 1', exact: true });
  await page.getByText(/^n₁ \(×\d/).waitFor();
  before = await settled(moved, 'A');
  await principal.press('End');
  await changed(moved, before, 'A');
});

e2e('a way through latent space is a link', { query: `${SMALL}&views=latent&latent_way=pad` }, async ({ page, run }) => {
  await run.train(20);
  const way = (name) => page.getByRole('button', { name, exact: true });
  assert.equal(await way('Pad').getAttribute('aria-pressed'), 'true');
  await way('Directions').click();
  await addressBecomes(page, 'latent_way', 'directions');
  const { address } = await run.status();
  assert.ok(address.includes('latent_way=directions'), address);
});

e2e('pictures follow the training', { query: `${SMALL}&views=latent` }, async ({ page, run }) => {
  await run.train(1);
  const result = picture(page, 'Generated from A − B + C');
  await result.waitFor();
  const before = await settled(result, 'the result');
  await run.train(100);
  await changed(result, before, 'the result');
});

e2e('moments are kept, looked back at and saved', { query: `${SMALL}&views=epochs` }, async ({ page, run }) => {
  const panel = page.getByRole('region', { name: 'Epochs' });
  const start = panel.getByRole('button', { name: /^Start/ });
  await start.waitFor();
  // Exactly so many: a busy page might be beyond 200 before it hears of a pause.
  await run.steps(120);
  await panel.getByRole('button', { name: /^Iteration 1\d\d/ }).waitFor();
  await start.click();
  await picture(page, 'Generated digits, iteration 0').waitFor();
  assert.equal(await start.getAttribute('aria-pressed'), 'true');
  await panel.getByRole('button', { name: /^Now/ }).click();
  await picture(page, /^Generated digits, iteration 1\d\d/).waitFor();

  const saved = async (name) => {
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name }).click();
    const file = await download;
    return [file.suggestedFilename(), await readFile(await file.path())];
  };
  const [png, strip] = await saved('Strip (PNG)');
  assert.equal(png, 'gan-epochs-seed-7.png');
  assert.equal(strip.subarray(1, 4).toString(), 'PNG');
  const [gif, animation] = await saved('Animation (GIF)');
  assert.equal(gif, 'gan-epochs-seed-7.gif');
  assert.equal(animation.subarray(0, 6).toString(), 'GIF89a');
  // The browser is a decoder of its own: the size is that of the wall and a line of words.
  const size = await page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/gif' }));
    return [bitmap.width, bitmap.height];
  }, [...animation]);
  assert.deepEqual(size, [476, 500]);
});

e2e('a quiz is played to its end by keyboard', { query: `${SMALL}&views=quiz` }, async ({ page, run }) => {
  const panel = page.getByRole('region', { name: 'Which one is real?' });
  await panel.getByText('not trained yet').waitFor();
  await run.train(100);
  await panel.getByRole('button', { name: 'Start the quiz' }).click();
  await panel.getByText('Round 1 of 10').waitFor();
  await panel.getByRole('button', { name: 'The left one is real' }).focus();
  let right = 0;
  for (let round = 1; round <= 10; round++) {
    await panel.getByText(`Round ${round} of 10`).waitFor();
    // The keys are the quiz's once one of its buttons has the focus again.
    await page.waitForFunction(() => document.activeElement?.matches('button') && document.activeElement.textContent !== 'Next');
    await page.keyboard.press(round % 2 ? '1' : 'ArrowRight');
    const verdict = await panel.getByText(/^You are (right|wrong)/).textContent();
    assert.match(verdict, /discriminator is (right|wrong): it says \d\.\d\d on the left/);
    if (verdict.startsWith('You are right')) right += 1;
    await page.waitForFunction(() => document.activeElement?.textContent === 'Next');
    await page.keyboard.press('Enter');
  }
  await panel.getByText(`You: ${right} of 10.`).waitFor();
  const row = panel.getByRole('row', { name: /^Real, called real/ });
  assert.equal(Number(await row.getByRole('cell').first().textContent()), right);
  await panel.getByRole('button', { name: 'Play again' }).click();
  await panel.getByText('Round 1 of 10').waitFor();
});

e2e('one picture at a time', { query: `${SMALL}&views=quiz` }, async ({ page, run }) => {
  await run.train(50);
  const panel = page.getByRole('region', { name: 'Which one is real?' });
  await panel.getByRole('button', { name: 'One: is it real?' }).click();
  await panel.getByRole('button', { name: 'Start the quiz' }).click();
  await panel.getByRole('button', { name: 'Generated', exact: true }).click();
  await panel.getByText(/^You are (right|wrong)/).waitFor();
});

e2e('the nearest training pictures, while training goes on', { query: `${SMALL}&views=nearest` }, async ({ page, run }) => {
  await run.play();
  await page.getByRole('button', { name: 'Sample 12', exact: true }).click();
  const near = picture(page, 'The nearest training pictures');
  const panel = page.getByRole('region', { name: 'Nearest neighbour' });
  await panel.getByText(/from its nearest training picture/).waitFor({ timeout: 60_000 });
  await assertDrawn(near, 'the neighbours');
  await picture(page, 'Generated sample 12').waitFor();
  const distances = (await panel.locator('.distances span:not(.hidden)').allTextContents()).map(Number);
  assert.equal(distances.length, 6);
  assert.deepEqual(distances, [...distances].sort((a, b) => a - b), 'nearest first');
  assert.ok(distances[0] > 0);
  const { iteration } = await run.status();
  await run.until('more training beside the search', (status) => status.iteration > iteration + 20);
  await panel.getByRole('button', { name: 'Measure all 64 samples' }).click();
  await page.getByRole('img', { name: /Half of the generated pictures/ }).waitFor({ timeout: 60_000 });
});

for (const views of ['latent', 'epochs', 'quiz', 'nearest']) {
  e2e(`${views} fits a phone and a slide`, { query: `${SMALL}&views=${views}`, viewport: { width: 360, height: 740 } }, async ({ page, run }) => {
    await run.train(5);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await until('nothing wider than a phone', wide, (pixels) => pixels === 0, 10_000);
    await page.goto(`${page.url()}&embed=1`);
    await page.setViewportSize({ width: 960, height: 540 });
    await run.ready();
    await page.getByRole('region', { name: /Latent space|Epochs|Which one|Nearest/ }).waitFor();
    const outside = () => page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight];
    });
    await until('nothing larger than a slide', outside, (pixels) => pixels.every((n) => n <= 0), 10_000);
  });
}
