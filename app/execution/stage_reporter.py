"""Reports how a stage stands that this process runs for others: see `StageReport`."""

import asyncio
import contextlib
import logging
import time
import uuid
from collections import deque

from app.core.background_loop import BackgroundLoop
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.single_flight import Alive, Began, GoesOn, Notice, Rested, Waits
from app.jobs.changes import StageReported
from app.jobs.stage_messages import Log, Progress
from app.jobs.stage_reports import (
    LINES_BYTES,
    REPORT_AT_LEAST_S,
    REPORT_EVERY_S,
    ReportedLine,
    StageReport,
)

log = logging.getLogger(__name__)

#: Log lines that wait to be reported; older ones are dropped.
MOST_LINES = 200


class StageReporter(BackgroundLoop):
    """Reports the notices of one flight, for the duration of the block: what is new at once, then a few times a second.

    Pieces and warnings are not reported: they are recorded.
    """

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._key = key
        self._run = uuid.uuid4().hex
        self._began: Began | None = None
        self._alive = False
        self._rested = False
        self._waits = False
        self._progress: Progress | None = None
        self._lines: deque[ReportedLine] = deque(maxlen=MOST_LINES)
        self._wake, self._ended = asyncio.Event(), asyncio.Event()

    def receive(self, notice: Notice) -> None:
        """Receive a notice of the flight."""
        match notice:
            case Began():
                self._began, self._rested = notice, False
                self._ended.clear()
            case Rested():
                self._rested = True
                self._ended.set()
            case Waits() | GoesOn():
                self._waits = isinstance(notice, Waits)
            case Alive():
                self._alive = True
            case Progress():
                self._progress = notice
            case Log():
                self._lines.append(ReportedLine.of(notice))
            case _:
                return
        self._wake.set()

    async def __aexit__(self, *failure: object) -> None:
        await super().__aexit__(None, None, None)
        while self._began is not None and (self._rested or self._lines):
            await self._send(self._report())
            if not self._lines:
                self._began = None

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(REPORT_AT_LEAST_S):
                    await self._wake.wait()
            self._wake.clear()
            if self._began is None:
                continue
            rested = self._rested
            await self._send(self._report())
            if self._lines:
                self._wake.set()
            elif rested:
                self._began = None
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(REPORT_EVERY_S):
                    await self._ended.wait()

    def _report(self) -> StageReport:
        assert self._began is not None
        lines, size = [], 0
        while self._lines and size + self._lines[0].size_bytes <= LINES_BYTES:
            size += self._lines[0].size_bytes
            lines.append(self._lines.popleft())
        progress, self._progress, alive, self._alive = self._progress, None, self._alive, False
        return StageReport(
            self._run,
            time.monotonic() - self._began.at_s,
            self._began.resumed,
            alive=alive,
            fraction=None if progress is None else progress.fraction,
            speed=None if progress is None else progress.speed,
            lines=lines,
            rested=self._rested,
            waits=self._waits,
        )

    async def _send(self, report: StageReport) -> None:
        def announce(tx: Transaction) -> None:
            tx.changes.append(StageReported(self._key, report))

        try:
            await self._store.write(announce)
        except StorageFailed as failure:
            log.warning("a report of %s is lost: %s", self._key, failure)
