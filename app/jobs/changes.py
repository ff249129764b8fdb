"""Changes of jobs by a transaction, for indexes in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.jobs.record import JobRecord
from app.jobs.waiting import WaitingJob


@dataclass(frozen=True, slots=True)
class Reranked:
    """Queued jobs that were moved forward together, to make room for another one."""

    jobs: Sequence[WaitingJob]


@dataclass(frozen=True, slots=True)
class ClockSet:
    """The machine's clock was set by `by_ms` milliseconds; contains all waiting jobs, in the new time."""

    queue: Sequence[WaitingJob]
    by_ms: int


@dataclass(frozen=True, slots=True)
class VideoChanged:
    """A video was created or deleted, or more is known of it. Moves of its jobs are changes of their own.

    `user_id` is that of a deleted one.
    """

    video_id: str
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveriesDue:
    """Deliveries of webhooks were recorded."""


#: The current state of a job (created, moved, or requested to stop), a change of many, one of a video, or of webhooks.
JobChange = JobRecord | Reranked | ClockSet | VideoChanged | DeliveriesDue
