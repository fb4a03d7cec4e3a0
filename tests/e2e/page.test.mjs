// The page itself: it opens from a sub-path, trains, and stays smooth while it does.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertDrawn, assertFinite, e2e, loseGraphics, until } from './harness.mjs';

e2e('digits train on the CPU', { query: 'view=train&data=mnist&engine=cpu&width=32&batch=16' }, async ({ page, run }) => {
  const before = await run.status();
  assert.equal(before.running, false, 'nothing trains before Play is pressed');
  assert.equal(before.engine, 'cpu');
  assert.equal(before.config.objective, 'wasserstein');

  const after = await run.train(20);
  assertFinite(after);
  assert.ok(Number.isFinite(after.losses.wasserstein), 'the Wasserstein objective estimates W');
  assert.ok(after.stepsPerSecond > 0);
  for (const name of [/^generated/i, /^real/i, /critic outputs/i, /losses/i]) {
    await assertDrawn(page.getByRole('img', { name }).first(), String(name));
  }
});

e2e('canvases that the browser has lost are painted again', {
  query: 'view=train&data=mnist&engine=cpu&width=32&batch=16',
}, async ({ page, run, context }) => {
  await run.train(5);
  const pictures = [/^generated/i, /^real/i, /critic outputs/i, /losses/i].map((name) => page.getByRole('img', { name }).first());
  for (const picture of pictures) await assertDrawn(picture, 'a picture');
  await page.evaluate(() => {
    window.back = 0;
    addEventListener('contextrestored', () => window.back++, true);
  });
  await loseGraphics(context);
  await page.waitForFunction((count) => window.back >= count, pictures.length, { timeout: 60_000 });
  for (const picture of pictures) await assertDrawn(picture, 'a picture that was lost');
});

e2e('every control has a role and a name', { query: 'view=train&data=mnist&engine=cpu' }, async ({ page }) => {
  const controls = [
    ['combobox', 'Data'],
    ['combobox', 'Objective'],
    ['combobox', 'Optimiser'],
    ['slider', 'Clip value'],
    ['slider', 'Critic steps'],
    ['slider', 'Critic learning rate'],
    ['slider', 'Generator learning rate'],
    ['button', 'Play'],
    ['button', 'Step'],
    ['button', 'Reset'],
  ];
  for (const [role, name] of controls) {
    await page.getByRole(role, { name }).first().waitFor({ timeout: 10_000 });
  }
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea')]
      .filter((e) => !(e.ariaLabel || e.getAttribute('aria-labelledby') || e.labels?.length || e.textContent.trim() || e.title))
      .map((e) => e.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(nameless, [], 'controls without an accessible name');
});

e2e('the buttons drive the run', { query: 'view=train&data=gaussian-1d&engine=cpu' }, async ({ page, run }) => {
  await page.getByRole('button', { name: 'Play' }).click();
  await run.until('iterations', ({ running, iteration }) => running && iteration > 5);
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await run.until('a pause', ({ running }) => !running);
  await page.getByRole('button', { name: 'Step' }).click();
  await run.until('one step more', ({ iteration }) => iteration === paused.iteration + 1);
  await page.getByRole('button', { name: 'Reset' }).click();
  await run.until('a new run', ({ iteration }) => iteration === 0);
});

// German words are the longer ones; trained weights have the longest menu.
for (const query of ['view=train&data=mnist&engine=cpu', 'view=train&data=mnist&engine=cpu&lang=de', 'weights=mnist-conditional&engine=cpu']) {
  e2e(`no narrow or wide screen scrolls sideways: ${query}`, { query }, async ({ page }) => {
    for (const [width, height] of [[360, 740], [820, 1180], [1280, 720], [1920, 1080]]) {
      await page.setViewportSize({ width, height });
      // What follows its place by an observer does so with the next frame.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const overflow = () => page.evaluate(() => {
        const right = (element) => element.getBoundingClientRect().right;
        const widest = [...document.querySelectorAll('body *')].reduce((a, b) => (right(b) > right(a) ? b : a));
        return [document.documentElement.scrollWidth - innerWidth, `${widest.tagName} ${widest.className}`];
      });
      await until(`no overflow at ${width} × ${height}`, overflow, ([pixels]) => pixels <= 0, 10_000);
    }
  });
}

/** Frames of some seconds: the median of the gaps between them, and the share of time in tasks over 50 ms. */
const smoothness = (page, seconds) =>
  page.evaluate(async (milliseconds) => {
    const [gaps, long] = [[], []];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    const end = performance.now() + milliseconds;
    for (let last = performance.now(); last < end; ) {
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    long.push(...observer.takeRecords());
    observer.disconnect();
    gaps.sort((a, b) => a - b);
    const blocked = long.reduce((sum, { duration }) => sum + duration, 0);
    return { median: gaps[gaps.length >> 1], slowest: gaps.at(-1), blocked: blocked / milliseconds };
  }, 1_000 * seconds);

// Judged against the same page at rest, before and after: what the machine does beside slows both. A step
// on the page's own thread would show in every frame.
e2e('the page stays smooth while it trains', { query: 'view=train&data=mnist&engine=cpu' }, async ({ page, run, t }) => {
  const before = await smoothness(page, 2);
  await run.play();
  await run.until('a trained step', ({ iteration }) => iteration > 0);
  const training = await smoothness(page, 5);
  const { stepsPerSecond, iteration } = await run.halt();
  const after = await smoothness(page, 2);
  const rest = Math.max(before.median, after.median);
  const told = ({ median, slowest, blocked }) =>
    `${median.toFixed(0)} ms a frame, the slowest ${slowest.toFixed(0)} ms, ${(100 * blocked).toFixed(0)} % of the time in long tasks`;
  t.diagnostic(`at rest ${told(before)}; at ${stepsPerSecond.toFixed(1)} steps/s ${told(training)}; at rest again ${told(after)}`);
  assert.ok(iteration > 5, `only ${iteration} iterations were trained meanwhile`);
  assert.ok(training.median <= 2 * rest + 10, `a frame takes ${training.median} ms while it trains, ${rest} ms at rest`);
  assert.ok(training.blocked <= Math.max(before.blocked, after.blocked) + 0.5, 'more than half of the time is in tasks over 50 ms');
});
