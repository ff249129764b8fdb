"""Groups vectors of voices, and finds how many groups there are, by spectral clustering. In children only.

The neighbourhood is tuned by itself (Park et al., 2019: the normalised maximum eigengap): for a growing number of
nearest neighbours, the graph of who is near whom is compared with one of separate parts; the number that is smallest in
relation to its gap is chosen, and the place of the gap is the number of groups.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.intp]
#: Vectors that are grouped at most, evenly chosen: work grows with the third power of their number.
MOST_VECTORS = 600
#: Groups that are found at most unless their number is known.
MOST_GROUPS = 12
#: Neighbourhoods that are tried: from so many neighbours on (fewer make parts of what is one voice), at most so many
#: neighbourhoods, up to this share of all vectors.
LEAST_NEAR, MOST_TRIED, LARGEST_SHARE = 8, 20, 0.3
#: Rounds of k-means, and beginnings that are tried.
ROUNDS, BEGINNINGS = 50, 8


def grouped(vectors: Vectors, count: int | None = None) -> Labels:
    """The number of the group of each unit vector; in as many groups as `count`, or as there seem to be.

    Deterministic. Fewer vectors than groups are groups of their own.
    """
    if len(vectors) <= (count or 1):
        return np.arange(len(vectors)) if count else np.zeros(len(vectors), np.intp)
    chosen = vectors[_evenly(len(vectors), MOST_VECTORS)]
    likeness = chosen @ chosen.T
    near, found = _neighbourhood(likeness, count)
    groups = count or found
    if groups == 1:
        return np.zeros(len(vectors), np.intp)
    _, places = np.linalg.eigh(_laplacian(near))
    labels = _k_means(places[:, :groups], groups)
    return nearest(vectors, middles(chosen, labels))


def middles(vectors: Vectors, labels: Labels) -> Vectors:
    """The mean vector of each group, of length 1, in the order of their labels."""
    found = np.stack([vectors[labels == label].mean(axis=0) for label in np.unique(labels)])
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)


def nearest(vectors: Vectors, centres: Vectors) -> Labels:
    """The number of the centre that each vector is nearest to."""
    return np.asarray((vectors @ centres.T).argmax(axis=1))


def _evenly(total: int, most: int) -> Any:
    """At most so many indexes, evenly spaced."""
    return np.arange(total) if total <= most else np.linspace(0, total - 1, most).round().astype(int)


def _neighbourhood(likeness: Any, count: int | None) -> tuple[Any, int]:
    """The graph of nearest neighbours with the clearest groups, and their number."""
    size = len(likeness)
    order = np.argsort(-likeness, axis=1, kind="stable")
    least = min(LEAST_NEAR, size - 1)
    largest = max(least, int(size * LARGEST_SHARE))
    tried = np.unique(np.linspace(least, largest, MOST_TRIED).round().astype(int))
    best: tuple[float, Any, int] | None = None
    for neighbours in tried:
        near = _graph(order, int(neighbours))
        values = np.linalg.eigvalsh(_laplacian(near))
        gaps = np.diff(values[: min(MOST_GROUPS, size - 1) + 1])
        place = int(gaps.argmax()) if count is None else count - 1
        gap = float(gaps[min(place, len(gaps) - 1)]) / max(float(values[-1]), 1e-9)
        ratio = float(neighbours) / max(gap, 1e-9)
        if best is None or ratio < best[0]:
            best = ratio, near, place + 1
    assert best is not None
    return best[1], best[2]


def _graph(order: Any, neighbours: int) -> Any:
    """Who is among whose nearest so many, half from each side."""
    size = len(order)
    near = np.zeros((size, size), np.float64)
    near[np.arange(size)[:, None], order[:, :neighbours]] = 1.0
    return (near + near.T) / 2


def _laplacian(near: Any) -> Any:
    near = near - np.diag(np.diag(near))
    return np.diag(near.sum(axis=1)) - near


def _k_means(points: Any, count: int) -> Labels:
    """Labels of so many groups, of several beginnings those with the least squared distances."""
    best: tuple[float, Labels] | None = None
    for seed in range(BEGINNINGS):
        centres = _beginning(points, count, np.random.default_rng(seed))
        labels = np.zeros(len(points), np.intp)
        for _ in range(ROUNDS):
            distances = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2)
            labels = distances.argmin(axis=1)
            fresh = np.stack(
                [points[labels == n].mean(axis=0) if (labels == n).any() else centres[n] for n in range(count)]
            )
            if np.allclose(fresh, centres):
                break
            centres = fresh
        spread = float(((points - centres[labels]) ** 2).sum())
        if best is None or spread < best[0] - 1e-12:
            best = spread, labels
    assert best is not None
    return best[1]


def _beginning(points: Any, count: int, random: np.random.Generator) -> Any:
    """Centres far from each other (k-means++)."""
    centres = [points[random.integers(len(points))]]
    while len(centres) < count:
        distances = np.min([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=0)
        total = distances.sum()
        centres.append(
            points[random.choice(len(points), p=distances / total) if total > 0 else random.integers(len(points))]
        )
    return np.stack(centres)
