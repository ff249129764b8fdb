"""Subscribes a hub to an event bus, and polls the log for events whose hints a lossy bus lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol, Self

from app.core.background_loop import BackgroundLoop
from app.core.logging import logger
from app.jobs.events import Hint
from app.live.hub import Hub
from app.ports.event_bus import EventBus, Receive

#: The longest delay of an event whose hint was lost and that no other event follows, seconds.
CHECK_EVERY_S = 1.0
log = logger(__name__)


class EventLog(Protocol):
    """The newest positions of the log of all jobs."""

    async def newest_id(self) -> int:
        """The `id` of the newest event, 0 if there is none."""

    async def hints_after(self, event_id: int) -> Sequence[Hint]:
        """A hint for the newest event of each job that has events with a larger `id`, in the order of their ids."""


class LogCheck(BackgroundLoop):
    """Polls the log for new events and passes hints of them on."""

    def __init__(self, events: EventLog, receive: Receive, *, every_s: float = CHECK_EVERY_S) -> None:
        self._log = events
        self._receive = receive
        self._every_s = every_s
        self._checked = 0

    async def __aenter__(self) -> Self:
        self._checked = await self._log.newest_id()
        return await super().__aenter__()

    async def check(self) -> None:
        """Poll once."""
        hints = await self._log.hints_after(self._checked)
        if hints:
            self._checked = hints[-1].event_id
            self._receive(hints)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            try:
                await self.check()
            except Exception as error:  # noqa: BLE001 - the next poll tries again
                log.warning("the log could not be checked for events whose hints were lost", error=str(error))


@asynccontextmanager
async def subscribed(
    hub: Hub, bus: EventBus, events: EventLog, *, check_every_s: float = CHECK_EVERY_S
) -> AsyncIterator[None]:
    """Connect the hub to the bus for the duration of the block; with a lossy bus, poll for lost hints too."""
    if not bus.lossy:
        with bus.subscribe(hub.receive):
            yield
        return
    async with LogCheck(events, hub.receive, every_s=check_every_s):
        with bus.subscribe(hub.receive):
            yield
