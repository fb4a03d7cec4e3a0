// The element wherever decks put it: attributes as people and frameworks write them, the script in
// every way a page can have it, playgrounds that do not come, keys, speaker's windows, narrow columns.
// In whole decks, with training: slides.test.mjs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { complaints, DIST, launch, packages, serve, SLIDEV, until } from './browser.mjs';
import { judged } from './harness.mjs';

const REVEAL = join(packages('e2e'), 'reveal.js', 'dist');
const FOLDERS = { '/gan/slides/slidev/': `${SLIDEV}/`, '/gan/': DIST, '/reveal/': REVEAL };
const site = await serve(FOLDERS);
const elsewhere = await serve(FOLDERS);
// A frame without an origin of its own fetches everything from another.
site.headers.set('/gan/', { 'Access-Control-Allow-Origin': '*' });
const source = await readFile(join(DIST, 'embed.js'), 'utf8');
// A server that takes every question and answers none.
const silent = createServer(() => {});
await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
const SILENT = `http://127.0.0.1:${silent.address().port}/gan/`;

let browser;
after(async () => {
  [site, elsewhere].forEach((site) => site.close());
  silent.closeAllConnections();
  silent.close();
  await (await browser)?.close();
});

const HEAD = '<!doctype html><meta charset="utf-8"><title>A deck</title>';
const SCRIPT = '<script src="/gan/embed.js"></script>';
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** What answers as a playground does, and counts: for what a real one does too seldom. Its snapshots are refused. */
site.pages.set('/fake/', `${HEAD}<script>
const tell = (rest) => parent.postMessage({ type: 'gan-playground:status', view: 'lines', running: false, asleep: true, trains: false,
  address: location.search.slice(1), iteration: 0, ...rest }, '*');
let told = 0;
const own = {};
addEventListener('message', async ({ data }) => {
  if (data.command === 'snapshot') return parent.postMessage({ type: 'gan-playground:snapshot', id: data.id, picture: null, error: 'Files of the visitor are shown.' }, '*');
  if (data.command === 'set') {
    told++;
    Object.assign(own, data.settings);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  tell({ id: data.id, asleep: data.command !== 'wake' && !/stubborn/.test(location.search), config: own, told, error: own.theta === 'much' ? 'theta: “much” is no number' : null });
});
tell({});
</script>`);

/** A test with a page of its own, whose body is that HTML, or at that address; `before` runs first in it and in every frame. */
function deck(name, { html, address, before, viewport = { width: 1000, height: 800 }, expected = [], headers, instead = {}, pages = {} }, body) {
  test(name, { timeout: 120_000 }, async (t) => {
    const context = await (await (browser ??= launch('plain'))).newContext({ viewport });
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    const heard = complaints(page);
    if (html) site.pages.set('/deck.html', HEAD + html);
    if (headers) site.headers.set('/deck.html', headers);
    for (const [file, bytes] of Object.entries(instead)) site.instead.set(file, bytes);
    for (const [path, html] of Object.entries(pages)) site.pages.set(path, HEAD + html);
    await judged({ context, heard, expected, t }, async () => {
      try {
        await page.goto(address ?? `${site.origin}/deck.html`);
        await body({ page, context, t });
      } finally {
        site.headers.delete('/deck.html');
        site.instead.clear();
      }
    });
  });
}

/** Of each widget its status, or null, the attribute that says where it stands, and what it says on a card. */
const all = (page) =>
  page.evaluate(() => [...document.querySelectorAll('gan-widget')].map((widget) => {
    const says = widget.shadowRoot?.querySelector('.says');
    return { status: widget.status ?? null, state: widget.getAttribute('state'), says: says && !says.hidden ? says.textContent : null };
  }));
const comes = (page, index, what, wanted, timeout = 60_000) =>
  until(what, async () => (await all(page))[index], (widget) => widget && wanted(widget), timeout);
const opens = (page, index = 0, what = `widget ${index}`) => comes(page, index, what, ({ status }) => status && !status.asleep);

/** What an element of this HTML says to the playground, by names. */
const says = (page, html) =>
  page.evaluate((html) => {
    const box = new DOMParser().parseFromString(html, 'text/html');
    const widget = document.importNode(box.querySelector('gan-widget'), true);
    return Object.fromEntries(new URL(widget.address).searchParams);
  }, html);

// ---------------------------------------------------------------- attributes

deck('attributes that HTML has too mean what they must mean', { html: SCRIPT }, async ({ page }) => {
  const run = { embed: '1' };
  for (const [attributes, said] of [
    // Of HTML's names a setting's, where the view has it.
    ['width="32"', { width: '32' }],
    ['width="960" height="540"', {}],
    ['width="80%"', {}],
    ['view="lines" width="960"', { view: 'lines' }],
    ['view="optimal-critic" width="1.5"', { view: 'optimal-critic', width: '1.5' }],
    ['view="f-divergence" part="bound"', { view: 'f-divergence', part: 'bound' }],
    ['view="lines" part="frame"', { view: 'lines' }],
    ['view="backprop" class="fragment two" part="training"', { view: 'backprop', class: 'two', part: 'training' }],
    ['view="backprop" class="fragment"', { view: 'backprop' }],
    ['view="optimal-discriminator" data-centre="-1.5" data-width="2"', { view: 'optimal-discriminator', 'data-centre': '-1.5', 'data-width': '2' }],
    // Without doubt in `query`, also with its address before it.
    ['class="fragment" query="view=backprop&amp;class=two"', { view: 'backprop', class: 'two' }],
    ['width="640" height="360" query="width=32"', { width: '32' }],
    ['query="https://example.org/gan/?view=lines&amp;theta=1#top"', { view: 'lines', theta: '1' }],
    ['src="/gan/?view=lines&amp;theta=1" theta="0.5"', { view: 'lines', theta: '0.5' }],
    // HTML's own, and what frameworks write.
    ['lang="de-AT" title="A title" dir="rtl" hidden style="color:red" id="x" slot="y" translate="no" tabindex="0"', { lang: 'de' }],
    ['data-id="1" data-theta="2" aria-label="x" onclick="y()" v-click @click="z" :theta="1" x-data="{}" ng-if="1" hx-get="/" _ngcontent-x', {}],
    ['autoplay ema conditional="conditional"', { autoplay: '1', ema: '1', conditional: '1' }],
    ['size="presentation" b.clip="1"', { size: 'presentation', 'b.clip': '1' }],
    // What can be neither goes to the page, which says so.
    ['view="lines" width="wide"', { view: 'lines', width: 'wide' }],
  ]) assert.deepEqual(await says(page, `<gan-widget ${attributes}></gan-widget>`), { ...said, ...run }, attributes);

  const boxes = await page.evaluate(() => {
    const size = (attributes) => {
      document.body.innerHTML = `<div style="width:800px"><gan-widget ${attributes} start="click"></gan-widget></div>`;
      const { width, height } = document.querySelector('gan-widget').getBoundingClientRect();
      return [width, height];
    };
    return ['', 'width="640" height="360"', 'width="32"', 'view="lines" width="50%"', 'height="300"'].map(size);
  });
  assert.deepEqual(boxes, [[800, 450], [640, 360], [800, 450], [400, 225], [800, 300]]);
});

/** Every parameter that README.md names, with a value that says nothing. */
async function parameters() {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => /^\| `/.test(line));
  const tables = rows.flatMap((row) => row.split('|')[1 + /^\| `[a-z-]+` \| `[a-z0-9-]+`( \(|,| …)/.test(row)].match(/`[a-z0-9_.-]+`/g) ?? []);
  return [...new Set(tables.map((name) => name.slice(1, -1)))];
}

deck('an attribute is one however a framework sets it', { html: SCRIPT }, async ({ page }) => {
  const names = [...(await parameters()), 'src', 'poster', 'start', 'still', 'sandbox', 'query', 'width', 'height', 'class', 'part', 'title', 'lang'];
  assert.ok(names.length > 100 && names.includes('theta') && names.includes('critic_lr'), `${names.length} names`);
  // Vue, React and Preact set a property where the element has one of that name.
  const lost = await page.evaluate((names) => names.filter((name) => {
    const widget = document.createElement('gan-widget');
    if (name === 'class') widget.className = '1';
    else if (name in widget) widget[name] = '1';
    else widget.setAttribute(name, '1');
    return widget.getAttribute(name) !== '1';
  }), names);
  // The element answers to these; they are no attributes.
  assert.deepEqual(lost.filter((name) => !['play', 'pause', 'step', 'reset', 'set', 'open'].includes(name)), []);
  const query = await page.evaluate(() => typeof document.createElement('gan-widget').query);
  assert.equal(query, 'function');
});

deck('what Embed writes is read back whole, in every view', { address: `${site.origin}/gan/?view=lines` }, async ({ page, context }) => {
  const reader = await context.newPage();
  site.pages.set('/reader.html', HEAD + SCRIPT);
  await reader.goto(`${site.origin}/reader.html`);
  const queries = {
    backprop: 'part=training&class=two&data=two-moons', 'f-divergence': 'part=bound&u=1', 'optimal-critic': 'width=1.5&x=1',
    'optimal-discriminator': 'data-centre=-1&data-width=0.5', divergences: 'p=own&p-3=0.4',
    train: 'data=gaussian-1d&width=24&depth=2&b.clip=0.5',
  };
  await page.locator('header').getByRole('button', { name: 'Embed' }).waitFor();
  for (const [view, rest] of Object.entries(queries)) {
    const query = `view=${view}&${rest}`;
    await page.evaluate((query) => postMessage({ type: 'gan-playground:command', command: 'open', query }, '*'), query);
    await page.waitForFunction((view) => new URLSearchParams(location.search).get('view') === view, view);
    await page.locator('header').getByRole('button', { name: 'Embed' }).click();
    const [iframe, element] = await until('snippets', () => page.locator('dialog[open] textarea').evaluateAll((all) => all.map(({ value }) => value)),
      ([iframe, element]) => iframe && element.includes(`view="${view}"`) || /query="[^"]*view=/.test(element));
    const src = await reader.evaluate((html) => new DOMParser().parseFromString(html, 'text/html').querySelector('iframe').src, iframe);
    const said = await says(reader, element);
    assert.deepEqual(said, Object.fromEntries(new URL(src).searchParams), element);
    for (const [name, value] of new URLSearchParams(query)) assert.equal(said[name], value, element);
    assert.ok(element.includes(`${site.origin}/gan/embed.js`));
    await page.keyboard.press('Escape');
  }
});

// ---------------------------------------------------------------- the script

const MODULE = `<script type="module">import '${site.origin}/gan/embed.js';</script>`;
const LINES = '<gan-widget view="lines" theta="0.7"></gan-widget>';
const FROM = LINES.replace('<gan-widget', '<gan-widget src="/gan"');
const loadedAs = {
  'pasted inline': `<script>${source}</script>${FROM}`,
  'pasted inline as a module': `<script type="module">${source}</script>${FROM}`,
  'as a data address': `<script src="data:text/javascript;charset=utf-8,${encodeURIComponent(source)}"></script>${FROM}`,
  'as a blob': `<script>const s = document.createElement('script');
    fetch('/gan/embed.js').then((r) => r.blob()).then((b) => { s.src = URL.createObjectURL(b); document.head.append(s); });</script>${FROM}`,
  'by import()': `<script>import('${site.origin}/gan/embed.js')</script>${LINES}`,
  'as a module, in a page that makes something else of errors': `<script>Error.stackTraceLimit = 0; Error.prepareStackTrace = () => 'x';</script>${MODULE}${LINES}`,
  'twice, and in two ways': `${SCRIPT}${SCRIPT}${MODULE}${LINES}`,
  'after the element': `${LINES}${SCRIPT}`,
  // Another's script has the name, and a picture passes for the script that runs: neither is asked.
  'as a module beside another embed.js': `<img name="currentScript" src="data:," alt=""><script src="${elsewhere.origin}/other/embed.js"></script>${MODULE}${LINES}`,
};
elsewhere.pages.set('/other/embed.js', '');
for (const [how, html] of Object.entries(loadedAs)) {
  deck(`the script ${how} starts`, { html, expected: [/MIME type/] }, async ({ page }) => {
    await opens(page);
    const [, frame] = page.frames();
    assert.equal(new URL(frame.url()).origin, site.origin);
    assert.match(frame.url(), /\/gan\/\?.*theta=0\.7/);
  });
}

deck('bundled into another script it says that it needs an address', {
  html: `<script type="module" src="/gan/bundle.js"></script><gan-widget view="lines"></gan-widget>`,
  instead: { 'bundle.js': `/* a deck */${source}` },
}, async ({ page }) => {
  const { says } = await comes(page, 0, 'the reason', ({ says }) => says);
  assert.match(says, /src has to name its folder/);
  assert.equal(page.frames().length, 1);
  await page.evaluate(() => document.querySelector('gan-widget').setAttribute('src', '/gan/'));
  await opens(page);
});

const RUNS = ['javascript:top.ran=1', ' java\nscript:top.ran=1', 'JAVASCRIPT:top.ran=1', 'data:text/html,<script>parent.ran=1</script>', 'vbscript:x', 'blob:null/1', 'about:blank', 'file:///etc/', 'filesystem:x', 'ftp://a/'];
deck('no address runs in the name of the deck', {
  html: `${SCRIPT}<body><script>for (const src of ${JSON.stringify(RUNS).replaceAll('</', '<\\/')}) {
    const widget = document.createElement('gan-widget');
    widget.setAttribute('src', src);
    widget.setAttribute('poster', src);
    document.body.append(widget);
  }</script>`,
}, async ({ page }) => {
  await page.evaluate(() => document.querySelectorAll('gan-widget').forEach((widget) => (widget.style.height = '60px')));
  for (const [i, src] of RUNS.entries()) {
    const { says } = await comes(page, i, `the refusal of ${src}`, ({ says }) => says);
    assert.match(says, /src has to name a folder on http or https/, src);
  }
  const places = await page.evaluate(() => [...document.querySelectorAll('gan-widget')].map(({ shadowRoot }) => {
    const [link, image] = ['a', 'img'].map((selector) => shadowRoot.querySelector(selector));
    return [link.hidden ? '' : link.href, image.getAttribute('src') ?? '', shadowRoot.querySelectorAll('iframe').length].join();
  }));
  assert.deepEqual([...new Set(places)], [',,0'], 'nothing of it is an address');
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

// ---------------------------------------------------------------- playgrounds that do not come

deck('a widget that cannot load says why, and holds nobody up', {
  html: `${SCRIPT}<style>gan-widget { height: 150px; aspect-ratio: auto; margin-bottom: 2px }</style>
<gan-widget src="${SILENT}" view="lines"></gan-widget>
<gan-widget view="lines" theta="0.3"></gan-widget>
<gan-widget src="${elsewhere.origin}/denied/" view="lines"></gan-widget>
<gan-widget src="/nowhere/" view="lines" lang="de"></gan-widget>
<gan-widget src="/moved/" view="lines"></gan-widget>`,
  pages: { '/moved/': `<script>location.replace('${elsewhere.origin}/gan/' + location.search + location.hash)</script>` },
  expected: [/404/, /X-Frame-Options/, /ERR_BLOCKED_BY_RESPONSE/],
}, async ({ page, context }) => {
  elsewhere.pages.set('/denied/', 'no');
  elsewhere.headers.set('/denied/', { 'X-Frame-Options': 'DENY' });
  await comes(page, 0, 'the slow one', ({ says }) => /Still loading .*Open in a new tab/.test(says));
  await comes(page, 1, 'the good one beside those that are not there', ({ status }) => status);
  assert.doesNotMatch((await all(page))[0].says ?? '', /does not answer/, 'while the silent one is still waited for');
  const german = await comes(page, 3, 'the missing one', ({ says }) => says);
  assert.match(german.says, /kein Playground.*Noch einmal versuchen.*In neuem Tab öffnen/);
  assert.equal(german.state, 'error');
  await comes(page, 2, 'the forbidden one', ({ says }) => /does not let it be shown here/.test(says));
  await comes(page, 4, 'the one that has moved', ({ says }) => says?.includes(`its new place, ${elsewhere.origin}.`));
  await comes(page, 0, 'the silent one', ({ says }) => /does not answer/.test(says), 30_000);

  // The ways on.
  const missing = page.locator('gan-widget').nth(3);
  const link = missing.getByRole('link', { name: 'In neuem Tab öffnen' });
  assert.deepEqual([new URL(await link.getAttribute('href')).search, await link.getAttribute('rel')], ['?view=lines&lang=de', 'noopener noreferrer']);
  site.pages.set('/nowhere/', (await readFile(join(DIST, 'index.html'), 'utf8')).replaceAll('./', '/gan/'));
  const again = context.waitForEvent('request', (request) => request.url().includes('/nowhere/'));
  await missing.getByRole('button', { name: 'Noch einmal versuchen' }).click();
  await again;
});

deck('a policy of the deck that forbids frames is named at once', {
  html: `${SCRIPT}<gan-widget src="${elsewhere.origin}/gan/" view="lines"></gan-widget>`,
  headers: { 'Content-Security-Policy': "frame-src 'none'" },
  expected: [/Content Security Policy|Framing/i],
}, async ({ page }) => {
  const { says } = await comes(page, 0, 'the reason', ({ says }) => says, 5_000);
  assert.match(says, /security policy of this page/);
});

deck('a page that breaks on its way says why, and the widget can be had again', {
  html: `${SCRIPT}<gan-widget view="lines"></gan-widget>`, expected: [/404|Failed to fetch|MIME/, /./],
}, async ({ page }) => {
  const wasm = (await readFile(join(DIST, 'index.html'), 'utf8')).match(/[\w-]+_bg\.wasm/)[0];
  site.instead.set(wasm, null);
  await page.reload();
  const { says } = await comes(page, 0, 'the reason', ({ says }) => /Try again/.test(says), 30_000);
  assert.match(says, /A file of this page is not on the server/);
  site.instead.clear();
  await page.locator('gan-widget').getByRole('button', { name: 'Try again' }).click();
  await opens(page);
});

test('pictures are kept up to a number and a size, and the ones that are looked at stay', () => {
  const [text] = source.match(/class Pictures \{[^]*?\n {2}\}\n/);
  const Pictures = new Function(`return ${text}`)();
  const few = new Pictures(3, 100);
  for (const key of ['a', 'b', 'c']) few.put(key, 'x'.repeat(10));
  few.get('a');
  few.put('d', 'x');
  assert.deepEqual(['a', 'b', 'c', 'd'].map((key) => few.get(key) !== undefined), [true, false, true, true]);
  few.put('e', 'x'.repeat(95));
  assert.deepEqual(['a', 'c', 'd', 'e'].map((key) => few.get(key) !== undefined), [false, false, true, true]);
  // Every value of an animated attribute.
  const many = new Pictures(96, 48_000_000);
  for (let i = 0; i < 10_000; i++) many.put(`theta=${i}`, 'x'.repeat(100_000));
  const kept = Array.from({ length: 10_000 }, (_, i) => many.get(`theta=${i}`)).filter(Boolean);
  assert.equal(kept.length, 96);
  many.put('theta=1', 'y');
  many.put('theta=1', 'z');
  assert.equal(many.get('theta=1'), 'z');
});

// ---------------------------------------------------------------- what a page does with it

deck('settings of reactive objects are taken, and what is no setting is refused by name', { html: SCRIPT + LINES }, async ({ page }) => {
  await opens(page);
  const answers = await page.evaluate(async () => {
    const widget = document.querySelector('gan-widget');
    // As Vue's and Svelte's: no structured clone takes it.
    const reactive = new Proxy({ theta: 0.25, eta: 0.2 }, {});
    const { config } = await widget.set(reactive);
    const tried = [[1, 2], { theta: [1] }, { theta: { value: 1 } }, { eta: () => 1 }, { theta: null }, { theta: undefined }, { theta: Symbol('x') }, new Map([['theta', 1]]), null, 'theta=1', { theta: new Proxy({}, {}) }];
    const refused = [];
    for (const settings of tried) refused.push(await widget.set(settings).then(() => 'taken', ({ message }) => message));
    const counted = await widget.step(new Proxy({}, {}));
    return { config, refused, counted: counted.error, theta: (await widget.query()).config.theta };
  });
  assert.deepEqual([answers.config.theta, answers.config.eta, answers.theta], [0.25, 0.2, 0.25]);
  const names = [/settings are an object/, /“theta” is a list/, /“theta” is object/, /“eta” is function/, /“theta” is null/, /“theta” is undefined/, /“theta” is symbol/, /settings are/, /settings are/, /settings are/, /“theta” is object/];
  answers.refused.forEach((said, i) => assert.match(said, names[i]));
  assert.match(answers.counted, /count/);
});

deck('an attribute that is animated is told in few messages, and what it cannot mean is said', {
  html: `${SCRIPT}<gan-widget src="/fake/" view="lines"></gan-widget>`,
}, async ({ page }) => {
  await opens(page);
  await page.evaluate(async () => {
    const widget = document.querySelector('gan-widget');
    for (let i = 1; i <= 300; i++) {
      widget.setAttribute('theta', i);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  const { status } = await comes(page, 0, 'the last value', ({ status }) => status.config?.theta === '300');
  assert.ok(status.told < 100, `${status.told} messages for 300 values`);
  const note = page.locator('gan-widget').getByRole('status');
  await page.evaluate(() => document.querySelector('gan-widget').setAttribute('theta', 'much'));
  await note.filter({ hasText: 'no number' }).waitFor();
  await page.evaluate(() => document.querySelector('gan-widget').setAttribute('theta', '1'));
  await note.filter({ hasText: 'no number' }).waitFor({ state: 'hidden' });
  // A picture that the page refuses: the card says why.
  await page.evaluate(() => {
    document.querySelector('gan-widget').style.display = 'none';
  });
  await comes(page, 0, 'sleep', ({ state }) => state === 'asleep');
  await page.evaluate(() => {
    const widget = document.querySelector('gan-widget');
    widget.style.cssText = 'width:300px';
  });
  await page.locator('gan-widget').getByText('Files of the visitor are shown.').waitFor();
});

deck('a widget that does not fall asleep is closed, and is there again when it is shown', {
  html: `${SCRIPT}<gan-widget src="/fake/?stubborn=1" view="lines"></gan-widget>`,
}, async ({ page }) => {
  const show = (display) => page.evaluate((display) => (document.querySelector('gan-widget').style.display = display), display);
  await opens(page);
  const [, first] = page.frames();
  await show('none');
  await until('it to be closed', async () => page.frames().length, (count) => count === 1);
  await show('');
  await until('another frame', async () => page.frames().length, (count) => count === 2);
  assert.notEqual(page.frames()[1], first);
  // Shown again before its turn to be closed has come.
  await show('none');
  await page.waitForTimeout(250);
  await show('');
  await opens(page);
  await until('its frame', async () => page.frames().length, (count) => count === 2);
});

deck('a paper opens in a tab of its own', { html: `${SCRIPT}<gan-widget view="lines" show="formula"></gan-widget>`, expected: [/./] }, async ({ page, context }) => {
  await context.route(/arxiv/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>A paper</title><script>document.title += ` ${opener} ${origin}`</script>' }));
  await opens(page);
  const [tab] = await Promise.all([
    context.waitForEvent('page', { timeout: 10_000 }),
    page.frameLocator('iframe').locator('a[target=_blank]').first().click(),
  ]);
  await tab.waitForLoadState();
  // Free of the sandbox, and without a hand on the deck.
  assert.match(await tab.title(), /^A paper null https:/);
});

// ---------------------------------------------------------------- keys

const EVENTS = ['keydown', 'keypress', 'keyup'];
const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const HEARS = `<script>window.heard = [];
for (const type of ${JSON.stringify(EVENTS)}) addEventListener(type, (e) => heard.push([e.type, e.key, e.code, e.keyCode, e.which, e.charCode].join(' ')));</script>`;

deck('keys from a widget are what the same keys are on the deck', { html: `${HEARS}${SCRIPT}${LINES}<button style="position:fixed;top:0;right:0">deck</button>` }, async ({ page }) => {
  await opens(page);
  const frame = page.frameLocator('iframe');
  const keys = [...PRINTABLE, 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Escape'];
  const heard = [];
  for (const focus of [() => page.evaluate(() => document.activeElement.blur()), () => frame.locator('main').click({ position: { x: 5, y: 5 } })]) {
    await focus();
    await page.evaluate(() => window.heard.splice(0));
    for (const key of keys) await page.keyboard.press(key);
    heard.push(await until('all keys', () => page.evaluate(() => window.heard), (all) => all.filter((line) => line.startsWith('keyup')).length === keys.length));
  }
  assert.deepEqual(heard[1], heard[0]);
});

site.pages.set('/reveal.html', `${HEAD}<link rel="stylesheet" href="/reveal/reveal.css">${SCRIPT}
<div class="reveal"><div class="slides"><section>One</section>
<section><gan-widget view="lines" show="settings" style="height:500px;aspect-ratio:auto"></gan-widget></section>
<section><gan-widget class="fragment" view="divergences" style="height:500px;aspect-ratio:auto"></gan-widget></section>
<section>Three</section></div></div>
<script src="/reveal/reveal.js"></script><script src="/reveal/plugin/notes.js"></script>
<script>Reveal.initialize({ hash: true, transition: 'none', plugins: [RevealNotes] })</script>`);

deck('in reveal.js: no character turns a slide, from the page of a widget or from a field', { address: `${site.origin}/reveal.html#/1` }, async ({ page }) => {
  await opens(page);
  const state = () => page.evaluate(() => [JSON.stringify(Reveal.getIndices()), Reveal.isOverview(), Reveal.isPaused()].join());
  const begin = await state();
  // What the deck does itself with characters: next, previous, its pause, its overview, its window of notes, fullscreen.
  const own = /[nphjkl bvofsrg?.>,/]/i;
  await page.evaluate(() => {
    window.heard = 0;
    document.querySelector('gan-widget').addEventListener('keyup', () => window.heard++);
  });
  const heard = () => page.evaluate(() => window.heard);
  await page.frameLocator('iframe').locator('.readouts').click();
  const keys = PRINTABLE.filter((key) => !own.test(key));
  for (const key of keys) await page.keyboard.press(key);
  await until('all of them', heard, (count) => count === keys.length);
  assert.equal(await state(), begin);
  // In a field they are the field's.
  await page.frames()[1].evaluate(() => {
    for (const tag of ['input', 'textarea', 'div']) document.querySelector('main').prepend(Object.assign(document.createElement(tag), tag === 'div' ? { contentEditable: 'true' } : {}));
  });
  for (const field of ['input:not([type])', 'textarea', '[contenteditable]']) {
    await page.frameLocator('iframe').locator(`main > ${field}`).first().focus();
    for (const key of [...PRINTABLE, 'ArrowRight', 'Home', 'PageDown']) await page.keyboard.press(key);
  }
  // What is no field's comes last.
  await page.frameLocator('iframe').locator('.readouts').click();
  await page.keyboard.press('%');
  await until('one more', heard, (count) => count > keys.length);
  assert.deepEqual([await state(), await heard()], [begin, keys.length + 1]);
});

// ---------------------------------------------------------------- copies

const stills = (frames) => Promise.all(frames.map((frame) => frame.evaluate(() => [...document.querySelectorAll('gan-widget')].map((w) => w.getAttribute('state')))));

deck("the copies in reveal.js's speaker view are pictures", { address: `${site.origin}/gan/slides/reveal/index.html#/6` }, async ({ page, context }) => {
  await page.addScriptTag({ url: '/reveal/plugin/notes.js' });
  await page.evaluate(() => Reveal.registerPlugin(RevealNotes));
  await comes(page, 5, 'training', ({ status }) => status?.running && status.iteration > 3);
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.evaluate(() => Reveal.getPlugin('notes').open?.() ?? document.dispatchEvent(new KeyboardEvent('keydown', { keyCode: 83, key: 's', bubbles: true })))]);
  const copies = () => speaker.frames().filter((frame) => /receiver/.test(frame.url()));
  await until('two copies', async () => copies().length, (count) => count >= 2, 20_000);
  await until('their pictures', () => stills(copies()), (all) => all.length >= 2 && all.every((states) => states.length > 5 && states.includes('picture')), 30_000);
  assert.equal(speaker.workers().length, 0);
  const status = await copies()[0].evaluate(() => [...document.querySelectorAll('gan-widget')].map(({ status }) => status).filter(Boolean).length);
  assert.equal(status, 0, 'none is open there');
});

// impress.js and others: a window of the speaker's with frames of the deck, that nothing but their opener tells.
deck('a copy of the deck in a window that it has opened is a picture', {
  html: `${SCRIPT}<gan-widget view="train" data="gaussian-1d" engine="cpu" autoplay></gan-widget>
<script>window.speak = () => { const w = open('about:blank', 'speaker', 'width=900,height=600'); w.document.write('<iframe width=800 height=500 src="' + location.href + '#copy"></iframe>'); };</script>`,
}, async ({ page, context }) => {
  await comes(page, 0, 'training', ({ status }) => status?.running);
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.evaluate(() => window.speak())]);
  const copies = () => speaker.frames().filter((frame) => frame.url().endsWith('#copy'));
  await until('its picture', () => stills(copies()), (all) => all[0]?.[0] === 'picture');
  assert.equal(speaker.workers().length, 0);
});

deck("Slidev's presenter trains nothing", { address: `${site.origin}/gan/slides/slidev/index.html#/presenter/7` }, async ({ page }) => {
  await page.locator('.slidev-presenter gan-widget').first().waitFor({ state: 'attached' });
  await until('pictures', async () => (await all(page)).map(({ state }) => state), (states) => states.includes('picture'));
  assert.deepEqual((await all(page)).filter(({ status }) => status), []);
  assert.equal(page.workers().length, 0);
});

// ---------------------------------------------------------------- little room

deck('a narrow widget opens larger, and is used there', {
  html: `${HEARS}${SCRIPT}<div style="transform:scale(.9);width:270px"><gan-widget view="train" data="gaussian-1d" engine="cpu" autoplay title="A run"></gan-widget></div>
<div style="width:400px"><gan-widget view="lines"></gan-widget></div>`,
}, async ({ page }) => {
  const button = page.getByRole('button', { name: 'Open larger: A run' });
  await button.waitFor();
  await comes(page, 0, 'its card', ({ state }) => state === 'picture');
  assert.equal((await all(page))[0].status, null, 'nothing runs that nobody could use');
  await button.click();
  await comes(page, 0, 'training', ({ status }) => status?.running && status.iteration > 2);
  const box = await page.locator('gan-widget').first().locator('iframe').boundingBox();
  assert.deepEqual([box.width, box.height], [1000, 760], 'over all of the page, whatever the deck does to its slides');
  // Escape is the large widget's, from the page and from inside; the deck hears nothing of it.
  await page.frameLocator('iframe >> nth=0').locator('main').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Escape');
  await comes(page, 0, 'sleep', ({ status, state }) => status.asleep && state === 'asleep');
  await button.click();
  await comes(page, 0, 'training again', ({ status }) => status.running && !status.asleep);
  await page.getByRole('button', { name: 'Close' }).first().focus();
  await page.keyboard.press('Escape');
  await comes(page, 0, 'sleep again', ({ status }) => status.asleep);
  assert.deepEqual((await page.evaluate(() => window.heard)).filter((line) => /^keydown Escape/.test(line)), []);

  // A little wider it runs in its place, drawn smaller so that all of it is there; and larger.
  await opens(page, 1);
  const inner = await page.frames().find((frame) => /view=lines/.test(frame.url())).evaluate(() => [innerWidth, document.documentElement.scrollWidth - innerWidth]);
  assert.deepEqual(inner, [640, 0]);
  const place = await page.locator('gan-widget').nth(1).locator('iframe').boundingBox();
  assert.deepEqual([Math.round(place.width), Math.round(place.height)], [400, 225]);
  await page.locator('gan-widget').nth(1).getByRole('button', { name: 'Open larger' }).click();
  await page.locator('gan-widget').nth(1).getByRole('button', { name: 'Close' }).click();
});

// ---------------------------------------------------------------- errors that are none

deck('errors that are none of the page neither keep it from starting nor end it', {
  html: `${SCRIPT}<gan-widget view="lines" style="width:700px"></gan-widget>`,
  before: () => {
    if (window === parent) {
      window.booted = [];
      addEventListener('message', ({ data }) => data.type === 'gan-playground:boot' && booted.push(data));
      return;
    }
    // What browsers report of a layout, of a script of another site, and of an extension's.
    const reports = () => {
      const say = (message, more) => dispatchEvent(new ErrorEvent('error', { message, ...more }));
      say('ResizeObserver loop completed with undelivered notifications.', { filename: location.href });
      say('Script error.');
      say('Uncaught TypeError: x', { error: new TypeError('x'), filename: 'moz-extension://a/b.js' });
    };
    reports();
    setInterval(reports, 20);
    // And the first of them as it comes about.
    addEventListener('DOMContentLoaded', () => {
      const box = document.documentElement.appendChild(document.createElement('i'));
      box.style.display = 'block';
      new ResizeObserver(() => (box.style.width = `${(box.clientWidth % 50) + 1}px`)).observe(box);
    });
    // An exception of the page is one before it has started, and no word on its start later.
    new MutationObserver((_, watcher) => {
      if (document.readyState === 'loading' || document.getElementById('boot')) return;
      watcher.disconnect();
      dispatchEvent(new ErrorEvent('error', { message: 'late', error: new Error('late') }));
      dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new Error('late') }));
    }).observe(document, { childList: true, subtree: true });
  },
}, async ({ page }) => {
  await opens(page);
  const { state, says } = (await all(page))[0];
  assert.deepEqual([state, says], ['awake', null]);
  const booted = await page.evaluate(() => window.booted);
  assert.ok(booted.length > 0 && booted.every(({ failed }) => !failed), JSON.stringify(booted));
});

// ---------------------------------------------------------------- what decks do to their slides

deck('shown by a fragment, in a shadow, moved, copied: it follows', {
  html: `${SCRIPT}<div id="a"><gan-widget id="moved" view="train" data="gaussian-1d" engine="cpu"></gan-widget></div><div id="b" dir="rtl"></div>
<div id="host" style="visibility:hidden;height:300px"></div>`,
}, async ({ page }) => {
  await opens(page);
  await page.evaluate(() => document.querySelector('#moved').step(3));
  await comes(page, 0, 'three steps', ({ status }) => status.iteration === 3);
  // Moved as browsers can now, its run goes on; taken out and put in it begins again with its settings.
  const kept = await page.evaluate(async () => {
    const widget = document.querySelector('#moved');
    document.querySelector('#b').moveBefore(widget, null);
    return (await widget.query()).iteration;
  });
  assert.equal(kept, 3);
  // A copy brings no state along that is not its own.
  const copied = await page.evaluate(() => {
    const copy = document.querySelector('#moved').cloneNode(true);
    copy.id = 'copy';
    copy.setAttribute('start', 'click');
    document.querySelector('#a').append(copy);
    return copy.getAttribute('state');
  });
  assert.equal(copied, 'poster');
  // In another component's shadow, hidden at first.
  await page.evaluate(() => {
    const root = document.querySelector('#host').attachShadow({ mode: 'open' });
    root.append(Object.assign(document.createElement('gan-widget'), { id: 'inner' }));
    root.firstChild.setAttribute('view', 'lines');
    document.querySelector('#host').scrollIntoView();
  });
  const inner = () => page.evaluate(() => document.querySelector('#host').shadowRoot.firstChild.status?.asleep ?? null);
  assert.equal(await inner(), null);
  await page.evaluate(() => (document.querySelector('#host').style.visibility = 'visible'));
  await until('the one in the shadow', inner, (asleep) => asleep === false);
  // Gone while it loads, and a listener of the deck's that fails or takes it away: the others go on.
  const after = await page.evaluate(async () => {
    const add = (attributes) => {
      const widget = document.createElement('gan-widget');
      for (const [name, value] of Object.entries({ view: 'lines', ...attributes })) widget.setAttribute(name, value);
      document.querySelector('#a').prepend(widget);
      return widget;
    };
    scrollTo(0, 0);
    const gone = add({});
    while (!gone.shadowRoot.querySelector('iframe')) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.remove();
    const taken = add({ theta: '0.1' });
    taken.addEventListener('gan-ready', () => taken.remove());
    const last = add({ theta: '0.2' });
    return (await last.query()).config.theta;
  });
  assert.equal(after, 0.2);
});

deck('in a deck that is itself in a sandbox', {
  html: `<iframe sandbox="allow-scripts" width="900" height="600" src="/inner.html"></iframe>`,
  pages: { '/inner.html': SCRIPT + LINES },
}, async ({ page }) => {
  const inner = () => page.frames().find((frame) => frame.url().endsWith('/inner.html'));
  await until('the widget', async () => inner()?.evaluate(() => document.querySelector('gan-widget')?.status?.asleep ?? null), (asleep) => asleep === false, 20_000);
});

deck('in reveal.js a widget that is a fragment starts when it is shown', { address: `${site.origin}/reveal.html#/2` }, async ({ page }) => {
  await page.waitForFunction(() => Reveal.isReady() && Reveal.getIndices().h === 2);
  assert.equal((await all(page))[1].status, null);
  await page.evaluate(() => Reveal.nextFragment());
  await opens(page, 1);
  assert.deepEqual(await page.evaluate(() => document.querySelector('.fragment').address.includes('class=')), false);
});
