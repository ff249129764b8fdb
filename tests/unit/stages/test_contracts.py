"""What the stages of the product say of themselves: their inputs, when they are skipped, the disk that they need."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import load_settings
from app.db import moves
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob, MediaInfo, Segment
from app.stages.fetch.contract import FetchOutput
from app.stages.speech.contract import SpeechOutput
from app.stages.stage import StageContext
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcribe.contract import TranscribeInput, TranscribeOutput
from tests.stages import REGISTRY
from tests.stores import new_job, open_store

SOURCE = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(container="mp4", duration_s=10.0, audio_codec="aac", video_codec="h264")
HEARD = TranscribeOutput(language="en", language_probability=1.0, model="demo", decoding="sequential", segment_count=2)
SEGMENTS = (
    Segment(start_s=0.0, end_s=1.0, text="sure", confidence=0.9),
    Segment(start_s=1.0, end_s=2.0, text="unsure", confidence=0.2),
)
HOUR_S = 3600.0


def _job(tmp_path: Path, **values: Any) -> JobRecord:
    async def submitted() -> JobRecord:
        async with open_store(tmp_path) as store:
            return (await store.write(moves.submit, new_job(**values)))[0]

    return asyncio.run(submitted())


def _context(job: JobRecord, media: MediaInfo = MEDIA, **settings: Any) -> StageContext:
    outputs = {
        "fetch": FetchOutput(source=SOURCE, media=media, title="T"),
        "speech": SpeechOutput(pcm=SOURCE, duration_s=10.0, waveform=None),
        "transcribe": HEARD,
    }
    return StageContext(load_settings(**settings), job, None, None, outputs, {"transcribe": SEGMENTS})


def test_unsure_lines_are_left_out_of_what_is_built_on_them(tmp_path: Path) -> None:
    """`min_confidence` decides."""
    job = _job(tmp_path, options=ProcessingOptions(min_confidence=0.5))
    params = REGISTRY["analyse"].build_input(_context(job))
    assert ([segment.text for segment in params.segments], params.left_out) == (["sure"], 1)


def test_out_of_memory_halves_the_batch(tmp_path: Path) -> None:
    """Down to one."""
    job = _job(tmp_path)
    sizes = [
        TRANSCRIBE.build_input(_context(replace(job, memory_level=level), whisper_batch_size=8)).batch_size
        for level in (0, 1, 2, 9)
    ]
    assert sizes == [8, 4, 2, 1]


def test_only_jobs_with_pictures_can_do_without_audio(tmp_path: Path) -> None:
    """The extraction of audio that is not there is skipped where the job is about more."""
    silent, audio = MEDIA.model_copy(update={"audio_codec": None}), REGISTRY["audio"]
    kinds = (JobType.FULL_PROCESSING, JobType.AUDIO_EXTRACTION)
    skipped = [audio.skips(_context(_job(tmp_path, job_type=kind), silent)) for kind in kinds]
    assert skipped == [True, False]
    assert not audio.skips(_context(_job(tmp_path, job_type=JobType.FULL_PROCESSING)))


def test_a_stage_that_goes_on_is_given_what_it_has_done() -> None:
    """As models again; a stage without pieces is given nothing more."""
    params = TranscribeInput.model_construct(done=())
    assert TRANSCRIBE.resumed(params, SEGMENTS).done == SEGMENTS
    assert REGISTRY["fetch"].resumed(params, []) is params


def test_a_recorded_output_is_its_model_again() -> None:
    """What another version wrote is refused, not half understood."""
    assert TRANSCRIBE.output.model_validate(HEARD.model_dump(mode="json")) == HEARD
    with pytest.raises(ValueError, match="unexpected"):
        TRANSCRIBE.output.model_validate(HEARD.model_dump(mode="json") | {"unexpected": 1})


def _disk_bytes(job_type: JobType, duration_s: float, **options: Any) -> float:
    chosen = ProcessingOptions.model_validate(options)
    return sum(stage.disk_bytes(chosen, duration_s) for stage in REGISTRY.stages_of(job_type))


@pytest.mark.parametrize(
    ("job_type", "options", "least_mb", "most_mb"),
    [
        (JobType.TRANSCRIPTION, {}, 115, 116),
        (JobType.AUDIO_EXTRACTION, {"audio_format": "mp3"}, 100, 200),
        (JobType.AUDIO_EXTRACTION, {"audio_format": "wav"}, 635, 800),
        (JobType.CLIP_GENERATION, {"max_clips": 2, "clip_duration": 30}, 150, 200),
        (JobType.FULL_PROCESSING, {}, 1000, 1200),
    ],
)
def test_an_hour_needs_what_its_stages_write(
    job_type: JobType, options: dict[str, object], least_mb: int, most_mb: int
) -> None:
    """PCM for the transcription, the audio in its format, the clips by their number and length."""
    assert least_mb <= _disk_bytes(job_type, HOUR_S, **options) / 1e6 <= most_mb


def test_clips_are_no_longer_than_the_film() -> None:
    """Ten clips of half a minute from a film of two seconds are twenty seconds at most."""
    assert _disk_bytes(JobType.CLIP_GENERATION, 2.0) <= 20_100_000


@pytest.mark.parametrize("job_type", JobType)
def test_an_unknown_length_keeps_no_job_waiting(job_type: JobType) -> None:
    """What is behind a link is known when it was looked at."""
    assert _disk_bytes(job_type, 0.0) == 0
