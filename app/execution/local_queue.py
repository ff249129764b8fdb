"""The queue of one process: a sorted list in memory and a timer, rebuilt from the store at every start."""

import asyncio
import bisect
import contextlib
import heapq
import logging
from collections.abc import Callable, Iterable

from app.core.background_loop import BackgroundLoop
from app.execution.fair_share import PLACED, SharedGroup, Slot, Users, slot_of
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

    The ready jobs are a sorted list of slots, each with the job that brought it. Where jobs of one priority have
    several users, they share their slots (`fair_share`) until none of them waits any more. Groups and turns are kept
    while a ready job has a user: a server without users pays nothing for them.
    """

    def __init__(self, *, now_ms: Callable[[], int], enqueue: Enqueue) -> None:
        self._now_ms = now_ms
        self._enqueue = enqueue
        self._ready: list[Slot] = []  # sorted
        self._has_users = False  # whether jobs with a user were ready since there was none
        self._user_of: dict[int, str | None] = {}  # the only user of a group that is not shared
        self._shared: dict[int, SharedGroup] = {}
        self._users = Users()
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
        if before is not None:
            self.withdraw(job.id)
        self._known[job.id] = job
        if job.due_ms is None:
            slot = job.rank, job.num, job.id, PLACED if job.placed else job.priority  # `slot_of` without a call
            if self._has_users or job.user_id is not None:
                self._group(slot, job.user_id)
            if not self._ready:  # else nobody waits for an arrival
                self._arrival.set()
            bisect.insort(self._ready, slot)
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
        self._ready.clear()
        self._forget_groups()
        for slot in sorted(slot_of(job) for job in self._known.values() if job.due_ms is None):
            user = self._known[slot[2]].user_id
            if self._has_users or user is not None:
                self._group(slot, user)
            self._ready.append(slot)

    def _group(self, slot: Slot, user: str | None) -> None:
        """Note the user of a new slot's job; from the second user on the jobs of its group share their slots."""
        if not self._has_users:
            self._has_users = True
            self._users.count_nobodys_turns()
            self._user_of = {ready[3]: None for ready in self._ready if ready[3] != PLACED}
        group = slot[3]
        if group in self._shared:
            self._shared[group].add(slot, user)
        elif group != PLACED and self._user_of.setdefault(group, user) != user:
            self._shared[group] = shared = SharedGroup(self._users)
            for other in self._ready:
                if other[3] == group:
                    shared.add(other, self._known[other[2]].user_id)
            shared.add(slot, user)

    def withdraw(self, job_id: str) -> None:
        """Remove a job that no longer waits; unknown ids are ignored."""
        known = self._known.pop(job_id, None)
        if known is None or known.due_ms is not None:
            return
        slot = slot_of(known)
        if self._shared and slot[3] in self._shared:
            slot = self._shared[slot[3]].remove(slot, known.user_id)
        at = bisect.bisect_left(self._ready, slot)
        if at < len(self._ready) and self._ready[at] == slot:
            del self._ready[at]
            if self._has_users:
                self._end_group(slot[3])

    def _end_group(self, group: int) -> None:
        """Forget the users of a group without jobs."""
        if not self._ready:
            self._forget_groups()
        elif group in self._shared and not self._shared[group]:
            del self._shared[group], self._user_of[group]

    def _forget_groups(self) -> None:
        self._has_users = False
        self._user_of.clear()
        self._shared.clear()

    async def take(self) -> str:
        """Wait for the next job and return its id, unless the queue is paused. Safe to cancel."""
        while self.paused or not self._ready:
            self._arrival.clear()
            await self._arrival.wait()
        rank, _, job_id, group = self._ready.pop(0)
        if not self._has_users:  # no calls: this is the common path
            del self._known[job_id]
            users = self._users
            if users.taken:
                users.release(job_id)
            users.taken_by_nobody[job_id] = rank
            users.nobody_waits_turn = True
            return job_id
        if group in self._shared:
            job_id = self._shared[group].take()
        job = self._known.pop(job_id)
        if self._shared or not self._ready:
            self._end_group(group)
        self._users.serve(job_id, job.user_id, rank)
        return job_id

    def release(self, job_id: str) -> None:
        """Note that the worker which took the job is free again; unknown ids are ignored."""
        users = self._users
        if users.taken_by_nobody.pop(job_id, None) is None and users.taken:
            users.release(job_id)

    def served_elsewhere(self, job_id: str, user_id: str | None, rank: int) -> None:
        """Note that a worker of another process holds the job, until `release`."""
        self.withdraw(job_id)
        self._users.serve(job_id, user_id, rank)

    def rank_taken(self, job_id: str) -> int | None:
        """The rank of the place that a job had when it was taken, until `release`; None for other jobs."""
        return self._users.rank_taken(job_id)

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
        slot, equal_ones = slot_of(known), 0
        if slot[3] in self._shared:
            slot, equal_ones = self._shared[slot[3]].slot(slot, known.user_id)
        return bisect.bisect_left(self._ready, slot) + equal_ones + 1

    def ready_ids(self, limit: int) -> list[str]:
        """The ids of the next jobs, in order."""
        shared = {group: jobs.ids() for group, jobs in self._shared.items()}
        return [next(shared[slot[3]]) if slot[3] in shared else slot[2] for slot in self._ready[:limit]]

    @property
    def shared(self) -> bool:
        """Whether jobs run in another order than that of their ranks, because users share a priority."""
        return bool(self._shared)

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
