// jax-js's side of the bench: the step as lean as its public interface allows.
//
// - an update of a player is one compiled function, of loss, gradient and optimiser;
// - the critic sees real and generated samples in one pass, where it has no batch norm to tell them apart;
// - small networks are one vector, since each array of a state costs kernels of its own;
// - convolutions are matrix products (jaxjs-networks.mjs);
// - the real batches lie on the device, and noise is drawn here: jax-js's own costs more;
// - nothing is read back: the device is waited for once in a slice, by the array that comes last.

import { defaultDevice, grad, init, jit, jvp, nn, numpy as np, tree } from '/npm/@jax-js/jax/dist/index.js';
import { count, joined, NETWORKS } from './jaxjs-networks.mjs';
import { batches, firstSteps } from './ours.mjs';
import { WORKLOADS } from './workloads.mjs';

const POOL = 32; // real batches on the device
const SMALL = 1_000; // numbers up to which a network is one vector
/** Milliseconds between two waits. There is no queue on wasm, and what waits is gone through with every call. */
const SLICE = { wasm: 0, webgpu: 12 };

// `both` has a row of logits of real samples and one of generated ones. Not taken apart by slices: the gradient of a
// slice by which a compiled function takes a mean is that of the whole (jax-js 0.1.25 forgets to pad a constant).
const signs = () => np.array([[-1], [1]]);
const OBJECTIVES = {
  'non-saturating': {
    critic: (both) => np.mean(nn.softplus(both.mul(signs()))).mul(2),
    generator: (fake) => np.mean(nn.softplus(fake.neg())),
  },
  wasserstein: {
    critic: (both) => np.mean(both.mul(signs())).mul(2),
    generator: (fake) => np.mean(fake).neg(),
  },
};

/** What an optimiser keeps beside weights, its rate at step `time`, and what it makes of one block. */
const OPTIMISERS = {
  adam: {
    kept: 2,
    rate: ({ beta1, beta2 }, rate, time) => (rate * Math.sqrt(1 - beta2 ** time)) / (1 - beta1 ** time),
    moved({ beta1, beta2 }, weights, gradient, [m, v], rate) {
      m = m.mul(beta1).add(gradient.ref.mul(1 - beta1));
      v = v.mul(beta2).add(np.square(gradient).mul(1 - beta2));
      return [weights.sub(m.ref.div(np.sqrt(v.ref).add(1e-8)).mul(rate)), m, v];
    },
  },
  rmsprop: {
    kept: 1,
    rate: (_, rate) => rate,
    moved(_, weights, gradient, [v], rate) {
      v = v.mul(0.99).add(np.square(gradient.ref).mul(0.01));
      return [weights.sub(gradient.div(np.sqrt(v.ref).add(1e-8)).mul(rate)), v];
    },
  },
};

/** What the critic says of real and of generated samples, a row each. */
function judged({ pass, mixes }, weights, real, fake) {
  const logits = mixes
    ? np.concatenate([pass(tree.ref(weights), real), pass(weights, fake)])
    : pass(weights, np.concatenate([real, fake]));
  return logits.reshape([2, -1]);
}

// ---------------------------------------------------------------- gradient penalty: λ E(‖∇D‖ − 1)²

/** Points between real and generated samples. */
const between = (real, fake, share) => fake.ref.add(real.sub(fake).mul(share));

/** ∇D at points, and its norm at each. */
function slopes({ pass }, weights, points) {
  const slope = grad((x) => np.sum(pass(weights, x)))(points);
  return [slope, np.sqrt(np.sum(np.square(slope.ref), 1, { keepdims: true }).add(1e-12))];
}

function penalty(critic, weights, points, weight) {
  const [slope, norm] = slopes(critic, weights, points);
  slope.dispose();
  return np.mean(np.square(norm.sub(1))).mul(weight);
}

/**
 * The direction v along which the critic is differentiated for the penalty: its gradient is that of v · ∇D with v held
 * fixed. (In jax-js 0.1.25 a gradient of a gradient lacks all terms by the weights after the first layer.)
 */
function pull(critic, weights, points, weight) {
  const [slope, norm] = slopes(critic, weights, points);
  return slope.mul(norm.ref.sub(1).div(norm).mul((2 * weight) / points.shape[0]));
}

/** Σ v · ∇D */
const along = ({ pass }, weights, points, v) => np.sum(jvp((x) => pass(weights, x), [points], [v])[1]);

// ---------------------------------------------------------------- a run

/** `state` is [weights, then what the optimiser keeps], each a list of blocks; returns the next one. */
function updated({ optimiser, clip }, state, gradients, rate) {
  const { moved } = OPTIMISERS[optimiser.name];
  const next = state.map(() => []);
  gradients.forEach((gradient, i) => {
    const kept = state.slice(1).map((blocks) => blocks[i]);
    const [weights, ...memory] = moved(optimiser, state[0][i], gradient, kept, rate.ref);
    next[0].push(clip ? np.clip(weights, -clip, clip) : weights);
    memory.forEach((block, k) => next[k + 1].push(block));
  });
  rate.dispose();
  return next;
}

/** Both players' networks, checked to be as large as ours. */
function networks(work) {
  const { generator, critic } = NETWORKS[work.networks](work);
  return [generator, critic].map((network, i) => {
    const found = count(network);
    if (found !== work.weights[i]) throw new Error(`network ${i} has ${found} weights and not ${work.weights[i]}`);
    return found <= SMALL ? joined(network) : network;
  });
}

/** A run: both players' states, and a compiled function for each. */
function trainer(work) {
  const [generator, critic] = networks(work);
  const objective = OBJECTIVES[work.objective];
  const optimiser = OPTIMISERS[work.optimiser.name];

  const plain = (weights, real, fake) => objective.critic(judged(critic, weights, real, fake));
  const penalised = (weights, real, fake, points, v) => plain(tree.ref(weights), real, fake).add(along(critic, weights, points, v));
  const generatorLoss = (weights, judge, z) => objective.generator(critic.pass(judge, generator.pass(weights, z)));

  function criticGradient(weights, real, fake, share) {
    if (!work.penalty) {
      share.dispose();
      return grad(plain)(weights, real, fake);
    }
    const points = between(real.ref, fake.ref, share);
    const v = pull(critic, tree.ref(weights), points.ref, work.penalty);
    return grad(penalised)(weights, real, fake, points, v);
  }
  function criticLoss(weights, real, fake, share) {
    if (!work.penalty) {
      share.dispose();
      return plain(weights, real, fake);
    }
    const price = penalty(critic, tree.ref(weights), between(real.ref, fake.ref, share), work.penalty);
    return plain(weights, real, fake).add(price);
  }

  const criticStep = jit((state, weights, { real, z, share }, rate) => {
    const gradients = criticGradient(tree.ref(state[0]), real, generator.pass(weights, z), share);
    return updated(work, state, gradients, rate);
  });
  const generatorStep = jit((state, judge, { z }, rate) => {
    const gradients = grad(generatorLoss)(tree.ref(state[0]), judge, z);
    return updated({ ...work, clip: 0 }, state, gradients, rate);
  });
  const losses = [
    jit((weights, judge, { real, z, share }) => criticLoss(judge, real, generator.pass(weights, z), share)),
    jit((weights, judge, { z }) => generatorLoss(weights, judge, z)),
  ];

  const zeros = (weights) => tree.map((block) => np.zeros(block.shape), weights);
  const begun = (network, weights, kept = [], time = 0) => {
    const rest = Array.from({ length: optimiser.kept }, (_, i) => kept[i] ?? zeros(weights));
    return { state: [weights, ...rest], time, network };
  };
  const players = { generator: begun(generator, generator.begun()), critic: begun(critic, critic.begun()) };
  const weights = ({ state }) => tree.ref(state[0]);
  function moved(name, step, other, batch) {
    const player = players[name];
    player.time += 1;
    const rate = np.array(optimiser.rate(work.optimiser, work.optimiser[name], player.time));
    player.state = step(player.state, weights(players[other]), batch, rate);
  }

  return {
    /** One step; a batch is { real, z, share } for the critic and { z } for the generator. */
    step(batches) {
      for (let i = 0; i < work.criticSteps; i += 1) moved('critic', criticStep, 'generator', batches.critic(i));
      moved('generator', generatorStep, 'critic', batches.generator());
    },
    ready: () => players.generator.state[0][0].blockUntilReady(),
    /** Goes on from where both players of ours are. */
    begin(ours) {
      for (const [name, { network }] of Object.entries(players)) {
        const { weights, kept, time } = ours[name];
        players[name] = begun(network, network.taken(weights), kept.map(network.taken), time);
      }
    },
    /** Each with its weights, and how they are taken from a vector of ours. */
    players: () => Object.entries(players).map(([name, { network, state }]) => ({ name, taken: network.taken, now: state[0] })),
    /** Both losses on batches, of our players or of the run's own. */
    async losses({ critic: [judges], generator: learns }, ours) {
      const [g, c] = Object.entries({ generator, critic }).map(([name, network]) =>
        ours ? network.taken(ours[name].weights) : weights(players[name]),
      );
      const found = losses.map((loss, i) => loss(tree.ref(g), tree.ref(c), [judges, learns][i]));
      tree.dispose([g, c]);
      return Promise.all(found.map(async (loss) => (await loss.data())[0]));
    },
  };
}

const rows = (numbers, count) => np.array(numbers).reshape([count, numbers.length / count]);

/** Real batches on the device, noise drawn here. */
function drawn({ data, latent, batch, penalty }) {
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const many = (columns, of) => rows(Float32Array.from({ length: batch * columns }, of), batch);
  const pool = Array.from({ length: POOL }, () => many(data, () => 2 * Math.random() - 1));
  return {
    critic: () => ({
      real: pool[Math.floor(Math.random() * POOL)].ref,
      z: many(latent, gaussian),
      share: penalty ? many(1, Math.random) : np.array(0),
    }),
    generator: () => ({ z: many(latent, gaussian) }),
  };
}

let work;
let run;
let slice;

/** Makes ready for the others; false where the browser has no such device. */
window.prepare = async (name, device) => {
  if (!(await init(device)).includes(device)) return false;
  defaultDevice(device);
  work = WORKLOADS[name];
  run = trainer(work);
  slice = SLICE[device];
  return true;
};

/** Seconds that so many steps take. */
window.measure = async (steps) => {
  run.batches ??= drawn(work);
  const start = performance.now();
  let waited = start;
  for (let i = 0; i < steps; i += 1) {
    run.step(run.batches);
    if (performance.now() - waited < slice && i + 1 < steps) continue;
    await run.ready();
    waited = performance.now();
  }
  const [loss] = await run.losses({ critic: [run.batches.critic(0)], generator: run.batches.generator() });
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} after ${steps} steps`);
  return { steps, seconds: (waited - start) / 1_000 };
};

/** ‖a − b‖ of two lists of blocks, read back. */
async function distance(a, b) {
  const squares = await Promise.all(
    a.map(async (block, i) => {
      const [x, y] = [await block.ref.data(), await b[i].ref.data()];
      return x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0);
    }),
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square));
}

/**
 * Takes each of the first steps of a run of ours from where ours is, on its batches. Both losses after each step, at
 * our weights and at these: how far they are `apart` at most, and how far ours `went`. And how far the weights are
 * `astray` after a step at most, as a share of its way: what is wrong with a network shows there first.
 *
 * Not several steps on end: where a number comes next to a ReLU's kink, rounding says on which side. Of five runs of a
 * DCGAN whose weights began a unit in the last place apart, on one engine, some were 0.024 apart after three steps.
 */
window.compare = async (steps) => {
  const placed = (batch) => Object.fromEntries(Object.entries(batch).map(([name, numbers]) => [name, rows(numbers, work.batch)]));
  const ours = await firstSteps(work, steps);
  const drawn = await batches(work, steps + 1);
  const losses = (i, of) => run.losses({ critic: [placed(drawn[i].critic[0])], generator: placed(drawn[i].generator) }, of);
  const first = await losses(0, ours[0]);
  const largest = (a, b) => Math.max(...a.map((loss, k) => Math.abs(loss - b[k])));
  const found = { apart: 0, went: 0, astray: 0 };
  const atMost = (name, value) => (found[name] = Math.max(found[name], value));
  for (let i = 0; i < steps; i += 1) {
    run.begin(ours[i]);
    run.step({ critic: (k) => placed(drawn[i].critic[k]), generator: () => placed(drawn[i].generator) });
    const after = await losses(i + 1, ours[i + 1]);
    atMost('apart', largest(after, await losses(i + 1, null)));
    atMost('went', largest(after, first));
    for (const { taken, now, name } of run.players()) {
      const [begin, end] = [ours[i], ours[i + 1]].map((players) => taken(players[name].weights));
      atMost('astray', (await distance(now, end)) / (await distance(begin, end)));
    }
  }
  return found;
};
