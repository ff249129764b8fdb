"""Lets another process do the work on a stage key, because this one lacks the resource.

The request is a row (`app.db.stage_tasks`), and so are pieces, output and failure: this process follows them, woken by
announcements and in any case once a second. What the running process reports meanwhile becomes the notices that work
in this process would publish, so that jobs show and limit it the same way.
"""

import asyncio
import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import stage_tasks
from app.db.stage_tasks import StageRequest, Standing
from app.db.store import Store
from app.db.writer import StorageFailed
from app.execution.records import Records
from app.execution.single_flight import Alive, Began, Flight, GoesOn, Rested, Waits
from app.execution.stage_rates import StageRates
from app.jobs.changes import JobChange, StageAdvanced, StageReported
from app.jobs.record import JobRecord
from app.jobs.results import Result, holds_secret
from app.jobs.stage_messages import Log, Piece, Progress
from app.jobs.stage_reports import SILENT_S, StageReport
from app.stages.stage import AnyStage, Resource

log = logging.getLogger(__name__)

#: Time between two reads of a requested stage without an announcement, seconds.
POLL_S = 1.0
#: After this time without a process that begins the stage the job's log names the reason, seconds.
UNSERVED_S = 10.0
#: How long the last report is waited for when the output is recorded, seconds: both are committed at the same time.
LAST_REPORT_S = 0.25


@dataclass(eq=False, slots=True)
class _Followed:
    """What came of a requested key since it was last looked at. `run` is the run whose work is being shown."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    advanced: bool = True
    reports: list[StageReport] = field(default_factory=list)
    run: str | None = None
    has_begun: bool = False
    waits: bool = False
    heard_s: float = 0.0


class RemoteWork:
    """Requests stages for flights that need no lease. `here` are the resources of this process. One event loop.

    After `closing` is set no stage is requested, and requests stay: their jobs are put back.
    """

    def __init__(
        self,
        *,
        store: Store,
        settings: Settings,
        records: Records,
        rates: StageRates,
        here: Collection[Resource],
        closing: asyncio.Event,
    ) -> None:
        self._store = store
        self._settings = settings
        self._seal = Seal.of(settings)
        self._records = records
        self._rates = rates
        self._here = here
        self._closing = closing
        self._followed: dict[str, _Followed] = {}

    def needed(self, resource: Resource) -> bool:
        """Whether stages with this resource are others' work."""
        return resource not in self._here

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Receive the changes that other processes commit."""
        for change in changes:
            match change:
                case StageAdvanced(key) if key in self._followed:
                    self._followed[key].advanced = True
                    self._followed[key].news.set()
                case StageReported(key, report) if key in self._followed:
                    self._followed[key].reports.append(report)
                    self._followed[key].news.set()

    async def run_stage(self, flight: Flight, stage: AnyStage, params: Result, job: JobRecord) -> bool:
        """Wait until a process has recorded the output; whether it was made for `job`, which began the flight.

        Raises JobFailure. If cancelled, the work is not requested any more.
        """
        if self._closing.is_set():
            await asyncio.Event().wait()  # until the job is put back
        request = await asyncio.to_thread(self._request, flight, stage, params, job)
        followed = self._followed[flight.key] = _Followed()
        try:
            await self._store.write(stage_tasks.request, request, job.attempt)
            made = await self._follow(flight, stage, request, job.attempt, followed)
        except asyncio.CancelledError:
            if not self._closing.is_set():
                await asyncio.shield(self._withdraw(flight.key))
            raise
        except BaseException:
            await self._withdraw(flight.key)
            raise
        finally:
            del self._followed[flight.key]
        await self._withdraw(flight.key)
        await self._rates.load()
        return made

    def _request(self, flight: Flight, stage: AnyStage, params: Result, job: JobRecord) -> StageRequest:
        text, sealed = stage.portable(params, self._settings, job), holds_secret(params)
        rank, follows_s = flight.turn()
        return StageRequest(
            flight.key,
            job.id,
            stage.name,
            stage.resource(params).value,
            self._seal.seal(text) if sealed else text,
            sealed,
            rank,
            -follows_s,
        )

    async def _withdraw(self, key: str) -> None:
        try:
            await self._store.write(stage_tasks.withdraw, key)
        except StorageFailed as failure:  # it is deleted when this process runs no job any more
            log.warning("the request for %s was not withdrawn: %s", key, failure)

    async def _follow(
        self, flight: Flight, stage: AnyStage, request: StageRequest, attempt: int, followed: _Followed
    ) -> bool:
        loop = asyncio.get_running_loop()
        unserved_at_s, read_at_s, rank = loop.time() + UNSERVED_S, 0.0, request.rank
        newest = (await self._standing(flight.key)).newest_piece
        while True:
            await _news(followed.news, read_at_s - loop.time())
            self._show(flight, followed)
            if followed.advanced or loop.time() >= read_at_s:
                followed.advanced, read_at_s = False, loop.time() + POLL_S
                try:
                    standing = await self._standing(flight.key)
                except StorageFailed as failure:  # the work goes on elsewhere
                    log.warning("how %s stands is read again: %s", flight.key, failure)
                    continue
                if standing.newest_piece > newest:
                    newest = await self._show_pieces(flight, stage, followed, newest)
                if standing.failure is not None:
                    raise standing.failure
                if standing.recorded:
                    await self._show_end(flight, followed, standing)
                    return standing.credited
                if not standing.requested:
                    await self._store.write(stage_tasks.request, request, attempt)
                elif flight.turn()[0] != rank:
                    rank = flight.turn()[0]
                    await self._store.write(stage_tasks.rerank, flight.key, rank)
            if followed.run is not None and loop.time() - followed.heard_s > SILENT_S:
                self._rest(flight, followed)
            if not followed.has_begun and loop.time() > unserved_at_s:
                unserved_at_s = float("inf")
                self._complain(flight, stage, request)

    async def _standing(self, key: str) -> Standing:
        return await self._store.read(stage_tasks.standing, key, self._store.holder.worker_id)

    async def _show_pieces(self, flight: Flight, stage: AnyStage, followed: _Followed, newest: int) -> int:
        """Publish the pieces after `newest`; returns the index of the last one."""
        if not followed.has_begun:  # its report was lost, or is late
            self._begin(flight, followed, "", worked_s=0.0, resumed=True)
        for piece in await self._records.pieces(stage, flight.key, start=newest + 1):
            newest += 1
            flight.publish(Piece(newest, piece))
        return newest

    async def _show_end(self, flight: Flight, followed: _Followed, standing: Standing) -> None:
        if standing.credited and not followed.has_begun and not followed.reports:
            self._begin(flight, followed, "", worked_s=0.0, resumed=True)
        if standing.credited and followed.run is not None and not any(report.rested for report in followed.reports):
            await _news(followed.news, LAST_REPORT_S)
        self._show(flight, followed)

    def _show(self, flight: Flight, followed: _Followed) -> None:
        """Publish what was reported."""
        reports, followed.reports = followed.reports, []
        for report in reports:
            if report.run != followed.run and not (report.rested and followed.has_begun):
                self._begin(flight, followed, report.run, worked_s=report.worked_s, resumed=report.resumed)
            followed.heard_s = asyncio.get_running_loop().time()
            for line in report.lines:
                flight.publish(Log(message=line.message, fields=dict(line.fields)))
            if report.alive:
                flight.publish(Alive())
            if report.fraction is not None:
                flight.publish(Progress(fraction=report.fraction, speed=report.speed))
            if report.waits != followed.waits and report.run == followed.run:
                followed.waits = report.waits
                flight.publish(Waits() if report.waits else GoesOn())
            if report.rested and report.run == followed.run:
                self._rest(flight, followed)

    def _begin(self, flight: Flight, followed: _Followed, run: str, *, worked_s: float, resumed: bool) -> None:
        if followed.run is not None:
            self._rest(flight, followed)
        followed.run, followed.has_begun, followed.waits = run, True, False
        followed.heard_s = asyncio.get_running_loop().time()
        flight.publish(Began(time.monotonic() - worked_s, resumed), lasting=True)

    def _rest(self, flight: Flight, followed: _Followed) -> None:
        followed.run = None
        flight.publish(Rested(), lasting=True)

    def _complain(self, flight: Flight, stage: AnyStage, request: StageRequest) -> None:
        text = f"The stage {stage.name} waits for a free worker with the resource {request.resource}."
        log.warning("%s waits for a free worker with the resource %s", flight.key, request.resource)
        flight.publish(Log(message=text, fields={"resource": request.resource}))


async def _news(event: asyncio.Event, within_s: float) -> None:
    """Wait for the event, for at most so long, and clear it."""
    try:
        async with asyncio.timeout(max(0.0, within_s)):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()
