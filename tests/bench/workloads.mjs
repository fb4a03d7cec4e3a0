// The training steps that both sides take. A step is `criticSteps` updates of the critic and one of
// the generator. `networks` names a pair of networks.mjs: of an `mlp` the width of each hidden layer
// is given, of a `dcgan` the filters. The generator ends in `output`, the critic in a logit.
// `weights` are how many numbers [the generator, the critic] learns: TensorFlow.js's networks are
// held against it (ours: docs/architectures.md).
//
// `query` says the same to our page. It and the numbers beside it must not drift apart.

const picture = {
  networks: 'mlp',
  weights: [283_920, 267_009],
  data: 784,
  latent: 64,
  hidden: [256, 256],
  batch: 64,
  output: 'tanh',
};
const adam = { name: 'adam', critic: 2e-4, generator: 2e-4, beta1: 0.5, beta2: 0.999 };

export const WORKLOADS = {
  mnist: {
    title: 'MNIST MLP, hidden 256, batch 64, z 64, Adam',
    ...picture,
    objective: 'non-saturating',
    criticSteps: 1,
    optimiser: adam,
    query:
      'data=mnist&objective=non-saturating&lipschitz=none&critic_steps=1&width=256&depth=2&latent=64&batch=64' +
      '&optimiser=adam&beta1=0.5&beta2=0.999&critic_lr=0.0002&generator_lr=0.0002',
  },
  plane: {
    title: '2-D, hidden 16, batch 150, z 2, Adam',
    networks: 'mlp',
    weights: [354, 337],
    data: 2,
    latent: 2,
    hidden: [16, 16],
    batch: 150,
    output: 'linear',
    objective: 'non-saturating',
    criticSteps: 1,
    optimiser: adam,
    query:
      'data=ring&objective=non-saturating&lipschitz=none&critic_steps=1&width=16&depth=2&latent=2&batch=150' +
      '&optimiser=adam&beta1=0.5&beta2=0.999&critic_lr=0.0002&generator_lr=0.0002',
  },
  wgan: {
    title: 'WGAN on MNIST, 5 critic steps, clip 0.01, RMSProp',
    ...picture,
    objective: 'wasserstein',
    criticSteps: 5,
    clip: 0.01,
    optimiser: { name: 'rmsprop', critic: 5e-5, generator: 5e-5 },
    query:
      'data=mnist&objective=wasserstein&lipschitz=clip&clip=0.01&critic_steps=5&width=256&depth=2&latent=64' +
      '&batch=64&optimiser=rmsprop&momentum=0&critic_lr=0.00005&generator_lr=0.00005',
  },
  'wgan-gp': {
    title: 'WGAN-GP on MNIST, 5 critic steps, λ 10, Adam',
    ...picture,
    objective: 'wasserstein',
    criticSteps: 5,
    penalty: 10,
    optimiser: { name: 'adam', critic: 1e-4, generator: 1e-4, beta1: 0, beta2: 0.9 },
    query:
      'data=mnist&objective=wasserstein&lipschitz=gradient-penalty&penalty_weight=10&critic_steps=5&width=256&depth=2' +
      '&latent=64&batch=64&optimiser=adam&beta1=0&beta2=0.9&critic_lr=0.0001&generator_lr=0.0001',
  },
  dcgan: {
    title: 'DCGAN on MNIST, 16 filters, batch 32, z 64, Adam',
    networks: 'dcgan',
    weights: [110_465, 10_097],
    data: 784,
    latent: 64,
    filters: 16,
    batch: 32,
    output: 'tanh',
    objective: 'non-saturating',
    criticSteps: 1,
    optimiser: { name: 'adam', critic: 5e-4, generator: 2e-3, beta1: 0.5, beta2: 0.999 },
    query:
      'data=mnist&architecture=dcgan&filters=16&objective=non-saturating&lipschitz=none&critic_steps=1&latent=64' +
      '&batch=32&optimiser=adam&beta1=0.5&beta2=0.999&critic_lr=0.0005&generator_lr=0.002',
  },
};
