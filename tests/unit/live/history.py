"""A job's history in memory, as a follower's tests need it: what is appended is published to a hub."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from app.jobs.events import EventType, StoredEvent
from app.live import wire
from app.live.hub import Hub
from app.live.wire import Message

JOB = "11111111-1111-4111-8111-111111111111"


def event(number: int, *, job_id: str = JOB, event_id: int | None = None, **data: Any) -> StoredEvent:
    """A stored event; a `status` in its data makes it a job_update, anything else a log line."""
    kind = EventType.JOB_UPDATE if "status" in data else EventType.LOG
    return StoredEvent(event_id or number, job_id, number, kind, 1_700_000_000_000 + number, data or {"n": number})


class History:
    """Events 1, 2, 3 … of one job, and the reads that followers make of them."""

    def __init__(self, hub: Hub, *, during_read: Callable[[], None] = lambda: None) -> None:
        self.hub = hub
        self.events: list[StoredEvent] = []
        self.reads = 0
        self.over = False
        self._during_read = during_read

    def append(self, count: int = 1, **data: Any) -> None:
        """Commit events and tell the hub."""
        fresh = [event(len(self.events) + n + 1, **data) for n in range(count)]
        self.events += fresh
        self.hub.publish(fresh)

    async def read(self, after: int, limit: int) -> Sequence[Message]:
        """What a snapshot holds after a cursor; other things happen before it is taken and before it arrives."""
        self.reads += 1
        self._during_read()
        page = [wire.stored(one, cursor=one.seq) for one in self.events if one.seq > after][:limit]
        self._during_read()
        await asyncio.sleep(0)
        return page

    async def is_over(self, cursor: int) -> bool:
        """Whether the job is finished at this number."""
        return self.over and cursor == len(self.events)
