// The networks of the bench in jax-js: pairs of a generator and a critic. A network is a list of blocks of numbers,
// and what it makes of them and of a batch.
//
// Convolutions are matrix products of patches, as ours are: jax-js has both convolutions, but no kernel that uses a
// pixel twice, and takes 50 times as long for a DCGAN's step with them on wasm, three times as long on WebGPU.

import { nn, numpy as np } from '/npm/@jax-js/jax/dist/index.js';

const LEAK = 0.2;
const ALIGNED = 64; // our blocks begin at multiples of so many numbers

const product = (sizes) => sizes.reduce((all, size) => all * size, 1);
const array = (numbers, shape) => np.array(numbers).reshape(shape);

/** Numbers of this shape with their axes in another order. */
function turnedAround(numbers, shape, order) {
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => product(shape.slice(axis + 1)));
  return numbers.map((_, i) => {
    let at = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      at += (i % sizes[axis]) * steps[axis];
      i = Math.floor(i / sizes[axis]);
    }
    return numbers[at];
  });
}

/** `shape` is the block's own. Where ours of the same numbers is another, its axes are turned around. */
const block = (shape, start, ours = shape, turned = null) => ({ shape, start, ours, turned });

/** `mixes`: what it makes of a sample depends on the others of the batch. */
const network = (blocks, pass, mixes = false) => ({
  blocks,
  pass,
  mixes,
  /** Blocks as a run begins with them. */
  begun: () => blocks.map(({ shape, start }) => array(Float32Array.from({ length: product(shape) }, start), shape)),
  /** Blocks out of a vector of ours. */
  taken(vector) {
    let at = 0;
    return blocks.map(({ shape, ours, turned }) => {
      const numbers = vector.slice(at, at + product(ours));
      at += ALIGNED * Math.ceil(product(ours) / ALIGNED);
      return array(turned ? turnedAround(numbers, ours, turned) : numbers, shape);
    });
  },
});

/** How many numbers a network has. */
export const count = ({ blocks }) => blocks.reduce((sum, { shape }) => sum + product(shape), 0);

/** The same network with all its blocks in one vector. */
export function joined(of) {
  const one = (blocks) => [np.concatenate(blocks.map((block) => block.ravel()))];
  function apart(vector) {
    let at = 0;
    const blocks = of.blocks.map(({ shape }) => vector.ref.slice([at, (at += product(shape))]).reshape(shape));
    vector.dispose();
    return blocks;
  }
  return {
    ...of,
    begun: () => one(of.begun()),
    taken: (vector) => one(of.taken(vector)),
    pass: ([vector], x) => of.pass(apart(vector), x),
  };
}

const normal = (deviation, mean = 0) => () => mean + deviation * gaussian();
const zero = () => 0;
const gaussian = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

const leaky = (x) => nn.leakyRelu(x, LEAK);
const linear = (x, weights, bias) => np.matmul(x, weights).add(bias);

/** Linear layers, leaky ReLU between them, He initialisation. */
function mlp({ data, latent, hidden, output }) {
  const blocks = (widths) =>
    widths.slice(1).flatMap((outputs, i) => [
      block([widths[i], outputs], normal(Math.sqrt(2 / widths[i]))),
      block([outputs], zero),
    ]);
  function pass(parameters, x) {
    for (let i = 0; i < parameters.length; i += 2) {
      x = linear(x, parameters[i], parameters[i + 1]);
      if (i + 2 < parameters.length) x = leaky(x);
    }
    return x;
  }
  const last = (x) => (output === 'tanh' ? np.tanh(x) : x);
  return {
    generator: network(blocks([latent, ...hidden, data]), (parameters, z) => last(pass(parameters, z))),
    critic: network(blocks([data, ...hidden, 1]), pass),
  };
}

/** Batch norm by the statistics of the batch at hand, of `[places, channels]`. */
function batchNorm(x, scale, shift) {
  const centred = x.ref.sub(np.mean(x, 0, { keepdims: true }));
  const deviation = np.sqrt(np.mean(np.square(centred.ref), 0, { keepdims: true }).add(1e-5));
  return centred.mul(scale.div(deviation)).add(shift);
}

/** `use(y, x)` for the four squares of 2 × 2 taps in a window of 4 × 4, in order. */
const squares = (use) => [0, 1].flatMap((y) => [0, 1].map((x) => use(y, x)));

/** A convolution of pictures `[batch, side, side, channels]` as a matrix product: their patches, `[places, 16 channels]`. */
function patches(x) {
  const [batch, side, , channels] = x.shape;
  const half = side / 2;
  x = np.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]).reshape([batch, half + 1, 2, half + 1, 2, channels]);
  x = x.transpose([0, 1, 3, 2, 4, 5]).reshape([batch, half + 1, half + 1, 4 * channels]);
  const parts = squares((dy, dx) => x.ref.slice([], [dy, dy + half], [dx, dx + half]));
  x.dispose();
  return np.concatenate(parts, 3).reshape([batch * half * half, 16 * channels]);
}

/** The adjoint of `patches`: from `[batch · side · side, 16 channels]` to pictures twice as large. */
function spread(x, side) {
  const batch = x.shape[0] / side / side;
  const channels = x.shape[1] / 16;
  x = x.reshape([batch, side, side, 4, 4 * channels]);
  const parts = squares((dy, dx) => {
    const part = x.ref.slice([], [], [], 2 * dy + dx);
    return np.pad(part, [[0, 0], [dy, 1 - dy], [dx, 1 - dx], [0, 0]]);
  });
  x.dispose();
  const sum = parts.reduce((a, b) => a.add(b)).reshape([batch, side + 1, side + 1, 2, 2, channels]);
  const large = sum.transpose([0, 1, 3, 2, 4, 5]).reshape([batch, 2 * side + 2, 2 * side + 2, channels]);
  return large.slice([], [1, 2 * side + 1], [1, 2 * side + 1]);
}

/** Ours of the same name (docs/architectures.md). A bias before batch norm is left away, as there. */
function dcgan({ latent, filters }) {
  const [one, two] = [filters, 2 * filters];
  // Ours has the taps of a window row by row, here they are in four squares.
  const taps = (large, small) => [2, 2, 2, 2, large, small];
  const down = (large, small) => block([16 * large, small], normal(0.02), taps(large, small), [0, 2, 1, 3, 4, 5]);
  const up = (large, small) => block([small, 16 * large], normal(0.02), taps(large, small), [5, 0, 2, 1, 3, 4]);
  const scales = (channels) => [block([channels], normal(0.02, 1)), block([channels], zero)];
  const generator = [
    block([latent, 49 * two], normal(0.02)),
    block([49 * two], zero),
    ...scales(two),
    up(one, two),
    ...scales(one),
    up(1, one),
    block([1], zero),
  ];
  const critic = [
    down(1, one),
    block([one], zero),
    down(one, two),
    ...scales(two),
    block([49 * two, 1], normal(0.02)),
    block([1], zero),
  ];

  function sample([first, bias, scale1, shift1, window1, scale2, shift2, window2, lastBias], z) {
    let x = linear(z, first, bias).reshape([-1, two]);
    x = spread(np.matmul(nn.relu(batchNorm(x, scale1, shift1)), window1), 7).reshape([-1, one]);
    x = spread(np.matmul(nn.relu(batchNorm(x, scale2, shift2)), window2), 14);
    return np.tanh(x.add(lastBias)).reshape([-1, 784]);
  }
  function judge([window1, bias, window2, scale, shift, last, lastBias], x) {
    x = leaky(linear(patches(x.reshape([-1, 28, 28, 1])), window1, bias)).reshape([-1, 14, 14, one]);
    x = leaky(batchNorm(np.matmul(patches(x), window2), scale, shift));
    return linear(x.reshape([-1, 49 * two]), last, lastBias);
  }
  return { generator: network(generator, sample, true), critic: network(critic, judge, true) };
}

export const NETWORKS = { mlp, dcgan };
