// Two gaps between browsers' WebGPU and what the engine on it expects, closed in its worker before it starts.

const TIMESTAMPS = 'timestamp-query';
// A read of an idle device takes some 100 ms where the browser looks ten times a second, and a few elsewhere.
const SLOW = 40;
// Between two empty submissions, in milliseconds.
const NUDGE = 2;

/**
 * Without `timestamp-query` Burn's backend (cubecl-wgpu 0.11.3, `Timings::system`) panics as it starts, since it
 * could not profile. Nothing here profiles: no query set is ever made. So the engine is told that there are
 * timestamps, and a device of an adapter without them is asked for without.
 */
function timestamps() {
  const { has } = GPUSupportedFeatures.prototype;
  GPUSupportedFeatures.prototype.has = function (name) {
    return name === TIMESTAMPS || has.call(this, name);
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = function (wanted = {}) {
    const real = (name) => name !== TIMESTAMPS || has.call(this.features, name);
    const requiredFeatures = [...(wanted.requiredFeatures ?? [])].filter(real);
    return requestDevice.call(this, { ...wanted, requiredFeatures });
  };
}

/** How long a read of a device takes that has nothing else to do, in milliseconds. */
async function read(device) {
  const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const since = performance.now();
  await buffer.mapAsync(GPUMapMode.READ);
  const took = performance.now() - since;
  buffer.destroy();
  return took;
}

/**
 * Firefox looks at what a device has done about ten times a second, and whenever something is submitted: a run that
 * reads once in some milliseconds of work would stand still most of the time. Where a read is as slow as that,
 * nothing is submitted every moment while one is pending.
 */
function nudges() {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (wanted) {
    const device = await requestDevice.call(this, wanted);
    // The first read is slow where a device starts with it.
    for (let tries = 0; (await read(device)) > SLOW; tries += 1) {
      if (tries < 2) continue;
      nudge(device.queue);
      break;
    }
    return device;
  };
}

function nudge(queue) {
  let pending = 0;
  const again = () => {
    if (pending === 0) return;
    queue.submit([]);
    setTimeout(again, NUDGE);
  };
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = function (...given) {
    const mapped = mapAsync.apply(this, given);
    const done = () => {
      pending -= 1;
    };
    mapped.then(done, done);
    pending += 1;
    if (pending === 1) setTimeout(again, NUDGE);
    return mapped;
  };
}

/** To be called once. */
export function closeGaps() {
  if (!globalThis.GPUAdapter) return;
  timestamps();
  nudges();
}
