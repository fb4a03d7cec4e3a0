"""Golden numbers for src/math: `python3 tests/golden/divergences.py`.

An independent route to each number: SciPy's QUADPACK for integrals of densities, SciPy and POT for
discrete transport. Needs `pip install POT scipy numpy`. Writes divergences.json beside itself;
infinity is the string "inf".
"""

import json
import math
import pathlib

import numpy as np
import ot
from scipy import integrate, special, stats


def gaussian(mean, sd):
    return {"mixture": [[1.0, mean, sd]]}


def mixture(*components):
    return {"mixture": [list(c) for c in components]}


def steps(low, high, *heights):
    return {"steps": {"low": low, "high": high, "heights": list(heights)}}


def uniform(low, high):
    return steps(low, high, 1.0)


class Law:
    """log density, distribution function and break points of one of the above."""

    def __init__(self, spec):
        if "mixture" in spec:
            w, m, s = np.array(spec["mixture"]).T
            w = w / w.sum()
            self.log_pdf = lambda x: special.logsumexp(stats.norm.logpdf(x, m, s), b=w)
            self.cdf = lambda x: float((w * special.ndtr((x - m) / s)).sum())
            self.breaks = [a + k * b for a, b in zip(m, s) for k in range(-15, 16)]
            self.has_mass = lambda x: True
        else:
            low, high, h = spec["steps"]["low"], spec["steps"]["high"], spec["steps"]["heights"]
            edges = np.linspace(low, high, len(h) + 1)
            h = np.array(h) / (np.sum(h) * (edges[1] - edges[0]))
            cumulative = np.concatenate([[0.0], np.cumsum(h * np.diff(edges))])

            def height(x):
                if not low <= x < high:
                    return 0.0
                return h[min(np.searchsorted(edges, x, side="right") - 1, len(h) - 1)]

            self.log_pdf = lambda x: math.log(height(x)) if height(x) > 0 else -math.inf
            self.cdf = lambda x: float(np.interp(x, edges, cumulative))
            self.breaks = list(edges)
            self.has_mass = lambda x: height(x) > 0


def integral(f, breaks):
    breaks = sorted(set(breaks))
    pieces = zip(breaks, breaks[1:])
    return math.fsum(
        integrate.quad(f, a, b, epsabs=1e-13, epsrel=1e-12, limit=200)[0] for a, b in pieces
    )


def kl(p, q, breaks):
    # A Gaussian has mass outside every interval.
    grid = sorted(set(breaks))
    middles = [(a + b) / 2 for a, b in zip(grid, grid[1:])] + [grid[0] - 1, grid[-1] + 1]
    if any(p.has_mass(x) and not q.has_mass(x) for x in middles):
        return math.inf

    def f(x):
        a = p.log_pdf(x)
        return math.exp(a) * (a - q.log_pdf(x)) if a > -700 else 0.0

    return integral(f, breaks)


def divergences(p_spec, q_spec):
    p, q = Law(p_spec), Law(q_spec)
    breaks = p.breaks + q.breaks

    def js(x):
        a, b = p.log_pdf(x), q.log_pdf(x)
        m = np.logaddexp(a, b) - math.log(2)
        part = lambda l: math.exp(l) * (l - m) if l > -700 else 0.0
        return 0.5 * (part(a) + part(b))

    pdf = lambda law, x: math.exp(law.log_pdf(x)) if law.log_pdf(x) > -700 else 0.0
    return {
        "kl": kl(p, q, breaks),
        "reverse_kl": kl(q, p, breaks),
        "js": integral(js, breaks),
        "tv": integral(lambda x: 0.5 * abs(pdf(p, x) - pdf(q, x)), breaks),
        "squared_hellinger": integral(
            lambda x: 0.5 * (math.sqrt(pdf(p, x)) - math.sqrt(pdf(q, x))) ** 2, breaks
        ),
        "w1": integral(lambda x: abs(p.cdf(x) - q.cdf(x)), breaks),
    }


PAIRS = [
    (gaussian(0, 1), gaussian(0, 1)),
    (gaussian(0, 1), gaussian(1, 1)),
    (gaussian(-1, 0.5), gaussian(2, 2)),
    (gaussian(0, 1e-3), gaussian(0, 3)),
    (gaussian(1.5, 1e-3), gaussian(0, 3)),
    (gaussian(0, 1), gaussian(20, 1)),
    (gaussian(0, 0.1), gaussian(30, 0.1)),
    (mixture((0.5, -2, 0.5), (0.5, 2, 0.5)), gaussian(0, 2)),
    (mixture((0.5, -2, 0.5), (0.5, 2, 0.5)), gaussian(2, 0.5)),
    (mixture((1, -3, 0.4), (3, 1, 1.2)), mixture((2, -2, 0.7), (1, 4, 0.3))),
    (mixture((0.99, 0, 1), (0.01, 5, 0.01)), gaussian(0, 1)),
    (uniform(0, 1), uniform(0, 1)),
    (uniform(0, 1), uniform(2, 3)),
    (uniform(0, 1), uniform(0.25, 1.5)),
    (uniform(0, 1), uniform(-1, 3)),
    (uniform(-1, 1), gaussian(0, 1)),
    (uniform(4, 5), gaussian(0, 0.5)),
    (gaussian(0.5, 0.01), uniform(0, 1)),
    (steps(0, 4, 3, 2, 1, 4), steps(0, 4, 1, 2, 4, 3)),
    (steps(0, 3, 1, 0, 2), uniform(0, 3)),
    (steps(-2, 2, 1, 5, 2, 2, 0, 1), mixture((1, -1, 0.3), (1, 1, 0.6))),
]

generator = np.random.default_rng(7)
SAMPLES = [
    ([3.0, 2.0, 1.0, 4.0], [1.0, 2.0, 4.0, 3.0], None, None),
    ([0, 1, 2, 3], [0, 1, 2, 3], [3, 2, 1, 4], [1, 2, 4, 3]),
    (generator.normal(0, 1, 40), generator.normal(1, 2, 40), None, None),
    (generator.normal(0, 1, 13), generator.uniform(-3, 3, 29), None, None),
    (
        generator.normal(0, 1, 9),
        generator.normal(0, 1, 6),
        generator.uniform(0, 1, 9),
        generator.uniform(0, 1, 6),
    ),
]


def transport(xs, ys, xw, yw):
    xs, ys = np.array(xs, float), np.array(ys, float)
    xw = np.full(len(xs), 1 / len(xs)) if xw is None else np.array(xw, float) / np.sum(xw)
    yw = np.full(len(ys), 1 / len(ys)) if yw is None else np.array(yw, float) / np.sum(yw)
    return {
        "p": [[float(a), float(b)] for a, b in zip(xs, xw)],
        "q": [[float(a), float(b)] for a, b in zip(ys, yw)],
        "w1": float(stats.wasserstein_distance(xs, ys, xw, yw)),
        "w2": math.sqrt(ot.emd2_1d(xs, ys, xw, yw, metric="sqeuclidean")),
    }


def main():
    cases = [{"p": p, "q": q, **divergences(p, q)} for p, q in PAIRS]
    for case in cases:
        for name, value in case.items():
            if value == math.inf:
                case[name] = "inf"
    table = {"densities": cases, "samples": [transport(*s) for s in SAMPLES]}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
