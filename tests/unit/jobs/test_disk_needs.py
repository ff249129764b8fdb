"""What a job is expected to need of the disk."""

import pytest

from app.jobs.disk_needs import room_bytes
from app.jobs.options import JobType, ProcessingOptions

HOUR_S = 3600.0


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
    need = room_bytes(job_type, ProcessingOptions.model_validate(options), HOUR_S)
    assert least_mb <= need / 1e6 <= most_mb


def test_clips_are_no_longer_than_the_film() -> None:
    """Ten clips of half a minute from a film of two seconds are twenty seconds at most."""
    assert room_bytes(JobType.CLIP_GENERATION, ProcessingOptions(), 2.0) <= 20_100_000


@pytest.mark.parametrize("job_type", JobType)
def test_an_unknown_length_keeps_no_job_waiting(job_type: JobType) -> None:
    """What is behind a link is known when it was looked at."""
    assert room_bytes(job_type, ProcessingOptions(), 0.0) == 0
