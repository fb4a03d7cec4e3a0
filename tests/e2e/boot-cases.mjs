// Ways in which the page does not start, what it says then, and what leads on. Data, and one function that
// needs no more of a browser than to open an address and to evaluate: tests/browsers can try them too.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { DIST, FAULTS, until } from './browser.mjs';

const only = (pattern) => readdirSync(DIST).find((name) => pattern.test(name));
export const JS = only(/^app-.*\.js$/);
export const WASM = only(/^app-.*_bg\.wasm$/);
export const CSS = only(/^styles-.*\.css$/);

/** Wasm that is whole and nothing for any browser: a section of a kind that there is not. */
const FOREIGN = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 99, 0]);

/** The page as it was before the site was published anew; the first answer alone, which the browser may keep. */
export function outdated() {
  let asked = 0;
  return (response, body, reply) => {
    if (asked++ > 0) return reply(200, 'text/html; charset=utf-8', body);
    const old = String(body).replaceAll(JS, 'app-0.js').replaceAll(WASM, 'app-0_bg.wasm');
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'max-age=600' }).end(old);
  };
}

const plain = (response, body, reply) => reply(200, 'text/plain', body);

/** `instead` as a server has it, made anew for each try; `way`: the button that leads on once all is mended. */
export const CASES = [
  { what: 'no program', instead: () => ({ [WASM]: null }), says: /not on the server .*_bg\.wasm: status 404/, way: 'Try again' },
  { what: 'no script', instead: () => ({ [JS]: null }), says: /not on the server .*\.js: status 404/, way: 'Try again' },
  { what: 'a page in the place of the program', instead: () => ({ [WASM]: FAULTS.page }), says: /web page in the place of .*wasm/, way: 'Try again' },
  { what: 'a page in the place of the script', instead: () => ({ [JS]: FAULTS.page }), says: /web page in the place of .*js/, way: 'Try again' },
  { what: 'a script of another type', instead: () => ({ [JS]: plain }), says: /text\/plain/, way: 'Try again' },
  { what: 'half a program', slow: true, instead: () => ({ [WASM]: FAULTS.half }), says: /arrived damaged/, way: 'Try again' },
  { what: 'a program that ends midway', slow: true, instead: () => ({ [WASM]: FAULTS.cut }), says: /connection to the server fails .*wasm/, way: 'Try again' },
  { what: 'a program that no browser reads', slow: true, instead: () => ({ [WASM]: FOREIGN }), says: /cannot read it/, way: 'Try again' },
  { what: 'a program that stops coming', slow: true, instead: () => ({ [WASM]: FAULTS.stalled }), says: /sent nothing for 15 s .*wasm/, way: 'Try again' },
  { what: 'a script that never answers', slow: true, instead: () => ({ [JS]: FAULTS.silent }), says: /sent nothing for 15 s .*js/, way: 'Try again' },
  { what: 'a page of before', instead: () => ({ 'index.html': outdated() }), says: /published anew/, way: 'Load the new page' },
];

/** What the page says while it is not there; nothing once it is. */
export const said = () => document.getElementById('boot')?.innerText ?? '';

/**
 * Opens the page under a fault, reads what it says, mends the fault, and follows the way on.
 *
 *   goto, evaluate   of a browser
 *   site             the server
 *   wait             has time pass, for faults that take it
 */
export async function tryBoot({ goto, evaluate, site, address, wait = async () => {} }, { instead, says, way }) {
  site.instead.clear();
  for (const [file, what] of Object.entries(instead())) site.instead.set(file, what);
  await goto(address);
  const ended = () => evaluate(() => [document.querySelector('#boot')?.innerText ?? '', document.querySelector('#boot button')?.innerText ?? '']);
  const step = async () => {
    await wait();
    return ended();
  };
  const [text, button] = await until(`a sentence and “${way}”`, step, ([, button]) => button === way, 30_000);
  assert.match(text, says);
  site.instead.clear();
  await evaluate(() => document.querySelector('#boot button').click());
  // A page that is left while it is asked does not answer.
  const there = () => evaluate(() => !document.getElementById('boot') && !!document.querySelector('main h1')).catch(() => false);
  await until('the page', there, Boolean, 30_000).catch(async (error) => {
    error.message += ` The page says: ${await evaluate(() => document.body.innerText)}`;
    throw error;
  });
  return { text, button };
}
