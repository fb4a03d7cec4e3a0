#!/usr/bin/env python3
"""One iteration of each objective, computed without Rust: step_inputs.json -> step.json.

Double precision. Gradients are complex-step derivatives of the losses (Squire and Trapp 1998):
f'(x) = Im f(x + ih) / h, exact to rounding for h = 1e-30, with no reverse pass to get wrong.

Usage: python3 tests/golden/step.py   (needs numpy)
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
LEAK, ALIGN, RATE, CLIP, BATCH = 0.2, 64, 0.1, 0.3, 16


def padded(n):
    return -(-n // ALIGN) * ALIGN


def forward(parameters, x, sizes):
    """An MLP with leaky ReLU hidden layers; parameters as the Rust side lays them out."""
    offset = 0
    for i, (rows, columns) in enumerate(zip(sizes, sizes[1:])):
        w = parameters[offset : offset + rows * columns].reshape(rows, columns)
        offset += padded(rows * columns)
        b = parameters[offset : offset + columns]
        offset += padded(columns)
        x = x @ w + b
        if i + 2 < len(sizes):
            x = np.where(x.real < 0, LEAK * x, x)
    return x


def softplus(a):
    """log(1 + exp(a)), stable, analytic in the complex step."""
    return np.where(a.real > 0, a, 0) + np.log1p(np.exp(np.where(a.real > 0, -a, a)))


# Critic on real, critic on fake, generator on fake; each a function of the logit.
LOSSES = {
    "minimax": (lambda a: softplus(-a), softplus, lambda a: -softplus(a)),
    "non-saturating": (lambda a: softplus(-a), softplus, lambda a: softplus(-a)),
    "least-squares": (lambda a: 0.5 * (a - 1) ** 2, lambda a: 0.5 * a**2, lambda a: 0.5 * (a - 1) ** 2),
    "wasserstein": (lambda a: -a, lambda a: a, lambda a: -a),
}


def gradient(loss, parameters):
    h = 1e-30
    out = np.zeros_like(parameters)
    for i in range(len(parameters)):
        moved = parameters.astype(complex)
        moved[i] += 1j * h
        out[i] = loss(moved).imag / h
    return out


def step(name, run):
    on_real, on_fake, on_generated = LOSSES[name]
    critic_sizes, generator_sizes = [2, 8, 8, 1], [2, 8, 8, 2]
    critic, generator = np.array(run["critic"]), np.array(run["generator"])
    for real, z in zip(run["real"], run["critic_latent"]):
        real = np.array(real).reshape(BATCH, 2)
        fake = forward(generator, np.array(z).reshape(BATCH, 2), generator_sizes)

        def critic_loss(p):
            real_logits = forward(p, real, critic_sizes)
            fake_logits = forward(p, fake, critic_sizes)
            return on_real(real_logits).mean() + on_fake(fake_logits).mean()

        critic = critic - RATE * gradient(critic_loss, critic)
        if "lipschitz=clip" in run["query"]:
            critic = np.clip(critic, -CLIP, CLIP)
    z = np.array(run["generator_latent"]).reshape(BATCH, 2)

    def generator_loss(p):
        return on_generated(forward(critic, forward(p, z, generator_sizes), critic_sizes)).mean()

    generator = generator - RATE * gradient(generator_loss, generator)
    return {"query": run["query"], "critic": critic.tolist(), "generator": generator.tolist()}


inputs = json.loads((HERE / "step_inputs.json").read_text())
steps = {name: step(name, run) for name, run in inputs.items()}
(HERE / "step.json").write_text(json.dumps({"objectives": steps}) + "\n")
