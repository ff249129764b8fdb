"""Changes of jobs by a transaction, for indexes in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.jobs.progress import AttemptProgress
from app.jobs.record import JobRecord
from app.jobs.stage_reports import StageReport
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
class FeedChanged:
    """A feed of this user was created, changed, is being checked or was, or has other entries; or it was deleted."""

    feed_id: str
    user_id: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class DeliveriesDue:
    """Deliveries of webhooks were recorded."""


@dataclass(frozen=True, slots=True)
class QueuePaused:
    """The queue was paused or resumed; `draining`: it was paused by a drain."""

    paused: bool
    draining: bool = False


@dataclass(frozen=True, slots=True)
class JobDeleted:
    """A finished job of this user was deleted."""

    job_id: str
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProgressMade:
    """A running job, whose newest stored event is `last_seq`, has made progress. Only of servers that share a store."""

    job_id: str
    last_seq: int
    progress: AttemptProgress


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """A key or a session was created or ended."""


@dataclass(frozen=True, slots=True)
class WorkersChanged:
    """A worker process has begun or ended."""


@dataclass(frozen=True, slots=True)
class StageTasksChanged:
    """Tasks of a stage key were added, withdrawn or released, for workers that run such stages."""

    key: str


@dataclass(frozen=True, slots=True)
class StageAdvanced:
    """A stage key has new pieces, its output, or a failure. Only of servers that share a store."""

    key: str


@dataclass(frozen=True, slots=True)
class StageReported:
    """A worker reports how its work on a stage key stands. Only of servers that share a store."""

    key: str
    report: StageReport


#: A change of work on a stage key.
StageChange = StageTasksChanged | StageAdvanced | StageReported
#: A change that concerns no job that waits or runs.
OtherChange = (
    VideoChanged
    | FeedChanged
    | DeliveriesDue
    | JobDeleted
    | ProgressMade
    | AccessChanged
    | WorkersChanged
    | StageChange
)
#: The current state of a job (created, moved, or requested to stop), or another change.
JobChange = JobRecord | Reranked | ClockSet | QueuePaused | OtherChange
