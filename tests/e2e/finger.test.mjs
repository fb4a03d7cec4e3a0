// Under a finger, with real touch events: whatever is dragged follows one pointer, lets go of it, and leaves
// swipes and pinches to the browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { addressBecomes, assertDrawn, e2e, until } from './harness.mjs';
import { centre, fingers, middle, phone } from './touch.mjs';

const PHONE = phone(360, 640);

const urls = await readFile(new URL('../../docs/urls.md', import.meta.url), 'utf8');
// That they are all is tests/docs/figures.rs.
const FIGURES = [...urls.matchAll(/^\| `\?view=([\w-]+)` \|/gm)].map(([, name]) => name).filter((name) => name !== 'architectures');

const scrolled = (page) => page.evaluate(() => Math.round(scrollY));
/** Where the page has come to rest: a swipe throws it, and what is still to come moves it. */
async function atRest(page) {
  let before;
  await until('the page to rest', async () => {
    const [last, now] = [before, await page.evaluate(() => [scrollY, document.body.scrollHeight].join())];
    before = now;
    return now === last;
  }, (rests) => rests, 20_000);
  return scrolled(page);
}
/** Once the browser has drawn what has happened: moves come with its frames. */
const value = (handle) => handle.evaluate((input) => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(Number(input.value))))));
const held = (page) => page.locator('.holder.held').count();

/** Drags by the mouse as `fingers().drag` does by a finger. */
async function mouseDrag(page, [x, y], offsets, seen) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  const answers = [];
  for (const [dx, dy] of offsets) {
    await page.mouse.move(x + dx, y + dy);
    answers.push(await seen());
  }
  await page.mouse.up();
  return answers;
}

async function open(page, run, view) {
  await page.evaluate((query) => {
    history.pushState(null, '', query);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `?view=${view}`);
  await run.until(view, (status) => status.view === view);
  await assertDrawn(page.getByRole('img').first(), view);
}

/** Some handles of a figure, by mouse and by finger, there and back. Answers how many moved. */
async function sameByFinger(page, board, finger, name) {
  const all = board.locator('.handle');
  const count = await all.count();
  let tried = 0;
  // Of many of a kind the first and the last: they are near the edges.
  for (const i of new Set([0, count - 1].filter((i) => i >= 0))) {
    const handle = all.nth(i);
    const label = `${name}: ${await handle.getAttribute('aria-label')}`;
    await centre(handle);
    const start = await handle.inputValue();
    const back = async () => {
      await handle.fill(start);
      await until(`${label} at its beginning`, () => handle.inputValue(), (value) => value === start);
    };
    // To one side, or, where it stands at the end of its range, to the other.
    for (const side of [-1, 1]) {
      const offsets = [10, 20, 30, 40].map((by) => [side * by, side * by]);
      const mouse = await mouseDrag(page, await middle(handle), offsets, () => value(handle));
      await back();
      const touch = await finger.drag(await middle(handle), offsets, () => value(handle));
      await back();
      assert.deepEqual(touch, mouse, label);
      const steps = touch.map((value, i) => Math.sign(value - (i > 0 ? touch[i - 1] : Number(start))));
      assert.ok(!(steps.includes(1) && steps.includes(-1)), `${label} goes one way: ${touch}`);
      if (steps.some((step) => step !== 0)) {
        tried += 1;
        break;
      }
      assert.ok(side < 0, `${label} does not move`);
    }
  }
  return tried;
}

e2e('a finger moves the handles of every figure as a mouse does', { query: 'view=lines', context: PHONE }, async ({ page, run }) => {
  const finger = await fingers(page);
  assert.ok(FIGURES.length > 10, `${FIGURES.length} figures were found`);
  let tried = 0;
  for (const name of FIGURES) {
    await open(page, run, name);
    tried += await sameByFinger(page, page.locator('.board'), finger, name);
  }
  assert.ok(tried > FIGURES.length, `${tried} handles were dragged`);
});

e2e('the same in a frame of another page', {
  query: 'view=divergences&embed=1',
  parent: '<meta name="viewport" content="width=device-width"><body style="margin:0"><p style="height:120px">Words</p><iframe src="{{src}}" style="border:0;width:100%;height:420px"></iframe><p style="height:900px">Words',
  context: PHONE,
}, async ({ page }) => {
  const frame = page.frameLocator('iframe');
  const board = frame.locator('.board');
  await assertDrawn(frame.getByRole('img').first(), 'the figure');
  assert.ok((await sameByFinger(page, board, await fingers(page), 'divergences')) > 0);
});

e2e('one finger at a time; lifted, cancelled or lost it lets go', {
  query: 'view=divergences&p=gaussian&p-centre=-1&p-width=1&q=gaussian&q-centre=2&q-width=1',
  context: PHONE,
}, async ({ page }) => {
  const handle = (name) => page.locator('.board').getByRole('slider', { name, exact: true });
  const [p, q] = [handle('Centre of P'), handle('Centre of Q')];
  await centre(q);
  const finger = await fingers(page);
  const [at, other] = [await middle(q), await middle(p)];
  const left = ([x, y], by) => [x - by, y];

  await finger.down(at);
  await finger.move(left(at, 10));
  const after10 = await value(q);
  assert.ok(after10 < 2, `${after10}`);
  // A second one on another handle, on the page, and farther on.
  await finger.down(other, 1);
  await finger.move(left(other, 30), 1);
  await finger.move([other[0], other[1] + 60], 1);
  assert.deepEqual([await value(p), await value(q)], [-1, after10], 'the second finger is nobody');
  await finger.move(left(at, 20));
  const after20 = await value(q);
  assert.ok(after20 < after10, 'the first goes on');
  await finger.up(1);
  await finger.move(left(at, 30));
  assert.ok((await value(q)) < after20, 'and when the second is lifted');
  await finger.up();
  await until('a lifted finger to let go', () => held(page), (count) => count === 0, 5_000);

  // The second stays when the first goes: it has taken hold of nothing.
  const rest = await value(q);
  await finger.down(await middle(q));
  await finger.down(other, 1);
  await finger.up();
  await finger.move(left(other, 30), 1);
  assert.deepEqual([await value(p), await value(q)], [-1, rest]);
  await finger.up(1);

  await finger.down(await middle(q));
  await finger.move(left(await middle(q), 10));
  assert.equal(await held(page), 1);
  const before = await value(q);
  await finger.cancel();
  await until('a cancelled finger to let go', () => held(page), (count) => count === 0, 5_000);
  await page.mouse.move(...left(await middle(q), 60));
  assert.equal(await value(q), before);

  // Lost: another part of the page takes the pointer.
  await page.evaluate(() => addEventListener('pointermove', ({ pointerId }) => document.querySelector('.holder').releasePointerCapture(pointerId), { once: true }));
  const from = await middle(q);
  await finger.down(from);
  await finger.move(left(from, 10));
  await finger.move(left(from, 12));
  await until('the handle to be let go', () => held(page), (count) => count === 0, 5_000);
  const lost = await value(q);
  await finger.move(left(from, 60));
  assert.equal(await value(q), lost, 'lost');
  await finger.up();

  // And it can be taken hold of again, by finger and by keyboard.
  const again = await middle(q);
  await finger.drag(again, [[10, 0], [20, 0]]);
  const moved = await value(q);
  assert.ok(moved > lost);
  assert.equal(await q.evaluate((input) => input === document.activeElement), true, 'arrow keys go on from there');
  await page.keyboard.press('ArrowLeft');
  assert.ok((await value(q)) < moved);
});

e2e('there and back again is where it was, though axes move meanwhile', { query: 'view=lines', viewport: { width: 1280, height: 900 } }, async ({ page }) => {
  const handle = page.locator('.board .handle').last();
  await centre(handle);
  const start = await value(handle);
  const by = (pixels) => [1, 2, 3, 4].map((part) => [(pixels * part) / 4, 0]);
  const there = (await mouseDrag(page, await middle(handle), by(20), () => value(handle))).at(-1);
  assert.ok(there > start + 0.2, `${start} to ${there}`);
  const back = (await mouseDrag(page, await middle(handle), by(-20), () => value(handle))).at(-1);
  // A pointer takes hold of whole pixels, of 0.0123 each; a knob has steps of 0.01.
  assert.ok(Math.abs(back - start) < 0.025, `${start} to ${there} to ${back}`);
});

e2e('a swipe beside a handle scrolls, two fingers on a figure zoom', { query: 'view=lines&theta=0.5', context: PHONE }, async ({ page }) => {
  const handle = page.locator('.board .handle').first();
  const finger = await fingers(page);
  for (const [dx, dy] of [[23, 0], [-23, 0], [26, 0], [-28, 0], [0, 25], [0, -28], [18, 18], [-40, 30]]) {
    await centre(handle);
    const [before, [x, y]] = [await atRest(page), await middle(handle)];
    await finger.swipe([x + dx, y + dy], [0, -90]);
    await until(`a swipe ${dx}, ${dy} beside the handle to scroll`, () => scrolled(page), (now) => now > before + 30, 5_000);
    await atRest(page);
    assert.equal(await handle.inputValue(), '0.5', `a swipe ${dx}, ${dy} beside it`);
  }
  // On the handle it drags and does not scroll.
  await centre(handle);
  const [before, at] = [await atRest(page), await middle(handle)];
  await finger.swipe(at, [-30, -90]);
  assert.notEqual(await handle.inputValue(), '0.5');
  assert.equal(await scrolled(page), before);

  await centre(handle);
  const [x, y] = await middle(handle);
  await pinch(finger, [x, y - 110]);
  await until('the page to be zoomed', () => page.evaluate(() => visualViewport.scale), (scale) => scale > 1.2, 5_000);
});

/** Two fingers that come down together and go apart. */
async function pinch(finger, [x, y], apart = 20, to = 90) {
  const put = async (by, how) => {
    await finger[how]([x - by, y], 0);
    await finger[how]([x + by, y], 1);
  };
  await put(apart, 'down');
  for (let by = apart; by <= to; by += 10) {
    await put(by, 'move');
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  await finger.up(1);
  await finger.up(0);
}

e2e('a setting slides along, and is swiped past', { query: 'view=lines&theta=0.5', context: PHONE }, async ({ page }) => {
  const finger = await fingers(page);
  const slider = page.locator('.panel input[type=range]').first();
  await centre(slider);
  const before = await atRest(page);
  const { x, y, width, height } = await slider.boundingBox();
  await finger.swipe([x + width / 2, y + height / 2], [0, -120]);
  await until('the page to scroll', () => scrolled(page), (now) => now > before + 30, 5_000);
  assert.equal(await page.locator('.panel').getByRole('spinbutton').first().inputValue(), '0.5', 'swiped past');

  await centre(slider);
  const there = await atRest(page);
  const at = await slider.boundingBox();
  const from = [at.x + 0.625 * at.width, at.y + at.height / 2];
  const values = await finger.drag(from, [[-20, 2], [-40, 4], [-60, 8], [-80, 10]], () => value(slider));
  assert.ok(values.every((value, i) => i === 0 || value < values[i - 1]), `${values}`);
  assert.equal(await scrolled(page), there, 'and nothing scrolls');
  // A tap is meant.
  await finger.tap([at.x + 0.25 * at.width, at.y + at.height / 2]);
  await until('the slider where it was tapped', () => value(slider), (value) => Math.abs(value + 1) < 0.15, 5_000);
});

e2e('the drawing sheet takes one finger; two zoom, and leave no mark', { query: 'view=train&data=drawn&engine=cpu', context: PHONE }, async ({ page }) => {
  const sheet = page.getByRole('application', { name: /drawing sheet/i });
  const finger = await fingers(page);
  const strokes = () => new URLSearchParams(new URL(page.url()).search).get('drawing')?.split('.').length ?? 0;
  await centre(sheet);
  const before = await atRest(page);
  const [x, y] = await middle(sheet);
  await finger.down([x - 60, y - 60]);
  await finger.move([x - 40, y - 40]);
  await finger.move([x - 20, y - 20]);
  // A second one, while the first draws.
  await finger.down([x + 60, y - 60], 1);
  await finger.move([x + 60, y + 60], 1);
  await finger.move([x + 20, y + 20]);
  await finger.up(1);
  await finger.move([x + 60, y + 60]);
  await finger.up();
  await until('a stroke', strokes, (count) => count === 1);
  assert.equal(await scrolled(page), before, 'nothing scrolls');
  assert.equal(await page.evaluate(() => visualViewport.scale), 1);
  const drawn = new URL(page.url()).searchParams.get('drawing');

  await finger.down([x, y]);
  await finger.move([x + 30, y]);
  await finger.cancel();
  await pinch(finger, [x, y]);
  await until('the page to be zoomed', () => page.evaluate(() => visualViewport.scale), (scale) => scale > 1.2, 5_000);
  // What follows is drawn: the sheet holds no finger that has gone.
  const { x: left, y: top, width, height } = await sheet.boundingBox();
  assert.ok(width > 0);
  await finger.drag([left + 0.4 * width, top + 0.4 * height], [[10, 0], [20, 0], [30, 10]]);
  await until('a second stroke', strokes, (count) => count === 2);
  assert.ok(new URL(page.url()).searchParams.get('drawing').startsWith(drawn), 'and no other');
});

const SMALL = 'view=train&data=mnist&engine=cpu&objective=non-saturating&width=32&depth=1&batch=16&seed=7';

e2e('the latent pad takes one finger', { query: `${SMALL}&views=latent&latent_way=pad`, context: PHONE }, async ({ page, run }) => {
  await run.steps(2);
  const ground = page.getByRole('img', { name: 'Map of the square between A, B, C and D' });
  await assertDrawn(ground, 'the map');
  const [across, down] = ['Left to right', 'Top to bottom'].map((name) => page.getByRole('slider', { name }));
  const point = async () => [await value(across), await value(down)];
  await centre(ground);
  const finger = await fingers(page);
  await atRest(page);
  const [x, y] = await middle(ground);
  await finger.down([x - 40, y - 40]);
  const first = await point();
  assert.ok(first[0] < 0.5 && first[1] < 0.5, `${first}`);
  await finger.move([x - 30, y - 40]);
  const moved = await point();
  await finger.down([x + 50, y + 50], 1);
  await finger.move([x + 60, y - 30], 1);
  assert.deepEqual(await point(), moved, 'the second finger is nobody');
  await finger.up(1);
  await finger.move([x + 40, y + 40]);
  const last = await point();
  assert.ok(last[0] > 0.5 && last[1] > 0.5, `${last}`);
  await finger.up();
  // What the page shows above may come and go meanwhile.
  assert.deepEqual((await middle(ground)).map(Math.round), [x, y].map(Math.round), 'nothing scrolls');
  // Let go, it stays; cancelled, it goes back to where it was.
  await page.mouse.move(x - 50, y);
  assert.deepEqual(await point(), last);
  await finger.down([x, y - 40]);
  await finger.cancel();
  assert.deepEqual(await point(), last, 'cancelled');
});

e2e('settings of a run and its time line are swiped past, and slid', { query: 'view=train&data=ring&engine=cpu', context: PHONE }, async ({ page, run }) => {
  const finger = await fingers(page);
  const line = page.getByRole('slider', { name: 'Time line' });
  await run.play();
  await until('pictures on the time line', () => line.evaluate((input) => Number(input.max)), (last) => last >= 20);
  const { config, iteration } = await run.halt();
  // Most of them would start the run anew.
  const sliders = page.locator('.panel input[type=range]');
  const all = await sliders.count();
  assert.ok(all > 3, `${all} sliders`);
  for (let i = 0; i < Math.min(all, 6); i++) {
    if (!(await sliders.nth(i).isVisible())) continue;
    await centre(sliders.nth(i));
    const before = await atRest(page);
    const [x, y] = await middle(sliders.nth(i));
    await finger.swipe([x + 60, y], [0, 90]);
    await until('the page to scroll', () => scrolled(page), (now) => Math.abs(now - before) > 20, 5_000);
  }
  assert.deepEqual((await run.status()).config, config);
  assert.equal((await run.status()).iteration, iteration);
  assert.equal(await page.getByText('Looking back at iteration').count(), 0);

  await centre(line);
  const before = await atRest(page);
  const { x, y, width, height } = await line.boundingBox();
  await finger.swipe([x + width / 2, y + height / 2], [0, -90]);
  await until('the page to scroll', () => scrolled(page), (now) => now > before + 20, 5_000);
  assert.equal(await page.getByText('Looking back at iteration').count(), 0, 'swiped past');
  await centre(line);
  await atRest(page);
  const at = await line.boundingBox();
  const places = await finger.drag([at.x + at.width - 8, at.y + at.height / 2], [[-20, 0], [-40, 2], [-80, 4]], () => value(line));
  assert.ok(places[2] < places[1] && places[1] < places[0], `${places}`);
  await page.getByText('Looking back at iteration').first().waitFor();
});

/** All that can be pressed and is to be seen, as small as it is: a word in a sentence is as high as its line. */
const targets = (page) =>
  page.evaluate(() => {
    for (const fold of document.querySelectorAll('details:not(.drop)')) fold.open = true;
    const all = [...document.querySelectorAll('a, button, input:not(.handle), select, summary, textarea, .term')];
    const seen = all.filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1);
    return seen
      .map((element) => {
        const area = element.closest('label, .tile, .readouts > .helped') ?? element;
        const { width, height } = area.getBoundingClientRect();
        return { name: `${element.tagName} ${element.ariaLabel ?? element.textContent.trim().slice(0, 30)}`, side: Math.min(width, height), inline: area.tagName === 'A' && area.closest('p') !== null };
      })
      .filter(({ side, inline }) => side < 24 && !inline)
      .map(({ name, side }) => `${name}: ${side}`);
  });

for (const query of ['', 'view=train&data=ring&engine=cpu', `${SMALL}&views=latent&latent_way=pad`, 'view=divergences', 'view=architectures', 'view=divergences&embed=1&show=settings,readouts'])
  e2e(`whatever is pressed is large enough for a finger: ${query.match(/view=[^&]*/g)?.join(' ') ?? 'the gallery'}`, { query, context: PHONE }, async ({ page }) => {
    await page.locator('main > *').first().waitFor();
    assert.deepEqual(await targets(page), []);
  });

e2e('help opens under a finger, and goes', { query: 'view=train&data=ring&engine=cpu', context: PHONE }, async ({ page }) => {
  const finger = await fingers(page);
  const why = page.getByRole('button', { name: 'Help: Objective' });
  const help = page.locator('.help', { hasText: 'The losses of critic and generator.' });
  await centre(why);
  assert.equal(await help.isVisible(), false);
  await finger.tap(await middle(why));
  await help.waitFor({ state: 'visible' });
  assert.equal(await why.getAttribute('aria-expanded'), 'true');
  await finger.tap([180, 560]);
  await help.waitFor({ state: 'hidden' });
  await finger.tap(await middle(why));
  await help.waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  // One at a time.
  await finger.tap(await middle(why));
  await help.waitFor({ state: 'visible' });
  const other = page.getByRole('button', { name: 'Help: Compare with' });
  await centre(other);
  await finger.tap(await middle(other));
  await page.getByText('A second run beside this one').waitFor({ state: 'visible' });
  await help.waitFor({ state: 'hidden' });

  // Terms.
  const term = page.getByText('Wasserstein-1', { exact: true });
  await term.waitFor();
  await centre(term);
  await finger.tap(await middle(term));
  const meaning = page.locator('[id^="help-metric-"].open').first();
  await meaning.waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await meaning.waitFor({ state: 'hidden' });
});

e2e('what a symbol stands for is said under a finger, also in a frame', { query: 'view=divergences&embed=1&show=readouts', context: PHONE }, async ({ page }) => {
  const finger = await fingers(page);
  const symbol = page.locator('.readouts .term').first();
  const help = page.locator('.readouts .help').first();
  assert.equal(await help.isVisible(), false);
  await finger.tap(await middle(symbol));
  await help.waitFor({ state: 'visible' });
  const { x, y, width, height } = await help.boundingBox();
  assert.ok(x >= 0 && y >= 0 && x + width <= 360 && y + height <= 640, 'inside the frame');
  assert.equal(await help.innerText(), await page.locator('.readouts output').first().getAttribute('aria-label'));
  await finger.tap(await middle(page.locator('.board')));
  await help.waitFor({ state: 'hidden' });
});

e2e('Escape sends help away that a mouse has brought; it is back for another', { query: 'view=train&data=ring&engine=cpu' }, async ({ page }) => {
  const [objective, other] = ['Objective', 'Data'].map((name) => page.getByRole('combobox', { name, exact: true }));
  const help = page.locator('#help-objective');
  await objective.hover();
  await help.waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await other.hover();
  await page.locator('#help-data').waitFor({ state: 'visible' });
  await objective.hover();
  await help.waitFor({ state: 'visible' });
});
