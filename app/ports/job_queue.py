"""The queue of waiting jobs: an index of the store that knows which job is next.

The store is the truth. Taking a job is no claim: the claim is a compare-and-set in the store, so an entry that is out
of date, or delivered twice, costs one look.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from app.jobs.waiting import WaitingJob

#: The flag of the store that says whether the queue is paused, so that it is after a restart.
PAUSE_FLAG = "queue"

#: Moves a due job to `queued` in the store and, through the commit, offers it again. Returns the job's entry if by the
#: store's clock it waits for its time, perhaps for another one than the queue knew; None if not, whoever moved it.
Enqueue = Callable[[str], Awaitable[WaitingJob | None]]


class JobQueue(Protocol):
    """All methods but `take` return at once and raise nothing for ids that the queue does not know.

    A job whose `due_ms` has come is handed to the implementation's `Enqueue`, also while nobody takes jobs and while
    the queue is paused; again for as long as that fails, or returns an entry that is due. An answer is applied only if
    the job was neither offered nor withdrawn meanwhile: the entry replaces the job's, and None withdraws it. So a job
    that another server queued or cancelled keeps no later one waiting.
    """

    @property
    def paused(self) -> bool:
        """Whether `take` gives out nothing."""

    @property
    def draining(self) -> bool:
        """Whether it was paused so that the last running job is the last one."""

    @property
    def healthy(self) -> bool:
        """False once jobs whose time has come are not released any more."""

    @property
    def waiting(self) -> int:
        """How many jobs wait, for a worker or for their time."""

    def offer(self, job: WaitingJob) -> None:
        """Add a job; offered again, it replaces what was known of it. `take` can return it from now on."""

    def withdraw(self, job_id: str) -> None:
        """Remove a job that does not wait any more."""

    def reorder(self, jobs: Iterable[WaitingJob]) -> None:
        """Replace the ranks of jobs that wait for a worker; jobs taken meanwhile do not come back."""

    def reload(self, jobs: Iterable[WaitingJob]) -> None:
        """Replace everything that was known."""

    async def take(self) -> str:
        """Remove the first job and return its id; waits while there is none or the queue is paused.

        Each offer is taken once, whoever waits. A cancelled `take` removes nothing.
        """

    def pause(self, *, drain: bool = False) -> None:
        """Let `take` wait from now on, also those calls that wait already. `drain` is kept for who asks."""

    def resume(self) -> None:
        """Let `take` return jobs again."""

    def position(self, job_id: str) -> int | None:
        """1 for the next job; None for one that does not wait for a worker."""

    def ready_ids(self, limit: int) -> list[str]:
        """The first `limit` jobs that wait for a worker, in order."""

    def has_more(self) -> bool:
        """Whether `take` would return at once."""
