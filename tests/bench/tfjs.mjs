// TensorFlow.js's side of the bench: the step written as lean as its public interface allows.
//
// - the real data lie on the device, and a batch is a slice of them;
// - the generator's pass in the critic's update, where no gradient is needed, records none;
// - an optimiser is asked for the gradients of its own network alone;
// - nothing is read back before the end.

import { NETWORKS, OPERATIONS } from './networks.mjs';
import { WORKLOADS } from './workloads.mjs';

const { tf } = globalThis;
const POOL = 2_000; // real samples on the device

const OBJECTIVES = {
  'non-saturating': {
    critic: (real, fake) => tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake))),
    generator: (fake) => tf.mean(tf.softplus(tf.neg(fake))),
  },
  wasserstein: {
    critic: (real, fake) => tf.sub(tf.mean(fake), tf.mean(real)),
    generator: (fake) => tf.neg(tf.mean(fake)),
  },
};

/** λ E(‖∇D‖ − 1)² at points between real and generated samples; `judge` is the critic. */
function gradientPenalty(judge, real, fake, weight) {
  const share = tf.randomUniform([real.shape[0], 1]);
  const between = tf.add(fake, tf.mul(tf.sub(real, fake), share));
  const slopes = tf.grad((x) => tf.sum(judge(x)))(between);
  const norm = tf.sqrt(tf.add(tf.sum(tf.square(slopes), 1), 1e-12));
  return tf.mul(tf.mean(tf.square(tf.sub(norm, 1))), weight);
}

function optimiser({ name, beta1, beta2 }, rate) {
  if (name === 'adam') return tf.train.adam(rate, beta1, beta2, 1e-8);
  return tf.train.rmsprop(rate, 0.99, 0, 1e-8);
}

/** Returns a function that makes one step and returns the generator's loss, a tensor to dispose of. */
function trainer(work, operations) {
  const { data, latent, batch, criticSteps, clip, penalty } = work;
  const { generator, critic } = NETWORKS[work.networks](work, operations);
  [generator, critic].forEach(({ variables }, i) => {
    const count = variables.reduce((sum, { size }) => sum + size, 0);
    if (count !== work.weights[i]) throw new Error(`network ${i} has ${count} weights and not ${work.weights[i]}`);
  });
  const criticOptimiser = optimiser(work.optimiser, work.optimiser.critic);
  const generatorOptimiser = optimiser(work.optimiser, work.optimiser.generator);
  const objective = OBJECTIVES[work.objective];
  const pool = tf.tidy(() => tf.randomUniform([POOL, data], -1, 1));
  const noise = () => tf.randomNormal([batch, latent]);
  const realBatch = () => tf.slice(pool, [Math.floor(Math.random() * (POOL - batch)), 0], [batch, data]);

  return () => {
    for (let i = 0; i < criticSteps; i += 1) {
      tf.tidy(() => {
        const fake = generator.sample(noise());
        const real = realBatch();
        const judge = (x) => critic.judge(x, 'weights');
        const loss = () => {
          const plain = objective.critic(judge(real), judge(fake));
          if (!penalty) return plain;
          return tf.add(plain, gradientPenalty((x) => critic.judge(x, 'twice'), real, fake, penalty));
        };
        criticOptimiser.minimize(loss, false, critic.variables);
        if (clip) for (const v of critic.variables) v.assign(tf.clipByValue(v, -clip, clip));
      });
    }
    return tf.tidy(() => {
      const fool = () => objective.generator(critic.judge(generator.learn(noise()), 'input'));
      return generatorOptimiser.minimize(fool, true, generator.variables);
    });
  };
}

let step = null;

/** Makes ready for `measure`; false where the browser has no such backend. */
window.prepare = async (name, backend, variant) => {
  if (backend === 'wasm') {
    tf.wasm.setWasmPaths('/npm/@tensorflow/tfjs-backend-wasm/dist/');
    // Threads need headers that plain file servers do not send; our engine has none either.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  }
  if (!(await tf.setBackend(backend).catch(() => false))) return false;
  await tf.ready();
  step = trainer(WORKLOADS[name], OPERATIONS[variant]);
  return true;
};

/** Seconds that so many steps take. A GPU's queue takes steps faster than it makes them: the read at
 *  the end waits for all of them. */
window.measure = async (steps) => {
  const start = performance.now();
  let loss;
  for (let i = 0; i < steps; i += 1) {
    loss?.dispose();
    loss = step();
  }
  const [value] = await loss.data();
  loss.dispose();
  if (!Number.isFinite(value)) throw new Error(`the loss is ${value} after ${steps} steps`);
  return { steps, seconds: (performance.now() - start) / 1_000 };
};
