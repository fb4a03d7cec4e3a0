#!/usr/bin/env python3
"""Two image presets trained without Rust: in JAX, with its automatic differentiation.

    reference.py losses INPUTS   the losses of the first updates -> reference.json
                                 (tests/reference.rs writes INPUTS and reads the result)

Needs jax and numpy. The pictures are assets/mnist/train-00.gz, in file order, as the first epoch
of a run has them. reference_fid.py trains the same presets for longer.
"""

import gzip
import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np

HERE = pathlib.Path(__file__).parent
MNIST = HERE.parent.parent / "assets" / "mnist"
LEAK, SIDE = 0.2, 28


def pictures(shard):
    """Pixels in [-1, 1], [count, 784]: an IDX3 file with 16 bytes of header."""
    data = gzip.decompress((MNIST / shard).read_bytes())
    count = int.from_bytes(data[4:8], "big")
    pixels = np.frombuffer(data, np.uint8, count * SIDE * SIDE, 16)
    return pixels.reshape(count, -1).astype(np.float32) / 127.5 - 1


def leaky(x):
    return jnp.where(x < 0, LEAK * x, x)


def mlp(blocks, x, output):
    """Weights and biases in turn; leaky ReLU between."""
    for i in range(0, len(blocks), 2):
        x = x @ blocks[i] + blocks[i + 1]
        if i + 2 < len(blocks):
            x = leaky(x)
    return output(x)


class WganGpMlp:
    """Gulrajani et al. 2017, algorithm 1."""

    def critic(self, blocks, x):
        return mlp(blocks, x, lambda x: x)[:, 0]

    def generator(self, blocks, z, reference=0):
        return mlp(blocks, z, jnp.tanh)

    def critic_loss(self, blocks, real, fake):
        return self.critic(blocks, fake).mean() - self.critic(blocks, real).mean()

    def penalty(self, blocks, real, fake, share):
        between = fake + (real - fake) * share[:, None]
        slopes = jax.grad(lambda x: self.critic(blocks, x).sum())(between)
        norm = jnp.sqrt((slopes**2).sum(1) + 1e-12)
        return ((norm - 1) ** 2).mean()

    def generator_loss(self, critic, blocks, z):
        return -self.critic(critic, self.generator(blocks, z)).mean()


class Dcgan:
    """Radford et al. 2016 with the non-saturating loss of Goodfellow et al. 2014."""

    def conv(self, x, matrix):
        """4 x 4 at stride 2 over a border of 1; `matrix` [window row, window column, in; out]."""
        weights = matrix.reshape(4, 4, x.shape[3], -1)
        order = ("NHWC", "HWIO", "NHWC")
        return jax.lax.conv_general_dilated(x, weights, (2, 2), ((1, 1), (1, 1)), dimension_numbers=order)

    def transposed_conv(self, x, matrix):
        """The adjoint of `conv` from pictures twice as high and wide."""
        batch, height, width, _ = x.shape
        large = jax.ShapeDtypeStruct((batch, 2 * height, 2 * width, matrix.shape[0] // 16), x.dtype)
        return jax.linear_transpose(lambda y: self.conv(y, matrix), large)(x)[0]

    def batch_norm(self, x, gamma, beta, reference=0):
        """Ioffe and Szegedy 2015, algorithm 1, over pixels and rows: the first `reference` rows, or all."""
        of = x[:reference] if reference else x
        mean = of.mean((0, 1, 2))
        variance = ((of - mean) ** 2).mean((0, 1, 2))
        return (x - mean) / jnp.sqrt(variance + 1e-5) * gamma[0] + beta[0]

    def critic(self, blocks, x):
        w1, b1, w2, gamma, beta, w3, b3 = blocks
        x = leaky(self.conv(x.reshape(-1, SIDE, SIDE, 1), w1) + b1[0])
        x = leaky(self.batch_norm(self.conv(x, w2), gamma, beta))
        return (x.reshape(x.shape[0], -1) @ w3 + b3)[:, 0]

    def generator(self, blocks, z, reference=0):
        """The first `reference` latents are there for the statistics of batch norm."""
        w1, b1, gamma1, beta1, w2, gamma2, beta2, w3, b3 = blocks
        x = (z @ w1 + b1).reshape(-1, SIDE // 4, SIDE // 4, gamma1.shape[1])
        x = jax.nn.relu(self.batch_norm(x, gamma1, beta1, reference))
        x = jax.nn.relu(self.batch_norm(self.transposed_conv(x, w2), gamma2, beta2, reference))
        return jnp.tanh(self.transposed_conv(x, w3) + b3[0]).reshape(-1, SIDE * SIDE)

    def critic_loss(self, blocks, real, fake):
        right = jax.nn.softplus(-self.critic(blocks, real)).mean()
        return right + jax.nn.softplus(self.critic(blocks, fake)).mean()

    def penalty(self, blocks, real, fake, share):
        return 0.0

    def generator_loss(self, critic, blocks, z):
        return jax.nn.softplus(-self.critic(critic, self.generator(blocks, z))).mean()


PRESETS = {"wgan-gp-mlp": WganGpMlp(), "dcgan": Dcgan()}


@jax.jit
def adam(blocks, gradient, m, v, rate, beta1, beta2):
    mix = lambda old, new, beta: [beta * a + (1 - beta) * b for a, b in zip(old, new)]
    m, v = mix(m, gradient, beta1), mix(v, [g * g for g in gradient], beta2)
    return [w - rate * a / (jnp.sqrt(b) + 1e-8) for w, a, b in zip(blocks, m, v)], m, v


class Adam:
    """Kingma and Ba 2015, with the bias corrections folded into the step size."""

    def __init__(self, rate, beta1, beta2):
        self.rate, self.beta1, self.beta2 = rate, beta1, beta2
        self.m = self.v = None
        self.time = 0

    def step(self, blocks, gradient):
        self.time += 1
        if self.m is None:
            self.m = self.v = [jnp.zeros_like(b) for b in blocks]
        rate = self.rate * (1 - self.beta2**self.time) ** 0.5 / (1 - self.beta1**self.time)
        blocks, self.m, self.v = adam(blocks, gradient, self.m, self.v, rate, self.beta1, self.beta2)
        return blocks


def updates(preset, penalty_weight):
    """Loss and gradient of a critic update, and of a generator update."""

    @jax.jit
    def critic_update(critic, generator, x, z, share):
        fake = preset.generator(generator, z)
        total = lambda c: preset.critic_loss(c, x, fake) + penalty_weight * preset.penalty(c, x, fake, share)
        return preset.critic_loss(critic, x, fake), jax.grad(total)(critic)

    @jax.jit
    def generator_update(critic, generator, z):
        return jax.value_and_grad(lambda g: preset.generator_loss(critic, g, z))(generator)

    return critic_update, generator_update


def first_losses(preset, given):
    real = pictures("train-00.gz")
    blocks = lambda player: [jnp.array(b["values"], jnp.float32).reshape(b["shape"]) for b in given[player]]
    latents = lambda name, i: jnp.array(given[name][i], jnp.float32).reshape(given["batch"], -1)
    critic, generator = blocks("critic"), blocks("generator")
    betas = given["beta1"], given["beta2"]
    critic_rule, generator_rule = Adam(given["critic_lr"], *betas), Adam(given["generator_lr"], *betas)
    critic_update, generator_update = updates(preset, given["penalty_weight"])
    losses = {"query": given["query"], "critic": [], "generator": []}
    done = 0
    for iteration in range(len(given["generator_latent"])):
        for _ in range(given["critic_steps"]):
            x = real[done * given["batch"] : (done + 1) * given["batch"]]
            share = jnp.array(given["shares"][done], jnp.float32)
            loss, gradient = critic_update(critic, generator, x, latents("critic_latent", done), share)
            losses["critic"].append(float(loss))
            critic = critic_rule.step(critic, gradient)
            done += 1
        loss, gradient = generator_update(critic, generator, latents("generator_latent", iteration))
        losses["generator"].append(float(loss))
        generator = generator_rule.step(generator, gradient)
    return losses


def main():
    if len(sys.argv) != 3 or sys.argv[1] != "losses":
        sys.exit(__doc__)
    inputs = json.loads(pathlib.Path(sys.argv[2]).read_text())
    golden = {name: first_losses(PRESETS[name], given) for name, given in inputs.items()}
    (HERE / "reference.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
