// Whatever shows the page: a translated page, another screen, paper, the visitor's own colours, a small window.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { changed, e2e, settled, thumbnail, until } from './harness.mjs';
import { everyView } from './views.mjs';

const PHONE = { width: 360, height: 740 };

/** Does to every text node what a browser's translator does to it, in one of several ways; how many there were. */
const translate = (page, way) =>
  page.evaluate((way) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const worthIt = texts.filter(
      (text) => text.data.trim() && !text.parentElement.closest('script, style, textarea, math, [translate=no]'),
    );
    for (const text of worthIt) {
      const words = document.createTextNode(text.data.toUpperCase());
      const font = document.createElement('font');
      font.append(document.createElement('font'));
      font.firstChild.append(words);
      if (way === 'font for text') text.parentNode.replaceChild(font, text);
      if (way === 'font in, text out') {
        text.parentNode.insertBefore(font, text);
        text.remove();
      }
      if (way === 'text for text') text.replaceWith(words);
      if (way === 'text into font') {
        text.replaceWith(font);
        font.firstChild.replaceChildren(text);
      }
    }
    return worthIt.length;
  }, way);

for (const way of ['font for text', 'font in, text out', 'text for text', 'text into font']) {
  e2e(`a translated page goes on: ${way}`, { query: 'view=train&data=ring&engine=cpu&views=metrics,losses' }, async ({ page, run }) => {
    await run.steps(2);
    await page.getByRole('row', { name: /Wasserstein/ }).first().waitFor();
    // Twice: translators see what is new, and their own.
    assert.ok((await translate(page, way)) > 100);
    await translate(page, way);
    const { iteration } = await run.steps(3);
    const number = page.locator('.numbers .main dd');
    await until('the iteration', () => number.innerText(), (text) => text === String(iteration));
    // A word that changes with the state, in the place of what stood for it.
    const slow = page.getByRole('button', { name: /slow motion/i });
    await slow.click();
    await page.getByRole('button', { name: /^step$/i }).click();
    const sentence = page.locator('.phases').getByRole('status');
    const said = () => sentence.evaluate((element) => element.textContent.replaceAll('\ufeff', ''));
    await until('the phase', said, (text) => /^Real and generated samples were drawn/.test(text));
    await translate(page, way);
    await page.getByRole('button', { name: /^step$/i }).click();
    await until('the next phase', said, (text) => /^The critic moved along its gradient[^.]*\. The generator held still\.$/.test(text));
    await slow.click();
    // What is mounted and taken away around such nodes.
    await translate(page, way);
    await page.getByRole('combobox', { name: /^data/i }).selectOption('gaussian-1d');
    await page.getByRole('button', { name: /^start new run$/i }).click();
    await page.locator('.stage.line').waitFor();
    await page.getByRole('button', { name: /^level sets$/i }).waitFor({ state: 'detached' });
    await translate(page, way);
    await page.getByRole('link', { name: /^gallery$/i }).click();
    await page.getByRole('searchbox').fill('parallel lines');
    await until('the hits', () => page.getByRole('status', { name: 'Hits' }).evaluate((e) => e.textContent.replaceAll('\ufeff', '')), (text) => /^\d+ of \d+$/.test(text));
    await translate(page, way);
    await page.getByRole('link', { name: /^parallel lines$/i }).click();
    await page.getByRole('button', { name: /descend/i }).click();
    await page.getByRole('button', { name: /pause/i }).waitFor();
    // And another language of the page's own.
    await page.locator('summary', { hasText: /display/i }).click();
    await page.locator('.display select').last().selectOption('de');
    await page.getByRole('heading', { level: 1, name: 'Parallele Strecken' }).waitFor();
  });
}

e2e('a translation that is taken back leaves what is current', { query: 'view=train&data=ring&engine=cpu' }, async ({ page }) => {
  const words = () => page.evaluate(() => document.querySelector('.transport').textContent.replaceAll('\ufeff', ''));
  const before = await words();
  await translate(page, 'font for text');
  assert.notEqual(await words(), before);
  await page.evaluate(() => document.querySelectorAll('font').forEach((font) => font.remove()));
  await until('the words', words, (now) => now === before);
});

e2e('numbers, formulas and snippets are not for translation', { query: 'view=lines' }, async ({ page }) => {
  for (const [shown, count] of [['.readouts', 1], ['.formula', 1]]) {
    const [all, marked] = [page.locator(shown), page.locator(`${shown}[translate=no], [translate=no] ${shown}`)];
    assert.ok((await all.count()) >= count);
    assert.equal(await marked.count(), await all.count(), shown);
  }
});

for (const query of ['view=lines', 'view=train&data=ring&engine=cpu', 'view=gallery']) {
  e2e(`a sharper screen is drawn for, in a window of the same size: ${query}`, { query }, async ({ page, context, run }) => {
    if (query.includes('train')) await run.steps(1);
    const canvas = page.locator('.thumb canvas, main .canvas canvas').first();
    await canvas.scrollIntoViewIfNeeded();
    await settled(canvas, 'a picture');
    const sides = () => canvas.evaluate(({ width, clientWidth }) => [width, clientWidth]);
    const [before, width] = await sides();
    const devtools = await context.newCDPSession(page);
    const { width: w, height: h } = page.viewportSize();
    await devtools.send('Emulation.setDeviceMetricsOverride', { width: w, height: h, deviceScaleFactor: 2, mobile: false });
    await until('twice the pixels', sides, ([now, same]) => now === 2 * before && same === width, 10_000);
    const greys = new Set((await thumbnail(canvas)).map(Math.round)).size;
    assert.ok(greys > 1, 'and drawn');
  });
}

e2e('paper is light, also in the dark', { query: 'view=lines' }, async ({ page, src }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const corner = (canvas) =>
    canvas.evaluate((element) => [...element.getContext('2d').getImageData(3, 3, 1, 1).data].slice(0, 3));
  for (const query of ['view=lines', 'view=train&data=ring&engine=cpu', 'view=saddle&embed=1']) {
    await page.goto(`${src.split('?')[0]}?${query}`);
    await page.locator('[data-theme=dark]').waitFor({ state: 'attached' });
    const canvas = page.locator('.board canvas, .chart canvas').first();
    await settled(canvas, 'a picture');
    assert.ok((await corner(canvas)).every((level) => level < 60), 'dark on the screen');
    // At once, as a browser does it: nothing is waited for between its word and the sheet.
    const printed = await page.evaluate(async () => {
      dispatchEvent(new Event('beforeprint'));
      for (let i = 0; i < 50; i++) await null;
      const canvas = document.querySelector('.board canvas, .chart canvas');
      const { data } = canvas.getContext('2d').getImageData(3, 3, 1, 1);
      return [document.documentElement.dataset.theme, Math.min(data[0], data[1], data[2])];
    });
    assert.equal(printed[0], 'light');
    assert.ok(printed[1] > 200, `${query}: a canvas of ${printed[1]} on paper`);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.locator('[data-theme=dark]').waitFor({ state: 'attached' });
    await until('the dark again', () => corner(canvas), (levels) => levels.every((level) => level < 60), 10_000);
    // All of it, and none of what is there to be pressed.
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const [shown, hidden] = await page.evaluate(() => {
      const seen = [...document.querySelectorAll('button, select, input')].filter((e) => e.closest('.transport, .top, .actions') && e.checkVisibility());
      const cut = [...document.querySelectorAll('.app:not(.embed), .app:not(.embed) :is(main, main > div)')].filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible');
      return [seen.length, cut.length];
    });
    assert.deepEqual([shown, hidden], [0, 0], query);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  }
});

e2e("in the visitor's own colours states are still told apart", { query: 'view=train&data=mnist&engine=cpu' }, async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const alike = await page.evaluate(() => {
    const of = (element, pseudo) => getComputedStyle(element, pseudo);
    const found = [];
    for (const toggle of document.querySelectorAll('input[role=switch]')) {
      if (of(toggle).backgroundColor === of(toggle, '::before').backgroundColor) found.push(`a switch without a knob: ${toggle.ariaLabel}`);
    }
    const [on] = document.querySelectorAll('.views [aria-pressed=true]');
    const [off] = document.querySelectorAll('.views [aria-pressed=false]');
    if (of(on).backgroundColor === of(off).backgroundColor) found.push('pressed and not pressed');
    if (of(document.querySelector('.play')).borderTopWidth === '0px') found.push('a play button without an edge');
    if (of(document.querySelector('.card')).borderTopStyle === 'none') found.push('a card without an edge');
    return found;
  });
  assert.deepEqual(alike, []);
});

e2e('who wants stillness gets it', { query: 'view=train&data=mnist&engine=cpu' }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after']
        .filter((pseudo) => {
          const { transitionDuration, transitionProperty, animationName } = getComputedStyle(element, pseudo);
          return animationName !== 'none' || (transitionProperty !== 'none' && !/^0s(, 0s)*$/.test(transitionDuration));
        })
        .map((pseudo) => `${element.tagName}.${element.className}${pseudo ?? ''}`),
    ),
  );
  assert.deepEqual(moving, []);
});

// 640 × 450 and 320 × 225 are 1280 × 900 at 200 % and 400 %.
e2e('every view fits every window', { query: 'view=gallery' }, async ({ page, run, src }) => {
  const wide = [];
  for (const query of await everyView(page)) {
    await page.goto(`${src.split('?')[0]}?${query}&engine=cpu`);
    await run.ready();
    for (const [width, height] of [[1280, 900], [640, 450], [568, 320], [320, 256], [320, 225]]) {
      await page.setViewportSize({ width, height });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (beyond > 0) wide.push(`${query}: ${beyond} pixels too wide at ${width} × ${height}`);
      const covered = await page.evaluate(() => {
        const stays = [...document.querySelectorAll('.head, .finder')].filter((e) => getComputedStyle(e).position === 'sticky');
        return Math.max(0, ...stays.map((e) => e.getBoundingClientRect().height)) / innerHeight;
      });
      if (covered > 0.5) wide.push(`${query}: ${Math.round(100 * covered)} % are covered at ${width} × ${height}`);
    }
  }
  assert.deepEqual(wide, []);
});

e2e('on a phone the keyboard goes as the eye does, and nothing lies over where it is', { query: 'view=gallery', viewport: PHONE }, async ({ page, run, src }) => {
  const wrong = [];
  const covered = () => page.evaluate(() => {
    const [at, head] = [document.activeElement, document.querySelector('.head')];
    if (!head || at === document.body || head.contains(at) || !at.closest('main') || at.matches('main')) return null;
    const [a, b] = [at.getBoundingClientRect(), head.getBoundingClientRect()];
    return a.top < b.bottom - 1 && a.bottom > b.top && getComputedStyle(head).position === 'sticky' ? at.outerHTML.slice(0, 80) : null;
  });
  for (const query of await everyView(page)) {
    if (/gallery|architectures/.test(query)) continue;
    await page.goto(`${src.split('?')[0]}?${query}&engine=cpu`);
    await run.ready();
    const back = await page.evaluate(() => {
      const all = [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary, [tabindex="0"])')];
      const stops = all.filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && !e.matches('.handle, .point, .cells *'));
      const box = (element) => element.getBoundingClientRect();
      return stops.slice(1).flatMap((element, i) =>
        box(element).bottom < box(stops[i]).top - 1 ? [`from ${stops[i].outerHTML.slice(0, 80)} up to ${element.outerHTML.slice(0, 80)}`] : [],
      );
    });
    wrong.push(...back.map((line) => `${query}: ${line}`));
    // Backwards, so that what is next comes in from above.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.keyboard.press('Shift+Tab');
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Shift+Tab');
      let under = await covered();
      // What is above may still be growing: the page begins, and answers late where the machine is busy.
      for (let tries = 0; under && tries < 20; tries += 1) {
        await sleep(50);
        under = await covered();
      }
      if (under) wrong.push(`${query}: covered: ${under}`);
    }
  }
  assert.deepEqual(wrong, []);
});

e2e('Escape closes what is open and gives the focus back', { query: 'view=train&data=ring&engine=cpu' }, async ({ page }) => {
  for (const name of ['Figures', 'Save', 'Display']) {
    const summary = page.locator('summary', { hasText: name });
    await summary.press('Enter');
    const menu = page.locator('.drop[open] .dropped');
    await menu.locator('a, button, select').first().waitFor();
    // From inside, wherever that is.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    assert.equal(await summary.evaluate((element) => element === document.activeElement), true, name);
  }
  const embed = page.getByRole('button', { name: 'Embed' });
  await embed.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await embed.evaluate((element) => element === document.activeElement), true, 'the dialog');
});

e2e('terms, charts and groups say what they are', { query: 'view=train&data=ring&engine=cpu&views=metrics,losses' }, async ({ page, run }) => {
  await run.steps(2);
  // The terms of a list of numbers are terms, too.
  const term = page.locator('.metrics').getByRole('term').filter({ hasNotText: 'Floor' }).first();
  await term.waitFor();
  const described = await term.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby'))?.textContent);
  assert.match(described, /(More|Less) is better\.$/);
  await term.focus();
  const help = page.locator(`#${await term.getAttribute('aria-describedby')}`);
  await until('help', () => help.evaluate((element) => getComputedStyle(element).visibility), (seen) => seen === 'visible');
  const [name, box, metrics] = [await term.boundingBox(), await help.boundingBox(), await page.locator('.metrics').boundingBox()];
  assert.ok(box.y >= name.y + name.height - 2 && box.y < name.y + name.height + 20, 'below its term');
  assert.ok(box.x >= metrics.x && box.x + box.width <= metrics.x + metrics.width + 1, 'within its card');
  for (const name of ['Critic outputs', 'Estimated Wasserstein distance', 'Metrics', 'Generated']) {
    await page.getByRole('heading', { level: 2, name }).first().waitFor();
  }
  for (const name of ['The game', 'The critic', 'Updates']) {
    const group = page.getByRole('group', { name });
    // Its title is inside it, above its first control.
    const [legend, card, control] = await group.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelector('legend'));
      return [range, element, element.querySelector('select, input')].map((it) => it.getBoundingClientRect().top);
    });
    assert.ok(legend >= card + 8 && legend < control, `${name}: ${legend} in ${card}, before ${control}`);
  }
});

e2e('help, hidden or shown, moves and widens nothing', { query: 'view=train&data=ring&engine=cpu&embed=1', viewport: { width: 960, height: 540 } }, async ({ page, run }) => {
  await run.steps(2);
  const terms = page.locator('.metrics').getByRole('term');
  await terms.first().waitFor();
  const sizes = () => page.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]);
  assert.deepEqual(await sizes(), [540, 960]);
  const first = terms.first();
  await first.focus();
  const help = page.locator(`#${await first.getAttribute('aria-describedby')}`);
  await until('help', () => help.evaluate((element) => getComputedStyle(element).visibility), (seen) => seen === 'visible');
  const { x, y, width, height } = await help.boundingBox();
  assert.ok(x >= 0 && y >= 0 && x + width <= 960 && y + height <= 540, 'in the frame');
  assert.deepEqual(await sizes(), [540, 960]);
});
