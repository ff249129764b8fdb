"""Keys that an earlier release recorded outputs under: an update must find them again, and compute nothing anew."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import load_settings
from app.db import moves
from app.inference.weights import SHIPPED
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Chapter, Cut, MediaInfo, Result, Segment, Word
from app.stages.fetch.contract import FetchOutput
from app.stages.keys import key_of
from app.stages.scenes.contract import ScenesOutput
from app.stages.speech.contract import SpeechOutput
from app.stages.stage import StageContext
from app.stages.transcribe.contract import TranscribeOutput
from tests.stages import REGISTRY
from tests.stores import new_job, open_store

#: What was computed before the stages had folders of their own, in the circumstances below; scenes since its version 6.
RECORDED = {
    "a plain link": {
        "fetch": "92bc96b414463f70f7ca24c709b72f788b175a4b1d460904fd109c6f3b98980c",
        "audio": "3cd717e4f7e449bb33b866a8421604d3f92bcb01125897b07ed974897c1438aa",
        "speech": "5bb70deadc29181125121f44635a2b1e897c5d442a1a3b12f0dea5d3d62cf20a",
        "transcribe": "033fb47e6e636f3beb61a7d8996499330e9aed74ca077f74472ea0cfd467bd08",
        "analyse": "5d24a5a862c9d90beccaa4acedb8e27f9cfd17b0c26c51b9c35abe155d94e2c7",
        "scenes": "a92648b60c3cfc180ce13cee54b5464311a7f7d68849cdd222309a44afa18e86",
        "clips": "7d01a923a584a31dfd194bbb9557537b3f6957ee314ab72d35f332bc48252a27",
    },
    "an edition": {
        "fetch": "879b11fdb51ebe410f44f8dd9849e1b0270e30748810c3579ef2270a37ea62e9",
        "audio": "774b86d54dd29bb4b0007e436e05da472f311b1e16367d6903251ff6ad9a69b5",
        "speech": "761c54305f1f45e738d8422bb09caafac4c7d7c11c7b8a05a63bc9fd998dddab",
        "transcribe": "047fbd5e4f1e4cdfcde4de6f82bf21dd08cb275e496b23a9073706dc695b8dac",
        "analyse": "a848e9d656d9e7d22f00874bf01def8cba96e93d449b1167c95d78ba6c6b52f5",
        "scenes": "9f45632aa4ffdd3ba4f0722e624c06e8835c4f2b2c645055b275a2a82fedd514",
        "clips": "27b2e6559ed6cf51f6e6615975a66f5d0b17e081a6134d47dd26490b2300d4bb",
    },
    "other options": {
        "fetch": "2a0ea187d1339e3085f39cba42661c8d1f1768f209bb68e6ade1a25e7684096b",
        "audio": "618c21ad4f9686658d4b932f4b94188d0cbe88867ffc1fd44857fbeb5835439c",
        "speech": "5bb70deadc29181125121f44635a2b1e897c5d442a1a3b12f0dea5d3d62cf20a",
        "transcribe": "fd8ba95c6c9252c1862ad5592cba612f7814a5c218a2d45483e9d335d0a17d6d",
        "analyse": "201b45b597971cb6637178a373894e7ae22cdcc41ee77eab2530248cf2b278a2",
        "scenes": "a92648b60c3cfc180ce13cee54b5464311a7f7d68849cdd222309a44afa18e86",
        "clips": "af32c87847a6fad9dbc1da9b326da1c94de7600427c40bfc9c6da353e42f08f1",
    },
    "an upload": {
        "fetch": "b3bde65c6db81df01a66c04183468c30e1af010bd7e0ed07937947e37feb1818",
        "audio": "3cd717e4f7e449bb33b866a8421604d3f92bcb01125897b07ed974897c1438aa",
        "speech": "5bb70deadc29181125121f44635a2b1e897c5d442a1a3b12f0dea5d3d62cf20a",
        "transcribe": "033fb47e6e636f3beb61a7d8996499330e9aed74ca077f74472ea0cfd467bd08",
        "analyse": "5d24a5a862c9d90beccaa4acedb8e27f9cfd17b0c26c51b9c35abe155d94e2c7",
        "scenes": "a92648b60c3cfc180ce13cee54b5464311a7f7d68849cdd222309a44afa18e86",
        "clips": "7d01a923a584a31dfd194bbb9557537b3f6957ee314ab72d35f332bc48252a27",
    },
}
SOURCE = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(
    container="mp4", duration_s=10.0, audio_codec="aac", video_codec="h264", width=640, height=360, fps="25/1"
)
SURE = Word(start_s=0.0, end_s=0.5, text="sure", probability=0.5)
SEGMENTS = (
    Segment(start_s=0.0, end_s=1.0, text="sure", confidence=0.9, words=(SURE,)),
    Segment(start_s=1.0, end_s=2.0, text="unsure", confidence=0.2),
)
OUTPUTS: dict[str, Result] = {
    "fetch": FetchOutput(
        source=SOURCE, media=MEDIA, title="T", chapters=(Chapter(start_s=0.0, end_s=5.0, title="One"),)
    ),
    "speech": SpeechOutput(pcm=SOURCE, duration_s=10.0, waveform=None),
    "transcribe": TranscribeOutput(
        language="en", language_probability=1.0, model="demo", decoding="sequential", segment_count=2
    ),
    "scenes": ScenesOutput(
        has_video=True, cuts=(Cut(start_s=2.0, end_s=2.0, kind="cut", score=0.5),), focus=((0.0, 0.5, 0.5),)
    ),
}
SETTINGS = {
    "whisper_model": "somebody/whisper",
    "sentiment_model": "somebody/moods",
    "spacy_model": "somebody/words",
    "models_dir": "/nowhere/models",
}
OPTIONS = ProcessingOptions(
    audio_format="mp3",
    language="de",
    min_confidence=0.5,
    max_clips=3,
    aspect="9:16",
    burn_captions=True,
    sentiment_analysis=False,
)
OTHER_SETTINGS = {
    "allow_private_networks": True,
    "allowed_private_hosts": ("10.0.0.1",),
    "max_pixels": 10**6,
    "whisper_decoding": "sequential",
}
PLAIN_LINK = {"url": "http://example.org/a.mp4", "source_identity": "b" * 64}
OTHER_LINK = {
    "url": "http://example.org/b.mp4",
    "source_identity": "c" * 64,
    "job_type": JobType.FULL_PROCESSING,
    "options": OPTIONS,
}


def _job(folder: Path, values: dict[str, Any]) -> JobRecord:
    async def submitted() -> JobRecord:
        async with open_store(folder) as store:
            return (await store.write(moves.submit, new_job(**values)))[0]

    return asyncio.run(submitted())


@pytest.mark.parametrize(
    ("circumstances", "job", "settings", "upload", "edition"),
    [
        ("a plain link", PLAIN_LINK, {}, None, 0),
        ("an edition", PLAIN_LINK, {}, None, 2),
        ("other options", OTHER_LINK, OTHER_SETTINGS, None, 0),
        ("an upload", {"url": None, "source_identity": "a" * 64}, {}, SOURCE, 0),
    ],
)
def test_recorded_outputs_are_found_again(
    tmp_path: Path,
    circumstances: str,
    job: dict[str, Any],
    settings: dict[str, Any],
    upload: Blob | None,
    edition: int,
) -> None:
    """The key of every stage is byte for byte what it was."""
    record, loaded = _job(tmp_path, job), load_settings(**(SETTINGS | settings))
    context = StageContext(loaded, record, upload, "a.mp4" if upload else None, OUTPUTS, {"transcribe": SEGMENTS})
    for name, digest in RECORDED[circumstances].items():
        stage = REGISTRY[name]
        key = key_of(stage, stage.build_input(context), record, loaded.models_dir, edition=edition)
        assert key == f"{name}-{digest}"


def test_a_model_on_disk_is_required_of_every_job(tmp_path: Path) -> None:
    """So an analysis of a video shares the transcription of other jobs; without the model it has a key of its own."""
    stage, keys = REGISTRY["transcribe"], []
    for model, job_type in itertools.product(("demo", "base"), (JobType.TRANSCRIPTION, JobType.VIDEO_ANALYSIS)):
        loaded = load_settings(whisper_model=model, models_dir=SHIPPED)
        record = _job(tmp_path / f"{model}-{job_type}", PLAIN_LINK | {"job_type": job_type})
        params = stage.build_input(StageContext(loaded, record, None, None, OUTPUTS, {}))
        keys.append(key_of(stage, params, record, loaded.models_dir))
    assert keys[0] == keys[1]
    assert keys[2] != keys[3]
