"""Working on several items at once, with the results in order."""

from collections.abc import Iterator
from threading import Barrier, Event, current_thread

import pytest

from app.stages.transcribe.in_order import AHEAD, in_order

#: Ends a test whose threads wait for each other in vain, seconds.
PATIENCE_S = 20.0


def letters(word: str) -> Iterator[str]:
    yield from word


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    """Each with its item, and None at an item's end; without items there is nothing."""
    found = list(in_order(["ab", "", "c"], letters, workers=workers))
    assert found == [("ab", "a"), ("ab", "b"), ("ab", None), ("", None), ("c", "c"), ("c", None)]
    assert list(in_order([], letters, workers=workers)) == []


def test_one_worker_is_the_caller() -> None:
    """No thread, and nothing is begun before its turn."""
    begun = []

    def work(item: int) -> Iterator[str]:
        begun.append(item)
        yield current_thread().name

    results = in_order([1, 2], work, workers=1)
    assert next(results) == (1, current_thread().name)
    assert begun == [1]


def test_workers_work_at_the_same_time() -> None:
    """Neither item can end before the other has begun."""
    both = Barrier(2, timeout=PATIENCE_S)

    def work(item: int) -> Iterator[int]:
        both.wait()
        yield item

    assert [result for _, result in in_order([1, 2], work, workers=2)] == [1, None, 2, None]


def test_a_result_comes_before_its_item_is_finished() -> None:
    """What is decoded is shown at once, not with the rest of its stretch."""
    taken = Event()

    def work(item: int) -> Iterator[int]:
        yield item
        assert taken.wait(PATIENCE_S)

    results = in_order([1, 2], work, workers=2)
    assert next(results) == (1, 1)
    taken.set()
    assert list(results) == [(1, None), (2, 2), (2, None)]


def test_an_error_is_raised_in_its_turn() -> None:
    """After all results before it, which are good; later items are not begun."""
    begun = []

    def work(item: int) -> Iterator[int]:
        begun.append(item)
        yield item
        if item == 2:
            raise ValueError("two")

    found: list[tuple[int, int | None]] = []
    with pytest.raises(ValueError, match="two"):
        found.extend(in_order(range(1, 100), work, workers=2))
    assert found == [(1, 1), (1, None), (2, 2)]
    assert max(begun) <= 2 + 2 * AHEAD


def test_closing_ends_the_work() -> None:
    """Every thread has ended, and an item that was under way was closed at its next result."""
    begun, closed, second = Event(), Event(), Event()

    def work(item: int) -> Iterator[int]:
        if item == 2:
            second.set()
        try:
            while True:
                yield item
                begun.set()
        finally:
            if item == 2:
                closed.set()

    results = in_order([1, 2, 3], work, workers=2)
    assert next(results) == (1, 1)
    assert second.wait(PATIENCE_S)
    assert begun.wait(PATIENCE_S)
    results.close()  # type: ignore[attr-defined]
    assert closed.is_set()
