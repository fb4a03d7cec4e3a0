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
from scipy import integrate, optimize, special, stats


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
            self.widest = max(s)
            self.blurred = lambda x, t: float((w * stats.norm.pdf(x, m, np.hypot(s, t))).sum())
            ends = (min(m - 10 * s), max(m + 10 * s))
            root = lambda u: optimize.brentq(lambda x: self.cdf(x) - u, *ends, xtol=1e-15, rtol=1e-14)
            self.quantile = root if len(m) > 1 else lambda u: m[0] + s[0] * special.ndtri(u)
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
            self.widest = 0.0
            self.blurred = lambda x, t: float(
                (h * np.diff(special.ndtr((edges - x) / t))).sum()
            )
            self.quantile = lambda u: float(np.interp(u, cumulative, edges))


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


def chi_squared(p, q, breaks):
    if kl(p, q, breaks) == math.inf or (p.widest and p.widest**2 >= 2 * q.widest**2):
        return math.inf
    log = lambda x: 2 * p.log_pdf(x) - q.log_pdf(x) if p.has_mass(x) else -math.inf
    # Where the quotient's mass is, is not known beforehand.
    reach = max(map(abs, breaks))
    breaks = breaks + list(np.linspace(-6 * reach, 6 * reach, 301))
    if max(map(log, breaks)) > 700:
        return math.inf  # beyond what a double can hold
    return integral(lambda x: math.exp(log(x)), breaks) - 1.0


def w2(p, q):
    """(x - T(x))^2 against P, T = G^-1 F the monotone map: another integral than over u."""
    low, high = p.quantile(1e-13), p.quantile(1 - 1e-13)

    def f(x):
        density = math.exp(p.log_pdf(x)) if p.has_mass(x) else 0.0
        u = min(max(p.cdf(x), 1e-14), 1 - 1e-14)
        return density * (x - q.quantile(u)) ** 2 if density else 0.0

    levels = [q.cdf(x) for x in q.breaks]
    kinks = [p.quantile(u) for u in levels if 1e-13 < u < 1 - 1e-13]
    inside = [x for x in p.breaks + kinks if low < x < high]
    return math.sqrt(integral(f, [low, high] + inside))


BANDWIDTHS = [0.3, 2.0]


def mmd(p, q, h, breaks):
    """The L2 distance of the two densities blurred by N(0, h^2/2): k is that blur, twice."""
    t = h / math.sqrt(2)
    # An edge of a step is as wide as the blur.
    fine = [x + k * t for x in breaks for k in range(-9, 10, 3)]
    square = integral(lambda x: (p.blurred(x, t) - q.blurred(x, t)) ** 2, breaks + fine)
    return math.sqrt(math.sqrt(2 * math.pi) * h * square)


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
        "chi_squared": chi_squared(p, q, breaks),
        "w1": integral(lambda x: abs(p.cdf(x) - q.cdf(x)), breaks),
        "w2": w2(p, q),
        "mmd": [mmd(p, q, h, breaks) for h in BANDWIDTHS],
    }


GRID = np.linspace(-30, 30, 120001)


def fit(p_spec, start):
    """The Gaussian that each criterion ends in from (mean, sd), by Nelder-Mead.

    Smooth integrands that vanish at both ends: the trapezoidal rule is exact up to rounding.
    """
    w, m, s = np.array(p_spec["mixture"]).T
    log_p = special.logsumexp(stats.norm.logpdf(GRID[:, None], m, s), b=w, axis=1)
    p = np.exp(log_p)
    cdf = special.ndtr((GRID[:, None] - m) / s) @ w
    integral = lambda y: float(integrate.trapezoid(y, GRID))

    def minimum(value):
        def f(t):
            log_q = stats.norm.logpdf(GRID, t[0], math.exp(t[1]))
            return value(log_q, special.ndtr((GRID - t[0]) / math.exp(t[1])))

        x = np.array([start[0], math.log(start[1])])
        simplex = [x, x + [0.05, 0], x + [0, 0.05]]
        options = {"xatol": 1e-8, "fatol": 1e-13, "initial_simplex": simplex}
        found = optimize.minimize(f, x, method="Nelder-Mead", options=options)
        return [found.x[0], math.exp(found.x[1]), found.fun]

    def js(log_q, _):
        middle = np.logaddexp(log_p, log_q) - math.log(2)
        return 0.5 * integral(p * (log_p - middle) + np.exp(log_q) * (log_q - middle))

    return {
        "p": p_spec,
        "start": list(start),
        "kl": minimum(lambda log_q, _: integral(p * (log_p - log_q))),
        "reverse_kl": minimum(lambda log_q, _: integral(np.exp(log_q) * (log_q - log_p))),
        "js": minimum(js),
        "w1": minimum(lambda _, g: integral(np.abs(cdf - g))),
    }


FITS = [
    (mixture((0.6, -2.5, 0.7), (0.4, 2.5, 1.1)), (1.8, 1.0)),
    (mixture((0.6, -2.5, 0.7), (0.4, 2.5, 1.1)), (-1.8, 1.0)),
    (mixture((0.5, -1.2, 0.8), (0.5, 1.2, 0.8)), (0.5, 2.0)),
]


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
    (gaussian(0, 1.4), gaussian(1, 1)),
    (gaussian(0, 1.5), gaussian(1, 1)),
    (steps(0, 4, 3, 2, 1, 4), steps(0, 4, 1, 2, 4, 3)),
    (steps(-6.75, 6.75, 1, 4, 9, 6, 2, 0, 3, 7, 2), steps(-6.75, 6.75, 1, 1, 2, 4, 8, 10, 6, 3, 1)),
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
    table = {
        "bandwidths": BANDWIDTHS,
        "densities": cases,
        "samples": [transport(*s) for s in SAMPLES],
        "fits": [fit(*f) for f in FITS],
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
