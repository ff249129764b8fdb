"""Follows what other processes commit, so that the indexes in memory here are as new as if they had been written here.

An announcement names jobs; their rows are read once for all that has come meanwhile, and published as changes.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

from app.core.background_loop import BackgroundLoop
from app.db import queries
from app.db.announcements import Announcement
from app.db.channel import Channel
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import ClockSet, JobChange
from app.jobs.events import Hint
from app.jobs.record import JobRecord
from app.jobs.states import JobState

log = logging.getLogger(__name__)

#: Jobs that one read reads, and those whose own changes are remembered against older reads.
AT_ONCE, REMEMBERED = 500, 10_000
#: Time to the next attempt after a failed read, seconds.
AGAIN_S = 0.5


class OtherServers(BackgroundLoop):
    """Publishes the commits of others to the store's followers, for the duration of the block.

    `receive_hints` gets the announced events at once; `reloads` are called when announcements may have
    been missed.
    """

    def __init__(
        self,
        store: Store,
        channel: Channel,
        *,
        receive_hints: Callable[[Sequence[Hint]], None],
        reloads: Sequence[Callable[[], Awaitable[None]]],
    ) -> None:
        self._store = store
        self._receive_hints = receive_hints
        self._reloads = reloads
        self._job_ids: dict[str, None] = {}
        self._changes: list[JobChange] = []
        self._clock_ms = 0
        self._missed = False
        self._own: OrderedDict[str, int] = OrderedDict()  # job id → `last_seq` of this process's latest change
        self._wake = asyncio.Event()
        channel.subscribe(self._receive, self._interrupted)
        store.follow_changes(self._note_own, others=False)

    def _receive(self, announcement: Announcement) -> None:
        if announcement.hints:
            self._receive_hints(announcement.hints)
        self._job_ids |= dict.fromkeys(announcement.job_ids)
        self._changes.extend(announcement.changes)
        self._clock_ms += announcement.clock_ms
        self._wake.set()

    def _interrupted(self) -> None:
        self._missed = True
        self._wake.set()

    def _note_own(self, changes: Sequence[JobChange]) -> None:
        for change in changes:
            if isinstance(change, JobRecord):
                self._own[change.id] = change.last_seq
                self._own.move_to_end(change.id)
        while len(self._own) > REMEMBERED:
            self._own.popitem(last=False)

    async def _watch(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._publish()
            except StorageFailed as failure:
                log.warning("what other servers have changed is read again: %s", failure)
                self._wake.set()
                await asyncio.sleep(AGAIN_S)
            except Exception:
                log.exception("what other servers have changed was not read")
                self._missed = True
                self._wake.set()
                await asyncio.sleep(AGAIN_S)

    async def _publish(self) -> None:
        if self._missed:
            for reload in self._reloads:
                await reload()
            await self._read_running()
            self._missed = False
        if self._clock_ms:
            queue = await self._store.read(queries.waiting_jobs)
            by_ms, self._clock_ms = self._clock_ms, 0
            self._store.receive_changes([ClockSet(queue, by_ms)])
        while self._job_ids:
            group = list(self._job_ids)[:AT_ONCE]
            for job_id in group:
                del self._job_ids[job_id]
            try:
                rows = await self._store.read(queries.jobs, group)
            except BaseException:
                self._job_ids |= dict.fromkeys(group)
                raise
            self._store.receive_changes([job for job in rows if job.last_seq >= self._own.get(job.id, 0)])
        changes, self._changes = self._changes, []
        self._store.receive_changes(changes)

    async def _read_running(self) -> None:
        """Read running jobs again: one of them may have been cancelled meanwhile."""
        running = queries.JobFilter(statuses=(JobState.PROCESSING,))
        self._job_ids |= dict.fromkeys(await self._store.read(queries.job_ids, running))
