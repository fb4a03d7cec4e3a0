// Fetches the page's program and starts it: says how far that is, tries again what fails, and ends with
// a sentence and a button where it cannot be had. Which files it is made of, Trunk writes into the page
// (Trunk.toml).

// Nothing has come for so long: it is asked for anew. In milliseconds.
const SILENCE = 15_000;
// A browser that fetches a module says nothing of how far it is.
const MODULE = 60_000;
// Before each further try.
const PAUSES = [1_000, 3_000];

const { js, wasm } = document.querySelector('meta[name="program"]').dataset;
const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
const name = (url) => url.split('/').pop();

/** Why it does not go on. */
class Trouble extends Error {}
/** The server has nothing under that name, or something else: it would answer the same again. */
class Gone extends Trouble {}
/** Nothing is known of what the server has. */
class Network extends Trouble {}

// What a security policy has refused: the errors themselves do not tell.
let refused = '';
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => (refused = effectiveDirective));

// ---------------------------------------------------------------- what has come so far

const here = { bytes: 0, total: 0, heard: 0, clock: null };

function tell() {
  // A file may still be coming when another has ended it all.
  if (here.clock === null) return;
  const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString('en');
  const silent = Math.round((performance.now() - here.heard) / 1000);
  const part = here.total > here.bytes ? `${kilobytes(here.bytes)} of ${kilobytes(here.total)} kB` : `${kilobytes(here.bytes)} kB`;
  const words = [here.bytes ? `Loading GAN Playground: ${part}.` : 'Loading GAN Playground …'];
  if (silent >= 5) words.push(`Nothing has come for ${silent} s.`);
  boot.say(words.join(' '));
}

// ---------------------------------------------------------------- one try

/** A file as bytes; given up when nothing has come for a while. */
async function bytes(url, cache, heard) {
  const control = new AbortController();
  let timer;
  let silent = false;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      control.abort();
    }, SILENCE);
  };
  alive();
  try {
    const response = await fetch(url, { cache, signal: control.signal });
    if (!response.ok) throw new Gone(`A file of this page is not on the server (${name(url)}: status ${response.status}).`);
    const { headers } = response;
    if (/html/.test(headers.get('content-type'))) throw new Gone(`The server gives a web page in the place of ${name(url)}.`);
    // The length of what is packed says nothing of what comes out.
    const total = headers.get('content-encoding') ? 0 : Number(headers.get('content-length'));
    const parts = [];
    let length = 0;
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      alive();
      parts.push(value);
      length += value.length;
      heard?.(length, total);
    }
    return { type: headers.get('content-type') ?? '', bytes: await new Blob(parts).arrayBuffer() };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (silent) throw new Network(`The server has sent nothing for ${SILENCE / 1000} s (${name(url)}).`);
    const offline = navigator.onLine ? '' : ' The device is offline; it goes on when the network is back.';
    throw new Network(`The connection to the server fails (${name(url)}).${offline}`);
  } finally {
    clearTimeout(timer);
  }
}

/** The module, and why not: a browser does not say, so the file is looked at. */
async function script(again) {
  // A module that failed once is not asked for again under the same address.
  const load = (query) => import(new URL(js + query, document.baseURI).href);
  const late = (time) => sleep(time).then(() => Promise.reject(new Error('late')));
  try {
    return await Promise.race([load(again ? `?again=${again}` : ''), late(SILENCE)]);
  } catch (error) {
    if (error.message !== 'late' && !(error instanceof TypeError)) throw new Trouble(`${name(js)} cannot be read (${error.message}).`);
    const { type } = await bytes(js, 'reload');
    if (!/(java|ecma)script/.test(type)) {
      throw new Gone(`The server calls ${name(js)} “${type}”, and browsers start only what is called text/javascript.`);
    }
    return Promise.race([load(`?again=${again}-${Date.now()}`), late(MODULE)]);
  }
}

async function program(again) {
  const { bytes: module } = await bytes(wasm, again ? 'reload' : 'default', (length, total) => {
    Object.assign(here, { bytes: length, total, heard: performance.now() });
    tell();
  });
  return module;
}

async function once(again) {
  const [{ default: init }, module_or_path] = await Promise.all([script(again), program(again)]);
  try {
    await init({ module_or_path });
  } catch (error) {
    // It has begun, and says itself what has become of it.
    if (error instanceof WebAssembly.RuntimeError) return;
    throw new Trouble(`The program has arrived damaged, or this browser cannot read it (${error.message}).`);
  }
}

// ---------------------------------------------------------------- all tries

/** Whether the server has another page than the one that is open. The browser keeps the new one. */
async function published() {
  try {
    const page = await fetch(location.href, { cache: 'reload', signal: AbortSignal.timeout?.(SILENCE) });
    const text = await page.text();
    return text.includes('name="program"') && !text.includes(`"${wasm}"`);
  } catch {
    return false;
  }
}

async function start(tries = 0) {
  Object.assign(here, { bytes: 0, heard: performance.now(), clock: setInterval(tell, 1_000) });
  const end = () => {
    clearInterval(here.clock);
    here.clock = null;
  };
  let trouble;
  for (let again = tries; ; again++) {
    try {
      await once(again);
      return end();
    } catch (error) {
      trouble = error instanceof Trouble ? error : new Trouble(`The page could not be started (${error.message}).`);
    }
    const pause = PAUSES[again - tries];
    if (pause === undefined || trouble instanceof Gone) break;
    await sleep(pause);
  }
  end();
  if (refused) return boot.say(`A security policy of this site keeps the page from starting (${refused}).`, 'Reload', boot.reload);
  if (!(trouble instanceof Network) && (await published())) {
    return boot.say('This page was published anew: what your browser has kept of it is out of date.', 'Load the new page', boot.reload);
  }
  const go = () => {
    removeEventListener('online', go);
    start(tries + PAUSES.length + 1);
  };
  addEventListener('online', go);
  boot.say(trouble.message, 'Try again', go);
}

if (location.protocol === 'file:') {
  boot.say(
    'Browsers start no program out of a folder. Serve the folder with a file server, such as “python3 -m http.server”, and open ' +
      'the address that it names; or make one file that opens from the disk: ./dev build --single-file (README.md).',
  );
} else if (!boot.lacks) {
  start();
}
