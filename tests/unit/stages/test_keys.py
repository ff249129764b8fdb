"""Under which key an output is kept: what changes the result is in it, what does not is not."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import load_settings
from app.db import moves
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob, MediaInfo, Segment
from app.stages.dictation.contract import DictationOutput
from app.stages.fetch.contract import FetchOutput
from app.stages.keys import key_of
from app.stages.speech.contract import SpeechOutput
from app.stages.stage import StageContext
from app.stages.transcribe.contract import TranscribeOutput
from tests.stages import REGISTRY
from tests.stores import new_job, open_store

SOURCE = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(container="mp4", duration_s=10.0, audio_codec="aac", video_codec="h264")
HEARD = TranscribeOutput(language="en", language_probability=1.0, model="demo", decoding="sequential", segment_count=2)
SEGMENTS = (
    Segment(start_s=0.0, end_s=1.0, text="sure", confidence=0.9),
    Segment(start_s=1.0, end_s=2.0, text="unsure", confidence=0.2),
)


DICTATED = DictationOutput(
    order_id="t-1", model="", language="en", language_confidence=1.0, confidence=1.0, line_count=1
)


def _job(tmp_path: Path, **values: Any) -> JobRecord:
    async def submitted() -> JobRecord:
        async with open_store(tmp_path) as store:
            return (await store.write(moves.submit, new_job(**values)))[0]

    return asyncio.run(submitted())


def _context(job: JobRecord, media: MediaInfo = MEDIA, **settings: Any) -> StageContext:
    outputs = {
        "fetch": FetchOutput(source=SOURCE, media=media, title="T"),
        "speech": SpeechOutput(pcm=SOURCE, duration_s=10.0, waveform=None),
        "dictation": DICTATED,
        "transcribe": HEARD,
    }
    loaded = load_settings(**({"whisper_model": "demo"} | settings))
    return StageContext(loaded, job, None, None, outputs, {"transcribe": SEGMENTS, "dictation": ()})


def _key(name: str, job: JobRecord, media: MediaInfo = MEDIA, **settings: Any) -> str:
    stage, context = REGISTRY[name], _context(job, media, **settings)
    return key_of(stage, stage.build_input(context), job, context.settings.models_dir)


@pytest.mark.parametrize(
    "settings",
    [
        {"whisper_threads": 3},
        {"whisper_workers": 2},
        {"whisper_batch_size": 2},
        {"hf_hub_offline": True},
        {"enable_gpu": True},
    ],
)
def test_what_does_not_change_the_result_does_not_change_the_key(tmp_path: Path, settings: dict[str, Any]) -> None:
    """Threads, batches, devices."""
    job = _job(tmp_path)
    assert _key("transcribe", job) == _key("transcribe", job, **settings)


def test_transcripts_from_before_there_were_these_choices_keep_their_keys(tmp_path: Path) -> None:
    """A new default, or a job that can do without a model, would transcribe everything anew."""
    job = _job(tmp_path)
    stage, params = REGISTRY["transcribe"], REGISTRY["transcribe"].build_input(_context(job))
    content = stage.key_content(params.model_dump(mode="json"), job)
    assert params.engine == "whisper"
    later = {"engine", "required", "dictated", "task", "prompt", "hotwords", "temperature"}
    assert content.keys() == type(params).model_fields.keys() - later


def test_what_a_service_was_paid_for_has_a_key_of_its_own(tmp_path: Path) -> None:
    """Of the sound, the language and the models: another key to the service, or its address, orders nothing anew."""
    job = _job(tmp_path, options=ProcessingOptions(engine="assemblyai"))
    other = {"assemblyai_api_key": "k", "assemblyai_base_url": "https://b.example", "assemblyai_poll_seconds": 9}
    assert _key("dictation", job) == _key("dictation", job, **other)
    german = _job(tmp_path / "german", options=ProcessingOptions(engine="assemblyai", language="de"))
    assert _key("dictation", job) != _key("dictation", german)
    assert _key("dictation", job) != _key("dictation", job, assemblyai_models=("nano",))
    assert _key("transcribe", job) != _key("transcribe", _job(tmp_path / "plain"))


def test_another_limit_does_not_fetch_a_finished_source_again(tmp_path: Path) -> None:
    """Whether addresses of the own network may be reached is no such limit."""
    job = _job(tmp_path)
    assert _key("fetch", job) == _key("fetch", job, max_download_bytes=10**6, max_video_seconds=60, max_pixels=10**6)
    assert _key("fetch", job) != _key("fetch", job, allow_private_networks=True)
    assert _key("fetch", job) != _key("fetch", job, allowed_private_hosts=("10.0.0.1",))


@pytest.mark.parametrize(
    "options",
    [
        *({"language": "de"}, {"word_timestamps": False}, {"model_size": "tiny"}),
        *({"task": "translate"}, {"prompt": "Maria, Lisbon"}, {"hotwords": ["Maria"]}, {"temperature": 0.5}),
    ],
)
def test_what_changes_the_result_changes_the_key(tmp_path: Path, options: dict[str, Any]) -> None:
    """And only in the stages that read it."""
    plain, other = _job(tmp_path), _job(tmp_path, options=ProcessingOptions(**options))
    assert _key("transcribe", plain) != _key("transcribe", other)
    assert _key("speech", plain) == _key("speech", other)


def test_another_audio_track_changes_what_is_made_of_the_sound_alone(tmp_path: Path) -> None:
    """The source is not fetched again, nor searched for scenes; a transcript depends on the samples."""
    plain, other = _job(tmp_path), _job(tmp_path / "other", options=ProcessingOptions(audio_track="de"))
    for name in ("audio", "speech", "metadata"):
        assert _key(name, plain) != _key(name, other)
    for name in ("fetch", "scenes", "transcribe"):
        assert _key(name, plain) == _key(name, other)
    silent = MEDIA.model_copy(update={"audio_codec": None})
    assert _key("speech", plain, silent) == _key("speech", other, silent)


def test_hotwords_of_the_server_and_of_a_job_are_one_list(tmp_path: Path) -> None:
    """Wherever a word stands, its transcript is the same; a word that stands twice changes nothing."""
    plain, named = _job(tmp_path), _job(tmp_path / "named", options=ProcessingOptions(hotwords=("Maria",)))
    assert _key("transcribe", plain, hotwords=("Maria",)) == _key("transcribe", named)
    assert _key("transcribe", named, hotwords=("Maria",)) == _key("transcribe", named)
    assert _key("transcribe", named, hotwords=("Lisbon",)) != _key("transcribe", named)
    assert _key("speech", plain, hotwords=("Maria",)) == _key("speech", plain)
    dictated = _job(tmp_path / "dictated", options=ProcessingOptions(engine="assemblyai"))
    assert _key("transcribe", dictated, hotwords=("Maria",)) == _key("transcribe", dictated)


def test_links_that_lead_to_the_same_source_share_its_download(tmp_path: Path) -> None:
    """They count by their identity."""
    jobs = [_job(tmp_path, url=f"https://youtu.be/x?si={n}", source_identity="youtube x") for n in range(2)]
    assert len({_key("fetch", job) for job in jobs}) == 1
    assert _key("fetch", jobs[0]) != _key("fetch", _job(tmp_path, source_identity="youtube y"))


def test_jobs_of_all_kinds_share_the_speech_of_a_source(tmp_path: Path) -> None:
    """Whether they could do without matters only where there is none."""
    picky, easy = _job(tmp_path), _job(tmp_path, job_type=JobType.FULL_PROCESSING)
    silent = MEDIA.model_copy(update={"audio_codec": None})
    assert _key("speech", picky) == _key("speech", easy)
    assert _key("speech", picky, silent) != _key("speech", easy, silent)
