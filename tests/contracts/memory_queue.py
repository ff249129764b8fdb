"""A queue as plain as can be: a dict, sorted at each question, and a clock that is read every few milliseconds."""

import asyncio
from collections.abc import Callable, Iterable

from app.core.background_loop import BackgroundLoop
from app.jobs.waiting import WaitingJob
from app.ports.job_queue import Enqueue

#: Rank, number and id of the job that brought it, and the priority that shares it.
Slot = tuple[int, int, str, int]
#: The group of jobs that were placed by hand; others are grouped by priority.
PLACED = -1

#: Time between two reads of the clock, seconds.
CHECK_S = 0.005


class MemoryQueue(BackgroundLoop):
    """A `JobQueue` on one event loop."""

    def __init__(self, *, now_ms: Callable[[], int], enqueue: Enqueue) -> None:
        self._now_ms = now_ms
        self._enqueue = enqueue
        self._jobs: dict[str, WaitingJob] = {}
        self._slots: list[Slot] = []
        self._taken: dict[str, tuple[str | None, int]] = {}  # user and rank
        self._served: list[str | None] = []  # users in the order of their turns
        self._changed = asyncio.Event()
        self.paused = False
        self.draining = False

    @property
    def healthy(self) -> bool:
        """See `JobQueue`."""
        return self.watched

    @property
    def waiting(self) -> int:
        """See `JobQueue`."""
        return len(self._jobs)

    @property
    def shared(self) -> bool:
        """See `JobQueue`."""
        ready = [job for job in self._jobs.values() if job.due_ms is None]
        return [job.id for job in sorted(ready, key=_key)] != self.ready_ids(len(ready))

    def offer(self, job: WaitingJob) -> None:
        """See `JobQueue`."""
        self.withdraw(job.id)
        self._jobs[job.id] = job
        if job.due_ms is None:
            self._slots.append((*_key(job), _group(job)))
        self._changed.set()

    def withdraw(self, job_id: str) -> None:
        """See `JobQueue`."""
        slot = dict(self._order()).get(job_id)
        if slot is not None:
            self._slots.remove(slot)
        self._jobs.pop(job_id, None)

    def reorder(self, jobs: Iterable[WaitingJob]) -> None:
        """See `JobQueue`."""
        self.reload((self._jobs | {job.id: job for job in jobs if job.id in dict(self._order())}).values())

    def reload(self, jobs: Iterable[WaitingJob]) -> None:
        """See `JobQueue`."""
        self._jobs = {job.id: job for job in jobs}
        self._slots = [(*_key(job), _group(job)) for job in self._jobs.values() if job.due_ms is None]
        self._changed.set()

    async def take(self) -> str:
        """See `JobQueue`."""
        while not self.has_more():
            self._changed.clear()
            await self._changed.wait()
        job_id, slot = self._order()[0]
        self._slots.remove(slot)
        self._taken[job_id] = (self._jobs.pop(job_id).user_id, slot[0])
        self._served.append(self._taken[job_id][0])
        return job_id

    def release(self, job_id: str) -> None:
        """See `JobQueue`."""
        self._taken.pop(job_id, None)

    def served_elsewhere(self, job_id: str, user_id: str | None, rank: int) -> None:
        """See `JobQueue`."""
        self.withdraw(job_id)
        self._taken[job_id] = (user_id, rank)
        self._served.append(user_id)

    def rank_taken(self, job_id: str) -> int | None:
        """See `JobQueue`."""
        return self._taken[job_id][1] if job_id in self._taken else None

    def _order(self) -> list[tuple[str, Slot]]:
        """The ready jobs in order, each with its slot: the jobs of a group share the slots that these brought."""
        found: list[tuple[WaitingJob, Slot]] = []
        for group in {slot[3] for slot in self._slots}:
            slots = sorted(slot for slot in self._slots if slot[3] == group)
            jobs = sorted((job for job in self._jobs.values() if job.due_ms is None and _group(job) == group), key=_key)
            found += zip((jobs if group == PLACED else self._in_turns(jobs)), slots, strict=True)
        return [(job.id, slot) for job, slot in sorted(found, key=lambda one: one[1])]

    def _in_turns(self, jobs: list[WaitingJob]) -> list[WaitingJob]:
        """As if they were served one after the other, and no worker was released."""
        held = [user for user, _ in self._taken.values()]
        served, left, turns = list(self._served), list(jobs), []
        while left:
            job = min(left, key=lambda job: (held.count(job.user_id), _latest(served, job.user_id), _key(job)))
            left.remove(job)
            held.append(job.user_id)
            served.append(job.user_id)
            turns.append(job)
        return turns

    def pause(self, *, drain: bool = False) -> None:
        """See `JobQueue`."""
        self.paused = True
        self.draining = drain

    def resume(self) -> None:
        """See `JobQueue`."""
        self.paused = False
        self.draining = False
        self._changed.set()

    def position(self, job_id: str) -> int | None:
        """See `JobQueue`."""
        ready = self.ready_ids(len(self._jobs))
        return ready.index(job_id) + 1 if job_id in ready else None

    def ready_ids(self, limit: int) -> list[str]:
        """See `JobQueue`."""
        return [job_id for job_id, _ in self._order()][:limit]

    def has_more(self) -> bool:
        """See `JobQueue`."""
        return not self.paused and bool(self.ready_ids(1))

    async def _watch(self) -> None:
        while True:
            now_ms = self._now_ms()
            due = [job for job in self._jobs.values() if job.due_ms is not None and job.due_ms <= now_ms]
            await asyncio.gather(*map(self._release, due), return_exceptions=True)
            await asyncio.sleep(CHECK_S)

    async def _release(self, job: WaitingJob) -> None:
        fresh = await self._enqueue(job.id)
        if self._jobs.get(job.id) is not job:
            return
        if fresh is None:
            self.withdraw(job.id)
        else:
            self.offer(fresh)


def _key(job: WaitingJob) -> tuple[int, int, str]:
    return job.rank, job.num, job.id


def _group(job: WaitingJob) -> int:
    return PLACED if job.placed else job.priority


def _latest(served: list[str | None], user: str | None) -> int:
    return max((turn for turn, one in enumerate(served, 1) if one == user), default=0)
