"""A queue as plain as can be: a dict, sorted at each question, and a clock that is read every few milliseconds."""

import asyncio
from collections.abc import Callable, Iterable

from app.core.background_loop import BackgroundLoop
from app.jobs.waiting import WaitingJob
from app.ports.job_queue import Enqueue

#: Time between two reads of the clock, seconds.
CHECK_S = 0.005


class MemoryQueue(BackgroundLoop):
    """A `JobQueue` on one event loop."""

    def __init__(self, *, now_ms: Callable[[], int], enqueue: Enqueue) -> None:
        self._now_ms = now_ms
        self._enqueue = enqueue
        self._jobs: dict[str, WaitingJob] = {}
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

    def offer(self, job: WaitingJob) -> None:
        """See `JobQueue`."""
        self._jobs[job.id] = job
        self._changed.set()

    def withdraw(self, job_id: str) -> None:
        """See `JobQueue`."""
        self._jobs.pop(job_id, None)

    def reorder(self, jobs: Iterable[WaitingJob]) -> None:
        """See `JobQueue`."""
        self._jobs |= {job.id: job for job in jobs if job.id in self.ready_ids(len(self._jobs))}

    def reload(self, jobs: Iterable[WaitingJob]) -> None:
        """See `JobQueue`."""
        self._jobs = {job.id: job for job in jobs}
        self._changed.set()

    async def take(self) -> str:
        """See `JobQueue`."""
        while not self.has_more():
            self._changed.clear()
            await self._changed.wait()
        job_id = self.ready_ids(1)[0]
        del self._jobs[job_id]
        return job_id

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
        ready = [job for job in self._jobs.values() if job.due_ms is None]
        return [job.id for job in sorted(ready, key=lambda job: (job.rank, job.num, job.id))][:limit]

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
