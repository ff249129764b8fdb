"""What a transaction changed of jobs, for those who keep an index of them in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.jobs.record import JobRecord
from app.jobs.waiting import WaitingJob


@dataclass(frozen=True, slots=True)
class Reranked:
    """Queued jobs that moved forward together, to make room for another one."""

    jobs: Sequence[WaitingJob]


@dataclass(frozen=True, slots=True)
class ClockSet:
    """The machine's clock was set by `by_ms` milliseconds; these are all jobs that wait, in the new time."""

    queue: Sequence[WaitingJob]
    by_ms: int


#: A job as it is now (created, moved, or asked to stop), or a change of many.
JobChange = JobRecord | Reranked | ClockSet
