#!/usr/bin/env python3
"""One iteration of each case, computed without Rust: step_inputs.json -> step.json.

Double precision. Gradients are complex-step derivatives of the losses (Squire and Trapp 1998):
f'(x) = Im f(x + ih) / h, exact to rounding for h = 1e-30, with no reverse pass to get wrong. A
gradient penalty's inner derivative is a complex step too, and its outer one a central difference
(about 1e-9): no second derivative is written down anywhere in this file.

Usage: python3 tests/golden/step.py   (needs numpy)
"""

import json
import pathlib
from urllib.parse import parse_qsl

import numpy as np

HERE = pathlib.Path(__file__).parent
LEAK, ALIGN, BATCH, REFERENCE = 0.2, 64, 16, 64
ALPHAS = [0.5, 1.0, 2.0, 5.0]


def padded(n):
    return -(-n // ALIGN) * ALIGN


class Parameters:
    """Hands out blocks of the flat vector, as the Rust side lays them out."""

    def __init__(self, vector):
        self.vector, self.offset, self.weights = vector, 0, []

    def take(self, rows, columns, weight=True):
        block = self.vector[self.offset : self.offset + rows * columns].reshape(rows, columns)
        if weight:
            self.weights.append((self.offset, rows, columns))
        self.offset += padded(rows * columns)
        return block

    def linear(self, x, outputs):
        w = self.take(x.shape[1], outputs)
        return x @ w + self.take(1, outputs, weight=False)


def leaky(x):
    return np.where(x.real < 0, LEAK * x, x)


def absolute(x):
    return np.where(x.real < 0, -x, x)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def softplus(a):
    """log(1 + exp(a)), stable, analytic in the complex step."""
    return np.where(a.real > 0, a, 0) + np.log1p(np.exp(np.where(a.real > 0, -a, a)))


def in_groups(x, groups, f):
    return np.concatenate([f(part) for part in np.split(x, groups)])


def batch_std(x):
    s = np.sqrt(((x - x.mean(0)) ** 2).mean(0) + 1e-8).mean()
    return np.concatenate([x, np.full((len(x), 1), s)], 1)


def discrimination(t, kernels, size):
    def layer(x):
        m = (x @ t).reshape(len(x), kernels, size)
        near = np.exp(-absolute(m[:, None] - m[None]).sum(3))
        near = near * (1 - np.eye(len(x)))[:, :, None]
        return np.concatenate([x, near.sum(1)], 1)

    return layer


def virtual_batch_norm(x, gamma, beta):
    reference, own = x[:REFERENCE], np.where(np.arange(len(x)) < REFERENCE, 0, 1 / (REFERENCE + 1))
    own = own[:, None]
    mean = (1 - own) * reference.mean(0) + own * x
    second = (1 - own) * (reference**2).mean(0) + own * x**2
    return gamma * (x - mean) / np.sqrt(second - mean**2 + 1e-5) + beta


def critic_layers(p, x, run, groups=1, features=False):
    for _ in range(2):
        x = p.linear(x, 8)
        x = np.tanh(x) if run.get("critic_activation") == "tanh" else leaky(x)
    if features:
        return x
    if run.get("minibatch_discrimination"):
        kernels, size = int(run["kernels"]), int(run["kernel_size"])
        x = in_groups(x, groups, discrimination(p.take(8, kernels * size), kernels, size))
    if run.get("minibatch_std"):
        x = in_groups(x, groups, batch_std)
    return p.linear(x, 16 if run["objective"] == "mmd" else 1)


def critic(vector, x, run, **kind):
    return critic_layers(Parameters(vector), x, run, **kind)


def generator(vector, z, run, reference):
    p = Parameters(vector)
    normalised = bool(run.get("virtual_batch_norm"))
    x = np.concatenate([reference, z]) if normalised else z
    for _ in range(2):
        x = p.linear(x, 8)
        if normalised:
            x = virtual_batch_norm(x, p.take(1, 8, weight=False), p.take(1, 8, weight=False))
        x = leaky(x)
    x = p.linear(x, 2)
    return x[REFERENCE:] if normalised else x


def kernel(s):
    return sum((1 + s / (2 * a)) ** -a for a in ALPHAS)


def mmd(real, fake):
    def mean(a, b, same):
        k = kernel(((a[:, None] - b[None]) ** 2).sum(2))
        n = len(a)
        return (k * (1 - np.eye(n))).sum() / (n * (n - 1)) if same else k.mean()

    return mean(real, real, True) + mean(fake, fake, True) - 2 * mean(real, fake, False)


def relu(a):
    return np.where(a.real > 0, a, 0)


# Critic on real, critic on fake, generator on fake; each a function of the logit. The f-GANs are
# Nowozin et al. 2016, table 2: minus g(v), f*(g(v)), minus f*(g(v)).
def f_gan(g, conjugate):
    return (lambda v: -g(v), lambda v: conjugate(g(v)), lambda v: -conjugate(g(v)))


LOSSES = {
    "minimax": (lambda a: softplus(-a), softplus, lambda a: -softplus(a)),
    "non-saturating": (lambda a: softplus(-a), softplus, lambda a: softplus(-a)),
    "least-squares": (lambda a: 0.5 * (a - 1) ** 2, lambda a: 0.5 * a**2, lambda a: 0.5 * (a - 1) ** 2),
    "wasserstein": (lambda a: -a, lambda a: a, lambda a: -a),
    "hinge": (lambda a: relu(1 - a), lambda a: relu(1 + a), lambda a: -a),
    "tv": (lambda a: -sigmoid(a), sigmoid, lambda a: -sigmoid(a)),
    "f-kl": f_gan(lambda v: v, lambda t: np.exp(t - 1)),
    "f-reverse-kl": f_gan(lambda v: -np.exp(-v), lambda t: -1 - np.log(-t)),
    "f-js": f_gan(lambda v: np.log(2) - softplus(-v), lambda t: -np.log(2 - np.exp(t))),
    "f-pearson": f_gan(lambda v: v, lambda t: t**2 / 4 + t),
    "f-hellinger": f_gan(lambda v: 1 - np.exp(-v), lambda t: t / (1 - t)),
    "f-tv": f_gan(lambda v: np.tanh(v) / 2, lambda t: t),
}

PENALTIES = {
    "gradient-penalty": lambda n: (n - 1) ** 2,
    "gradient-penalty-one-sided": lambda n: np.maximum(0, n - 1) ** 2,
    "dragan": lambda n: (n - 1) ** 2,
    "r1": lambda n: n**2 / 2,
}


def critic_loss(real, fake, run):
    if run["objective"] == "mmd":
        return -mmd(real, fake)
    if run["objective"] == "relativistic":
        return softplus(fake - real).mean()
    on_real, on_fake, _ = LOSSES[run["objective"]]
    alpha, beta = 1.0, 0.0
    if run.get("label_smoothing"):
        alpha, beta = float(run["real_label"]), float(run["fake_label"])
    return (alpha * on_real(real) + (1 - alpha) * on_fake(real)).mean() + (
        beta * on_real(fake) + (1 - beta) * on_fake(fake)
    ).mean()


def generator_loss(real, fake, run):
    if run["objective"] == "mmd":
        return mmd(real, fake)
    if run["objective"] == "relativistic":
        return softplus(real - fake).mean()
    return LOSSES[run["objective"]][2](fake).mean()


def complex_step(f, x):
    h = 1e-30
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1j * h
        out[i] = f(moved).imag / h
    return out


def central(f, x):
    h = 1e-6
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        out[i] = (f(up) - f(down)) / (2 * h)
    return out


def norms(vector, x, run):
    """The norm of the critic's gradient at each row, the sum over a batch differentiated."""
    g = complex_step(lambda x: critic(vector, x, run).sum(), x)
    return np.sqrt((g**2).sum(1) + 1e-12)


def site(real, fake, run, draw):
    n, d = real.shape
    if run["lipschitz"] == "r1":
        return real
    if run["lipschitz"] == "dragan":
        spread = np.sqrt(((real - real.mean(0)) ** 2).mean(0).mean())
        return real + 0.5 * spread * np.array(draw["normals"][: n * d]).reshape(n, d)
    return fake + np.array(draw["uniforms"][:n])[:, None] * (real - fake)


class Spectral:
    """Power iteration on every weight matrix (Miyato et al. 2018, algorithm 1)."""

    def __init__(self, vectors):
        self.pairs = [(np.array(u), np.array(v)) for u, v in zip(vectors[::2], vectors[1::2])]

    def blocks(self, vector, run):
        p = Parameters(vector)
        critic_layers(p, np.zeros((2, 2)), run)
        return p.weights

    def iterate(self, vector, run):
        pairs = []
        for (start, rows, columns), (u, v) in zip(self.blocks(vector, run), self.pairs):
            w = vector[start : start + rows * columns].reshape(rows, columns)
            v = u @ w.T
            v /= np.linalg.norm(v)
            u = v @ w
            pairs.append((u / np.linalg.norm(u), v))
        self.pairs = pairs

    def normalised(self, vector, run):
        out = vector.copy()
        for (start, rows, columns), (u, v) in zip(self.blocks(vector.real, run), self.pairs):
            w = vector[start : start + rows * columns].reshape(rows, columns)
            out[start : start + rows * columns] = (w / (v @ w @ u)).ravel()
        return out


def step(run, draws):
    rate, clip, pack = 0.1, 0.3, int(run.get("packing", 1))
    critic_at, generator_at = np.array(draws["critic"]), np.array(draws["generator"])
    reference = np.array(draws["reference"]).reshape(REFERENCE, 2)
    spectral = Spectral(draws["power"]) if run["lipschitz"] == "spectral-norm" else None
    judge = lambda p: spectral.normalised(p, run) if spectral else p  # noqa: E731
    packs = lambda x: x.reshape(len(x) // pack, -1)  # noqa: E731
    weight = float(run.get("penalty_weight", 0))
    for update, (real, z) in enumerate(zip(draws["real"], draws["critic_latent"])):
        real = packs(np.array(real).reshape(BATCH, 2))
        fake = packs(generator(generator_at, np.array(z).reshape(BATCH, 2), run, reference))
        if spectral:
            spectral.iterate(critic_at, run)

        def loss(p):
            outputs = critic(judge(p), np.concatenate([real, fake]), run, groups=2)
            return critic_loss(outputs[: len(real)], outputs[len(real) :], run)

        gradient = complex_step(loss, critic_at)
        if run["lipschitz"] in PENALTIES:
            x = site(real, fake, run, draws["interpolate"][update])
            phi = PENALTIES[run["lipschitz"]]
            gradient += weight * central(lambda p: phi(norms(p, x, run)).mean(), critic_at)
        critic_at = critic_at - rate * gradient
        if run["lipschitz"] == "clip":
            critic_at = np.clip(critic_at, -clip, clip)
    z = np.array(draws["generator_latent"]).reshape(BATCH, 2)
    last_real = packs(np.array(draws["real"][-1]).reshape(BATCH, 2))
    judged = judge(critic_at)

    def loss(p):
        fake = packs(generator(p, z, run, reference))
        if run.get("feature_matching"):
            seen = [critic(judged, x, run, features=True).mean(0) for x in (last_real, fake)]
            return ((seen[0] - seen[1]) ** 2).sum()
        return generator_loss(critic(judged, last_real, run), critic(judged, fake, run), run)

    generator_at = generator_at - rate * complex_step(loss, generator_at)
    return {"query": draws["query"], "critic": critic_at.tolist(), "generator": generator_at.tolist()}


inputs = json.loads((HERE / "step_inputs.json").read_text())
steps = {name: step(dict(parse_qsl(draws["query"])), draws) for name, draws in inputs.items()}
rounded = {
    name: {
        "query": case["query"],
        **{player: [float(f"{x:.9g}") for x in case[player]] for player in ("critic", "generator")},
    }
    for name, case in steps.items()
}
(HERE / "step.json").write_text(json.dumps({"cases": rounded}) + "\n")
