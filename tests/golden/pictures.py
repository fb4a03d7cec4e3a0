"""Golden numbers for the metrics of pictures in src/metric: `python3 tests/golden/pictures.py`.

An independent route to each number: for FID SciPy's root of the covariances' product, as the paper's
published code has it, and beside it the singular values of the product of the centred features, which
need no root at all; brute force for neighbours. Needs `pip install scipy numpy`. Writes pictures.json
beside itself; a metric that does not apply is null.
"""

import json
import pathlib

import numpy as np
from scipy import linalg, special

# The constants of src/metric.
NEIGHBOUR_PICTURES, K, SURE = 500, 3, 0.9
WIDTH, CLASSES = 9, 10

generator = np.random.default_rng(23)


def fid(x, y, full_rank):
    a, b = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    mean = np.sum((x.mean(0) - y.mean(0)) ** 2)
    centred = (x - x.mean(0)) / np.sqrt(len(x) - 1), (y - y.mean(0)) / np.sqrt(len(y) - 1)
    trace = linalg.svdvals(centred[0] @ centred[1].T).sum()
    # SciPy's root is good to the root of the machine's precision where the product lacks rank.
    root = linalg.sqrtm(a @ b)
    assert abs(np.trace(root).real - trace) < (1e-9 if full_rank else 1e-5) * (1 + trace)
    return mean + np.trace(a) + np.trace(b) - 2 * trace


def share_inside(centres, points):
    # Directions: the features at length 1.
    unit = lambda a: a[:NEIGHBOUR_PICTURES] / np.linalg.norm(a[:NEIGHBOUR_PICTURES], axis=1, keepdims=True)
    centres, points = unit(centres), unit(points)
    square = lambda a, b: ((a[:, None] - b[None]) ** 2).sum(-1)
    radii = np.sort(square(centres, centres), axis=1)[:, K]
    return (square(points, centres) <= radii).any(axis=1).mean()


def case(name, x, y, logits, labels=None, full_rank=True):
    # What the test reads is what is judged here: quarters are exact in single precision.
    x, y, logits = (np.round(4 * a) / 4 for a in (x, y, logits))
    probabilities = special.softmax(logits, axis=1)
    found, sure = probabilities.argmax(1), probabilities.max(1) >= SURE
    # No tie decides, and none is near the bound.
    ordered = np.sort(logits, axis=1)
    assert (ordered[:, -1] > ordered[:, -2]).all()
    assert (abs(probabilities.max(1) - SURE) > 1e-6).all()
    plain = lambda a: [float(v) for v in np.ravel(a)]
    return {
        "name": name,
        "width": x.shape[1],
        "real": plain(x),
        "generated": plain(y),
        "logits": plain(logits),
        "labels": None if labels is None else [int(v) for v in labels],
        "values": {
            "fid-digits": max(0.0, fid(x, y, full_rank)),
            "precision": share_inside(x, y),
            "recall": share_inside(y, x),
            "classes": len(set(found[sure])),
            "confident": sure.mean(),
            "class-accuracy": None if labels is None else (found == labels).mean(),
        },
    }


def logits(n, scale, classes=CLASSES):
    """Distinct quarters, the largest among the first classes."""
    rows = np.array([generator.permutation(CLASSES) for _ in range(n)]) * 0.25
    rows[np.arange(n), generator.integers(0, classes, n)] += scale
    return rows


def main():
    mix = generator.normal(size=(WIDTH, WIDTH))
    noise = lambda n: generator.normal(size=(n, WIDTH))
    thin = np.zeros(WIDTH)
    thin[:4] = 2
    few = noise(5) @ mix
    real = noise(70) @ mix
    cases = [
        case("alike", real, noise(70) @ mix, logits(70, 6)),
        case("equal", real, real, logits(70, 6)),
        case("shifted", real, noise(50) @ mix + 0.75, logits(50, 6)),
        case("wider", 2 * noise(60), 6 * noise(60), logits(60, 3), generator.integers(0, 10, 60)),
        case("rank four", 2 * noise(60), noise(60) * thin, logits(60, 5), full_rank=False),
        case("fewer than dimensions", few, noise(6), logits(6, 9), [1, 2, 3, 4, 5, 6], full_rank=False),
        case("one spot", real, np.ones((40, WIDTH)), logits(40, 20, 1), np.zeros(40), full_rank=False),
    ]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
