"""What is recorded is taken and never made again; what is told is told once and in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import load_settings
from app.db import moves, queries, stage_log
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.run import JobRun
from app.execution.single_flight import Alive, Flight, Flights
from app.execution.slots import Slots
from app.execution.stage_rates import Pace
from app.execution.stage_runner import JobEventWriter, StageRunner, Workplace
from app.jobs.events import LogLine, SegmentTranscribed
from app.jobs.record import OutputRecord
from app.jobs.results import Segment, TranscribeOutput
from app.processes.child_pool import ChildPool
from app.processes.messages import Log, PieceMessage
from app.processes.sandbox import Bounds
from app.stages.stage import Resource
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.storage.blobs import BlobFolder
from tests.stages import PLANS, REGISTRY
from tests.stores import new_job, open_store

KEY = "transcribe-1"


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[tuple[Store, StageRunner, BlobFolder, JobRun]]:
    """A stage runner whose children are never needed, and a running job."""
    blobs = BlobFolder(folder / "blobs")
    async with open_store(folder) as store:
        stages = StageRunner(
            store=store,
            hosts=ChildPool(mark=folder.name, bounds=Bounds(), idle_s=60, stall_s=60, program=("/nowhere",)),
            slots=Slots(dict.fromkeys(Resource, 1)),
            flights=Flights(),
            pace=Pace(store, load_settings()),
            place=Workplace(blobs, folder / "blobs", folder / "work", "ffmpeg"),
        )
        job, _ = await store.write(moves.submit, new_job())
        claimed = await store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        run = JobRun(claimed, REGISTRY.stages_of(claimed.job_type), lambda stage, _: stage.prior, lambda _: None)
        await store.write(stage_log.start_stage, job.id, 1, "transcribe", KEY, eta_s=None)
        yield store, stages, blobs, run
        run.quiet()


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
    async with _opened(tmp_path) as (store, stages, blobs, run):
        output = _subtitles(tmp_path, blobs)
        record = OutputRecord(KEY, "transcribe", output.model_dump(mode="json"), [], 1.0)
        await store.write(stage_log.record_output, record, [output.srt] if output.srt else [])
        assert not await stages._work(Flight(KEY), run, TRANSCRIBE, output)


@pytest.mark.parametrize("referred", [True, False])
async def test_an_output_whose_file_is_gone_is_forgotten(tmp_path: Path, referred: bool) -> None:
    """Also one whose files retention took while its words stayed: a new job wants the subtitles again."""
    async with _opened(tmp_path) as (store, stages, blobs, _):
        output = _subtitles(tmp_path, blobs)
        assert output.srt is not None
        record = OutputRecord(KEY, "transcribe", output.model_dump(mode="json"), [], 1.0)
        await store.write(stage_log.add_pieces, KEY, 0, [{"text": "hello"}], [])
        await store.write(stage_log.record_output, record, [output.srt] if referred else [])
        assert await stages._recorded(TRANSCRIBE, KEY) is not None
        blobs.delete([output.srt.sha256])
        assert await stages._recorded(TRANSCRIBE, KEY) is None
        assert await store.read(stage_log.output_by_key, KEY) is None
        assert await store.read(stage_log.pieces_of, KEY) == [{"text": "hello"}]


def _line(text: str) -> dict[str, Any]:
    return Segment(start_s=0.0, end_s=1.0, text=text, confidence=0.9).model_dump(mode="json")


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
    async with _opened(tmp_path) as (store, _, __, run), asyncio.timeout(20):
        event_writer = JobEventWriter(store, run, TRANSCRIBE, KEY, 0)
        telling = asyncio.create_task(event_writer.work())
        for n, text in enumerate(("a", "b", "c")):
            await store.write(stage_log.add_pieces, KEY, n, [_line(text)], [])
            if n == 0:
                event_writer.note(Log(message="begun"))
            event_writer.note(PieceMessage(index=n, piece=_line(text)))
            while tries <= n:
                await asyncio.sleep(0.001)
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        await event_writer.publish(await store.read(stage_log.pieces_of, KEY))
        log = await store.read(queries.events_of_job, run.job.id, after=0, limit=99)
    said = [stored.event for stored in log if isinstance(stored.event, LogLine | SegmentTranscribed)]
    assert [event.message if isinstance(event, LogLine) else event.segment.text for event in said] == [
        "begun",
        "a",
        "b",
        "c",
    ]


async def test_a_sign_of_life_is_noted_and_is_no_moment_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that was asked to end and is deep in its work moves; it has not come to a good moment by that."""

    async def work(flight: Flight, *_: object) -> bool:
        flight.publish(Alive())
        return True

    async with _opened(tmp_path) as (store, stages, blobs, run):
        monkeypatch.setattr(stages, "_work", work)
        run.last_sign = 0.0
        run.request_stop("its time is up")
        given = _subtitles(tmp_path, blobs)
        assert await stages._join(run, TRANSCRIBE, KEY, given, JobEventWriter(store, run, TRANSCRIBE, KEY, 0))
    assert run.last_sign > 0
    assert run.stop_reason is None
