"""The event bus inside one server process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.jobs.events import Hint
from app.ports.event_bus import Receive


class LocalBus:
    """Calls its subscribers while publishing. See `EventBus`.

    `lossy`: hints of other processes are published too, as they announce them.
    """

    def __init__(self, *, lossy: bool = False) -> None:
        self.lossy = lossy
        self._subscribers: list[Receive] = []

    def publish(self, hints: Sequence[Hint]) -> None:
        """See `EventBus.publish`."""
        for receive in list(self._subscribers):
            receive(hints)

    @contextmanager
    def subscribe(self, receive: Receive) -> Iterator[None]:
        """See `EventBus.subscribe`."""
        self._subscribers.append(receive)
        try:
            yield
        finally:
            self._subscribers.remove(receive)
