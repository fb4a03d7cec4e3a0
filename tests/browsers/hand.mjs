import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, packages, serve } from '../e2e/browser.mjs';
const which = process.argv[2];

const { BROWSERS } = await import('./installed.mjs');
const source = await readFile(`${DIST}/embed.js`, 'utf8');
const site = await serve({ '/gan/': DIST, '/reveal/': join(packages('e2e'), 'reveal.js', 'dist') });
const other = await serve({ '/gan/': DIST });
other.pages.set('/denied/', 'no'); other.headers.set('/denied/', { 'X-Frame-Options': 'DENY' });
other.pages.set('/other/embed.js', '');
const H = '<!doctype html><meta charset="utf-8"><title>x</title>', S = '<script src="/gan/embed.js"></script>', L = '<gan-widget view="lines" theta="0.7" style="height:300px;aspect-ratio:auto"></gan-widget>', F = L.replace('<gan-widget', '<gan-widget src="/gan"');
const M = `<script type="module">import '${site.origin}/gan/embed.js';</script>`;
const pages = {
  plain: S + L, inline: `<script>${source}</script>${F}`, inlineModule: `<script type="module">${source}</script>${F}`, data: `<script src="data:text/javascript;charset=utf-8,${encodeURIComponent(source)}"></script>${F}`,
  blob: `<script>const s=document.createElement('script');fetch('/gan/embed.js').then((r)=>r.blob()).then((b)=>{s.src=URL.createObjectURL(b);document.head.append(s)})</script>${F}`,
  module: `<img name="currentScript" src="data:,"><script src="${other.origin}/other/embed.js"></script>${M}${L}`, imported: `<script>import('${site.origin}/gan/embed.js')</script>${L}`,
  inlineNoSrc: `<script type="module">${source}</script>${L}`,
  broken: `${S}<gan-widget src="/nowhere/" view="lines" style="height:120px"></gan-widget><gan-widget src="${other.origin}/denied/" view="lines" style="height:120px"></gan-widget><gan-widget src="javascript:top.ran=1" style="height:120px"></gan-widget>${L}`,
  narrow: `${S}<div style="width:280px"><gan-widget view="train" data="gaussian-1d" engine="cpu" autoplay></gan-widget></div><div style="width:400px"><gan-widget view="lines"></gan-widget></div>`,
  train: `${S}<gan-widget view="train" data="gaussian-1d" engine="cpu" autoplay width="900" height="500"></gan-widget>`,
};
const browser = await BROWSERS.find(({ name }) => name.toLowerCase() === which).start();
const tab = await browser.open();
const st = () => tab.evaluate(() => [...document.querySelectorAll('gan-widget')].map((w) => [w.getAttribute('state'), w.status?.iteration ?? '', w.shadowRoot?.querySelector('iframe')?.src.replace(/\?.*/, '') ?? '', w.shadowRoot?.querySelector('.says').hidden ? '' : w.shadowRoot?.querySelector('.says p').textContent].join(' ')).join(' | '));
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
for (const [name, html] of Object.entries(pages)) {
  site.pages.set('/p.html', H + html);
  await tab.goto(`${site.origin}/p.html?${name}`);
  let s = '';
  for (let i = 0; i < 30; i++) { await wait(300); s = await st(); if (/awake|error|picture/.test(s) && i > (name === 'broken' ? 20 : 3)) break; }
  console.log(name, s);
  if (name === 'narrow') {
    await tab.evaluate(() => document.querySelector('gan-widget').shadowRoot.querySelector('.poster').click());
    await wait(4000); console.log('  large', await st(), await tab.evaluate(() => { const r = document.querySelector('gan-widget').shadowRoot.querySelector('iframe').getBoundingClientRect(); return [r.width, r.height, innerWidth, innerHeight].join(); }));
    await tab.screenshot(`/tmp/deck-${which}-large.png`);
    await tab.evaluate(() => document.querySelector('gan-widget').shadowRoot.querySelector('.large').click());
    await wait(2500); console.log('  back', await st());
    await tab.screenshot(`/tmp/deck-${which}-narrow.png`);
  }
  if (name === 'plain') console.log('  keys', await tab.evaluate(async () => {
    const heard = []; for (const t of ['keydown', 'keypress']) addEventListener(t, (e) => heard.push([e.type, e.key, e.keyCode, e.charCode, e.which].join()));
    const w = document.querySelector('gan-widget').shadowRoot.querySelector('iframe').contentWindow;
    for (const [key, code] of [["'", 'Quote'], ['(', 'Digit9'], ['%', 'Digit5'], ['ArrowRight', 'ArrowRight'], [' ', 'Space']]) w.document.body.dispatchEvent(new w.KeyboardEvent('keydown', { key, code, bubbles: true }));
    await new Promise((r) => setTimeout(r, 500)); return heard.join(' ; ');
  }));
}
await browser.close(); site.close(); other.close(); process.exit();
