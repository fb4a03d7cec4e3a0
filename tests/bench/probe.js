// What a page or a worker asks of the GPU and holds in memory: counted from the first line on, since
// this runs before everything else. `globalThis.probe` is what the bench reads.
(() => {
  const calls = { dispatches: 0, passes: 0, submits: 0, reads: 0 };
  /** Dispatches by the name of the kernel. */
  const kernels = {};
  const held = { buffers: 0, bytes: 0 };
  const memories = new Set();

  /** Has `note(object, arguments, result)` called after each call of a method, where there is such a class. */
  function after(type, method, note) {
    const prototype = globalThis[type]?.prototype;
    if (!prototype) return;
    const original = prototype[method];
    prototype[method] = function (...given) {
      const result = original.apply(this, given);
      note(this, given, result);
      return result;
    };
  }

  const names = new WeakMap(); // of pipelines
  const current = new WeakMap(); // pass to kernel
  const named = (_, [{ label, compute }], result) => {
    const name = label || compute.entryPoint || 'main';
    if (!result.then) names.set(result, name);
    else result.then((pipeline) => names.set(pipeline, name));
  };
  after('GPUDevice', 'createComputePipeline', named);
  after('GPUDevice', 'createComputePipelineAsync', named);
  after('GPUComputePassEncoder', 'setPipeline', (pass, [pipeline]) => current.set(pass, names.get(pipeline)));
  const dispatched = (pass) => {
    calls.dispatches += 1;
    const name = current.get(pass);
    kernels[name] = (kernels[name] ?? 0) + 1;
  };
  after('GPUComputePassEncoder', 'dispatchWorkgroups', dispatched);
  after('GPUComputePassEncoder', 'dispatchWorkgroupsIndirect', dispatched);
  after('GPUCommandEncoder', 'beginComputePass', () => (calls.passes += 1));
  after('GPUQueue', 'submit', () => (calls.submits += 1));
  after('GPUBuffer', 'mapAsync', () => (calls.reads += 1));

  // A buffer is gone when it is destroyed, or when nobody holds it any more.
  const sizes = new Map(); // number of a buffer to its size
  const numbers = new WeakMap();
  const gone = (number) => {
    if (!sizes.has(number)) return;
    held.bytes -= sizes.get(number);
    held.buffers -= 1;
    sizes.delete(number);
  };
  const collected = new FinalizationRegistry(gone);
  let count = 0;
  after('GPUDevice', 'createBuffer', (_, [{ size }], buffer) => {
    count += 1;
    numbers.set(buffer, count);
    sizes.set(count, size);
    collected.register(buffer, count);
    held.bytes += size;
    held.buffers += 1;
  });
  after('GPUBuffer', 'destroy', (buffer) => gone(numbers.get(buffer)));

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original(...given);
      const { exports } = result.instance ?? result;
      for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
      return result;
    };
  }

  globalThis.probe = {
    calls: () => ({ ...calls, kernels: { ...kernels } }),
    /** Bytes of WebAssembly's memory and of living GPU buffers, and how many of those there are. */
    memory: () => ({
      wasm: [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
      gpu: held.bytes,
      buffers: held.buffers,
    }),
  };
})();
