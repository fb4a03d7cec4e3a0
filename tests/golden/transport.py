"""Golden numbers for the transport widgets: `python3 tests/golden/transport.py`.

Plans, values and dual potentials from POT's network simplex and from SciPy's linear programming;
Monge's maps from SciPy's quantiles; MMD and the kernel Stein discrepancy from NumPy, term by term.
Needs `pip install POT scipy numpy`. Writes transport.json beside itself.
"""

import json
import pathlib

import numpy as np
import ot
from scipy import integrate, optimize, stats

rng = np.random.default_rng(20180701)


def discrete(xs, p, q):
    """Two distributions on common points: W1, a dual potential at the points, and the largest cost."""
    xs, p, q = map(np.asarray, (xs, p, q))
    cost = np.abs(xs[:, None] - xs[None, :])
    plan = ot.emd(p, q, cost, numItermax=1_000_000)
    worst = ot.emd(p, q, cost.max() - cost, numItermax=1_000_000)
    # The dual as a linear program over all pairs, not only neighbours.
    n = len(xs)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    rows = np.zeros((len(pairs), n))
    for k, (i, j) in enumerate(pairs):
        rows[k, i], rows[k, j] = 1.0, -1.0
    bounds = [(0.0, 0.0)] + [(None, None)] * (n - 1)
    dual = optimize.linprog(
        q - p, A_ub=rows, b_ub=[cost[i, j] for i, j in pairs], bounds=bounds, method="highs"
    )
    return {
        "xs": xs.tolist(),
        "p": p.tolist(),
        "q": q.tolist(),
        "w1": float((plan * cost).sum()),
        "w1_scipy": float(stats.wasserstein_distance(xs, xs, p, q)) * float(p.sum()),
        "largest": float((worst * cost).sum()),
        "dual": float(-dual.fun),
        "potential": dual.x.tolist(),
    }


def masses(n, empty=0.0):
    m = rng.random(n) * (rng.random(n) >= empty)
    m[rng.integers(n)] += 0.1
    return m / m.sum()


def mixture(rows):
    w, m, s = np.array(rows, dtype=float).T
    w = w / w.sum()
    return {
        "pdf": lambda x: float((w * stats.norm.pdf(x, m, s)).sum()),
        "cdf": lambda x: float((w * stats.norm.cdf(x, m, s)).sum()),
        "score": lambda x: float(
            (w * stats.norm.pdf(x, m, s) * (m - x) / s**2).sum() / (w * stats.norm.pdf(x, m, s)).sum()
        ),
        "quantile": lambda u: optimize.brentq(
            lambda x: float((w * stats.norm.cdf(x, m, s)).sum()) - u, -60, 60, xtol=1e-13
        ),
    }


def monge(p_rows, q_rows):
    p, q = mixture(p_rows), mixture(q_rows)
    xs = [p["quantile"](u) for u in (0.01, 0.2, 0.37, 0.5, 0.77, 0.99)]

    def cost(target):
        way = lambda u: abs(p["quantile"](u) - q["quantile"](target(u)))
        cuts = np.unique(np.concatenate([np.logspace(-10, -1, 10), np.linspace(0.1, 0.9, 81),
                                         1 - np.logspace(-10, -1, 10)]))
        return sum(integrate.fixed_quad(np.vectorize(way), a, b, n=12)[0]
                   for a, b in zip(cuts, cuts[1:]))

    return {
        "p": p_rows,
        "q": q_rows,
        "xs": xs,
        "increasing": [q["quantile"](p["cdf"](x)) for x in xs],
        "decreasing": [q["quantile"](1 - p["cdf"](x)) for x in xs],
        "increasing_cost": cost(lambda u: u),
        "decreasing_cost": cost(lambda u: 1 - u),
    }


def witnesses(n, m, h, law_rows):
    p, q = rng.normal(-1, 1, n), rng.normal(1, 0.6, m)
    law = mixture(law_rows)
    k = lambda a, b: np.exp(-((a[:, None] - b[None, :]) ** 2) / (2 * h * h))
    mmd = np.sqrt(k(p, p).mean() + k(q, q).mean() - 2 * k(p, q).mean())
    s = np.array([law["score"](y) for y in q])
    d = q[:, None] - q[None, :]
    gram = k(q, q)
    by_x, by_y, by_both = -d / h**2 * gram, d / h**2 * gram, (1 / h**2 - d**2 / h**4) * gram
    stein = s[:, None] * s[None, :] * gram + s[:, None] * by_y + s[None, :] * by_x + by_both
    points = np.sort(np.concatenate([p, q]))
    sobolev = 0.0
    for a, b in zip(points, points[1:]):
        gap = (p <= a).mean() - (q <= a).mean()
        if gap:
            sobolev += gap**2 * integrate.quad(lambda x: 1 / law["pdf"](x), a, b, epsrel=1e-12)[0]
    return {
        "p": p.tolist(),
        "q": q.tolist(),
        "h": h,
        "law": law_rows,
        "w1": float(stats.wasserstein_distance(p, q)),
        "mmd": float(mmd),
        "stein": float(np.sqrt(stein.mean())),
        "sobolev": float(np.sqrt(sobolev)),
    }


cases = [discrete([1, 2, 3, 4], [3.0, 2, 1, 4], [1.0, 2, 4, 3])]
for size in (2, 3, 5, 8, 13, 20):
    for empty in (0.0, 0.5):
        cases.append(discrete(np.sort(rng.normal(0, 3, size)), masses(size, empty), masses(size, empty)))
cases.append(discrete([0.0, 100.0], [1.0, 0.0], [0.0, 1.0]))
cases.append(discrete([0.0, 1e-6, 1.0], [0.5, 0.5, 0.0], [0.5, 0.0, 0.5]))

two = [[0.5, -2.0, 0.5], [0.5, 2.0, 0.5]]
table = {
    "discrete": cases,
    "monge": [
        monge([[1.0, 0.0, 1.0]], [[1.0, 2.0, 0.5]]),
        monge(two, [[1.0, 0.5, 1.0]]),
        monge([[0.5, -1.0, 0.4], [0.5, 1.0, 0.4]], [[0.5, 0.0, 0.3], [0.5, 3.0, 0.3]]),
    ],
    "witnesses": [
        witnesses(20, 20, 0.5, two),
        witnesses(7, 31, 1.3, [[1.0, 0.0, 1.5]]),
        witnesses(1, 1, 0.2, [[1.0, 0.0, 1.0]]),
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(table, indent=1) + "\n")
