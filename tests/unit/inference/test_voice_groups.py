"""Vectors of voices are grouped, and counted."""

from typing import Any

import numpy as np
import pytest

from app.inference.voice_groups import MOST_VECTORS, grouped


def _voices(sizes: tuple[int, ...], *, spread: float = 0.5, seed: int = 1) -> tuple[Any, Any]:
    """Unit vectors around so many directions, shuffled, and the number of the direction of each."""
    random = np.random.default_rng(seed)
    centres = random.random((len(sizes), 64))
    truth = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    vectors = centres[truth] + spread * random.random((len(truth), 64))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), truth


def _agree(labels: Any, truth: Any) -> bool:
    """Whether two labellings are the same but for the labels."""
    pairs = set(zip(labels.tolist(), truth.tolist(), strict=True))
    return len(pairs) == len(set(labels.tolist())) == len(set(truth.tolist()))


@pytest.mark.parametrize("sizes", [(40,), (30, 30), (60, 12), (25, 40, 30, 20), (9, 9)])
def test_as_many_groups_are_found_as_there_are(sizes: tuple[int, ...]) -> None:
    """Of few vectors and of many, of equal and of unequal shares; the same each time."""
    vectors, truth = _voices(sizes)
    labels = grouped(vectors)
    assert _agree(labels, truth)
    assert (grouped(vectors) == labels).all()


def test_more_vectors_than_are_compared_all_have_a_group() -> None:
    """The rest join the nearest one."""
    vectors, truth = _voices((MOST_VECTORS, MOST_VECTORS, 300))
    assert _agree(grouped(vectors), truth)


def test_a_known_number_of_groups_is_made() -> None:
    """However alike they are."""
    vectors, truth = _voices((30, 30), spread=1.2)
    assert len(set(grouped(vectors, 3).tolist())) == 3
    assert _agree(grouped(vectors, 2), truth)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("count", [None, 1, 2, 4])
def test_very_few_vectors_are_no_trouble(size: int, count: int | None) -> None:
    """Not more groups than vectors."""
    vectors = _voices((size,))[0] if size else np.zeros((0, 64), np.float32)
    labels = grouped(vectors, count)
    assert len(labels) == size
    assert len(set(labels.tolist())) <= min(size, count or size)


def test_equal_vectors_are_one_group() -> None:
    """As of a machine that repeats itself."""
    assert set(grouped(np.full((30, 64), 0.125, np.float32)).tolist()) == {0}
