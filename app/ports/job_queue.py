"""The queue of waiting jobs: an index of the store that knows which job is next.

The store is the truth. Taking a job is no claim: the claim is a compare-and-set in the store, so an entry that is out
of date, or delivered twice, costs one read.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from app.jobs.waiting import WaitingJob

#: The store's flag of a paused queue, so that it is paused after a restart.
PAUSE_FLAG = "queue"

#: Moves a due job to `queued` in the store and, through the commit, offers it again. Returns the job's entry if by the
#: store's clock it waits for its time, perhaps for another one than the queue has; else None, also if another moved it.
Enqueue = Callable[[str], Awaitable[WaitingJob | None]]


class JobQueue(Protocol):
    """An index of waiting jobs. All methods but `take` return at once and ignore unknown ids.

    The order is that of (`rank`, `num`), except that jobs of one priority share their places among their users: the
    next one is of the user that holds the fewest workers, of equals of the one served longest ago, then of the one
    whose first job is the oldest. Jobs that were placed by hand keep their own place.

    A job whose `due_ms` has come is passed to the implementation's `Enqueue`, also while no `take` waits and while
    the queue is paused; again for as long as that fails, or returns an entry that is due. An answer is applied only if
    the job was neither offered nor withdrawn meanwhile: the entry replaces the job's, and None withdraws it. So a job
    that another server queued or cancelled keeps no later one waiting.
    """

    @property
    def paused(self) -> bool:
        """Whether `take` returns nothing for now."""

    @property
    def draining(self) -> bool:
        """Whether it was paused by a drain, after which the last running job is the last one."""

    @property
    def healthy(self) -> bool:
        """False once jobs whose time has come are not released any more."""

    @property
    def waiting(self) -> int:
        """The number of jobs that wait, for a worker or for their time."""

    def offer(self, job: WaitingJob) -> None:
        """Add a job, or replace its entry. `take` can return it from now on."""

    def withdraw(self, job_id: str) -> None:
        """Remove a job that does not wait any more."""

    def reorder(self, jobs: Iterable[WaitingJob]) -> None:
        """Replace the ranks of jobs that wait for a worker; jobs taken meanwhile do not come back."""

    def reload(self, jobs: Iterable[WaitingJob]) -> None:
        """Replace all entries."""

    async def take(self) -> str:
        """Remove the first job and return its id; waits while there is none or the queue is paused.

        Each offer is taken once, however many callers wait. A cancelled `take` removes nothing. The caller's worker
        counts as the job's user's until `release`.
        """

    def release(self, job_id: str) -> None:
        """The worker that took the job is free again."""

    def served_elsewhere(self, job_id: str, user_id: str | None, rank: int) -> None:
        """A worker of another process has taken the job: it counts as the job's user's until `release`."""

    def rank_taken(self, job_id: str) -> int | None:
        """The rank of the place from which a job was taken, until `release`; None for other jobs.

        It differs from the job's own where users share a priority. Stages of running jobs wait for their slots by it.
        """

    def pause(self, *, drain: bool = False) -> None:
        """Let `take` wait from now on, including calls that already wait. `drain` is stored for `draining`."""

    def resume(self) -> None:
        """Let `take` return jobs again."""

    def position(self, job_id: str) -> int | None:
        """The position of a job, 1 for the next one; None for one that does not wait for a worker."""

    def ready_ids(self, limit: int) -> list[str]:
        """The first `limit` jobs that wait for a worker, in order."""

    @property
    def shared(self) -> bool:
        """Whether jobs run in another order than that of (`rank`, `num`), because users share a priority."""

    def has_more(self) -> bool:
        """Whether `take` would return at once."""
