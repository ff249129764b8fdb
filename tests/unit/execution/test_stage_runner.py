"""What is recorded is taken and never made again; what is told is told once and in order."""

import asyncio
import dataclasses
import threading
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import delete

from app.core.errors import ErrorCode, JobFailure
from app.core.settings import load_settings
from app.db import moves, queries, stage_log
from app.db.file_copies import CopyGone, FileGone
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution import log_room, records, stage_runner, stage_work
from app.execution.attempt import Attempt
from app.execution.corrections import Corrections
from app.execution.editions import Editions
from app.execution.ended_outputs import EndedOutputs
from app.execution.job_event_writer import JobEventWriter
from app.execution.new_files import NewFiles
from app.execution.records import Made, Records
from app.execution.single_flight import Alive, Flight, Flights
from app.execution.slots import Slots
from app.execution.stage_rates import StageRates
from app.execution.stage_runner import StageRunner
from app.execution.stage_work import StageWork
from app.execution.transcript_files import TranscriptFiles
from app.jobs.events import LogLine, SegmentTranscribed
from app.jobs.options import JobType
from app.jobs.record import OutputRecord
from app.jobs.results import Blob, Result, Segment
from app.jobs.stage_messages import Log, Piece, StageWarning
from app.media.captions import transcript_files
from app.ports.object_store import StoreAway
from app.ports.stage_executor import Receive, StageTask
from app.processes.workplace import Workplace
from app.stages.stage import Resource, ShownPiece, StageContext
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcribe.contract import TranscribeInput, TranscribeOutput
from app.storage.blobs import BlobFolder
from tests.contracts.thread_executor import ThreadExecutor
from tests.fakes import FakeClock
from tests.stages import PLANS, REGISTRY
from tests.stores import new_job, open_store, start_stage
from tests.unit.execution.attempts import attempt_of

KEY = "transcribe-1"


class Opened(NamedTuple):
    """Stages on a real store, and a running job."""

    store: Store
    records: Records
    work: StageWork
    stages: StageRunner
    blobs: BlobFolder
    attempt: Attempt

    def writer(self) -> JobEventWriter:
        """Writes the events of the stage for the job."""
        return JobEventWriter(self.store, self.records, self.attempt, TRANSCRIBE, KEY, published=0)


async def _unasked(_: object, __: object) -> None:
    raise AssertionError("no site is asked")


@asynccontextmanager
async def _opened(
    folder: Path, job_type: JobType = JobType.TRANSCRIPTION, clock: FakeClock | None = None
) -> AsyncIterator[Opened]:
    """Nothing of it needs a child."""
    blobs, slots = BlobFolder(folder / "blobs"), Slots(dict.fromkeys(Resource, 1))
    executor = ThreadExecutor(Workplace(blobs, folder / "work", "ffmpeg"), {stage.name: stage for stage in REGISTRY})
    async with open_store(folder) as store:
        records = Records(store, blobs)
        work = StageWork(records=records, executor=executor, slots=slots, rates=StageRates(store, load_settings()))
        stages = StageRunner(
            store=store,
            records=records,
            work=work,
            executor=executor,
            flights=Flights(),
            editions=Editions(store, records, slots, _unasked),
            corrections=Corrections(store, TranscriptFiles(blobs, folder, transcript_files)),
        )
        job, _ = await store.write(moves.submit, new_job(job_type=job_type))
        claimed = await store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        attempt = attempt_of(claimed, lambda stage, _: stage.prior, clock or FakeClock())
        await store.write(start_stage, job.id, 1, "transcribe", KEY, eta_s=None)
        yield Opened(store, records, work, stages, blobs, attempt)


def _subtitles(folder: Path, blobs: BlobFolder) -> TranscribeOutput:
    (folder / "made.srt").write_bytes(b"1")
    return TranscribeOutput(
        language="en",
        language_probability=1.0,
        model="demo",
        decoding="sequential",
        segment_count=1,
        srt=blobs.keep(folder / "made.srt", ".srt"),
    )


async def test_work_that_was_recorded_in_its_last_moment_is_not_done_again(tmp_path: Path) -> None:
    """Everybody had left it, and somebody came back."""
    async with _opened(tmp_path) as opened:
        output = _subtitles(tmp_path, opened.blobs)
        await opened.records.add_output(TRANSCRIBE, KEY, Made(output, [], 1.0), None)
        params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", models_dir="")
        assert not await opened.work.run_stage(Flight(KEY), TRANSCRIBE, params, opened.attempt.job)


@pytest.mark.parametrize("referred", [True, False])
async def test_an_output_whose_file_is_gone_is_forgotten(tmp_path: Path, referred: bool) -> None:
    """Also one whose files retention took while its words stayed: a new job wants the subtitles again."""
    async with _opened(tmp_path) as (store, records, _, __, blobs, ___):
        output = _subtitles(tmp_path, blobs)
        assert output.srt is not None
        record = OutputRecord(KEY, "transcribe", output.model_dump(mode="json"), [], 1.0)
        await store.write(stage_log.add_pieces, KEY, 0, [{"text": "hello"}], [])
        await store.write(stage_log.record_output, record, [output.srt] if referred else [])
        assert await records.find(TRANSCRIBE, KEY) is not None
        blobs.delete([output.srt.sha256])
        assert await records.find(TRANSCRIBE, KEY) is None
        assert await store.read(stage_log.output_by_key, KEY) is None
        assert await store.read(stage_log.pieces_of, KEY) == [{"text": "hello"}]


async def test_a_file_that_vanished_is_not_recorded(tmp_path: Path) -> None:
    """Between its end and the record somebody deleted it; the stage is run again then."""
    async with _opened(tmp_path) as opened:
        output = _subtitles(tmp_path, opened.blobs)
        assert output.srt is not None
        opened.blobs.delete([output.srt.sha256])
        with pytest.raises(FileGone):
            await opened.records.add_output(TRANSCRIBE, KEY, Made(output, [], 1.0), None)
        assert await opened.store.read(stage_log.output_by_key, KEY) is None


class Copies:
    """Copies in a store that is away at first; each is deleted once before it is recorded."""

    def __init__(self) -> None:
        self.made, self.checked = 0, 0
        self.recorded: list[str] = []

    async def make(self, blobs: Collection[Blob]) -> frozenset[str]:
        """See `Copies`."""
        self.made += 1
        if self.made == 1:
            raise StoreAway("is away")
        return frozenset(blob.sha256 for blob in blobs)

    def check(self, _: Transaction, hashes: Collection[str]) -> None:
        """See `Copies`."""
        self.checked += 1
        if self.checked == 1:
            raise CopyGone(min(hashes))

    def record(self, _: Transaction, hashes: Collection[str]) -> None:
        """See `Copies`."""
        self.recorded += hashes


async def test_an_output_waits_for_the_copies_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is not done again for it."""
    monkeypatch.setattr(records, "AGAIN_S", (0.0,))
    async with _opened(tmp_path) as opened:
        output, copies = _subtitles(tmp_path, opened.blobs), Copies()
        assert output.srt is not None
        recording = Records(opened.store, opened.blobs, files=NewFiles(opened.blobs, copies))
        await recording.add_output(TRANSCRIBE, KEY, Made(output, [], 1.0), None)
        assert (copies.made, copies.checked, copies.recorded) == (3, 2, [output.srt.sha256])
        assert await opened.store.read(stage_log.output_by_key, KEY) is not None


class Unfinished(Copies):
    """A copy that takes longer than the process lives; `gone`: its file is deleted meanwhile."""

    def __init__(self, *, gone: bool = False) -> None:
        super().__init__()
        self.gone = gone
        self.begun = asyncio.Event()

    async def make(self, blobs: Collection[Blob]) -> frozenset[str]:
        """See `Copies`."""
        self.begun.set()
        if self.gone:
            raise FileGone("gone")
        await asyncio.Event().wait()
        raise AssertionError("never copied")


class Machine:
    """Runs a stage that makes a line and a file; each `work` is that of a process with this folder."""

    def __init__(self, opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = opened
        self.folder = folder
        self.place = Workplace(opened.blobs, folder / "work", "ffmpeg")
        self.place.work_dir.mkdir(exist_ok=True)
        self.runs = 0
        monkeypatch.setattr(opened.work._executor, "execute", self._execute)

    async def _execute(self, _: StageTask, receive: Receive, **__: object) -> Result:
        self.runs += 1
        await receive(Piece(0, _line("a")))
        await receive(StageWarning(code="gpu_unavailable", message="so it is"))
        return _subtitles(self.folder, self.opened.blobs)

    def work(self, copies: Copies) -> StageWork:
        files, old = NewFiles(self.opened.blobs, copies), self.opened.work
        return StageWork(
            records=Records(self.opened.store, self.opened.blobs, files=files),
            executor=old._executor,
            slots=Slots(dict.fromkeys(Resource, 1)),
            rates=old._rates,
            ended=EndedOutputs(self.place.ended_file, self.place.passing_folder),
        )

    async def run(self, copies: Copies) -> bool:
        """Run the stage; whether it was made now."""
        params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", models_dir="")
        flight, opened = Flight(KEY), self.opened
        writer = opened.writer()
        flight.listeners.append(lambda notice: stage_runner._receive(opened.attempt, TRANSCRIBE, writer, notice))
        return await self.work(copies).run_stage(flight, TRANSCRIBE, params, opened.attempt.job)

    async def killed_while_it_copies(self) -> None:
        """Let a process end before the files of the ended stage are copied."""
        copies = Unfinished()
        running = asyncio.ensure_future(self.run(copies))
        await copies.begun.wait()
        assert self.opened.attempt.copying == {TRANSCRIBE.name}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await self.opened.records.find(TRANSCRIBE, KEY) is None


async def test_a_stage_that_ended_is_not_run_again_though_its_files_were_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process on the folder copies and records them, with the warnings of the run."""
    monkeypatch.setattr(records, "AGAIN_S", (0.0,))
    async with _opened(tmp_path) as opened:
        machine = Machine(opened, tmp_path, monkeypatch)
        await machine.killed_while_it_copies()
        assert not await machine.run(Copies())
        recorded = await opened.records.find(TRANSCRIBE, KEY)
        assert recorded is not None
        assert [warning["code"] for warning in recorded.row.warnings] == ["gpu_unavailable"]
        assert machine.runs == 1
        assert not list(machine.place.work_dir.iterdir())


class FilePiece(Segment):
    """A line with a file of its own."""

    file: Blob


async def test_the_copy_of_a_piece_is_no_time_of_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a slow or absent store would use up the time limits of stage and job."""
    clock = FakeClock()

    class Slow(Copies):
        async def make(self, blobs: Collection[Blob]) -> frozenset[str]:
            """See `Copies`."""
            clock.advance(100.0)
            return await super().make(blobs)

    async def execute(_: StageTask, receive: Receive, **__: object) -> Result:
        clock.advance(3.0)
        output = _subtitles(tmp_path, opened.blobs)
        assert output.srt is not None
        await receive(Piece(0, FilePiece(**_line("a").model_dump(), file=output.srt)))
        clock.advance(4.0)
        return output

    monkeypatch.setattr(records, "AGAIN_S", (0.0,))
    monkeypatch.setattr(stage_work, "time", SimpleNamespace(monotonic=clock.monotonic))
    stage = dataclasses.replace(TRANSCRIBE, piece=FilePiece)
    async with _opened(tmp_path, clock=clock) as opened:
        machine, attempt = Machine(opened, tmp_path, monkeypatch), opened.attempt
        monkeypatch.setattr(opened.work._executor, "execute", execute)
        flight, writer = Flight(KEY), opened.writer()
        flight.listeners.append(lambda notice: stage_runner._receive(attempt, stage, writer, notice))
        params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", models_dir="")
        assert await machine.work(Slow()).run_stage(flight, stage, params, attempt.job)
        assert attempt.meter.worked_s == 7.0
        recorded = await opened.records.find(TRANSCRIBE, KEY)
        assert recorded is not None
        assert recorded.row.seconds == 7.0


@pytest.mark.parametrize("lost", ["pieces", "file", "text"])
async def test_an_output_of_which_something_is_lost_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Its lines went with a job that was deleted, its file with a sweep, its text with a power cut."""
    monkeypatch.setattr(records, "AGAIN_S", (0.0,))
    async with _opened(tmp_path) as opened:
        machine = Machine(opened, tmp_path, monkeypatch)
        await machine.killed_while_it_copies()
        if lost == "pieces":
            await opened.store.write(lambda tx: tx.conn.execute(delete(stage_log.PIECES)))
        if lost == "text":
            machine.place.ended_file(KEY).write_text('{"key": "')
        if lost == "file":
            with pytest.raises(FileGone):
                await machine.run(Unfinished(gone=True))
        assert await machine.run(Copies())
        assert machine.runs == 2


async def test_whether_files_exist_is_not_known_while_the_store_is_away(tmp_path: Path) -> None:
    """The record stays, and the job waits without spending a retry."""
    async with _opened(tmp_path) as opened:
        await opened.records.add_output(TRANSCRIBE, KEY, Made(_subtitles(tmp_path, opened.blobs), [], 1.0), None)
        elsewhere = BlobFolder(tmp_path / "elsewhere")

        def away(_: str) -> bool:
            raise StoreAway("is away")

        elsewhere.has_content = away  # type: ignore[method-assign]
        with pytest.raises(JobFailure, match="is away") as failure:
            await Records(opened.store, elsewhere).find(TRANSCRIBE, KEY)
        assert (failure.value.retryable, failure.value.counts) == (True, False)
        assert await opened.store.read(stage_log.output_by_key, KEY) is not None


def _line(text: str) -> Segment:
    return Segment(start_s=0.0, end_s=1.0, text=text, confidence=0.9)


async def test_lines_are_told_once_and_in_order_though_the_database_stumbles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be told is told with the next news; log lines are not lost either."""
    publish_pieces, tries = stage_log.publish_pieces, 0

    def stumbling(tx: Transaction, *args: Any, **kwargs: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StorageFailed("disk full")
        publish_pieces(tx, *args, **kwargs)

    monkeypatch.setattr(stage_log, "publish_pieces", stumbling)
    async with _opened(tmp_path) as opened, asyncio.timeout(20):
        records, writer = opened.records, opened.writer()
        publishing = asyncio.create_task(writer.work())
        for n, text in enumerate(("a", "b", "c")):
            await records.add_piece(REGISTRY["transcribe"], KEY, n, _line(text), None)
            if n == 0:
                writer.note(Log(message="begun"))
            writer.note(Piece(n, _line(text)))
            while tries <= n:
                await asyncio.sleep(0.001)
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)
        await writer.publish(await records.pieces(TRANSCRIBE, KEY))
        log = await opened.store.read(queries.events_of_job, opened.attempt.job.id, after=0, limit=99)
    said = [stored.event for stored in log if isinstance(stored.event, LogLine | SegmentTranscribed)]
    assert [event.message if isinstance(event, LogLine) else event.segment.text for event in said] == [
        "begun",
        "a",
        "b",
        "c",
    ]


async def test_log_lines_of_a_job_are_bounded_and_its_words_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endless stage fills no database, in whichever attempt; what fits comes once though the database stumbles."""
    monkeypatch.setattr(log_room, "MOST_LINES", 5)
    publish_pieces, tries = stage_log.publish_pieces, 0

    def stumbling(tx: Transaction, *args: Any, **kwargs: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StorageFailed("disk full")
        publish_pieces(tx, *args, **kwargs)

    monkeypatch.setattr(stage_log, "publish_pieces", stumbling)
    async with _opened(tmp_path) as opened:
        endless, again = opened.writer(), opened.writer()
        for number in range(20):
            endless.note(Log(message=f"{number} " + "x" * 5000, fields={"f" * 5000: "x" * 5000, "n": 1}))
        with pytest.raises(StorageFailed):
            await endless.publish([_line("a")])
        await endless.publish([_line("a"), _line("b")])
        endless.note(Log(message="more"))
        await endless.publish([_line("a"), _line("b")])
        opened.attempt.log_room = None  # as in the next attempt
        again.note(Log(message="more"))
        await again.publish([])
        log = await opened.store.read(queries.events_of_job, opened.attempt.job.id, after=0, limit=99)
    lines = [stored.event for stored in log if isinstance(stored.event, LogLine)]
    words = [stored.event.segment.text for stored in log if isinstance(stored.event, SegmentTranscribed)]
    dropped = "This job has 5 log lines; further ones are dropped."
    assert [line.message.split(" x")[0] for line in lines] == [*"01234", dropped, dropped]
    assert len(lines[0].model_dump_json()) < 7000
    assert words == ["a", "b"]


async def test_warnings_of_a_run_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are kept with its output, for every job that uses it."""

    async def execute(_: StageTask, receive: Receive, **__: object) -> Result:
        for number in range(log_room.MOST_WARNINGS + 20):
            await receive(StageWarning(code=f"w{number}", message="x" * 5000))
        return _subtitles(tmp_path, opened.blobs)

    async with _opened(tmp_path) as opened:
        monkeypatch.setattr(opened.work._executor, "execute", execute)
        params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", models_dir="")
        assert await opened.work.run_stage(Flight(KEY), TRANSCRIBE, params, opened.attempt.job)
        recorded = await opened.records.find(TRANSCRIBE, KEY)
    assert recorded is not None
    assert len(recorded.row.warnings) == log_room.MOST_WARNINGS
    assert {len(warning["message"]) for warning in recorded.row.warnings} == {log_room.MOST_CHARACTERS}


@pytest.mark.parametrize(("code", "is_measured"), [("gpu_unavailable", True), ("transcript_doubtful", False)])
async def test_a_run_that_took_another_time_than_others_would_teaches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, is_measured: bool
) -> None:
    """A language that the model does not know costs seven times as much; other jobs are not expected to."""

    async def execute(_: StageTask, receive: Receive, **__: object) -> Result:
        await receive(StageWarning(code=code, message="so it is"))
        return _subtitles(tmp_path, opened.blobs)

    async with _opened(tmp_path) as opened:
        monkeypatch.setattr(opened.work._executor, "execute", execute)
        params = TranscribeInput(pcm=None, duration_s=1.0, model="demo", models_dir="")
        assert await opened.work.run_stage(Flight(KEY), TRANSCRIBE, params, opened.attempt.job)
        rates = StageRates(opened.store, load_settings())
        await rates.load()
        assert (rates.expect(TRANSCRIBE, opened.attempt.job) != TRANSCRIBE.prior) == is_measured


async def test_a_piece_that_shows_nothing_is_published(tmp_path: Path) -> None:
    """It is counted, and the log stays as it is."""
    silent = dataclasses.replace(TRANSCRIBE, show_piece=lambda *_: ShownPiece())
    async with _opened(tmp_path) as (store, records, _, __, ___, attempt):
        before = await store.read(queries.events_of_job, attempt.job.id, after=0, limit=99)
        await JobEventWriter(store, records, attempt, silent, KEY, published=0).publish([_line("a"), _line("b")])
        stages = {stage.name: stage for stage in await store.read(stage_log.stages_of_job, attempt.job.id)}
        assert stages["transcribe"].published == 2
        assert await store.read(queries.events_of_job, attempt.job.id, after=0, limit=99) == before


async def test_the_stage_that_most_waits_for_has_the_first_slot_though_its_records_are_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sound for the speech model is not kept waiting by the look at the picture, nor by the audio file."""
    order, looked = list[str](), threading.Event()

    async def execute(task: StageTask, *_: object, **__: object) -> Result:
        order.append(task.stage)
        raise JobFailure(ErrorCode.INTERNAL, "that is all")

    def late(_: StageContext) -> Result:
        looked.wait(10)
        return Result()

    async with _opened(tmp_path, JobType.FULL_PROCESSING) as opened, asyncio.timeout(20):
        attempt, slots = opened.attempt, opened.work._slots
        monkeypatch.setattr(opened.work._executor, "execute", execute)
        context = StageContext(load_settings(), attempt.job, None, None, {}, {})
        plan = {stage.name: stage for stage in attempt.plan}
        run = [
            dataclasses.replace(plan[name], build_input=late if name == "speech" else lambda _: Result())
            for name in ("audio", "scenes", "speech")
        ]
        running = [asyncio.create_task(opened.stages.run_stage(attempt, stage, context)) for stage in run]
        while slots.waiting(Resource.ENCODE) < 2:
            await asyncio.sleep(0.001)
        assert order == []
        looked.set()
        await asyncio.gather(*running, return_exceptions=True)
    assert order == ["speech", "scenes", "audio"]


async def test_a_sign_of_life_is_noted_and_is_no_moment_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that was asked to end and is deep in its work moves; it has not come to a good moment by that."""

    async def work(flight: Flight, *_: object) -> bool:
        flight.publish(Alive())
        return True

    async with _opened(tmp_path) as opened:
        attempt = opened.attempt
        monkeypatch.setattr(opened.work, "run_stage", work)
        attempt.last_sign = 0.0
        attempt.request_stop("its time is up")
        params = _subtitles(tmp_path, opened.blobs)
        with opened.work.announced(TRANSCRIBE, lambda: (0, 0.0)) as announced:
            assert await opened.stages._join(attempt, TRANSCRIBE, KEY, params, opened.writer(), announced)
    assert attempt.last_sign > 0
    assert attempt.stop_reason is None
