"""Works on several items at once and yields the results in the order of the items."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from queue import SimpleQueue
from threading import Event
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
#: Items that are begun or finished before their turn, for each worker: so that none waits for the first in line.
AHEAD = 2


class _End:
    """The end of an item's results."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


@dataclass(frozen=True, slots=True)
class _Begun(Generic[ItemT, ResultT]):
    item: ItemT
    results: SimpleQueue[ResultT | _End | _Failed] = field(default_factory=SimpleQueue)


def in_order(
    items: Iterable[ItemT], work: Callable[[ItemT], Iterator[ResultT]], *, workers: int
) -> Iterator[tuple[ItemT, ResultT | None]]:
    """Yield each item with each result of `work` on it, as soon as it is there, then with None.

    `work` is called in `workers` threads, for later items while earlier ones are worked on; with one worker in the
    caller's thread. An error is raised when it is the item's turn. Closing the iterator ends the work at its next
    result.
    """
    if workers == 1:
        for item in items:
            for result in work(item):
                yield item, result
            yield item, None
        return
    remaining, stop = iter(items), Event()
    with ThreadPoolExecutor(workers, thread_name_prefix="worker") as pool:
        begun: deque[_Begun[ItemT, ResultT]] = deque()
        try:
            while True:
                for item in islice(remaining, AHEAD * workers - len(begun)):
                    begun.append(_Begun(item))
                    pool.submit(_work, begun[-1], work, stop)
                if not begun:
                    break
                first = begun[0]
                while not isinstance(found := first.results.get(), _End):
                    if isinstance(found, _Failed):
                        raise found.error
                    yield first.item, found
                yield first.item, None
                begun.popleft()
        finally:
            stop.set()


def _work(begun: _Begun[ItemT, ResultT], work: Callable[[ItemT], Iterator[ResultT]], stop: Event) -> None:
    """Put the results of one item into its queue, until they or all work end."""
    try:
        if stop.is_set():
            return
        with closing(work(begun.item)) as results:  # type: ignore[type-var]
            for result in results:
                if stop.is_set():
                    return
                begun.results.put(result)
        begun.results.put(_End())
    except Exception as error:  # noqa: BLE001 - raised by the caller's thread, in the order of the items
        begun.results.put(_Failed(error))
