"""A waiting job in the queue."""

from dataclasses import dataclass

from app.jobs.record import JobRecord
from app.jobs.states import JobState


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job that waits for a worker, or until `due_ms` (Unix milliseconds) if that is not None.

    Jobs run in the order of (`rank`, `num`), smallest first; those of one priority in turns of their users, except
    those that were `placed` by hand.
    """

    id: str
    rank: int
    num: int
    priority: int
    due_ms: int | None
    user_id: str | None = None
    placed: bool = False


def waiting_job(job: JobRecord) -> WaitingJob | None:
    """The queue's entry for a job; None if it does not wait."""
    if job.status is JobState.QUEUED:
        return WaitingJob(job.id, job.rank, job.num, job.priority, None, job.user_id, job.placed)
    if job.status is JobState.PENDING:
        return WaitingJob(job.id, job.rank, job.num, job.priority, job.due_ms or 0, job.user_id, job.placed)
    return None
