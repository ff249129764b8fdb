"""What a job would find in the record: the same that an attempt finds."""

from pathlib import Path
from typing import Any

from app.core.settings import load_settings
from app.db import moves
from app.execution.dry_run import DryRun
from app.execution.stage_rates import StageRates
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Segment, Validators
from app.storage.blobs import BlobFolder
from tests.stages import REGISTRY
from tests.unit.execution.parts import Parts
from tests.unit.execution.test_recorded_jobs import _opened, _submitted

MODELS = {"whisper_model": "demo", "sentiment_model": "demo", "spacy_model": "demo"}


async def planned(parts: Parts, folder: Path, job: JobRecord) -> tuple[dict[str, str], float]:
    """What of each stage of a job is recorded, and the seconds until its end."""
    settings = load_settings(data_dir=folder / "data", **MODELS)
    rates = StageRates(parts.store, settings)
    run = DryRun(settings, REGISTRY, rates, parts.store, BlobFolder(folder / "data" / "blobs"))
    stages, seconds = await run.plan(job, None, None)
    return {one.name: one.recorded for one in stages}, seconds


async def test_a_stage_is_recorded_when_an_attempt_finds_it(tmp_path: Path) -> None:
    """And what follows one that has to run is work; the walk stores nothing."""
    async with _opened(tmp_path) as (parts, record):
        job = await _submitted(parts, JobType.FULL_PROCESSING)
        found, seconds = await planned(parts, tmp_path, job)
        assert set(found.values()) == {"no"}
        assert seconds > 1
        await record.complete_for(job, but=["analyse", "clips"])
        found, seconds = await planned(parts, tmp_path, job)
        assert {name for name, one in found.items() if one == "no"} <= {"analyse", "clips"}
        assert (found["transcribe"], "no" in found.values()) == ("yes", True)
        await record.complete_for(job)
        found, seconds = await planned(parts, tmp_path, job)
        assert (set(found.values()), seconds) == ({"yes"}, 0.0)
        other = await _submitted(parts, JobType.FULL_PROCESSING, options=ProcessingOptions(language="de"))
        found, _ = await planned(parts, tmp_path, other)
        assert (found["fetch"], found["speech"], found["transcribe"], found["clips"]) == ("yes", "yes", "no", "no")


async def test_a_transcript_that_was_cut_off_is_partly_there(tmp_path: Path) -> None:
    """The rest of it is work."""
    async with _opened(tmp_path) as (parts, record):
        job = await _submitted(parts, JobType.TRANSCRIPTION)
        await record.complete_for(job, but=["transcribe"])
        _, whole_s = await planned(parts, tmp_path, job)
        key = await record.lacks(job)
        assert key is not None
        line = Segment(start_s=0.0, end_s=5.0, text="Half of it.", confidence=0.9)
        await record.records.add_piece(REGISTRY["transcribe"], key, 0, line, None)
        found, left_s = await planned(parts, tmp_path, job)
        assert found["transcribe"] == "partly"
        assert abs(left_s - whole_s / 2) < 0.01


async def test_a_link_that_is_to_be_checked_is_so_and_one_that_is_fetched_anew_is_work(tmp_path: Path) -> None:
    """A file that is gone has to be made again."""
    async with _opened(tmp_path) as (parts, record):
        record.fetched = {"validators": Validators(etag="1")}
        job = await _submitted(parts)
        key = await record.lacks(job)
        assert key is not None
        await record.add(key)
        found, _ = await planned(parts, tmp_path, job)
        assert found["fetch"] == "yes"
        refresh: dict[str, Any] = {"options": ProcessingOptions(refresh=True)}
        found, _ = await planned(parts, tmp_path, await _submitted(parts, **refresh))
        assert found["fetch"] == "no"
        record.blob("source", ".mp4")  # the same content, whose name is known
        for file in (tmp_path / "data" / "blobs").rglob("*.mp4"):
            file.unlink()
        found, _ = await planned(parts, tmp_path, job)
        assert found["fetch"] == "no"
        assert (await parts.store.write(moves.cancel, job.id)).attempt == 0  # nothing was begun
