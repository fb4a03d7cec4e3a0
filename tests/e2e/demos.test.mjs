// The 1-D demos: distances as curves, divergences by hand, and two live runs side by side.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { addressBecomes, assertDrawn, assertFinite, changed, e2e, settled, until } from './harness.mjs';

// The numbers themselves are tested natively, against closed forms and golden values. Here: that
// the page shows them, and lets them be moved.

/** The number beside a demo's figure with this name. */
async function readout(page, name) {
  const text = await page.getByRole('status', { name }).first().innerText();
  const found = text.match(/[-−]?(∞|\d[\d.]*(e[-−]?\d+)?)/);
  assert.ok(found, `the readout "${name}" shows no number: ${text}`);
  return Number(found[0].replaceAll('−', '-').replace('∞', 'Infinity'));
}

const near = (value, expected) =>
  assert.ok(Math.abs(value - expected) <= 2e-3, `${value}, expected about ${expected}`);

const figure = (page) => page.getByRole('img').first();

e2e('lines: the distances', { query: 'view=lines&theta=0.5' }, async ({ page }) => {
  await assertDrawn(figure(page), 'the figure');
  near(await readout(page, 'Wasserstein distance'), 0.5);
  near(await readout(page, 'Jensen–Shannon divergence'), Math.LN2);
  assert.equal(await readout(page, /^Kullback–Leibler/), Infinity);
  assert.equal(await readout(page, 'Total variation'), 1);

  // The slider of the panel; the handle on the canvas is another of the same name.
  await page.getByRole('slider', { name: 'Distance θ' }).first().fill('0');
  for (const name of ['Wasserstein distance', 'Jensen–Shannon divergence', /^Kullback–Leibler/, 'Total variation']) {
    assert.equal(await readout(page, name), 0, String(name));
  }
});

e2e('lines: descend moves the picture', { query: 'view=lines&theta=1.2' }, async ({ page }) => {
  const before = await settled(figure(page), 'the figure');
  await page.getByRole('button', { name: /descend/i }).click();
  await changed(figure(page), before, 'the figure', 0.1);
});

e2e('divergences: two Gaussians one standard deviation apart', {
  query: 'view=divergences&p=gaussian&p-centre=0&p-width=1&q=gaussian&q-centre=1&q-width=1',
}, async ({ page }) => {
  await assertDrawn(figure(page), 'the figure');
  // Closed forms: KL = 1/2 both ways, W₁ = 1, TV = 2Φ(1/2) − 1.
  near(await readout(page, 'Kullback–Leibler'), 0.5);
  near(await readout(page, 'Reverse Kullback–Leibler'), 0.5);
  near(await readout(page, /^Wasserstein/), 1);
  near(await readout(page, /^Total variation/), 0.3829);
});

e2e('divergences: disjoint uniforms', {
  query: 'view=divergences&p=uniform&p-centre=-2&p-width=0.5&q=uniform&q-centre=2&q-width=0.5',
}, async ({ page }) => {
  assert.equal(await readout(page, 'Kullback–Leibler'), Infinity);
  near(await readout(page, /^Jensen–Shannon/), Math.LN2);
  near(await readout(page, /^Wasserstein/), 4);
});

e2e('divergences: a centre is dragged onto the other on the canvas; knob, reading and address follow', {
  query: 'view=divergences&p=gaussian&p-centre=-1&p-width=1&q=gaussian&q-centre=2&q-width=1',
}, async ({ page }) => {
  // The panel's slider comes first, the handle on the canvas is another of the same name.
  const named = (name) => page.getByRole('slider', { name, exact: true });
  const handle = (name) => named(name).last();
  const place = async (name) => {
    const { x, y, width, height } = await handle(name).boundingBox();
    return [x + width / 2, y + height / 2];
  };
  await handle('Centre of Q').scrollIntoViewIfNeeded();
  const [[from, height], [to]] = [await place('Centre of Q'), await place('Centre of P')];
  await page.mouse.move(from, height);
  await page.mouse.down();
  await page.mouse.move(to, height, { steps: 8 });
  await page.mouse.up();
  // It stood 3 beside the other centre, which is at −1. A pointer stands on whole pixels where it takes
  // hold and where it lets go, a knob on steps of 0.05.
  const within = 2 * (3 / (from - to)) + 0.025;
  const value = async () => Number(await handle('Centre of Q').inputValue());
  const reached = await until('the handle to arrive', value, (value) => Math.abs(value + 1) <= within, 5_000);
  assert.equal(Number(await named('Centre of Q').first().inputValue()), reached, 'the slider of the panel');
  near(await readout(page, /^Wasserstein/), Math.abs(reached + 1));
  await addressBecomes(page, 'q-centre', String(reached));
  // Nothing else was taken along.
  assert.equal(await handle('Centre of P').inputValue(), '-1');
  for (const name of ['Width of P', 'Width of Q']) assert.equal(await handle(name).inputValue(), '1', name);
});

e2e('two runs side by side from one seed', {
  query: 'view=train&data=gaussian-1d&compare=non-saturating,wasserstein&engine=cpu&seed=7',
}, async ({ page, run }) => {
  const status = await run.train(200);
  assertFinite(status);
  for (const canvas of await page.getByRole('img').all()) await assertDrawn(canvas, 'a canvas');
  for (const name of [/non-saturating/i, /wasserstein/i]) await page.getByRole('heading', { name }).first().waitFor();
});

// The back row, and a frame as decks have it: nothing may be out of sight below the others.
for (const caption of ['', '&show=caption']) {
  e2e(`every figure fits a slide at presentation size${caption && ', with its caption'}`, {
    query: `view=lines&embed=1&size=presentation${caption}`,
    viewport: { width: 960, height: 540 },
  }, async ({ page, run }) => {
    const views = (await readFile(new URL('../../docs/urls.md', import.meta.url), 'utf8')).matchAll(/^\| `\?view=([\w-]+)` \|/gm);
    const names = [...views].map(([, name]) => name).filter((name) => name !== 'architectures');
    // That they are all is tests/docs/figures.rs.
    assert.ok(names.length > 10, `${names.length} figures were found`);
    for (const name of names) {
      await page.evaluate((query) => {
        history.pushState(null, '', query);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `?view=${name}&embed=1&size=presentation${caption}`);
      await run.until(name, ({ view }) => view === name);
      await page.waitForTimeout(300);
      const over = () => page.locator('.board').evaluate((board) => [board.scrollHeight - board.clientHeight, document.documentElement.scrollWidth - innerWidth, 400 - board.clientWidth]);
      await until(`${name} to fit`, over, (all) => all.every((pixels) => pixels <= 1), 10_000);
    }
  });
}
