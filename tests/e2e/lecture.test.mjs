// What a lecture needs beside one run: a second one, the past, slow motion, own data, lessons.

import assert from 'node:assert/strict';
import { addressBecomes, assertFinite, e2e } from './harness.mjs';

const RING = 'view=train&data=ring&engine=cpu&seed=7';
const parameter = (page, name) => new URL(page.url()).searchParams.get(name);

e2e('a second run differs in what is set for it', { query: `${RING}&objective=wasserstein&clip=0.02&b.clip=0.5` }, async ({ page, run }) => {
  const { config, lanes, notices } = await run.status();
  assert.deepEqual([config.clip, config['b.clip'], notices], [0.02, 0.5, []]);
  assert.equal(lanes.length, 2);
  for (const value of ['0.02', '0.5']) await page.getByRole('heading', { name: value }).first().waitFor();

  const clip = page.getByRole('spinbutton', { name: 'Clip value' });
  assert.equal(await clip.inputValue(), '0.02');
  await page.getByRole('radio', { name: 'Run B' }).check();
  assert.equal(await clip.inputValue(), '0.5');
  await clip.fill('0.25');
  await clip.press('Enter');
  await addressBecomes(page, 'b.clip', '0.25');
  assert.equal(parameter(page, 'clip'), '0.02', 'the first run keeps its own');

  assertFinite(await run.train(20));
  await run.set({ 'b.critic_steps': 2 });
  const both = await run.status();
  assert.deepEqual([both.config.critic_steps, both.config['b.critic_steps']], [5, 2]);
  const bad = await run.set({ 'b.seed': 3 });
  assert.ok(bad.error.includes('b.seed'));
});

e2e('the past is looked at while the run goes on', { query: RING }, async ({ page, run }) => {
  await run.train(200);
  const slider = page.getByRole('slider', { name: 'Time line' });
  await slider.press('Home');
  await page.getByText('Looking back at iteration').first().waitFor();
  const back = await run.train(20);
  assert.ok(back.iteration >= 220, 'the status tells of the present');
  await page.getByText('Looking back at iteration').first().waitFor();
  await page.getByRole('button', { name: 'Live' }).click();
  assert.equal(await page.getByText('Looking back at').count(), 0);

  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('Looking back at iteration').first().waitFor();
  // Another run has another past.
  await run.reset();
  await run.until('a new run', ({ iteration }) => iteration === 0);
  await slider.waitFor({ state: 'detached' });
});

e2e('slow motion goes phase by phase', { query: `${RING}&objective=wasserstein&critic_steps=2` }, async ({ page, run }) => {
  await page.getByRole('button', { name: 'Slow motion' }).click();
  const step = page.getByRole('button', { name: 'Step' });
  const now = page.locator('[aria-current="step"]');
  const seen = [];
  for (let i = 0; i < 7; i += 1) {
    const before = seen.at(-1);
    await step.click();
    await page.waitForFunction((before) => {
      const text = document.querySelector('[aria-current="step"]')?.textContent;
      return text && text !== before;
    }, before, { timeout: 10_000 });
    seen.push(await now.innerText());
  }
  assert.deepEqual(seen, [
    'Sample', 'Critic step 1 of 2', 'Clip', 'Sample', 'Critic step 2 of 2', 'Clip', 'Generator step',
  ]);
  assert.equal((await run.status()).iteration, 1);
  await page.getByRole('button', { name: 'Play' }).first().click();
  await page.getByText('samples were drawn').first().waitFor({ timeout: 10_000 });
  // Normal again, and the same run as if it had never been slow.
  await page.getByRole('button', { name: 'Slow motion' }).click();
  await run.until('full speed', ({ iteration }) => iteration > 5);
  const slow = await run.halt();
  await run.reset();
  await run.until('a new run', ({ iteration }) => iteration === 0);
  assert.deepEqual((await run.steps(slow.iteration)).losses, slow.losses);
});

e2e('data are drawn by mouse and by keyboard', { query: 'view=train&data=drawn&engine=cpu' }, async ({ page, run }) => {
  const sheet = page.getByRole('application', { name: /drawing sheet/i });
  await sheet.scrollIntoViewIfNeeded();
  const box = await sheet.boundingBox();
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.7 * box.height, { steps: 8 });
  await page.mouse.up();
  await page.waitForFunction(() => new URLSearchParams(location.search).has('drawing'));
  assertFinite(await run.train(20));

  const stroke = parameter(page, 'drawing');
  await sheet.focus();
  for (const key of ['ArrowRight', 'ArrowUp', 'Space']) await page.keyboard.press(key);
  await page.waitForFunction((stroke) => new URLSearchParams(location.search).get('drawing') !== stroke, stroke);
  assert.equal(parameter(page, 'drawing').split('.').length, 2, 'a stroke and a dot');
  await page.getByRole('button', { name: 'Undo' }).click();
  await addressBecomes(page, 'drawing', stroke);

  // The link is the drawing.
  await page.goto(page.url());
  await run.ready();
  assertFinite(await run.train(5));
  assert.equal(parameter(page, 'drawing'), stroke);
});

const csv = (text) => ({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const rows = (row) => Array.from({ length: 40 }, (_, i) => row(i)).join('\n');

e2e('a file of numbers is data', { query: 'view=train&data=own-1d&engine=cpu' }, async ({ page, run }) => {
  const picker = page.locator('input[type=file][accept*=csv]');
  await picker.setInputFiles(csv('1\n2\ntwo\n'));
  await page.getByRole('alert').filter({ hasText: 'Line 3' }).waitFor();
  await picker.setInputFiles({ ...csv(''), buffer: Buffer.alloc(5_000_001, '1\n') });
  await page.getByRole('alert').filter({ hasText: /\d MB/ }).waitFor();

  await picker.setInputFiles(csv(rows((i) => i * i)));
  await page.getByText('40 points from numbers.csv').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0, 'the notice has gone');
  assertFinite(await run.train(10));

  // Two columns are points of the plane.
  await picker.setInputFiles(csv(rows((i) => `${i},${i * i}`)));
  await run.until('other data', ({ config }) => config.data === 'own-2d');
  assertFinite(await run.train(10));
  await addressBecomes(page, 'data', 'own-2d');
  await page.reload();
  await run.ready();
  await page.getByText('40 points from numbers.csv').waitFor();
  assertFinite(await run.train(10));
});

e2e('a lesson is two runs and the reason', { query: 'view=train&engine=cpu' }, async ({ page, run }) => {
  await page.locator('summary').getByText('Lessons', { exact: true }).click();
  await page.getByRole('button', { name: 'Mode collapse' }).click();
  await addressBecomes(page, 'lesson', 'mode-collapse');
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await lesson.getByRole('heading', { name: 'Mode collapse' }).waitFor();
  const { config, lanes } = await run.status();
  assert.deepEqual([config.lesson, lanes.length], ['mode-collapse', 2]);
  await lesson.getByRole('button', { name: 'Run both' }).click();
  await run.until('iterations', ({ iteration }) => iteration > 5);

  // A live setting too makes it another run than the lesson's.
  await run.set({ critic_lr: 0.003 });
  await addressBecomes(page, 'critic_lr', '0.003');
  assert.equal(parameter(page, 'lesson'), null);
  await run.set({ lesson: 'vanishing-gradient' });
  await addressBecomes(page, 'lesson', 'vanishing-gradient');
  await lesson.getByRole('heading', { name: 'Vanishing gradient' }).waitFor();
});

e2e('views are in the address', { query: `${RING}&views=samples,weights` }, async ({ page, run }) => {
  assert.equal((await run.status()).config.views, 'samples,weights');
  await run.set({ views: 'samples,heat,metrics' });
  await addressBecomes(page, 'views', 'samples,heat,metrics');
  await run.play();
  const { metrics } = await run.until('metrics', ({ metrics }) => Object.keys(metrics.readings).length > 0);
  for (const { value, floor } of Object.values(metrics.readings)) {
    assert.ok(Number.isFinite(value) && Number.isFinite(floor));
  }
});
