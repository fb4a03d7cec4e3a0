// The networks of the bench in TensorFlow.js: pairs of a generator and a critic.
//
// A pass takes `needs`, the derivatives that will be asked for: of the 'weights', of the 'input', or
// of 'both'; 'twice' is both, in operations whose gradients have gradients.
//
// On the wasm backend a matrix product with a transposed factor, which is what the gradient of a
// product is made of, takes ten times as long as transposing first; and a convolution has no gradient
// by its weights at all: networks with convolutions cannot be trained there. The operations "tuned"
// step around both with gradients written by hand, as nobody we know of does: they show what
// TensorFlow.js has in it, beside what its users get.

const { tf } = globalThis;
const LEAK = 0.2;
/** Of convolutions: 4 × 4 at stride 2 over a border of one pixel. */
const [KERNEL, STRIDE, BORDER] = [4, 2, 1];

const conv = (x, weights) => tf.conv2d(x, weights, STRIDE, BORDER);
/** Its adjoint, to twice as many pixels each way. */
function spread(x, weights) {
  const [batch, height, width] = x.shape;
  return tf.conv2dTranspose(x, weights, [batch, STRIDE * height, STRIDE * width, weights.shape[2]], STRIDE, BORDER);
}
/** ∂/∂weights of Σ small ⊙ conv(large): a convolution with the small picture as its weights. */
function filters(large, small) {
  const found = tf.conv2d(tf.transpose(large, [3, 1, 2, 0]), tf.transpose(small, [1, 2, 0, 3]), 1, BORDER, 'NHWC', STRIDE);
  return tf.transpose(found, [1, 2, 0, 3]);
}

/** `of` with gradients by x and by the weights, of which those that nobody needs are not computed. */
const tuned = (of, byX, byWeights) => (x, weights, needs) =>
  tf.customGrad((x, weights, save) => {
    save([x, weights]);
    const gradFunc = (dy, [x, weights]) => [
      needs === 'weights' ? tf.scalar(0) : byX(dy, weights),
      needs === 'input' ? tf.scalar(0) : byWeights(dy, x),
    ];
    return { value: of(x, weights), gradFunc };
  })(x, weights);

export const OPERATIONS = {
  plain: { product: (x, weights) => tf.matMul(x, weights), conv, spread },
  tuned: {
    product: tuned(
      tf.matMul,
      (dy, weights) => tf.matMul(dy, tf.transpose(weights)),
      (dy, x) => tf.matMul(tf.transpose(x), dy),
    ),
    conv: tuned(conv, spread, (dy, x) => filters(x, dy)),
    spread: tuned(spread, conv, (dy, x) => filters(dy, x)),
  },
};

const normal = (shape, deviation, mean = 0) => tf.variable(tf.randomNormal(shape, mean, deviation));
const zeros = (size) => tf.variable(tf.zeros([size]));

const leaky = (x) => tf.leakyRelu(x, LEAK);
/** The same in operations whose gradients have gradients. */
const twiceDifferentiable = (x) => tf.add(tf.mul(tf.relu(x), 1 - LEAK), tf.mul(x, LEAK));

/** Linear layers, leaky ReLU between them, He initialisation. */
function mlp({ data, latent, hidden, output }, { product }) {
  const layers = (widths) =>
    widths.slice(1).flatMap((outputs, i) => [normal([widths[i], outputs], Math.sqrt(2 / widths[i])), zeros(outputs)]);
  const [generator, critic] = [layers([latent, ...hidden, data]), layers([data, ...hidden, 1])];
  const last = (x) => (output === 'tanh' ? tf.tanh(x) : x);

  function pass(variables, x, first, rest, activation = leaky) {
    for (let i = 0; i < variables.length; i += 2) {
      x = tf.add(product(x, variables[i], i === 0 ? first : rest), variables[i + 1]);
      if (i + 2 < variables.length) x = activation(x);
    }
    return x;
  }
  /**
   * Where no gradient is needed: in fused kernels. (In a gradient they cost more than they save: they
   * compute both derivatives, needed or not.)
   */
  function fused(x) {
    for (let i = 0; i < generator.length; i += 2) {
      const activation = i + 2 < generator.length ? 'leakyrelu' : 'linear';
      x = tf.fused.matMul({ a: x, b: generator[i], bias: generator[i + 1], activation, leakyreluAlpha: LEAK });
    }
    return x;
  }
  const judge = {
    weights: (x) => pass(critic, x, 'weights', 'both'),
    input: (x) => pass(critic, x, 'input', 'input'),
    twice: (x) => pass(critic, x, 'both', 'both', twiceDifferentiable),
  };
  return {
    generator: { variables: generator, learn: (z) => last(pass(generator, z, 'weights', 'both')), sample: (z) => last(fused(z)) },
    critic: { variables: critic, judge: (x, needs) => judge[needs](x) },
  };
}

/** Batch norm by the statistics of the batch at hand. */
function batchNorm(x, [scale, shift]) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean, variance, shift, scale, 1e-5);
}

/** Ours of the same name (docs/architectures.md). A bias before batch norm is left away, as there. */
function dcgan({ latent, filters }, { product, conv, spread }) {
  const [one, two] = [filters, 2 * filters];
  const window = (large, small) => normal([KERNEL, KERNEL, large, small], 0.02);
  const scales = (channels) => [normal([channels], 0.02, 1), zeros(channels)];
  const g = {
    first: [normal([latent, 49 * two], 0.02), zeros(49 * two)],
    norms: [scales(two), scales(one)],
    windows: [window(one, two), window(1, one)],
    bias: zeros(1),
  };
  const d = {
    windows: [window(1, one), window(one, two)],
    bias: zeros(one),
    norm: scales(two),
    last: [normal([49 * two, 1], 0.02), zeros(1)],
  };

  function sample(z) {
    let x = tf.reshape(tf.add(product(z, g.first[0], 'weights'), g.first[1]), [-1, 7, 7, two]);
    x = spread(tf.relu(batchNorm(x, g.norms[0])), g.windows[0], 'both');
    x = spread(tf.relu(batchNorm(x, g.norms[1])), g.windows[1], 'both');
    return tf.reshape(tf.tanh(tf.add(x, g.bias)), [-1, 784]);
  }
  function judge(x, needs) {
    const rest = needs === 'weights' ? 'both' : needs;
    x = leaky(tf.add(conv(tf.reshape(x, [-1, 28, 28, 1]), d.windows[0], needs), d.bias));
    x = leaky(batchNorm(conv(x, d.windows[1], rest), d.norm));
    return tf.add(product(tf.reshape(x, [-1, 49 * two]), d.last[0], rest), d.last[1]);
  }
  return {
    generator: { variables: Object.values(g).flat(2), learn: sample, sample },
    critic: { variables: Object.values(d).flat(2), judge },
  };
}

export const NETWORKS = { mlp, dcgan };
