"""An event that is waited for without a task: most requests end before what let them in does."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


class Ending(asyncio.Event):
    """An event that also calls its watchers, once, when it is set."""

    def __init__(self) -> None:
        super().__init__()
        self._watchers: set[Callable[[], None]] = set()

    def set(self) -> None:
        """Set the event."""
        super().set()
        watchers, self._watchers = self._watchers, set()
        for watcher in watchers:
            watcher()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when the event is set; at once if it is."""
        if self.is_set():
            watcher()
        else:
            self._watchers.add(watcher)

    def unwatch(self, watcher: Callable[[], None]) -> None:
        """Do not call it any more."""
        self._watchers.discard(watcher)


@contextmanager
def first_of(endings: Sequence[Ending]) -> Iterator["asyncio.Future[None]"]:
    """A future that is done when the first of the events is set, for the duration of the block."""
    first: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def note() -> None:
        if not first.done():
            first.set_result(None)

    for ending in endings:
        ending.watch(note)
    try:
        yield first
    finally:
        for ending in endings:
            ending.unwatch(note)
        first.cancel()
