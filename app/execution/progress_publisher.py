"""Stores live progress of one attempt, then publishes it.

At most a few times a second, and only what the row has: clients that read the job, follow it, or reconnect after a
crash of the server never see progress decrease within an attempt.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from app.db import job_updates
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.attempt import Attempt
from app.jobs.changes import ProgressMade
from app.ports.live_sink import LiveSink

log = logging.getLogger(__name__)

#: Least time between two live progress messages of one job, seconds: five a second.
PUBLISH_EVERY_S = 0.2
#: The same while the database does not accept writes.
PUBLISH_AGAIN_S = 1.0


class Throttle:
    """Calls `act` for each `soon`, but no more often than every so many seconds: the newest call is never lost."""

    def __init__(self, act: Callable[[], None], clock: Callable[[], float]) -> None:
        self._act = act
        self._clock = clock
        self._acted_at = 0.0
        self._late: asyncio.TimerHandle | None = None
        self._stopped = False

    def soon(self) -> None:
        """Act now, or in a moment if the last time was just now."""
        if self._stopped:
            return
        wait_s = self._acted_at + PUBLISH_EVERY_S - self._clock()
        if wait_s <= 0:
            self._now()
        elif self._late is None:
            self._late = asyncio.get_running_loop().call_later(wait_s, self._now)

    def later(self) -> None:
        """Act again after a longer pause, because the last time failed."""
        self._acted_at = self._clock() + PUBLISH_AGAIN_S - PUBLISH_EVERY_S
        self.soon()

    def stop(self) -> None:
        """Act no more."""
        self._stopped = True
        self._forget_timer()

    def _now(self) -> None:
        self._forget_timer()
        self._acted_at = self._clock()
        self._act()

    def _forget_timer(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class ProgressPublisher:
    """Stores the progress of an attempt and publishes it with the commit. One save is under way at most."""

    def __init__(self, store: Store, attempt: Attempt, live: LiveSink) -> None:
        self._store = store
        self._attempt = attempt
        self._live = live
        self._throttle = Throttle(self._save_soon, attempt.clock)
        attempt.on_progress = self._throttle.soon
        self._saving: asyncio.Task[None] | None = None
        self._missed = False  # progress came during the save

    async def settled(self) -> None:
        """Publish nothing more, and wait for a save in progress; if it fails, only one figure is lost."""
        self._throttle.stop()
        if (saving := self._saving) is None:
            return
        await asyncio.wait([saving])
        if (error := saving.exception()) is not None:
            log.error("progress could not be saved", exc_info=error)

    def _save_soon(self) -> None:
        if self._saving is not None and not self._saving.done():
            self._missed = True
            return
        self._saving = asyncio.create_task(self._save(), name=f"progress of {self._attempt.job.id}")

    async def _save(self) -> None:
        while True:
            self._missed = False
            stages = self._attempt.meter.stages.values()
            fractions = {stage.name: stage.fraction for stage in stages if not stage.finished and stage.fraction > 0}
            try:
                await self._store.write(self._write, self._attempt.meter.progress(), fractions)
            except StorageFailed as failure:
                log.warning("progress was not saved: %s", failure)
                self._throttle.later()
                return
            if not self._missed or self._attempt.concluded:
                return

    def _write(self, tx: Transaction, progress: float, fractions: dict[str, float]) -> None:
        job = self._attempt.job
        job_updates.save_progress(tx, job.id, job.attempt, progress, fractions)
        if self._store.announces:
            made = self._attempt.meter.published(job, self._attempt.eta_s())
            tx.changes.append(ProgressMade(job.id, self._attempt.last_seq, replace(made, progress=progress)))
        tx.effects.append(lambda: self._publish(progress))

    def _publish(self, progress: float) -> None:
        attempt = self._attempt
        attempt.meter.committed(progress)
        if not attempt.concluded:
            self._live.progress(attempt.job.id, attempt.last_seq, attempt.meter.published(attempt.job, attempt.eta_s()))
