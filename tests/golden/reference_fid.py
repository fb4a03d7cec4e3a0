#!/usr/bin/env python3
"""How far the two presets of reference.py come from seeds of their own, in FID of digits.

    reference_fid.py train                  the FIDs of JAX -> reference_fid.json
    reference_fid.py compare PRESET REPORT  those of `headless` beside them, from its JSON, and a table

Nothing random is shared with the program: initial weights, latents and the order of the pictures
after the first epoch are drawn by NumPy, from the same distributions. Features and FID are computed here too, with NumPy and
SciPy. tests/reference_fid.rs holds the settings below against the program's own. Needs jax, numpy, scipy.
"""

import json
import pathlib
import sys

import jax.numpy as jnp
import numpy as np
from pictures import fid
from reference import HERE, LEAK, MNIST, PRESETS, SIDE, Adam, pictures, updates
from scipy import stats

GOLDEN = HERE / "reference_fid.json"
WEIGHTS = HERE.parent.parent / "assets" / "classifier" / "digits.safetensors"

# Generated and real pictures, and the latents beside which batch norm sees the generated ones.
JUDGED, REFERENCE = 1000, 64
BATCH, LATENT, WIDTH, FILTERS = 64, 64, 128, 16


def linear(inputs, outputs, gain):
    """Weights of variance gain / inputs (He et al. 2015, equation 15), and biases of 0."""
    return [(inputs, outputs, 0, (gain / inputs) ** 0.5), (1, outputs, 0, 0)]


def mlp_blocks(inputs, outputs):
    gain = 2 / (1 + LEAK**2)
    return linear(inputs, WIDTH, gain) + linear(WIDTH, WIDTH, gain) + linear(WIDTH, outputs, 1)


def weights(rows, columns):
    """Radford et al. 2016, section 4."""
    return (rows, columns, 0, 0.02)


def norm(channels):
    """The scales as in the code of Radford et al."""
    return [(1, channels, 1, 0.02), (1, channels, 0, 0)]


FLAT = (SIDE // 4) ** 2 * 2 * FILTERS

# Of each block rows, columns, mean and standard deviation of its initial values.
SETTINGS = {
    "wgan-gp-mlp": {
        "query": "data=mnist&objective=wasserstein&lipschitz=gradient-penalty&optimiser=adam"
        "&critic_lr=0.0005&generator_lr=0.0005&beta1=0&beta2=0.9",
        "critic_steps": 5,
        "critic_lr": 5e-4,
        "generator_lr": 5e-4,
        "beta1": 0,
        "beta2": 0.9,
        "penalty_weight": 10,
        "seeds": 5,
        "iterations": 2000,
        "every": 100,
        "critic": mlp_blocks(SIDE**2, 1),
        "generator": mlp_blocks(LATENT, SIDE**2),
    },
    "dcgan": {
        "query": "data=mnist&architecture=dcgan&objective=non-saturating",
        "critic_steps": 1,
        "critic_lr": 5e-4,
        "generator_lr": 2e-3,
        "beta1": 0.5,
        "beta2": 0.999,
        "penalty_weight": 0,
        "seeds": 10,
        "iterations": 1000,
        "every": 100,
        "critic": [weights(16, FILTERS), (1, FILTERS, 0, 0), weights(16 * FILTERS, 2 * FILTERS)]
        + norm(2 * FILTERS)
        + [weights(FLAT, 1), (1, 1, 0, 0)],
        "generator": [weights(LATENT, FLAT), (1, FLAT, 0, 0)]
        + norm(2 * FILTERS)
        + [weights(16 * FILTERS, 2 * FILTERS)]
        + norm(FILTERS)
        + [weights(16, FILTERS), (1, 1, 0, 0)],
    },
}


class Classifier:
    """The features of assets/classifier: three convolutions, each halving, and a linear layer."""

    def __init__(self):
        file = WEIGHTS.read_bytes()
        start = 8 + int.from_bytes(file[:8], "little")
        self.blocks = []
        for name, tensor in json.loads(file[8:start]).items():
            if name != "__metadata__":
                first, last = (start + offset for offset in tensor["data_offsets"])
                self.blocks.append(np.frombuffer(file[first:last], "<f4").reshape(tensor["shape"]).astype(float))

    def features(self, x):
        x = x.reshape(-1, SIDE, SIDE, 1).astype(float)
        for i in range(0, 6, 2):
            x = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
            windows = np.lib.stride_tricks.sliding_window_view(x, (4, 4), (1, 2))[:, ::2, ::2]
            # Window row, window column, channel: the order of the weights' rows.
            patches = np.moveaxis(windows, 3, 5).reshape(*windows.shape[:3], -1)
            x = self.leaky(patches @ self.blocks[i] + self.blocks[i + 1])
        return self.leaky(x.reshape(len(x), -1) @ self.blocks[6] + self.blocks[7])

    def leaky(self, x):
        return np.where(x < 0, LEAK * x, x)


class Judge:
    """FID against the first pictures of the training set."""

    def __init__(self):
        self.classifier = Classifier()
        self.real = self.classifier.features(pictures("train-00.gz")[:JUDGED])

    def fid(self, x):
        score = fid(self.real, self.classifier.features(np.asarray(x)), full_rank=False)
        return round(float(score), 3)

    def floor(self):
        """Evenly from the test set."""
        held_out = np.concatenate([pictures(path.name) for path in sorted(MNIST.glob("test-*.gz"))])
        return self.fid(held_out[:: len(held_out) // JUDGED])


def endless(random, real):
    """Batches of one epoch after another: the first in file order, as in a run, then permutations."""
    order = left = np.arange(len(real))
    while True:
        if len(left) < BATCH:
            order = random.permutation(order)
            left = np.concatenate([left, order])
        yield real[left[:BATCH]]
        left = left[BATCH:]


def curve(name, given, seed, real, judge):
    """The FID of a run at its start and after every so many iterations."""
    preset = PRESETS[name]
    random = np.random.default_rng(seed)
    normal = lambda *shape: random.standard_normal(shape, np.float32)
    start = lambda blocks: [jnp.asarray(mean + normal(n, m) * spread, jnp.float32) for n, m, mean, spread in blocks]
    critic, generator = start(given["critic"]), start(given["generator"])
    betas = given["beta1"], given["beta2"]
    critic_rule, generator_rule = Adam(given["critic_lr"], *betas), Adam(given["generator_lr"], *betas)
    critic_update, generator_update = updates(preset, given["penalty_weight"])
    batches = endless(random, real)
    judged = normal(REFERENCE + JUDGED, LATENT)
    score = lambda: judge.fid(preset.generator(generator, judged, REFERENCE)[REFERENCE:])
    scores = [score()]
    for iteration in range(1, given["iterations"] + 1):
        for _ in range(given["critic_steps"]):
            share = random.random(BATCH, np.float32)
            _, gradient = critic_update(critic, generator, next(batches), normal(BATCH, LATENT), share)
            critic = critic_rule.step(critic, gradient)
        _, gradient = generator_update(critic, generator, normal(BATCH, LATENT))
        generator = generator_rule.step(generator, gradient)
        if iteration % given["every"] == 0:
            scores.append(score())
    return scores


def train():
    judge = Judge()
    real = np.concatenate([pictures(path.name) for path in sorted(MNIST.glob("train-*.gz"))])
    runs = {"floor": judge.floor()}
    for name, given in SETTINGS.items():
        reference = []
        for seed in range(1, 1 + given["seeds"]):
            reference.append(curve(name, given, seed, real, judge))
            print(name, seed, reference[-1][-1], flush=True)
        runs[name] = given | {"batch": BATCH, "latent": LATENT, "reference": reference}
    write(runs)


def compare(name, report):
    (configuration,) = json.loads(pathlib.Path(report).read_text())["configurations"]
    runs = json.loads(GOLDEN.read_text())
    given = runs[name]
    score = lambda point: round(point["metrics"]["fid-digits"]["value"], 3)
    given["settings"] = configuration["query"]
    given["ours"] = [[score(point) for point in run["measurements"]] for run in configuration["runs"]]
    assert np.shape(given["ours"]) == np.shape(given["reference"]), "runs of other lengths"
    write(runs)
    print("| iterations | reference | ours | difference | its standard error | Welch t | p |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for point, (a, b) in enumerate(zip(np.transpose(given["reference"]), np.transpose(given["ours"]))):
        error = np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        t, p = stats.ttest_ind(b, a, equal_var=False)
        of = lambda x: f"{x.mean():.1f} ± {x.std(ddof=1):.1f}"
        difference = b.mean() - a.mean()
        iteration = point * given["every"]
        print(f"| {iteration} | {of(a)} | {of(b)} | {difference:+.1f} | {error:.1f} | {t:+.2f} | {p:.2f} |")


def write(runs):
    GOLDEN.write_text(json.dumps(runs, indent=1) + "\n")


def main():
    match sys.argv[1:]:
        case ["train"]:
            train()
        case ["compare", name, report] if name in PRESETS:
            compare(name, report)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
