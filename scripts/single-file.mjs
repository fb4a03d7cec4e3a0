// One widget as one HTML file, for a lecture room without a network: programs, styles and, where it
// trains on MNIST, the digits are inside. It opens from file://.
//
//   node scripts/single-file.mjs dist 'lines' out.html
//   node scripts/single-file.mjs dist 'train&data=gaussian-1d' out.html
//
// A view that trains does so on the CPU: the WebGPU engine is too large to carry along.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [dist, wanted, out] = process.argv.slice(2);
if (!out) throw new Error('usage: single-file.mjs DIST VIEW[&name=value…] OUT');

const query = new URLSearchParams(wanted.includes('view=') ? wanted : `view=${wanted}`);
// What trains holds an engine, also a view of another name where the query says which.
const trains = query.get('view') === 'train' || query.has('engine');
if (trains) query.set('engine', 'cpu');

const text = (name) => readFileSync(join(dist, name), 'utf8');
const only = (pattern) => {
  const found = readdirSync(dist).filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`${dist} holds ${found.length} files like ${pattern}: build the site first`);
  return found[0];
};
const attribute = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
// In a script a closing tag would end it, whatever it stands in.
const script = (code) => code.replaceAll(/<(\/script|!--)/gi, '\\x3c$1');

const kept = [];
const keep = (name, bytes) => {
  kept.push(`<script type="text/plain" data-file="${name}">${bytes.toString('base64')}</script>`);
};
const program = (name) => keep(name, gzipSync(readFileSync(join(dist, name)), { level: 9 }));

const PAGE = `
const bytesOf = (name) => {
  const text = atob(document.querySelector('[data-file="' + name + '"]').textContent);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
};
// Texts and pictures that the page asks for by name, where this file carries them.
const web = fetch;
window.fetch = (address, ...rest) =>
  document.querySelector('[data-file="' + address + '"]') ? Promise.resolve(new Response(bytesOf(address))) : web(address, ...rest);
const unpacked = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
`;

// A worker out of this page: it is handed what others fetch. A classic one, since Chromium loads no
// module worker from a file's page.
const WORKERS = `
const Native = Worker;
window.Worker = class extends Native {
  constructor(address) {
    const name = String(address).split('?')[1].split('&')[0];
    const source = document.querySelector('[data-source="' + name + '"]');
    if (!source) throw new Error('This file carries the CPU engine only.');
    super(URL.createObjectURL(new Blob([source.textContent], { type: 'text/javascript' })));
    const files = [...document.querySelectorAll('[data-file^="mnist/"]')].map(({ dataset }) => dataset.file);
    this.postMessage({
      program: bytesOf(name + '_bg.wasm'),
      files: Object.fromEntries(files.map((file) => [file, bytesOf(file)])),
    });
  }
};
`;

const ENGINE = `
const foreign = (error) => ({ Foreign: { words: String(error?.message ?? error) } });
addEventListener('message', async ({ data: { program, files } }) => {
  // A script out of a page has no folder that files could lie beside.
  const Address = URL;
  self.URL = class extends Address {
    constructor(path, base) {
      super(path, base?.startsWith('blob:') ? 'inside:/' : base);
    }
  };
  self.fetch = async (address) => {
    const found = files[String(address).replace(/^inside:\\/*/, '')];
    if (!found) throw new Error('this file does not carry it');
    return new Response(found);
  };
  try {
    const bytes = new Blob([program]).stream().pipeThrough(new DecompressionStream('gzip'));
    await __wbg_init({ module_or_path: await new Response(bytes).arrayBuffer() });
  } catch (error) {
    postMessage({ Failed: { reason: { NotStarted: { why: foreign(error) } } } });
  }
}, { once: true });
`;

// The page speaks every language offline, too.
for (const name of readdirSync(join(dist, 'lang'))) keep(`lang/${name}`, readFileSync(join(dist, 'lang', name)));
const app = only(/^app-.*_bg\.wasm$/);
// All names of views are texts in the program.
if (!readFileSync(join(dist, app)).includes(query.get('view'))) throw new Error(`there is no view "${query.get('view')}"`);
program(app);
let sources = '';
if (trains) {
  program('engine_cpu_bg.wasm');
  const classic = text('engine_cpu.js').replace(/^export \{[^}]*\};/m, '').replaceAll('import.meta.url', 'location.href');
  if (/^(export|import) /m.test(classic)) throw new Error('engine_cpu.js has changed, and this script has to follow');
  sources = `<script type="text/plain" data-source="engine_cpu">${script(classic + ENGINE)}</script>`;
  // A run waits for the picture that comes at its position: it takes all of them.
  if ((query.get('data') ?? 'mnist') === 'mnist') {
    const shards = readdirSync(join(dist, 'mnist')).filter((name) => name.endsWith('.gz'));
    for (const name of shards) keep(`mnist/${name}`, readFileSync(join(dist, 'mnist', name)));
  }
}

const bare = text('index.html')
  .replace(/<script type="module">[^]*?<\/script>/, '')
  .replace(/<meta name="program"[^>]*>/, '')
  .replaceAll(/<link rel="(modulepreload|preload|stylesheet)"[^>]*>/g, '')
  .replaceAll(/<!--[^]*?-->/g, '');
for (const [, left] of bare.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)) {
  throw new Error(`${left} would still be fetched: index.html has changed, and this script has to follow`);
}

const page = bare
  .replace('<html', () => `<html data-query="?${attribute(String(query))}"`)
  .replace('</head>', () => `<style>${text(only(/^styles-.*\.css$/))}</style></head>`)
  .replace('</body>', () => [
    ...kept,
    sources,
    '<script type="module">',
    script(`${PAGE}${trains ? WORKERS : ''}${text(app.replace('_bg.wasm', '.js'))}`),
    `__wbg_init({ module_or_path: await unpacked(bytesOf('${app}')) }).catch(({ message }) => boot.failed(message));`,
    '</script></body>',
  ].join('\n'));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, page);
console.log(`${out}: ${(page.length / 1e6).toFixed(1)} MB`);
