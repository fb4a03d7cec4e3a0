// TensorFlow.js's side of the bench: the step written as lean as its public interface allows.
//
// - the real data lie on the device, and a batch is a slice of them;
// - the generator's pass in the critic's update, where no gradient is needed, runs in fused kernels
//   (in a gradient they cost more than they save: they compute both derivatives, needed or not);
// - an optimiser is asked for the gradients of its own network alone;
// - nothing is read back before the end.
//
// On the wasm backend a matrix product with a transposed factor, which is what the gradient of a
// product is made of, takes ten times as long as transposing first. The variant "tuned" steps around
// that with a gradient written by hand, as nobody we know of does: it shows what TensorFlow.js has in
// it, beside what its users get.

import { WORKLOADS } from './workloads.mjs';

const { tf } = globalThis;
const LEAK = 0.2;
const POOL = 2_000; // real samples on the device

/** Weights and biases of a network, as one flat list. He initialisation. */
function network(widths) {
  return widths.slice(1).flatMap((outputs, i) => [
    tf.variable(tf.randomNormal([widths[i], outputs], 0, Math.sqrt(2 / widths[i]))),
    tf.variable(tf.zeros([outputs])),
  ]);
}

/** Matrix product. `needs`: the derivatives that will be asked for: 'input', 'weights' or 'both'. */
const products = {
  plain: (x, weights) => tf.matMul(x, weights),
  tuned: (x, weights, needs) =>
    tf.customGrad((x, weights, save) => {
      save([x, weights]);
      const gradFunc = (dy, [x, weights]) => [
        needs === 'weights' ? tf.scalar(0) : tf.matMul(dy, tf.transpose(weights)),
        needs === 'input' ? tf.scalar(0) : tf.matMul(tf.transpose(x), dy),
      ];
      return { value: tf.matMul(x, weights), gradFunc };
    })(x, weights),
};

const leaky = (x) => tf.leakyRelu(x, LEAK);
/** The same in operations whose gradients have gradients. */
const twiceDifferentiable = (x) => tf.add(tf.mul(tf.relu(x), 1 - LEAK), tf.mul(x, LEAK));

/** The pass for a gradient. `first` and `rest`: what the layers' products need (see above). */
function forward(variables, x, output, product, first, rest, activation = leaky) {
  for (let i = 0; i < variables.length; i += 2) {
    x = tf.add(product(x, variables[i], i === 0 ? first : rest), variables[i + 1]);
    if (i + 2 < variables.length) x = activation(x);
  }
  return output === 'tanh' ? tf.tanh(x) : x;
}

/** The pass where no gradient is needed. */
function generate(variables, x, output) {
  for (let i = 0; i < variables.length; i += 2) {
    const hidden = i + 2 < variables.length;
    x = tf.fused.matMul({
      a: x,
      b: variables[i],
      bias: variables[i + 1],
      activation: hidden ? 'leakyrelu' : 'linear',
      leakyreluAlpha: LEAK,
    });
  }
  return output === 'tanh' ? tf.tanh(x) : x;
}

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
function trainer(work, product) {
  const { data, latent, hidden, batch, output, criticSteps, clip, penalty } = work;
  const generator = network([latent, ...hidden, data]);
  const critic = network([data, ...hidden, 1]);
  const criticOptimiser = optimiser(work.optimiser, work.optimiser.critic);
  const generatorOptimiser = optimiser(work.optimiser, work.optimiser.generator);
  const objective = OBJECTIVES[work.objective];
  const pool = tf.tidy(() => tf.randomUniform([POOL, data], -1, 1));
  const noise = () => tf.randomNormal([batch, latent]);
  const realBatch = () => tf.slice(pool, [Math.floor(Math.random() * (POOL - batch)), 0], [batch, data]);

  return () => {
    for (let i = 0; i < criticSteps; i += 1) {
      tf.tidy(() => {
        const fake = generate(generator, noise(), output);
        const real = realBatch();
        const judge = (x) => forward(critic, x, 'linear', product, 'weights', 'both');
        const loss = () => {
          const plain = objective.critic(judge(real), judge(fake));
          if (!penalty) return plain;
          const all = (x) => forward(critic, x, 'linear', product, 'both', 'both', twiceDifferentiable);
          return tf.add(plain, gradientPenalty(all, real, fake, penalty));
        };
        criticOptimiser.minimize(loss, false, critic);
        if (clip) for (const v of critic) v.assign(tf.clipByValue(v, -clip, clip));
      });
    }
    return tf.tidy(() => {
      const fool = (z) => {
        const fake = forward(generator, z, output, product, 'weights', 'both');
        return objective.generator(forward(critic, fake, 'linear', product, 'input', 'input'));
      };
      return generatorOptimiser.minimize(() => fool(noise()), true, generator);
    });
  };
}

/**
 * Time of some steps of one workload on one backend. Their number is doubled until they take
 * `seconds`; the first two, which compile shaders, never count. A number and not a clock says when to
 * stop, because a GPU's queue takes steps faster than it makes them: the read at the end waits for
 * all of them.
 */
window.bench = async (name, backend, variant, seconds) => {
  if (backend === 'wasm') {
    tf.wasm.setWasmPaths('/npm/@tensorflow/tfjs-backend-wasm/dist/');
    // Threads need headers that plain file servers do not send; our engine has none either.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  }
  if (!(await tf.setBackend(backend).catch(() => false))) return null;
  await tf.ready();

  const step = trainer(WORKLOADS[name], products[variant]);
  for (let steps = 2, warm = false; ; steps *= 2, warm = true) {
    const start = performance.now();
    let loss;
    for (let i = 0; i < steps; i += 1) {
      loss?.dispose();
      loss = step();
    }
    const [value] = await loss.data();
    loss.dispose();
    const taken = (performance.now() - start) / 1_000;
    if (!Number.isFinite(value)) throw new Error(`the loss is ${value} after ${steps} steps`);
    if (warm && taken >= seconds) return { steps, seconds: taken };
  }
};
