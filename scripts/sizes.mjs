// What a visitor downloads: the bytes of each file of a folder, as they are, gzipped, and in brotli.
//
//   node scripts/sizes.mjs dist              prints them
//   node scripts/sizes.mjs dist --record     and writes those of what belongs together into docs/sizes.md

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { record, table } from './measured.mjs';

// Compressed already: servers send them as they are.
const PACKED = ['.gz', '.png', '.jpg', '.webp', '.woff2'];

/** [raw, gzip, brotli] bytes of a file. */
export function size(path) {
  const bytes = readFileSync(path);
  if (PACKED.includes(extname(path))) return [bytes.length, bytes.length, bytes.length];
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return [bytes.length, gzipSync(bytes, { level: 9 }).length, brotli.length];
}

/** Name to [raw, gzip, brotli], for every file under a folder. */
export function sizes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(join(folder, '/').length), size(path)]));
}

export const total = (rows) => rows.reduce((sum, row) => sum.map((bytes, i) => bytes + row[i]), [0, 0, 0]);

/** What is fetched together: the page, each engine, each folder beside them. */
export function portions(files) {
  const portion = (name) => {
    if (name.includes('/')) return `${name.split('/')[0]}/`;
    if (name === 'embed.js') return name;
    return /^engine_[a-z]+/.exec(name)?.[0] ?? 'the page';
  };
  const nothing = [0, 0, 0];
  // What every visitor fetches stands first.
  const rows = new Map(['the page', 'engine_cpu', 'engine_gpu'].map((name) => [name, nothing]));
  for (const [name, row] of files) rows.set(portion(name), total([row, rows.get(portion(name)) ?? nothing]));
  return rows;
}

const kilobytes = (bytes) => Math.round(bytes / 1_000).toLocaleString('en');

export function printSizes(rows) {
  const width = Math.max(...[...rows.keys()].map((name) => name.length));
  const line = (name, cells) => console.log(`${name.padEnd(width)}${cells.map((cell) => cell.padStart(13)).join('')}`);
  line('bytes', ['raw', 'gzip', 'brotli']);
  for (const [name, row] of rows) line(name, row.map((bytes) => bytes.toLocaleString('en')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = sizes(process.argv[2]);
  if (process.argv.includes('--record')) {
    const cells = [...portions(rows)].map(([name, row]) => [name, ...row.map(kilobytes)]);
    record('sizes.md', 'downloads', table(['KB', 'raw', 'gzip', 'brotli'], cells));
  }
  rows.set('in all', total([...rows.values()]));
  printSizes(rows);
}
