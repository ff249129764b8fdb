"""The port to the event bus, which carries hints about new events from committing processes to followers.

The log is authoritative. A hint is its newest position; followers read the event from the log, so a bus may be as
simple as a notification. Within one process a hint carries the event itself and saves the read.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from app.jobs.events import Hint

#: Receives hints on the event loop; must not wait and not raise.
Receive = Callable[[Sequence[Hint]], None]


class EventBus(Protocol):
    """An event bus. If it is not `lossy`, every subscriber gets every hint once, in the order of publishing.

    A lossy one may lose, repeat and reorder hints, and drop their events. Neither delivers a hint that was not
    published, or before its event can be read from the log.
    """

    @property
    def lossy(self) -> bool:
        """Whether subscribers must poll the log themselves."""

    def publish(self, hints: Sequence[Hint]) -> None:
        """Publish hints of committed events, in the order of their commits. Never waits, raises nothing."""

    def subscribe(self, receive: Receive) -> AbstractContextManager[None]:
        """Call `receive` with hints that are published during the block, and not after it."""
