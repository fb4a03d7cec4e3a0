"""Golden numbers for src/metric: `python3 tests/golden/metrics.py`.

An independent route to each number: SciPy and POT for transport, distribution functions for the
masses of cells, scikit-learn for kernels, brute force for neighbours. Needs `pip install POT scipy
numpy scikit-learn`. Writes metrics.json beside itself; a metric that does not apply is null.
"""

import json
import math
import pathlib

import numpy as np
import ot
from scipy import optimize, spatial, special, stats
from sklearn.metrics.pairwise import rbf_kernel

# How many points a metric looks at, and the other constants of src/metric.
W1_POINTS, SLICED_POINTS, MMD_POINTS, NEIGHBOUR_POINTS = 100, 1000, 256, 500
W1_ROUNDS = 4
DIRECTIONS, KERNELS, K, LINE_CELLS, PLANE_CELLS = 16, 5, 3, 64, 32

generator = np.random.default_rng(11)


def mixture(centres, sd, n, weights=None):
    centres = np.asarray(centres, float)
    chosen = generator.choice(len(centres), n, p=weights)
    return centres[chosen] + sd * generator.normal(size=(n, centres.shape[1]))


def w1(x, y):
    if x.shape[1] == 1:
        return stats.wasserstein_distance(x[:, 0], y[:, 0])
    n = min(len(x), len(y), W1_POINTS)
    rounds = min(len(x) // n, len(y) // n, W1_ROUNDS)
    plans = []
    for start in range(0, rounds * n, n):
        costs = spatial.distance.cdist(x[start : start + n], y[start : start + n])
        plans.append(ot.emd2([], [], costs, numItermax=10**6))
        rows, columns = optimize.linear_sum_assignment(costs)
        assert abs(plans[-1] - costs[rows, columns].mean()) < 1e-12
    return np.mean(plans)


def sliced_w1(x, y):
    if x.shape[1] == 1:
        return None
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    directions = np.stack([np.cos(angles), np.sin(angles)])
    x, y = x[:SLICED_POINTS], y[:SLICED_POINTS]
    return ot.sliced_wasserstein_distance(x, y, projections=directions, p=1)


def mmd(x, y):
    x, y = x[:MMD_POINTS], y[:MMD_POINTS]
    scale = np.mean(spatial.distance.pdist(x, "sqeuclidean"))
    gammas = [0.5 / (scale / 4**b) for b in range(KERNELS)]
    gram = lambda a, b: np.mean([rbf_kernel(a, b, g) for g in gammas], axis=0)
    within = lambda a: (gram(a, a).sum() - len(a)) / (len(a) * (len(a) - 1))
    return within(x) + within(y) - 2 * gram(x, y).mean()


def share_inside(centres, points):
    centres, points = centres[:NEIGHBOUR_POINTS], points[:NEIGHBOUR_POINTS]
    square = lambda a, b: ((a[:, None] - b[None]) ** 2).sum(-1)
    radii = np.sort(square(centres, centres), axis=1)[:, K]
    return (square(points, centres) <= radii).any(axis=1).mean()


def cells(y, bounds, centres, sd):
    """Masses of the cells and the outside, true and counted."""
    dimension = y.shape[1]
    n = LINE_CELLS if dimension == 1 else PLANE_CELLS
    edges = np.linspace(*bounds, n + 1)
    sides = [np.diff(special.ndtr((edges[None] - c[:, None]) / sd)) for c in centres.T]
    if dimension == 1:
        true = sides[0].mean(axis=0)
    else:
        true = np.einsum("ki,kj->ij", *sides).ravel() / len(centres)
    counted = np.histogramdd(y, bins=[edges] * dimension)[0].ravel()
    return np.append(true, 1 - true.sum()), np.append(counted, len(y) - counted.sum())


def case(name, x, y, bounds, centres, sd):
    # What the test reads is what is judged here: three decimals, single precision.
    single = lambda a: np.asarray(np.round(a, 3), np.float32).astype(float)
    x, y, centres, bounds = single(x), single(y), single(centres), single(bounds)
    true, counted = cells(y, bounds, centres, float(np.float32(sd)))
    smoothed = (counted + 1 / len(counted)) / (len(y) + 1)
    middle = (true + counted / len(y)) / 2
    distances = spatial.distance.cdist(y, centres)
    good = distances.min(axis=1) <= 3 * float(np.float32(sd))
    hits = np.bincount(distances.argmin(axis=1)[good], minlength=len(centres))
    even = np.full(len(centres), 1 / len(centres))
    plain = lambda a: [round(float(v), 3) for v in np.ravel(a)]
    return {
        "name": name,
        "dimension": x.shape[1],
        "bounds": plain(bounds),
        "centres": plain(centres),
        "sd": sd,
        "real": plain(x),
        "generated": plain(y),
        "values": {
            "w1": w1(x, y),
            "sliced-w1": sliced_w1(x, y),
            "mmd": mmd(x, y),
            "js": (stats.entropy(true, middle) + stats.entropy(counted, middle)) / 2,
            "kl": stats.entropy(true, smoothed),
            "modes": float((hits > 0).sum()),
            "high-quality": good.mean(),
            "reverse-kl": stats.entropy(hits, even) if good.any() else None,
            "precision": share_inside(x, y),
            "recall": share_inside(y, x),
        },
    }


def main():
    line = [[-2], [2]]
    ring = [[math.cos(a), math.sin(a)] for a in np.arange(8) * np.pi / 4]
    grid = [[0.8 * i, 0.8 * j] for i in range(-2, 3) for j in range(-2, 3)]
    wide, narrow, square = (-4.97, 4.97), (-1.637, 1.637), (-2.139, 2.139)
    three = [0.6, 0, 0, 0.3, 0, 0.1, 0, 0]
    noise = lambda sd, n, d: generator.normal(0, sd, (n, d))
    of = lambda centres, sd, n: mixture(centres, sd, n)
    few = mixture(ring, 0.07, 90, three)
    # Points on a coarse lattice: equal points, and neighbours at equal distances.
    lattice = lambda a: np.round(4 * a) / 4
    spot = [1, 0] + noise(0.01, 60, 2)
    coarse = lattice(noise(1, 90, 2))
    cases = [
        case("line", of(line, 0.5, 70), of(line, 0.5, 70), wide, line, 0.5),
        case("line, shifted, fewer", of(line, 0.5, 70), 0.7 + of(line, 0.5, 41), wide, line, 0.5),
        case("line, one mode", of(line, 0.5, 70), of(line[1:], 0.3, 70), wide, line, 0.5),
        case("line, lattice", lattice(noise(1, 40, 1)), lattice(noise(2, 40, 1)), wide, line, 0.5),
        case("ring", of(ring, 0.05, 120), of(ring, 0.05, 120), narrow, ring, 0.05),
        case("ring, three modes", of(ring, 0.05, 90), few, narrow, ring, 0.05),
        case("ring, outside", of(ring, 0.05, 60), 3 + noise(0.2, 60, 2), narrow, ring, 0.05),
        case("ring, collapsed", of(ring, 0.05, 60), spot, narrow, ring, 0.05),
        case("grid, lattice", lattice(of(grid, 0.2, 90)), coarse, square, grid, 0.2),
        case("grid, many", of(grid, 0.05, 1100), 0.05 + of(grid, 0.08, 1100), square, grid, 0.05),
    ]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
