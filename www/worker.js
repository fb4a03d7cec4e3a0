// Starts an engine: worker.js?engine_cpu or worker.js?engine_gpu. One that an engine opens for the second lane of a
// run (src/engine/worker/second.rs) is handed its program by that engine.
//
// The engines' file names carry no hash, so the browser is told to ask whether its copies are still good. What
// stops coming is given up, what fails is tried again, and what fails in the end is told to the page like any
// other failure of an engine.
const name = location.search.slice(1).split('&')[0];
const isOnWebGpu = name === 'engine_gpu';
const program = location.search.endsWith('&second')
  ? new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }))
  : null;
let gapsClosed = false;

// Nothing has come for so long: it is asked for anew. In milliseconds.
const SILENCE = 15_000;
// A browser that fetches a module says nothing of how far it is.
const MODULE = 60_000;
// Before each further try.
const PAUSES = [1_000, 3_000];

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
/** What the page knows as a fault (src/fault). */
const fault = (reason) => Object.assign(new Error(), { reason });
const foreign = (error) => error.reason ?? { Foreign: { words: String(error?.message ?? error) } };
const late = (file) => sleep(MODULE).then(() => Promise.reject(of(file, { NothingCame: { seconds: MODULE / 1000 } })));
const of = (path, why) => fault({ NoFile: { path, why } });

/** A file as bytes. */
async function bytes(file, cache) {
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
    const response = await fetch(new URL(file, import.meta.url), { cache, signal: control.signal });
    if (!response.ok) throw of(file, { Status: { status: response.status } });
    if (/html/.test(response.headers.get('content-type'))) throw of(file, 'WebPage');
    const parts = [];
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts).arrayBuffer();
      alive();
      parts.push(value);
    }
  } catch (error) {
    if (error.reason) throw error;
    throw of(file, silent ? { NothingCame: { seconds: SILENCE / 1000 } } : 'NoConnection');
  } finally {
    clearTimeout(timer);
  }
}

async function start(again) {
  const cache = again ? 'reload' : 'no-cache';
  const script = `${name}.js`;
  // The script is read to its end, so that the browser keeps it for the import.
  const [module_or_path] = await Promise.all(program ? [program] : [bytes(`${name}_bg.wasm`, cache), bytes(script, cache)]);
  // A module that failed once is not asked for again under the same address.
  const module = (file, query) => Promise.race([import(`./${file}${query}`), late(file)]);
  if (isOnWebGpu && !gapsClosed) {
    // Browsers keep one for each version of the page, as of this file.
    (await module('webgpu.js', `${location.search}${again ? `&again=${again}` : ''}`)).closeGaps();
    gapsClosed = true;
  }
  const { default: init } = await module(script, again ? `?again=${again}` : '');
  await init({ module_or_path });
}

for (let again = 0; ; again++) {
  try {
    await start(again);
    break;
  } catch (error) {
    // A program that has begun and failed would fail again.
    const pause = error instanceof WebAssembly.RuntimeError ? undefined : PAUSES[again];
    if (pause === undefined) {
      postMessage({ Failed: { reason: { NotStarted: { why: foreign(error) } } } });
      break;
    }
    await sleep(pause);
  }
}
