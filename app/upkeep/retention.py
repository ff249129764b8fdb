"""Deletes files: of finished jobs by age and by total size, and files that no record refers to.

Words, logs and rows of jobs stay; pinned jobs keep their files.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from app.core.background_loop import BackgroundLoop
from app.db import clock_moves, deletion
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.changes import JobChange
from app.jobs.plan import Plans
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL
from app.ports.blob_store import BlobStore

log = logging.getLogger(__name__)

DAY_MS = 86_400_000
#: Longest and shortest time between two checks, seconds; the end of a job triggers one at once.
CHECK_EVERY_S = 600.0
CHECK_SOONEST_S = 1.0
#: Time between two sweeps of files that a cancelled or killed stage kept without a record, seconds.
SWEEP_EVERY_S = 3600.0


class Retention(BackgroundLoop):
    """Checks at the start, after every finished job and every ten minutes, for the duration of the `async with` block.

    More often if files are kept for less than a day, so that none stays much longer than configured.
    """

    def __init__(
        self,
        store: Store,
        plans: Plans,
        *,
        days: float,
        max_bytes: int,
        blobs: BlobStore,
        sweep: Callable[[], Awaitable[None]],
        check_clock: Callable[[], Awaitable[None]],
    ) -> None:
        self._store = store
        self._plans = plans
        self._days = days
        self._max_bytes = max_bytes
        self._blobs = blobs
        self._sweep = sweep
        self._check_clock = check_clock
        self._every_s = min(CHECK_EVERY_S, max(CHECK_SOONEST_S, days * DAY_MS / 1000 / 10)) if days else CHECK_EVERY_S
        self._sweep_at = 0.0
        self._due = asyncio.Event()

    def check_soon(self) -> None:
        """Check soon: there may be files to delete."""
        self._due.set()

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Check soon if a job has ended."""
        if any(isinstance(change, JobRecord) and change.status in TERMINAL for change in changes):
            self.check_soon()

    async def _watch(self) -> None:
        while True:
            self._due.clear()
            try:
                await self.run_once()
                await self.sweep_if_due()
            except Exception:  # a fault; the next check may succeed, and nothing else would check
                log.exception("nothing was freed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await self._due.wait()

    async def sweep_if_due(self) -> None:
        """At intervals, delete records that no job refers to, and files that no record refers to."""
        if time.monotonic() < self._sweep_at:
            return
        self._sweep_at = time.monotonic() + SWEEP_EVERY_S
        if keys := await self._store.read(deletion.orphaned_keys):
            await self._store.write(self._delete_orphans, keys)
            log.info("%s results that no job refers to any more are forgotten", len(keys))
        await self._sweep()

    def _remove(self, files: Sequence[str]) -> None:
        self._blobs.delete(files)

    def _delete_unused_videos(self, tx: Transaction, before_ms: int) -> None:
        files = deletion.delete_unused_videos(tx, before_ms)
        tx.chores.append(lambda: self._remove(files))

    def _delete_orphans(self, tx: Transaction, keys: set[str]) -> None:
        files = deletion.drop_orphans(tx, keys)
        tx.chores.append(lambda: self._remove(files))

    async def run_once(self) -> int:
        """Delete files beyond the limits of age and size; returns how many jobs lost their files."""
        freed = 0
        if self._days:
            before_ms = await self._before_ms()
            while jobs := await self._store.read(deletion.expirable, before_ms=before_ms):
                freed += await self._expire(jobs)
            await self._store.write(self._delete_unused_videos, before_ms)
        while self._max_bytes and await self._over_bytes() > 0:
            jobs = await self._store.read(deletion.expirable, limit=1)
            if not jobs:
                log.warning("DATA_DIR holds more than MAX_DATA_BYTES, and no finished job is left to free")
                break
            freed += await self._expire(jobs)
        return freed

    async def _over_bytes(self) -> int:
        """By how much the files of this machine exceed their cap, bytes, once those that are safe elsewhere made room.

        Only where even all referenced files together exceed it is anything to be measured.
        """
        over = await self._store.read(deletion.stored_bytes) - self._max_bytes
        if over <= 0 or (here := await asyncio.to_thread(self._blobs.local_bytes)) is None:
            return over
        over = here - self._max_bytes
        try:
            return over - await self._blobs.make_room(over) if over > 0 else over
        except OSError as error:
            log.warning("files that are safe elsewhere cannot make room: %s", error)
            return over

    async def _before_ms(self) -> int:
        """Jobs that ended before this are too old. A clock that was set forward ages nothing."""
        await self._check_clock()
        now_ms, days_ms = self._store.now_ms(), int(self._days * DAY_MS)
        return now_ms - days_ms - await self._store.read(clock_moves.ahead_ms, now_ms, days_ms)

    async def _expire(self, jobs: Sequence[str]) -> int:
        for job_id in jobs:
            await self._store.write(self._unit, job_id)
            log.info("files of job %s are freed", job_id)
        return len(jobs)

    def _unit(self, tx: Transaction, job_id: str) -> None:
        files = deletion.expire_job(tx, job_id, self._plans)
        tx.chores.append(lambda: self._remove(files))
