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
from app.stages.catalog import PIECES, STAGES, Catalog, Inputs, output_of, with_done
from app.stages.fetch import FetchInput
from app.stages.revalidate import RevalidateInput, RevalidateOutput
from app.stages.stage import ChildKind, Resource
from app.stages.stage_artifacts import artifacts_of, blobs_in, piece_event

log = logging.getLogger(__name__)
#: Stages whose work folder is worth finding again after a crash: a broken download goes on.
RESUMABLE = frozenset({"fetch"})
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
        catalog: Catalog,
        hosts: ChildPool,
        slots: Slots,
        flights: Flights,
        pace: Pace,
        place: Workplace,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._hosts = hosts
        self._slots = slots
        self._flights = flights
        self._pace = pace
        self._place = place
        self._editions = Editions(store, self._ask_site)
        self.closing = asyncio.Event()  # set at a shutdown: what has not begun does not begin

    async def run(self, run: JobRun, name: str, inputs: Inputs) -> Done:
        """Bring one stage to its output. Raises JobFailure; when cancelled, this job's share of the work has ended."""
        params = await asyncio.to_thread(self._catalog.input_of, name, inputs)
        chosen = await self._chosen(run, name, params)
        key = chosen.key
        known = await self._store.write(stage_log.enter_stage, run.job.id, run.job.attempt, name, key)
        event_writer = JobEventWriter(self._store, run, name, key, known.published)
        ran = False
        while (record := await self._recorded(key)) is None:
            try:
                ran = await self._join(run, name, key, params, event_writer) or ran
            except FileGone as gone:
                log.warning("a file of %s vanished before it was recorded (%s), so it is done again", key, gone)
            except KeyLeaseLost:
                log.warning("another process works on %s now; its output is waited for", key)
        done = await self._done(name, key, record)
        await event_writer.publish(done.pieces)
        warnings = [*record.warnings, *([chosen.warning] if chosen.warning else [])]
        await self._finish(run, name, record, done, cached=not ran, warnings=warnings)
        return done

    async def _chosen(self, run: JobRun, name: str, params: Result) -> Chosen:
        """The key of a stage; of a link, that of the edition which this job uses."""

        def key(edition: int = 0) -> str:
            return self._catalog.key(name, params, run.job, edition=edition)

        if isinstance(params, FetchInput) and params.url is not None:
            return await self._editions.choose(run, params, key, self._recorded)
        return Chosen(await asyncio.to_thread(key))

    async def _ask_site(self, run: JobRun, asked: RevalidateInput) -> RevalidateOutput:
        """Let a child ask the site whether a file has changed. Raises JobFailure."""
        folder = self._place.work_dir / f"aside-{uuid.uuid4().hex}"
        order = StageOrder(
            entry="app.stages.revalidate:run",
            input_json=asked.model_dump_json(),
            work_dir=str(folder),
            blobs_dir=str(self._place.blobs_dir),
            ffmpeg=self._place.ffmpeg,
        )
        async with self._slots.take(Resource.DOWNLOAD, lambda: run.job.rank):
            try:
                return RevalidateOutput.model_validate(await self._hosts.run_order(ChildKind.MEDIA, order, _ignored))
            finally:
                await asyncio.shield(asyncio.to_thread(remove_tree, folder))

    async def _recorded(self, key: str) -> OutputRecord | None:
        """The recorded output, if all its files are there; a record whose files are gone is forgotten."""

        def find(conn: Any) -> tuple[OutputRecord | None, list[str]]:
            record = stage_log.output_by_key(conn, key)
            return record, stage_log.blobs_of(conn, key) if record else []

        record, hashes = await self._store.read(find)
        if record is None:
            return None
        hashes += [blob.sha256 for blob in blobs_in(output_of(record.stage, record.output))]
        missing = await asyncio.to_thread(self._missing, hashes)
        if not missing:
            return record
        log.warning("files of %s are gone, so it is done again: %s", key, missing)
        await self._store.write(stage_log.forget_output, key)
        return None

    def _missing(self, hashes: Sequence[str]) -> list[str]:
        return [sha256 for sha256 in hashes if not self._place.blobs.has_content(sha256)]

    async def _join(self, run: JobRun, name: str, key: str, params: Result, event_writer: "JobEventWriter") -> bool:
        """Wait for the work on `key`; whether it was this job that did it."""
        ran = False

        async def work(flight: Flight) -> None:
            nonlocal ran
            ran = await self._work(flight, run, name, params)

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
                half_done = name in PIECES and not isinstance(notice, (Began, PieceMessage))
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

    async def _work(self, flight: Flight, run: JobRun, name: str, params: Result) -> bool:
        """Run the stage in a child and record what it leaves. Belongs to the flight, not to the job that started it.

        False when the flight before was recorded in its last moment, after everybody had left it.
        """
        spec = STAGES[name]
        async with self._slots.take(spec.resource, flight.rank):
            if self.closing.is_set():
                await asyncio.Event().wait()  # until the job is put back
            if await self._recorded(flight.key) is not None:
                return False
            pieces = await self._store.read(stage_log.pieces_of, flight.key) if name in PIECES else []
            folder = self._place.work_dir / flight.key[:40]
            resumed = bool(pieces) or (name in RESUMABLE and await asyncio.to_thread(folder.exists))
            began = time.monotonic()
            flight.publish(Began(began, resumed), lasting=True)
            warnings: list[dict[str, Any]] = []
            if name not in RESUMABLE:
                await asyncio.to_thread(remove_tree, folder)
            order = StageOrder(
                entry=spec.entry,
                input_json=with_done(params, pieces, name).model_dump_json(),
                work_dir=str(folder),
                blobs_dir=str(self._place.blobs_dir),
                ffmpeg=self._place.ffmpeg,
            )
            try:
                raw = await self._hosts.run_order(
                    spec.host,
                    order,
                    lambda m: self._received(flight, name, warnings, m),
                    may_sleep=spec.resource is Resource.DOWNLOAD,
                    lives=lambda: flight.publish(Alive()),
                )
            finally:
                flight.publish(Rested(), lasting=True)
                if name not in RESUMABLE:
                    await asyncio.shield(asyncio.to_thread(remove_tree, folder))
            seconds = time.monotonic() - began
            output = output_of(name, raw)
            record = OutputRecord(flight.key, name, raw, warnings, seconds)
            await self._store.write(self._record, flight, record, blobs_in(output))
            await asyncio.to_thread(remove_tree, folder)
        if not resumed:
            await self._pace.learn(name, run.job, seconds)
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

    async def _received(self, flight: Flight, name: str, warnings: list[dict[str, Any]], message: StageMessage) -> None:
        match message:
            case StageWarning(code=code, message=text):
                warnings.append({"code": code, "message": text, "stage": name})
            case PieceMessage(index=index, piece=piece):
                blobs = blobs_in(PIECES[name].model_validate(piece))
                await self._store.write(self._keep, flight, index, piece, blobs)
            case Progress() | Log():
                pass
        flight.publish(message)

    async def _done(self, name: str, key: str, record: OutputRecord) -> Done:
        pieces = await self._store.read(stage_log.pieces_of, key) if name in PIECES else []
        return Done(output_of(name, record.output), pieces)

    async def _finish(
        self, run: JobRun, name: str, record: OutputRecord, done: Done, *, cached: bool, warnings: list[dict[str, Any]]
    ) -> None:
        values: dict[str, Any] = {}
        if name == "fetch":
            values = {"video_title": record.output["title"], "video_duration": record.output["media"]["duration_s"]}
        title = values.get("video_title") or run.job.video_title or ""
        run.finish(name)
        await self._store.write(
            stage_log.finish_stage,
            run.job.id,
            run.job.attempt,
            name,
            cached=cached,
            seconds=record.seconds,
            waited_s=run.stages[name].waited_s,
            artifacts=artifacts_of(run.job.id, name, done.output, title),
            warnings=warnings,
            progress=run.progress(),
            eta_s=run.eta_s(),
            job_values=values,
        )

    async def skip(self, run: JobRun, name: str) -> None:
        """The source has nothing for this stage."""
        run.finish(name)
        await self._store.write(stage_log.skip_stage, run.job.id, run.job.attempt, name, eta_s=run.eta_s())


async def _ignored(_: StageMessage) -> None:
    """What is not a stage of a job has nobody to publish to."""


class JobEventWriter:
    """Tells one job of the pieces and log lines of one stage, in order, each once, however the stage came to them."""

    def __init__(self, store: Store, run: JobRun, name: str, key: str, published: int) -> None:
        self._store = store
        self._run = run
        self._name = name
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
            if self._name in PIECES
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
                piece_event(
                    job.id, self._published + n, PIECES[self._name].model_validate(piece), job.video_title or ""
                )
                for n, piece in enumerate(part)
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
