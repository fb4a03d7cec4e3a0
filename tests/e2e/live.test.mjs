// Demos that train: networks live beside the closed form, on the page's one run.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertDrawn, changed, e2e, queryBecomes, settled } from './harness.mjs';

const figure = (page) => page.getByRole('img').first();

/** The number beside a demo's figure with this name. */
async function readout(page, name) {
  const text = await page.getByRole('status', { name }).first().innerText();
  const power = ([digits]) => [...digits].map((digit) => (digit === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))).join('');
  return Number(text.replace('−', '-').replace(/×10(.*)$/, (_, digits) => `e${power([digits])}`));
}

const play = (page) => page.getByRole('button', { name: 'Play' }).click();

/** Plays, and then trains exactly so many iterations from the start: readings of a run that holds still. */
async function trainExactly(page, run, count) {
  await play(page);
  await run.until('the first iterations', ({ iteration }) => iteration > 0);
  await run.halt();
  await run.reset();
  await run.until('the start', ({ iteration }) => iteration === 0);
  await run.steps(count);
}

for (const [view, title] of [
  ['backprop&part=training', 'Backpropagation'],
  ['optimal-critic', 'The optimal critic'],
  ['lipschitz', 'Keeping the critic Lipschitz'],
  ['evaluation', 'Loss is not quality'],
]) {
  e2e(`${view}: fetches nothing before Play, then trains and shows it`, { query: `view=${view}&engine=cpu` }, async ({ page, run }) => {
    const fetched = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.getByRole('heading', { name: title }).waitFor();
    const before = await settled(figure(page), 'the closed form');
    await sleep(500);
    assert.deepEqual(fetched.filter((url) => /engine/.test(url)), [], 'an engine before Play');
    assert.equal((await run.status()).iteration, 0);

    await play(page);
    await run.until('some iterations', ({ iteration }) => iteration >= 20);
    const status = await run.halt();
    assert.equal(status.lanes.length, 2);
    await changed(figure(page), before, 'the curves', 0.3);
    for (const canvas of await page.getByRole('img').all()) await assertDrawn(canvas, 'a canvas');
    // The address is the knobs, and the engine that was asked for.
    await queryBecomes(page, `view=${view}&engine=cpu`);
  });
}

e2e('a demo that is left trains no more, and the train view has its own run', {
  query: 'view=train&data=ring&objective=hinge&width=16&seed=3&views=samples&engine=cpu',
}, async ({ page, run }) => {
  await run.steps(3);
  const before = await run.status();
  await queryBecomes(page, before.address);
  const views = page.getByRole('navigation', { name: 'Views' });
  const open = async (name) => {
    await views.locator('summary').click();
    await views.getByRole('link', { name }).click();
  };
  const trains = (objective) => (s) => s.lanes[0].objective === objective && s.iteration > 5 && s.running;
  await open('The optimal critic');
  const { lanes } = await run.status();
  assert.equal(lanes[0].objective, 'hinge', 'nothing happens to the run before Play');
  await play(page);
  await run.until('the demo trains', trains('minimax'));

  // To another demo that trains: it has to be started, too.
  await open('Loss is not quality');
  await run.until('a pause', (s) => s.view === 'evaluation' && !s.running);
  await play(page);
  await run.until('the other demo trains', trains('non-saturating'));

  await views.getByRole('link', { name: 'Train' }).click();
  const back = await run.until('a pause', (s) => s.view === 'train' && !s.running);
  assert.deepEqual([back.iteration, back.lanes.length], [3, 1]);
  assert.ok(back.run > before.run, 'an event of the demo is none of the run');
  assert.deepEqual(back.lanes[0].losses, before.lanes[0].losses);
  assert.equal(back.config.views, 'samples');
  await queryBecomes(page, before.address);
  await run.steps(2);

  // Back through the browser's history, from a demo that is training.
  await open('The optimal critic');
  await play(page);
  await run.until('the demo trains again', trains('minimax'));
  await page.goBack();
  const again = await run.until('a pause', (s) => s.view === 'train' && !s.running);
  assert.deepEqual([again.config.objective, again.iteration], ['hinge', 5]);
});

// Weights and counters, not only their picture: what comes next is what would have come.
e2e('a run that made room for a demo goes on as if it had not', {
  query: 'view=train&data=ring&objective=minimax&width=16&seed=3&engine=cpu',
}, async ({ page, run }) => {
  const losses = async (wanted) =>
    (await run.until(`iteration ${wanted}`, ({ iteration, running }) => iteration === wanted && !running)).lanes[0].losses;
  await run.steps(20);
  const at20 = await losses(20);
  await run.steps(10);
  const at30 = await losses(30);
  await run.reset();
  await run.steps(20);
  assert.deepEqual(await losses(20), at20, 'the same seed, the same run');

  const views = page.getByRole('navigation', { name: 'Views' });
  await views.locator('summary').click();
  await views.getByRole('link', { name: 'Keeping the critic Lipschitz' }).click();
  await play(page);
  await run.until('the demo trains', (s) => s.lanes[0].objective === 'wasserstein' && s.iteration > 10);
  await views.getByRole('link', { name: 'Train' }).click();
  await run.until('the train view', (s) => s.view === 'train' && s.iteration === 20 && !s.running);
  await run.steps(10);
  assert.deepEqual(await losses(30), at30);
});

e2e('backprop: the engine takes the steps that the page computes', { query: 'view=backprop&part=training&engine=cpu' }, async ({ page, run }) => {
  assert.equal(await page.getByRole('status', { name: /Largest difference/ }).count(), 0, 'nothing to compare with');
  const start = await readout(page, 'Loss before training');
  await play(page);
  await run.until('forty steps', ({ iteration }) => iteration >= 40);
  await run.halt();
  const difference = await readout(page, /Largest difference/);
  assert.ok(difference < 1e-4, `engine and page differ by ${difference}`);
  assert.ok((await readout(page, /engine's run on many/)) < start, 'descent');

  // Another rate is another way from the first step on.
  const { run: number } = await run.status();
  await page.getByRole('slider', { name: 'Learning rate η' }).first().fill('0.6');
  await run.until('a new run', (s) => s.run > number && s.iteration < 40);
  await run.steps(10);
  await run.until('ten steps', ({ iteration, running }) => iteration >= 10 && !running);
  assert.ok((await readout(page, /Largest difference/)) < 1e-4);

  // The other part has networks of its own, and gives the engine back.
  await page.getByRole('combobox', { name: 'Part' }).selectOption({ index: 0 });
  await run.until('the graph', (s) => s.config.part === 'graph' && !s.running);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await run.until('a phase', ({ iteration }) => iteration === 1);
  assert.equal(await page.getByRole('button', { name: 'Learn' }).count(), 1);
});

e2e('optimal-critic: the discriminator learns p/(p + q), and a dragged Q goes on', {
  query: 'view=optimal-critic&theta=0.5&x=1.5&engine=cpu',
}, async ({ page, run }) => {
  await trainExactly(page, run, 150);
  // Duality: a critic of slope 1 finds no more than the distance, up to the sample's own error.
  const [bound, distance] = [await readout(page, /lower bound/), await readout(page, 'Wasserstein distance')];
  assert.equal(distance, 1);
  assert.ok(bound > 0.4 && bound < 1.1, `the critic finds ${bound} of 1`);

  const before = await run.play();
  await page.getByRole('slider', { name: 'Centre of Q' }).first().fill('-2');
  const moved = await run.until('training on', ({ iteration }) => iteration > before.iteration + 20);
  assert.equal(moved.run, before.run, 'the same run goes on');
  assert.equal(moved.config.theta, -2);
  assert.equal(await readout(page, 'Wasserstein distance'), 3.5);
});

e2e('lipschitz: clipped weights pile up, and another control starts the pair anew', {
  query: 'view=lipschitz&engine=cpu&depth=2',
}, async ({ page, run }) => {
  await trainExactly(page, run, 120);
  assert.ok((await readout(page, /^Share of critic A/)) > 0.3, 'weights at ±c');
  const slope = await readout(page, /^Mean slope of critic B/);
  assert.ok(slope > 0.6 && slope < 1.6, `the penalised slope is ${slope}`);

  const { run: number } = await run.status();
  await page.getByRole('combobox', { name: 'Critic B' }).selectOption({ label: 'Spectral norm' });
  await run.until('a new run', (s) => s.run > number);
  const status = await run.steps(40);
  assert.equal(status.config.second, 'spectral-norm');
  assert.ok((await readout(page, /^Mean slope of critic B/)) <= 1.02, 'spectral norm allows no more than 1');
});

e2e('embedded: a demo is played by its parent, and pauses out of sight', {
  query: 'view=optimal-critic&embed=1&engine=cpu',
  parent: '<body style="margin:0"><iframe src="{{src}}" width="960" height="540"></iframe><div style="height:3000px"></div></body>',
}, async ({ page, run }) => {
  await run.play();
  await run.until('some iterations', ({ iteration }) => iteration >= 10);
  await page.evaluate(() => scrollTo(0, 2500));
  const iteration = await run.holdsStill('out of sight it holds still');
  await page.evaluate(() => scrollTo(0, 0));
  await run.until('it goes on', (status) => status.iteration > iteration);
});

e2e('autoplay starts a demo that trains', { query: 'view=optimal-critic&autoplay=1&engine=cpu' }, async ({ page, run }) => {
  await run.until('some iterations', ({ iteration, running }) => running && iteration >= 10);
  assert.match(page.url(), /autoplay=1/);
});
