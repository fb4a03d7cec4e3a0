// A deck of widgets under acts by chance: slides are turned, widgets changed, taken out and put back, their
// worker dies. Never two workers beside each other, and what is shown answers.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../browser.mjs';

const WIDGETS = [
  'view="train" data="ring" engine="cpu" autoplay="1"',
  'view="lines" theta="0.5"',
  'view="train" data="gaussian-1d" engine="cpu"',
  'view="saddle"',
];

/** The page: one slide a widget, of which one or none is shown. */
export const DECK = `<!doctype html><title>Deck</title><script src="p/embed.js"></script>
  <style>section { width: 800px } section:not(.shown) { display: none }</style>
  ${WIDGETS.map((words) => `<section><gan-widget ${words}></gan-widget></section>`).join('')}`;

const widget = (page, index, use, argument) =>
  page.evaluate(([index, use, argument]) => {
    const element = window.widgets[index];
    return Function('element', 'argument', `return (${use})(element, argument)`)(element, argument);
  }, [index, String(use), argument]);

const ACTS = {
  show: {
    often: 6,
    act: ({ page, random }) => page.evaluate((index) => {
      document.querySelectorAll('section').forEach((slide, i) => slide.classList.toggle('shown', i === index));
    }, random.below(WIDGETS.length)),
  },
  none: { often: 1, act: ({ page }) => page.evaluate(() => document.querySelectorAll('section').forEach((slide) => slide.classList.remove('shown'))) },
  attribute: {
    often: 3,
    act: ({ page, random }) => widget(page, random.below(WIDGETS.length), (element, [name, value]) => element.setAttribute(name, value), random.one([['seed', '3'], ['seed', '5'], ['theme', 'dark'], ['theme', 'light'], ['speed', 'slow']])),
  },
  play: { often: 3, act: ({ page, random }) => widget(page, random.below(WIDGETS.length), (element) => void element.play().catch(() => {})) },
  pause: { often: 2, act: ({ page, random }) => widget(page, random.below(WIDGETS.length), (element) => void element.pause().catch(() => {})) },
  out: { often: 1, act: ({ page, random }) => widget(page, random.below(WIDGETS.length), (element) => element.remove()) },
  in: {
    often: 3,
    act: ({ page }) => page.evaluate(() => document.querySelectorAll('section').forEach((slide, i) => slide.isConnected && !window.widgets[i].isConnected && slide.append(window.widgets[i]))),
  },
  loss: { often: 1, act: ({ page }) => page.workers()[0]?.evaluate(() => void setTimeout(() => { throw new Error('on purpose'); })).catch(() => {}) },
  wait: { often: 4, act: () => sleep(600) },
};

/** So many acts on a deck that is open. */
export async function walkDeck(page, random, length, trace) {
  await page.evaluate(() => void (window.widgets = [...document.querySelectorAll('gan-widget')]));
  const names = Object.keys(ACTS).flatMap((name) => Array(ACTS[name].often).fill(name));
  while (trace.length < length) {
    const name = random.one(names);
    trace.push({ name, done: {} });
    await ACTS[name].act({ page, random });
    // That one has ended is heard later than that another has begun.
    const begun = page.workers();
    const together = () => page.workers().filter((worker) => begun.includes(worker)).length;
    await until('one worker in the deck at most', async () => together(), (count) => count <= 1, 5_000);
  }
  // At rest what is shown answers, and what is not shown sleeps.
  const states = () => page.evaluate(() => window.widgets.map((element) => ({
    there: element.isConnected,
    shown: element.isConnected && element.closest('section').classList.contains('shown') && element.getBoundingClientRect().top < innerHeight,
    status: element.status,
  })));
  const settled = (all) => all.every(({ there, shown, status }) => !there || (shown ? status?.asleep === false : !status || status.asleep));
  await until('the shown widget to be awake, the others asleep', states, settled, 30_000);
  assert.ok(page.workers().length <= 1);
}
