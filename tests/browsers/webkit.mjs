// WebKitGTK, by W3C WebDriver (https://www.w3.org/TR/webdriver2/), on a screen of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const DISPLAY = ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'];

/** Milliseconds after which the driver, which now and then stops, is taken for dead. */
const SILENCE = 60_000;

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts it: the driver and the screen named here, and the browser that comes with WebKitGTK. */
export async function start({ driver, screen, browser }) {
  const shown = spawn(screen, DISPLAY, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await once(shown.stdio[3], 'data');
  const port = await freePort();
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const driven = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });

  async function call(method, path, body) {
    const signal = AbortSignal.timeout(SILENCE);
    const sent = { method, signal, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) };
    const { value } = await (await fetch(`http://127.0.0.1:${port}${path}`, sent)).json();
    if (value?.error) throw new Error(`WebDriver: ${value.error}: ${value.message}`);
    return value;
  }
  for (let tries = 0; ; tries += 1) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
  const options = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } };

  return {
    version: 'WebKitGTK',
    async open() {
      const { sessionId, capabilities } = await call('POST', '/session', { capabilities: { alwaysMatch: options } });
      const session = (method, path, body) => call(method, `/session/${sessionId}${path}`, body);
      await session('POST', '/window/rect', { x: 0, y: 0, width: 1280, height: 938 });
      await session('POST', '/timeouts', { script: 120_000 });
      return {
        version: capabilities.browserVersion,
        goto: (url) => session('POST', '/url', { url }),
        async evaluate(what, argument) {
          const script = `const done = arguments[arguments.length - 1];
            Promise.resolve().then(() => (${what})(arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error.stack ?? error) }));`;
          const { value, error } = await session('POST', '/execute/async', { script, args: [argument ?? null] });
          if (error !== undefined) throw new Error(error);
          return value;
        },
        screenshot: async (path) => writeFileSync(path, Buffer.from(await session('GET', '/screenshot'), 'base64')),
        close: () => session('DELETE', ''),
        drag(kind, { x, y }, path) {
          const to = ([dx, dy]) => ({ type: 'pointerMove', duration: 20, x: Math.round(x + dx), y: Math.round(y + dy) });
          const actions = [{ ...to([0, 0]), duration: 0 }, { type: 'pointerDown', button: 0 }, ...path.map(to), { type: 'pointerUp', button: 0 }];
          return session('POST', '/actions', { actions: [{ type: 'pointer', id: kind, parameters: { pointerType: kind }, actions }] });
        },
      };
    },
    async close() {
      driven.kill();
      shown.kill();
    },
  };
}
