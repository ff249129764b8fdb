"""The queue of one process: a sorted list in memory and a timer, rebuilt from the store at every start."""

import asyncio
import bisect
import contextlib
import heapq
import logging
from collections.abc import Callable, Iterable

from app.core.background_loop import BackgroundLoop
from app.jobs.waiting import WaitingJob
from app.ports.job_queue import Enqueue

log = logging.getLogger(__name__)

#: Interval of checks of the wall clock while jobs are due, so that a jump is noticed, seconds.
CLOCK_CHECK_S = 1.0
#: The shortest wait for a due job, seconds.
SOON_S = 0.02
#: Greatest number of stale alarms, of jobs that no longer wait.
STALE_ALARMS = 1000


class LocalQueue(BackgroundLoop):
    """A `JobQueue` on one event loop. Jobs are released at their time for the duration of the `async with` block.

    `enqueue` is the one of the port: it moves a due job to `queued`, or returns its entry if it waits for its time.
    """

    def __init__(self, *, now_ms: Callable[[], int], enqueue: Enqueue) -> None:
        self._now_ms = now_ms
        self._enqueue = enqueue
        self._ready: list[tuple[int, int, str]] = []  # (rank, num, id), sorted
        self._known: dict[str, WaitingJob] = {}
        self._due: list[tuple[int, str]] = []  # (due_ms, id), a heap; entries of withdrawn jobs are skipped
        self._arrival = asyncio.Event()
        self._alarm = asyncio.Event()
        self.paused = False
        self.draining = False

    @property
    def healthy(self) -> bool:
        """Whether the task that releases due jobs is alive."""
        return self.watched

    def reload(self, jobs: Iterable[WaitingJob]) -> None:
        """Replace all entries by these jobs."""
        self._known = {job.id: job for job in jobs}
        self._sort_ready()
        self._drop_stale_alarms()
        self._arrival.set()
        self._alarm.set()

    def offer(self, job: WaitingJob) -> None:
        """Add a job that waits for a worker, or until `due_ms`. A second call replaces its entry."""
        before = self._known.get(job.id)
        self.withdraw(job.id)
        self._known[job.id] = job
        if job.due_ms is None:
            bisect.insort(self._ready, (job.rank, job.num, job.id))
            self._arrival.set()
        elif before is None or before.due_ms != job.due_ms:
            heapq.heappush(self._due, (job.due_ms, job.id))
            self._alarm.set()
            if len(self._due) > len(self._known) + STALE_ALARMS:
                self._drop_stale_alarms()

    def _drop_stale_alarms(self) -> None:
        """Remove stale alarms: those of cancelled jobs for a far day would stay in memory until then."""
        self._due = [(known.due_ms, known.id) for known in self._known.values() if known.due_ms is not None]
        heapq.heapify(self._due)

    def reorder(self, jobs: Iterable[WaitingJob]) -> None:
        """Apply new ranks of queued jobs; jobs that were taken meanwhile are not added again."""
        for job in jobs:
            known = self._known.get(job.id)
            if known is not None and known.due_ms is None:
                self._known[job.id] = job
        self._sort_ready()

    def _sort_ready(self) -> None:
        ready = (job for job in self._known.values() if job.due_ms is None)
        self._ready = sorted((job.rank, job.num, job.id) for job in ready)

    def withdraw(self, job_id: str) -> None:
        """Remove a job that no longer waits; unknown ids are ignored."""
        known = self._known.pop(job_id, None)
        if known is not None and known.due_ms is None:
            entry = (known.rank, known.num, known.id)
            at = bisect.bisect_left(self._ready, entry)
            if at < len(self._ready) and self._ready[at] == entry:
                del self._ready[at]

    async def take(self) -> str:
        """Wait for the next job and return its id, unless the queue is paused. Safe to cancel."""
        while self.paused or not self._ready:
            self._arrival.clear()
            await self._arrival.wait()
        _, _, job_id = self._ready.pop(0)
        del self._known[job_id]
        return job_id

    def pause(self, *, drain: bool = False) -> None:
        """Stop releasing jobs."""
        self.paused = True
        self.draining = drain

    def resume(self) -> None:
        """Release jobs again."""
        self.paused = False
        self.draining = False
        self._arrival.set()

    def position(self, job_id: str) -> int | None:
        """The position of a job, 1 for the next; None if it is not ready to run."""
        known = self._known.get(job_id)
        if known is None or known.due_ms is not None:
            return None
        return bisect.bisect_left(self._ready, (known.rank, known.num, known.id)) + 1

    def ready_ids(self, limit: int) -> list[str]:
        """The ids of the next jobs, in order."""
        return [job_id for _, _, job_id in self._ready[:limit]]

    @property
    def waiting(self) -> int:
        """The number of jobs that wait for a worker or for their time."""
        return len(self._known)

    def has_more(self) -> bool:
        """Whether `take` would return a job at once."""
        return bool(self._ready) and not self.paused

    async def _watch(self) -> None:
        while True:
            self._alarm.clear()
            now_ms = self._now_ms()
            try:
                await self._release_due(now_ms)
                wait_s = min(CLOCK_CHECK_S, max(SOON_S, (self._due[0][0] - now_ms) / 1000)) if self._due else None
            except Exception:
                log.exception("a job whose time has come could not be queued; it is tried again")
                wait_s = CLOCK_CHECK_S
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._alarm.wait()

    async def _release_due(self, now_ms: int) -> None:
        while self._due and self._due[0][0] <= now_ms:
            due_ms, job_id = heapq.heappop(self._due)
            known = self._known.get(job_id)
            if known is None or known.due_ms != due_ms:
                continue
            try:
                fresh = await self._enqueue(job_id)
            except BaseException:
                heapq.heappush(self._due, (due_ms, job_id))
                raise
            if self._known.get(job_id) is known:  # no commit of this server has changed it
                if fresh is None:
                    self.withdraw(job_id)
                else:
                    self.offer(fresh)
            left = self._known.get(job_id)
            if left is not None and left.due_ms == due_ms:  # by the store's clock its time has not come
                heapq.heappush(self._due, (due_ms, job_id))
                return
