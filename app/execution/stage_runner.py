"""One stage of one job, from its inputs to its recorded output.

Taken from the records if it is there; joined if another job is at it; else run in a child under a slot of its
resource. Pieces are committed under the stage's key the moment they come, and then told to every job on board in that
job's own log.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import AppError
from app.core.removal import remove_tree
from app.db import stage_log
from app.db.leases import KeyLeaseLost
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.editions import Chosen, Editions
from app.execution.run import JobRun
from app.execution.single_flight import Alive, Began, Flight, Flights, Notice, Rested
from app.execution.slots import Slots
from app.execution.stage_rates import Pace
from app.jobs.events import Event, LogLine
from app.jobs.record import OutputRecord
from app.jobs.results import Blob, Result
from app.ports.blob_store import BlobStore
from app.processes.child_pool import ChildPool
from app.processes.messages import Log, PieceMessage, Progress, StageMessage, StageOrder, StageWarning
from app.stages.asides.aside import Aside
from app.stages.keys import key_of
from app.stages.stage import AnyStage, Resource, StageContext
from app.stages.stage_artifacts import artifacts_of, blobs_in, piece_event

log = logging.getLogger(__name__)
#: Pieces told in one transaction when many are there at once (a cached transcript).
PIECES_AT_ONCE = 200
#: Whoever joins work that began longer ago, seconds, has not seen how fast it is.
JUST_NOW_S = 1.0


class FileGone(AppError):
    """A file that was about to be recorded has vanished meanwhile; the stage has to run again."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Folders and tools that every child gets; `blobs_dir` is where children keep and find what `blobs` holds.

    `lost` says why the folders are not those any more that the server opened; None while they are.
    """

    blobs: BlobStore
    blobs_dir: Path
    work_dir: Path
    ffmpeg: str
    lost: Callable[[], str | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Done:
    """A finished stage: its output, and its pieces."""

    output: Result
    pieces: Sequence[dict[str, Any]]


class StageRunner:
    """Runs stages for all jobs of this process."""

    def __init__(
        self,
        *,
        store: Store,
        hosts: ChildPool,
        slots: Slots,
        flights: Flights,
        pace: Pace,
        place: Workplace,
    ) -> None:
        self._store = store
        self._hosts = hosts
        self._slots = slots
        self._flights = flights
        self._pace = pace
        self._place = place
        self._editions = Editions(store, self._ask)
        self.closing = asyncio.Event()  # set at a shutdown: what has not begun does not begin

    async def run(self, run: JobRun, stage: AnyStage, context: StageContext) -> Done:
        """Bring one stage to its output. Raises JobFailure; when cancelled, this job's share of the work has ended."""
        params: Result = await asyncio.to_thread(stage.build_input, context)
        chosen = await self._chosen(run, stage, params, context.settings.models_dir)
        key = chosen.key
        known = await self._store.write(stage_log.enter_stage, run.job.id, run.job.attempt, stage.name, key)
        event_writer = JobEventWriter(self._store, run, stage, key, known.published)
        ran = False
        while (record := await self._recorded(stage, key)) is None:
            try:
                ran = await self._join(run, stage, key, params, event_writer) or ran
            except FileGone as gone:
                log.warning("a file of %s vanished before it was recorded (%s), so it is done again", key, gone)
            except KeyLeaseLost:
                log.warning("another process works on %s now; its output is waited for", key)
        done = await self._done(stage, key, record)
        await event_writer.publish(done.pieces)
        warnings = [*record.warnings, *([chosen.warning] if chosen.warning else [])]
        await self._finish(run, stage, record, done, cached=not ran, warnings=warnings)
        return done

    async def _chosen(self, run: JobRun, stage: AnyStage, params: Result, models_dir: Path) -> Chosen:
        """The key of a stage; where its source may change, that of the edition which this job uses."""

        def key(edition: int = 0) -> str:
            return key_of(stage, params, run.job, models_dir, edition=edition)

        async def recorded(key: str) -> OutputRecord | None:
            return await self._recorded(stage, key)

        if stage.recheck is not None and stage.recheck.applies(params):
            return await self._editions.choose(run, stage, stage.recheck, params, key, recorded)
        return Chosen(await asyncio.to_thread(key))

    async def _ask(self, run: JobRun, aside: Aside[Any, Any], question: Result) -> Result:
        """Let a child ask the site whether a file has changed. Raises JobFailure."""
        folder = self._place.work_dir / f"aside-{uuid.uuid4().hex}"
        order = StageOrder(
            entry=aside.entry,
            input_json=question.model_dump_json(),
            work_dir=str(folder),
            blobs_dir=str(self._place.blobs_dir),
            ffmpeg=self._place.ffmpeg,
        )
        async with self._slots.take(Resource.DOWNLOAD, lambda: run.job.rank):
            try:
                answer = await self._hosts.run_order(aside.child_kind, order, _ignored)
                return aside.output.model_validate(answer)  # type: ignore[no-any-return]
            finally:
                await asyncio.shield(asyncio.to_thread(remove_tree, folder))

    async def _recorded(self, stage: AnyStage, key: str) -> OutputRecord | None:
        """The recorded output, if all its files are there; a record whose files are gone is forgotten."""

        def find(conn: Any) -> tuple[OutputRecord | None, list[str]]:
            record = stage_log.output_by_key(conn, key)
            return record, stage_log.blobs_of(conn, key) if record else []

        record, hashes = await self._store.read(find)
        if record is None:
            return None
        hashes += [blob.sha256 for blob in blobs_in(stage.output.model_validate(record.output))]
        missing = await asyncio.to_thread(self._missing, hashes)
        if not missing:
            return record
        log.warning("files of %s are gone, so it is done again: %s", key, missing)
        await self._store.write(stage_log.forget_output, key, keep_pieces=stage.keeps_words)
        return None

    def _missing(self, hashes: Sequence[str]) -> list[str]:
        return [sha256 for sha256 in hashes if not self._place.blobs.has_content(sha256)]

    async def _join(
        self, run: JobRun, stage: AnyStage, key: str, params: Result, event_writer: "JobEventWriter"
    ) -> bool:
        """Wait for the work on `key`; whether it was this job that did it."""
        ran, name = False, stage.name

        async def work(flight: Flight) -> None:
            nonlocal ran
            ran = await self._work(flight, run, stage, params)

        def receive(notice: Notice) -> None:
            match notice:
                case Alive():
                    run.lives()
                case Rested():
                    run.rest(name)
                case Began(at_s, resumed):
                    run.begin(name, afresh=not resumed and time.monotonic() - at_s < JUST_NOW_S)
                    event_writer.begin()
                case Progress(fraction=fraction, speed=speed):
                    run.reached(name, fraction, speed)
                case PieceMessage() | Log() | StageWarning():
                    event_writer.note(notice)
            if not isinstance(notice, (Alive, Rested)):
                half_done = stage.piece is not None and not isinstance(notice, (Began, PieceMessage))
                run.stop_if_requested(name, half_done=half_done)

        run.wait(name)
        publishing = asyncio.create_task(event_writer.work(), name=f"telling {run.job.id} {name}")
        try:
            await self._flights.join(key, work, receive, rank=lambda: run.job.rank)
        finally:
            run.rest(name)
            publishing.cancel()
            await asyncio.gather(publishing, return_exceptions=True)
        return ran

    async def _work(self, flight: Flight, run: JobRun, stage: AnyStage, params: Result) -> bool:
        """Run the stage in a child and record what it leaves. Belongs to the flight, not to the job that started it.

        False when the flight before was recorded in its last moment, after everybody had left it.
        """
        resource = stage.resource(params)
        async with self._slots.take(resource, flight.rank):
            if self.closing.is_set():
                await asyncio.Event().wait()  # until the job is put back
            if await self._recorded(stage, flight.key) is not None:
                return False
            pieces = await self._pieces(stage, flight.key)
            folder = self._place.work_dir / flight.key[:40]
            resumed = bool(pieces) or (stage.resumable and await asyncio.to_thread(folder.exists))
            began = time.monotonic()
            flight.publish(Began(began, resumed), lasting=True)
            warnings: list[dict[str, Any]] = []
            if not stage.resumable:
                await asyncio.to_thread(remove_tree, folder)
            order = StageOrder(
                entry=stage.entry,
                input_json=stage.resumed(params, pieces).model_dump_json(),
                work_dir=str(folder),
                blobs_dir=str(self._place.blobs_dir),
                ffmpeg=self._place.ffmpeg,
            )
            try:
                raw = await self._hosts.run_order(
                    stage.child_kind(params),
                    order,
                    lambda m: self._received(flight, stage, warnings, m),
                    may_sleep=resource is Resource.DOWNLOAD,
                    lives=lambda: flight.publish(Alive()),
                )
            finally:
                flight.publish(Rested(), lasting=True)
                if not stage.resumable:
                    await asyncio.shield(asyncio.to_thread(remove_tree, folder))
            seconds = time.monotonic() - began
            output = stage.output.model_validate(raw)
            record = OutputRecord(flight.key, stage.name, raw, warnings, seconds)
            await self._store.write(self._record, flight, record, blobs_in(output))
            await asyncio.to_thread(remove_tree, folder)
        if not resumed:
            await self._pace.learn(stage, run.job, seconds)
        return True

    def _record(self, tx: Transaction, flight: Flight, record: OutputRecord, blobs: list[Blob]) -> None:
        if flight.hold is not None:
            flight.hold.fence(tx)
        for blob in blobs:
            if not self._place.blobs.exists(blob):
                raise FileGone(blob.sha256)
        stage_log.record_output(tx, record, blobs)
        if flight.hold is not None:
            flight.hold.release(tx)

    def _keep(self, tx: Transaction, flight: Flight, index: int, piece: dict[str, Any], blobs: list[Blob]) -> None:
        if flight.hold is not None:
            flight.hold.fence(tx)
        stage_log.add_pieces(tx, flight.key, index, [piece], blobs)

    async def _received(
        self, flight: Flight, stage: AnyStage, warnings: list[dict[str, Any]], message: StageMessage
    ) -> None:
        match message:
            case StageWarning(code=code, message=text):
                warnings.append({"code": code, "message": text, "stage": stage.name})
            case PieceMessage(index=index, piece=piece):
                blobs = blobs_in(stage.piece.model_validate(piece)) if stage.piece is not None else []
                await self._store.write(self._keep, flight, index, piece, blobs)
            case Progress() | Log():
                pass
        flight.publish(message)

    async def _done(self, stage: AnyStage, key: str, record: OutputRecord) -> Done:
        return Done(stage.output.model_validate(record.output), await self._pieces(stage, key))

    async def _pieces(self, stage: AnyStage, key: str) -> list[dict[str, Any]]:
        return await self._store.read(stage_log.pieces_of, key) if stage.piece is not None else []

    async def _finish(
        self,
        run: JobRun,
        stage: AnyStage,
        record: OutputRecord,
        done: Done,
        *,
        cached: bool,
        warnings: list[dict[str, Any]],
    ) -> None:
        facts = stage.source_facts(done.output) if stage.source_facts is not None else None
        values = {"video_title": facts.title, "video_duration": facts.duration_s} if facts is not None else {}
        title = (facts.title if facts is not None else "") or run.job.video_title or ""
        run.finish(stage.name)
        await self._store.write(
            stage_log.finish_stage,
            run.job.id,
            run.job.attempt,
            stage.name,
            cached=cached,
            seconds=record.seconds,
            waited_s=run.stages[stage.name].waited_s,
            artifacts=artifacts_of(run.job.id, stage, done.output, title),
            warnings=warnings,
            progress=run.progress(),
            eta_s=run.eta_s(),
            job_values=values,
        )

    async def skip(self, run: JobRun, stage: AnyStage) -> None:
        """The source has nothing for this stage."""
        run.finish(stage.name)
        await self._store.write(stage_log.skip_stage, run.job.id, run.job.attempt, stage.name, eta_s=run.eta_s())


async def _ignored(_: StageMessage) -> None:
    """What is not a stage of a job has nobody to publish to."""


class JobEventWriter:
    """Tells one job of the pieces and log lines of one stage, in order, each once, however the stage came to them."""

    def __init__(self, store: Store, run: JobRun, stage: AnyStage, key: str, published: int) -> None:
        self._store = store
        self._run = run
        self._name = stage.name
        self._piece = stage.piece
        self._key = key
        self._published = published
        self._begin_due = False
        self._pending = asyncio.Event()
        self._lines: list[Event] = []

    def begin(self) -> None:
        """The work has begun: the stage runs, which is told before anything else of it."""
        self._begin_due = True
        self._pending.set()

    def note(self, message: PieceMessage | Log | StageWarning) -> None:
        """Something was committed, or logged; it is published in a moment."""
        self._run.lives()
        match message:
            case PieceMessage():
                self._run.got_on.set()
            case Log(message=text, fields=fields):
                self._lines.append(LogLine(level="info", message=text, stage=self._name, fields=fields))
            case StageWarning():
                pass  # an event when the stage has finished
        self._pending.set()

    async def work(self) -> None:
        """Tell what comes, until cancelled; what has begun to be written is finished first.

        What the database does not take now is told with the next news, or at the end.
        """
        while True:
            await self._pending.wait()
            self._pending.clear()
            publishing = asyncio.ensure_future(self._catch_up())
            try:
                await asyncio.shield(publishing)
            except asyncio.CancelledError:
                await asyncio.wait([publishing])
                raise
            except StorageFailed as failure:
                log.warning("news of %s wait: %s", self._name, failure)

    async def _catch_up(self) -> None:
        pieces = (
            await self._store.read(stage_log.pieces_of, self._key, start=self._published)
            if self._piece is not None
            else []
        )
        await self._write(pieces)

    async def publish(self, pieces: Sequence[dict[str, Any]]) -> None:
        """Tell what is left of all `pieces` of the stage. Not while `work` runs."""
        await self._write(pieces[self._published :])

    async def _write(self, fresh: Sequence[dict[str, Any]]) -> None:
        job = self._run.job
        if self._begin_due:
            await self._store.write(
                stage_log.start_stage,
                job.id,
                job.attempt,
                self._name,
                self._key,
                eta_s=self._run.eta_s(),
                waited_s=self._run.stages[self._name].waited_s,
            )
            self._begin_due = False
        for start in range(0, max(1, len(fresh)), PIECES_AT_ONCE):
            part = fresh[start : start + PIECES_AT_ONCE]
            lines, self._lines = self._lines, []
            published = [
                piece_event(job.id, self._published + n, self._piece.model_validate(piece), job.video_title or "")
                for n, piece in enumerate(part)
                if self._piece is not None
            ]
            events = [*lines, *(event for event, _ in published)]
            if not events:
                continue
            try:
                await self._store.write(
                    stage_log.publish_pieces,
                    job.id,
                    job.attempt,
                    self._name,
                    published=self._published + len(part),
                    events=events,
                    artifacts=[artifact for _, artifacts in published for artifact in artifacts],
                )
            except StorageFailed:
                self._lines = lines + self._lines
                raise
            self._published += len(part)
