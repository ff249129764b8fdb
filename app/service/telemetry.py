"""Records telemetry: figures of the server at intervals, and those of single jobs as they end.

Nothing waits for it: what happens is noted in memory, and written in one transaction at the end of an interval. A crash
loses the last interval. Only intervals in which something happened are written: an idle server leaves the disk alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from app.core.background_loop import BackgroundLoop
from app.db import telemetry
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.events import JobError, JobMoved, StageMoved, StoredEvent
from app.jobs.record import StageState
from app.jobs.states import Cause
from app.jobs.telemetry import Component, Measure, tagged

log = logging.getLogger(__name__)

#: Time between two writes, seconds; and between two times at which old measures are thinned out.
EVERY_S, TIDY_EVERY_S = 15.0, 600.0
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
#: After how long measures are put together, and for how long a span, milliseconds.
THINNING = ((HOUR_MS, 5 * MINUTE_MS), (DAY_MS, HOUR_MS))
#: Measures of single jobs in one interval; beyond it jobs are counted in the server's figures alone.
MOST_OF_JOBS = 200
_ENDS = {Cause.COMPLETE: "completed", Cause.FAIL: "failed", Cause.CANCEL: "cancelled"}
_NO_TAGS = tagged({})


class TelemetryRecorder(BackgroundLoop):
    """Records for the duration of the block. `figures` are those of the server since its last call."""

    def __init__(
        self,
        store: Store,
        figures: Callable[[int], Awaitable[Sequence[Measure]]],
        *,
        days: float,
        every_s: float = EVERY_S,
    ) -> None:
        self._store = store
        self._figures = figures
        self._days = days
        self._every_s = every_s
        self._of_jobs: list[Measure] = []
        self._began_ms: dict[str, int] = {}
        self._tidy_at = 0.0

    def observe(self, events: Sequence[StoredEvent]) -> None:
        """Note the ends of stages and jobs in these events."""
        for stored in events:
            match stored.event:
                case StageMoved() as event:
                    self._note_stage(stored, event)
                case JobMoved(cause=Cause.CLAIM):
                    self._began_ms[stored.job_id] = stored.ts_ms
                case JobMoved(cause=cause):
                    self._note_job(stored, cause)
                case JobError(code=code):
                    self._note(stored, "job_errors", 1.0, code=code)
                case _:
                    pass

    def _note_stage(self, stored: StoredEvent, event: StageMoved) -> None:
        if event.stage_status is StageState.COMPLETED and not event.cached and event.work_s is not None:
            self._note(stored, "stage_seconds", event.work_s, stage=event.stage)
        elif event.stage_status is StageState.RUNNING and event.waited_s is not None:
            self._note(stored, "stage_wait_seconds", event.waited_s, stage=event.stage)

    def _note_job(self, stored: StoredEvent, cause: Cause | None) -> None:
        began_ms = self._began_ms.pop(stored.job_id, None)
        if cause in _ENDS and began_ms is not None:
            self._note(stored, "job_processing_seconds", (stored.ts_ms - began_ms) / 1000, status=_ENDS[cause])

    def _note(self, stored: StoredEvent, metric: str, value: float, **tags: str) -> None:
        if len(self._of_jobs) < MOST_OF_JOBS:
            of_job = stored.job_id
            self._of_jobs.append(Measure(Component.WORKER, metric, value, tagged(tags), stored.ts_ms, of_job))

    async def __aexit__(self, *failure: object) -> None:
        """Write what is noted, and stop."""
        await super().__aexit__(None, None, None)
        await self._write()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            await self._write()
            await self._tidy()

    async def _write(self) -> None:
        of_jobs, self._of_jobs = self._of_jobs, []
        try:
            measures = [*of_jobs, *await self._figures(self._store.now_ms())]
            if measures:
                await self._store.write(telemetry.add, measures)
        except StorageFailed as failure:
            log.warning("%d measures of jobs are lost: %s", len(of_jobs), failure)
        except Exception:  # a fault, which must end neither the measuring nor the server's stop
            log.exception("an interval was not measured")

    async def _tidy(self) -> None:
        """At intervals, thin out what is old and delete what is too old."""
        now_s = asyncio.get_running_loop().time()
        if now_s < self._tidy_at:
            return
        self._tidy_at = now_s + TIDY_EVERY_S
        try:
            now_ms = self._store.now_ms()
            for age_ms, span_ms in THINNING:
                await self._store.write(telemetry.thin, before_ms=now_ms - age_ms, span_ms=span_ms)
            await self._store.write(telemetry.expire, before_ms=now_ms - int(self._days * DAY_MS))
        except StorageFailed as failure:
            log.warning("old measures stay until the next time: %s", failure)
        except Exception:
            log.exception("old measures stay until the next time")
