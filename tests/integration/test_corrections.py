"""A corrected transcript in what is made of it later, with real stages."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.db import job_parts, queries, stage_log, transcripts
from app.execution.transcript_files import TranscriptFiles
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.media.captions import transcript_files
from app.service.transcripts import LineChange, Transcripts
from app.storage.blobs import BlobFolder
from tests.engines import Engine, JobType, engine_in
from tests.media import MediaShelf
from tests.stages import PLANS

pytestmark = pytest.mark.slow


def corrector(engine: Engine, *, remember: bool = False) -> Transcripts:
    """What corrects transcripts beside this engine."""
    blobs = BlobFolder(engine.settings.data_dir / "blobs")
    files = TranscriptFiles(blobs, engine.settings.data_dir / "work" / "uploads", transcript_files)
    return Transcripts(engine.store, blobs, files, PLANS, lambda: None, remember=remember)


async def texts_of(engine: Engine, job: JobRecord) -> list[str]:
    """The lines of a job's transcript."""
    return [line.text for line in await engine.store.read(transcripts.lines_of, job.id)]


async def srt_of(engine: Engine, job: JobRecord) -> str:
    """The job's subtitle file."""
    files = await engine.store.read(queries.artifacts_of, job.id)
    blob = next(file.blob for file in files if file.blob.suffix == ".srt")
    return BlobFolder(engine.settings.data_dir / "blobs").path_of(blob).read_text(encoding="utf-8")


async def test_later_work_has_the_corrected_words(tmp_path: Path, media: MediaShelf) -> None:
    """Clips of the same user's next job on the video, its files and its own transcript; another user's have none."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.talk_of(seconds=8))

        async def done(job_type: JobType, **values: Any) -> JobRecord:
            job = await engine.submit(job_type, video, **values)
            ended = await engine.ended(job.id)
            assert ended.status is JobState.COMPLETED, ended.error
            return ended

        first = await done(JobType.TRANSCRIPTION, user_id="ada")
        before = await texts_of(engine, first)
        change = LineChange(frozenset({"text"}), text="Zebras have landed on the moon today.")
        await corrector(engine).change_line(first.id, 0, change, None)
        expected = ["Zebras have landed on the moon today.", *before[1:]]
        assert await texts_of(engine, first) == expected
        assert "Zebras" in await srt_of(engine, first)
        options = {"max_clips": 1, "clip_duration": 8}
        clips = await done(JobType.CLIP_GENERATION, user_id="ada", options=options)
        parts = await engine.store.read(job_parts.job_parts, clips.id)
        assert "Zebras have landed" in parts.clips[0]["text"]
        assert await texts_of(engine, clips) == expected
        assert "Zebras" in await srt_of(engine, clips)
        again = await done(JobType.TRANSCRIPTION, user_id="ada")  # all of its stages are recorded
        assert await texts_of(engine, again) == expected
        named = await done(JobType.TRANSCRIPTION, user_id="bob", transcript_of=first.id)
        assert await texts_of(engine, named) == expected
        other = await done(JobType.CLIP_GENERATION, user_id="eve", options=options)
        assert await texts_of(engine, other) == before
        assert "Zebras" not in (await engine.store.read(job_parts.job_parts, other.id)).clips[0]["text"]
        assert "Zebras" not in await srt_of(engine, other)
        await corrector(engine).change_line(clips.id, 0, replace(change, text="Giraffes have landed."), None)
        anew = await done(JobType.CLIP_GENERATION, user_id="ada", options=options)
        stages = await engine.store.read(stage_log.stages_of_job, anew.id)
        assert [one.name for one in stages if not one.cached] == ["clips"], "all else is in the record"
        assert "Giraffes" in (await engine.store.read(job_parts.job_parts, anew.id)).clips[0]["text"]
