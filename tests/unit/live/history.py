"""A job's history in memory, as a follower's tests need it: what is appended is published to a hub."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from app.jobs.events import Hint, JobMoved, LogLine, StoredEvent
from app.jobs.progress import AttemptProgress
from app.jobs.queue_brief import QueueBrief
from app.jobs.videos import VideoBrief
from app.live.hub import Hub
from app.live.message import Message

JOB = "11111111-1111-4111-8111-111111111111"


class PlainRenderer:
    """Words of no API: as much as these tests look at."""

    def event(self, stored: StoredEvent) -> Message:
        """A stored event."""
        text = json.dumps({"seq": stored.seq, "kind": stored.event.kind}, separators=(",", ":"))
        return Message.of_event(stored, stored.event.kind, text)

    def progress(self, job_id: str, seq: int, progress: AttemptProgress, *, ts_ms: int) -> Message:
        """How far a job is, in percent."""
        data = {"progress": round(progress.progress * 100), "ts_ms": ts_ms}
        return Message("progress", json.dumps(data, separators=(",", ":")), job_id, seq)

    def queue(self, brief: QueueBrief, *, ts_ms: int) -> Message:
        """How the queue stands."""
        return Message("queue", json.dumps({"data": {"waiting": brief.waiting}, "ts_ms": ts_ms}))

    def deleted(self, job_id: str, *, ts_ms: int) -> Message:
        """That a job is gone."""
        return Message("deleted", json.dumps({"ts_ms": ts_ms}), job_id)

    def video(self, video_id: str, brief: VideoBrief | None, *, ts_ms: int) -> Message:
        """That a video changed, or is gone."""
        return Message("video", json.dumps({"gone": brief is None, "id": video_id, "ts_ms": ts_ms}))

    def feed(self, feed_id: str, *, deleted: bool, ts_ms: int) -> Message:
        """That a feed changed, or is gone."""
        return Message("feed", json.dumps({"gone": deleted, "id": feed_id, "ts_ms": ts_ms}))


def a_hub(**values: Any) -> Hub:
    """A hub with a renderer of the tests' own."""
    return Hub(PlainRenderer(), **values)


def publish(hub: Hub, events: Sequence[StoredEvent]) -> None:
    """What follows from a commit of these events."""
    hub.note(events)
    hub.receive([Hint.of(stored) for stored in events])


def event(number: int, *, job_id: str = JOB, event_id: int | None = None, **data: Any) -> StoredEvent:
    """A stored event; a `status` in its data makes it a move of the job, anything else a log line."""
    if "status" in data:
        fact: JobMoved | LogLine = JobMoved(progress=0.0, **({"attempt": 0} | data))
    else:
        fact = LogLine(level="info", message=f"line {number}", fields=data)
    return StoredEvent(event_id or number, job_id, number, 1_700_000_000_000 + number, fact)


def progress_of(attempt: int, percent: float) -> AttemptProgress:
    """Live progress of an attempt."""
    return AttemptProgress(attempt, percent / 100, None, 0.0)


class History:
    """Events 1, 2, 3 … of one job, and the reads that followers make of them."""

    def __init__(self, hub: Hub, *, during_read: Callable[[], None] = lambda: None) -> None:
        self.hub = hub
        self.events: list[StoredEvent] = []
        self.reads = 0
        self.over = False
        self._during_read = during_read

    def append(self, count: int = 1, **data: Any) -> None:
        """Commit events and publish them to the hub."""
        fresh = [event(len(self.events) + n + 1, **data) for n in range(count)]
        self.events += fresh
        publish(self.hub, fresh)

    async def read(self, after: int, limit: int) -> Sequence[Message]:
        """What a snapshot holds after a cursor; other things happen before it is taken and before it arrives."""
        self.reads += 1
        self._during_read()
        page = [PlainRenderer().event(one) for one in self.events if one.seq > after][:limit]
        self._during_read()
        await asyncio.sleep(0)
        return page

    async def is_over(self, cursor: int) -> bool:
        """Whether the job is finished at this number."""
        return self.over and cursor == len(self.events)
