// Starts an engine: worker.js?engine_cpu or worker.js?engine_gpu.
//
// The engines' file names carry no hash, so the browser is told to ask whether its copies are still
// good. What fails here is told to the page like any other failure of an engine.
const name = location.search.slice(1);
const fresh = (file) => fetch(new URL(file, import.meta.url), { cache: 'no-cache' });
try {
  const [script, program] = await Promise.all([fresh(`${name}.js`), fresh(`${name}_bg.wasm`)]);
  for (const { ok, status, url } of [script, program]) {
    if (!ok) throw new Error(`${url} answers ${status}`);
  }
  // Read to its end, so that the browser keeps it for the import.
  await script.arrayBuffer();
  const { default: init } = await import(`./${name}.js`);
  await init({ module_or_path: program });
} catch (error) {
  postMessage({ Failed: { reason: { NotStarted: { why: String(error?.message ?? error) } } } });
}
