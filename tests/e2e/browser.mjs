// A plain file server, a browser, and a hand on the page: what the tests and the bench stand on.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const { env } = process;
export const CACHE =
  env.GAN_PLAYGROUND_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gan-playground');
export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The example deck for Slidev, as ./dev builds it for the tests. */
export const SLIDEV = join(CACHE, 'slides', 'slidev');
/** What it is built from, with the packages beside it. */
export const SLIDEV_SOURCE = join(CACHE, 'slides', 'source');

/** The folder of packages installed for tests/e2e or tests/bench: outside the clone. */
export const packages = (name) => join(CACHE, 'npm', name, 'node_modules');

// ---------------------------------------------------------------- server

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/**
 * A file server as dumb as they come, on a free port: no fallback page, no compression, no clever
 * headers. `folders` maps URL prefixes to folders. `pages` (path to HTML), `instead` (file name
 * to bytes, to null for "not found", or to one of FAULTS) and `headers` (URL prefix to headers) can be
 * filled while it runs.
 */
export async function serve(folders) {
  const pages = new Map();
  const instead = new Map();
  const headers = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const more = [...headers].filter(([prefix]) => path.startsWith(prefix)).map(([, lines]) => lines);
    const reply = (status, type, body) =>
      response.writeHead(status, Object.assign({ 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' }, ...more)).end(body);
    if (pages.has(path)) return reply(200, TYPES['.html'], pages.get(path));
    // Browsers ask for it at the root, which is not ours.
    if (path === '/favicon.ico') return reply(204, 'image/x-icon', '');
    const prefix = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    try {
      if (prefix === undefined) throw new Error('outside every folder');
      const relative = normalize(path.slice(prefix.length)).replace(/^(\.\.[/\\])+/, '');
      const file = join(folders[prefix], relative === '.' || relative.endsWith('/') ? `${relative}/index.html` : relative);
      const given = instead.get(basename(file));
      if (given === null) throw new Error('taken away by a test');
      if (typeof given === 'function') return given(response, await readFile(file), reply);
      const body = given ?? (await readFile(file));
      reply(200, TYPES[extname(file)] ?? 'application/octet-stream', body);
    } catch {
      reply(404, 'text/plain', `${path} is not here`);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, pages, instead, headers, close };
}

/** What a network does to a file, for `instead` of a server. */
export const FAULTS = {
  /** It never answers. */
  silent: () => {},
  /** It stops midway, and the connection stays. */
  stalled: (response, body) => response.writeHead(200, { 'Content-Length': body.length }).write(body.subarray(0, body.length >> 1)),
  /** The connection ends midway. */
  cut: (response, body) =>
    response.writeHead(200, { 'Content-Length': body.length }).write(body.subarray(0, body.length >> 1), () => response.destroy()),
  /** Half of it, and nobody says so. */
  half: (response, body, reply) => reply(200, 'application/octet-stream', body.subarray(0, body.length >> 1)),
  /** What servers of single-page sites say to everything that they do not have. */
  page: (response, body, reply) => reply(200, TYPES['.html'], '<!doctype html><title>Somewhere else</title>'),
};

// ---------------------------------------------------------------- browser

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const VARIANTS = {
  // No adapter, also on a machine with a graphics card: the same everywhere.
  plain: ['--disable-gpu'],
  // WebGPU in software: slow, and there on every machine.
  webgpu: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  // WebGPU on the graphics card, where there is one.
  hardware: ['--enable-unsafe-webgpu', '--enable-features=Vulkan'],
};

/**
 * For a page, before its first script: WebGPU in software is taken for a graphics card there, since `auto` tries
 * nothing else.
 */
export const AS_HARDWARE = `
if (self.GPUAdapter) for (const what of ['info', 'isFallbackAdapter'])
  if (what in GPUAdapter.prototype) Object.defineProperty(GPUAdapter.prototype, what, { get: () => undefined });
`;

/** Starts Chromium in one of the VARIANTS. */
export async function launch(variant, moreFlags = []) {
  const { chromium } = createRequire(join(packages('e2e'), 'x.js'))('playwright-core');
  return chromium.launch({
    executablePath: env.CHROMIUM || '/usr/bin/chromium',
    args: [...FLAGS, ...VARIANTS[variant], ...moreFlags],
  });
}

/** Everything the page and its workers complain about, gathered from now on. */
export function complaints(page) {
  const heard = [];
  page.on('console', (message) => {
    const text = message.text();
    const bad = message.type() === 'error' || /panicked/.test(text) || /\[cubecl-wgpu\].*error/is.test(text);
    if (bad) heard.push(`console ${message.type()}: ${text}`);
  });
  page.on('pageerror', (error) => heard.push(`uncaught: ${error.stack ?? error}`));
  page.on('crash', () => heard.push('the page crashed'));
  return heard;
}

// ---------------------------------------------------------------- a hand on the page

/** Asks until the answer is as wanted, and returns it. */
export async function until(what, ask, wanted, timeout = 60_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) assert.fail(`waited ${timeout / 1000} s for: ${what}. Last: ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

/** Drives the page as a parent page would, by messages. With an iframe in the page: that one. */
export class Run {
  #page;
  #next = 1;

  constructor(page) {
    this.#page = page;
  }

  /** Posts one command and returns the status that answers it. */
  async command(command, rest = {}, timeout = 30_000) {
    const message = { type: 'gan-playground:command', id: this.#next++, command, ...rest };
    const answer = await this.#page.evaluate(
      ([message, timeout]) =>
        new Promise((resolve) => {
          const target = document.querySelector('iframe')?.contentWindow ?? window;
          const finish = (answer) => {
            removeEventListener('message', listen);
            clearTimeout(timer);
            resolve(answer);
          };
          const listen = ({ data }) => {
            if (/^gan-playground:(status|measured)$/.test(data?.type) && data.id === message.id) finish(data);
          };
          const timer = setTimeout(finish, timeout, null);
          addEventListener('message', listen);
          target.postMessage(message, '*');
        }),
      [message, timeout],
    );
    assert.ok(answer, `the page did not answer "${command}" within ${timeout} ms`);
    return answer;
  }

  status = () => this.command('query');
  play = () => this.command('play');
  pause = () => this.command('pause');
  reset = () => this.command('reset');
  set = (settings) => this.command('set', { settings });

  /** Waits until the page answers at all: its WebAssembly may still be on the way. */
  async ready(timeout = 60_000) {
    const end = Date.now() + timeout;
    for (;;) {
      try {
        return await this.command('query', {}, 500);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** Waits for a status that fulfils `wanted`, and returns it. */
  until(what, wanted, timeout) {
    return until(what, this.status, wanted, timeout);
  }

  /** Trains exactly `count` iterations of a paused run, and returns the status after the last. */
  async steps(count, timeout = 60_000) {
    const { iteration } = await this.status();
    await this.command('step', { count });
    const status = await this.until(`${count} steps`, (s) => s.iteration >= iteration + count && !s.running, timeout);
    assert.equal(status.iteration, iteration + count, 'one step is one iteration');
    return status;
  }

  /** Trains until `count` more iterations are done, then pauses; returns the paused status. */
  async train(count, timeout = 120_000) {
    const { iteration } = await this.play();
    await this.until(`${count} iterations`, (status) => status.iteration >= iteration + count, timeout);
    return this.halt();
  }

  /** Pauses, and returns the status once nothing moves any more. */
  async halt() {
    await this.pause();
    return this.until('a pause', ({ running }) => !running);
  }

  /** Waits until nothing moves, fails if it still does later, and returns the iteration. */
  async holdsStill(why) {
    let { iteration } = await this.status();
    const advance = async () => {
      const before = iteration;
      await sleep(1_000);
      ({ iteration } = await this.status());
      return iteration - before;
    };
    // What is on its way to a busy page may arrive after the first look.
    await until(why, advance, (count) => count === 0, 30_000);
    assert.equal(await advance(), 0, why);
    return iteration;
  }
}

/** Losses are what training shows first when it is broken. */
export function assertFinite({ losses }) {
  for (const name of ['critic', 'generator', 'wasserstein']) {
    const value = losses[name];
    // Only the Wasserstein objective estimates W.
    if (name === 'wasserstein' && value == null) continue;
    assert.ok(Number.isFinite(value), `the loss "${name}" is ${value}`);
  }
}

/** A canvas as 32 × 32 grey values, 0 to 255: enough to compare two of its pictures. */
export function thumbnail(canvas) {
  return canvas.evaluate((element) => {
    const small = new OffscreenCanvas(32, 32).getContext('2d');
    small.drawImage(element, 0, 0, 32, 32);
    const { data } = small.getImageData(0, 0, 32, 32);
    return Array.from({ length: 32 * 32 }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
  });
}

/** Mean absolute difference of two thumbnails. */
export const difference = (a, b) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0) / a.length;

/** Waits until something is drawn on the canvas: that takes its layout and a frame of the browser's. */
export const assertDrawn = (canvas, what) =>
  until(
    `${what} to be more than blank`,
    async () => new Set((await thumbnail(canvas)).map(Math.round)).size,
    (greys) => greys > 1,
    30_000,
  );

/** What a driver's crash does: the browser's graphics process dies, and every device and canvas with it. */
export async function loseGraphics(context) {
  const devtools = await context.browser().newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'GPU').id, 'SIGKILL');
}

/** Waits until a canvas shows something else than it did. */
export const changed = (canvas, before, what, by = 0.5) =>
  until(
    `${what} to change`,
    async () => difference(before, await thumbnail(canvas)),
    (change) => change > by,
    30_000,
  );

/** What a canvas shows once it holds still: pictures follow the last frame of a run by a quarter of a second. */
export async function settled(canvas, what) {
  await assertDrawn(canvas, what);
  let shown = await thumbnail(canvas);
  const change = async () => {
    const before = shown;
    await sleep(600);
    shown = await thumbnail(canvas);
    return difference(before, shown);
  };
  await until(`${what} to hold still`, change, (change) => change === 0, 30_000);
  return shown;
}
