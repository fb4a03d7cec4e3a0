// The first steps of a run of ours, for whoever is held against it: its weights, out of a worker of our page, and the
// batches that it draws. Runs in a page beside ours.

import { PURPOSE, ring, Stream } from './streams.mjs';

const PAGE = '/app/';
const SEED = 7;

/** The next message of a worker with something of this name in it. */
const next = (worker, name) =>
  new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.Failed) reject(new Error(JSON.stringify(data.Failed.reason)));
      if (name in data) resolve(data[name]);
    };
  });

const floats = (bytes) => new Float32Array(new Uint8Array(bytes).buffer);

/** A player out of a checkpoint: weights, what its optimiser keeps (nothing before the first update), and its updates. */
const player = ([weights, ...kept], time) => ({ weights, kept: kept.filter(({ length }) => length > 0), time });

/** Both players before each of so many steps on the CPU engine, and after the last. */
export async function firstSteps({ query }, steps) {
  const worker = new Worker(`${PAGE}worker.js?engine_cpu`, { type: 'module' });
  try {
    await next(worker, 'Ready');
    worker.postMessage({ Configure: { run: 1, lanes: [`${query}&seed=${SEED}`] } });
    const found = [];
    for (let step = 0; step <= steps; step += 1) {
      if (step > 0) {
        worker.postMessage('Step');
        do worker.postMessage('Acknowledge');
        while (Number((await next(worker, 'Frame')).iteration) < step);
      }
      worker.postMessage({ Save: { id: step } });
      const { lanes } = (await next(worker, 'Answer')).answer.Ok.Run;
      const tensors = lanes[0].tensors.map(floats);
      const [critic, generator] = lanes[0].updates;
      found.push({ critic: player(tensors.slice(0, 3), critic), generator: player(tensors.slice(3), generator) });
    }
    return found;
  } finally {
    worker.terminate();
  }
}

/** The pixels of a shard: an IDX file of pictures, behind which one of labels follows. */
async function shard(name) {
  const { body } = await fetch(`${PAGE}mnist/${name}`);
  const bytes = await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  return new Uint8Array(bytes, 16, new DataView(bytes).getUint32(4) * 784);
}

/** Pictures in the order of the files, as they come in the first epoch (src/data/mnist.rs). */
async function digits() {
  const pixels = (await Promise.all(['train-00.gz', 'train-01.gz'].map(shard))).flatMap((pixels) => [...pixels]);
  return (update, batch) => Float32Array.from(pixels.slice(update * batch * 784, (update + 1) * batch * 784), (grey) => grey / 127.5 - 1);
}

/** What so many steps are made of: { critic: [{ real, z, share }, …], generator: { z } } for each. */
export async function batches({ data, latent, batch, criticSteps }, steps) {
  const real = data === 784 ? await digits() : (update, batch) => ring(SEED, update, batch);
  const normals = (purpose, index) => new Stream(SEED, purpose, index).normals(batch * latent);
  const critic = (update) => ({
    real: real(update, batch),
    z: normals(PURPOSE.criticLatent, update),
    share: new Stream(SEED, PURPOSE.interpolate, update).uniforms(batch),
  });
  return Array.from({ length: steps }, (_, step) => ({
    critic: Array.from({ length: criticSteps }, (_, i) => critic(step * criticSteps + i)),
    generator: { z: normals(PURPOSE.generatorLatent, step) },
  }));
}
