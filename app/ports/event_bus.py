"""The port to the event bus: carries hints that the log has grown from who commits to who follows.

The log is the truth. A hint says how far it is; who needs the event reads it there, so a bus may be as simple as a
notification. Where bus and follower share a process, a hint carries the event itself and saves the read.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from app.jobs.events import Hint

#: Takes hints on the event loop; must not wait and not raise.
Receive = Callable[[Sequence[Hint]], None]


class EventBus(Protocol):
    """A bus without `lossy` hands every hint to every subscriber once, in the order of publishing.

    A lossy one may lose hints, double them, let them overtake each other and drop their events. Either never hands out
    a hint that was not published, and never before the event can be read from the log.
    """

    @property
    def lossy(self) -> bool:
        """Whether subscribers have to look at the log themselves from time to time."""

    def publish(self, hints: Sequence[Hint]) -> None:
        """Hand hints of committed events on, in the order of their commits. Never waits, raises nothing."""

    def subscribe(self, receive: Receive) -> AbstractContextManager[None]:
        """Call `receive` with hints that are published while the block lasts, and not after it."""
