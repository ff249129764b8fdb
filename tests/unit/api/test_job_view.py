"""A job as clients see it, composed of what its stages left."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.api.v1 import job_view, result_views
from app.api.v1.result_views import Fetched, Transcribed
from app.api.v1.schemas.jobs import Job
from app.db.job_parts import JobParts
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, StageRecord, StageState
from app.jobs.results import Blob, Chapter, Clip, Cut, MediaInfo, SegmentSentiment
from app.jobs.states import JobState
from app.jobs.transcripts import Line
from app.service.queue_view import Outlook, StageProgress
from app.stages.analyse.contract import AnalyseOutput, Entity, Keyword
from app.stages.fetch.contract import FetchOutput
from app.stages.scenes.contract import ScenesOutput, Sprite
from app.stages.transcribe.contract import TranscribeOutput
from app.text.corrections import retexted, split
from tests.asgi import segment
from tests.stages import PLANS

BLOB = Blob(sha256="a" * 64, size_bytes=5, suffix=".mp4")


def record(**values: Any) -> JobRecord:
    """A running job."""
    given: dict[str, Any] = dict.fromkeys(JobRecord.__dataclass_fields__)
    given |= {
        "id": "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a",
        "job_type": JobType.FULL_PROCESSING,
        "status": JobState.PROCESSING,
        "options": ProcessingOptions(min_confidence=0.5),
        "meta": {},
        "warnings": [],
        "pinned": False,
        "progress": 0.4,
        "stage": "analyse",
        "priority": 5,
        "attempt": 1,
        "failures": 0,
        "max_retries": 3,
        "last_seq": 9,
        "created_ms": 1_700_000_000_000,
        "updated_ms": 1_700_000_000_500,
    }
    return JobRecord(**(given | values))


def stage(name: str, status: StageState, **values: Any) -> StageRecord:
    """A stage of it."""
    given: dict[str, Any] = {
        "progress": 0.0,
        "key": name,
        "cached": False,
        "started_ms": 5,
        "seconds": None,
        "published": 0,
    }
    return StageRecord("0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a", name, status, **(given | values))


def parts(job: JobRecord) -> JobParts:
    """Everything that stages can leave."""
    media = MediaInfo(container="mp4", duration_s=9.0, video_codec="h264", fps="25/1", width=160, height=90)
    sprite = Sprite(image=BLOB, columns=5, rows=2, count=9, interval_s=1.0, tile_width=80, tile_height=45)
    outputs = {
        "fetch": FetchOutput(
            source=BLOB, media=media, title="Talk", chapters=(Chapter(start_s=0, end_s=4, title="Intro"),)
        ),
        "transcribe": TranscribeOutput(
            language="en", language_probability=0.98, model="demo", decoding="sequential", segment_count=3
        ),
        "analyse": AnalyseOutput(
            sentiment="positive",
            sentiment_scores={"positive": 0.9},
            segment_sentiments=(
                SegmentSentiment(index=0, label="neutral", score=0.1),
                SegmentSentiment(index=1, label="positive", score=0.8),
            ),
            topics=("space",),
            keywords=(Keyword(text="rocket", score=0.7),),
            entities=(Entity(text="Mars", label="LOC", count=2),),
            models={"sentiment": "demo"},
        ),
        "scenes": ScenesOutput(
            has_video=True, cuts=(Cut(start_s=2.0, end_s=2.0, kind="cut", score=0.9),), sprite=sprite
        ),
    }
    lines = [segment(0, "One."), segment(2, "Mumble.", confidence=0.2), segment(4, "Three.")]
    return JobParts(
        job,
        {
            "fetch": stage("fetch", StageState.COMPLETED, seconds=1.23456, cached=True, waited=0.25),
            "analyse": stage("analyse", StageState.RUNNING, progress=0.2),
        },
        {name: output.model_dump(mode="json") for name, output in outputs.items()},
        [line.model_dump_json() for line in lines],
        [],
        [],
    )


PLAN = PLANS.stages_of(JobType.FULL_PROCESSING, ProcessingOptions())
LOOK = Outlook(None, 12.34, PLAN, {"analyse": StageProgress(0.5, "3×", 2.5), "fetch": StageProgress(0.1, "old")})


def view(job: JobRecord) -> dict[str, Any]:
    """The view, as a client parses it."""
    shown: dict[str, Any] = json.loads(job_view.spliced(job_view.full(parts(job), LOOK)))
    Job.model_validate(shown)
    return shown


def test_live_progress_of_running_stages_wins_over_the_stored_one() -> None:
    """A finished stage is at 100 whatever else is said; the job's own is the row's, which belongs to its log."""
    shown = view(record(progress=0.456))
    assert (shown["progress"], shown["eta_seconds"]) == (45.6, 12.3)
    stages = {row["name"]: row for row in shown["stages"]}
    assert list(stages) == ["fetch", "audio", "speech", "scenes", "transcribe", "analyse", "clips"]
    assert (stages["fetch"]["progress"], stages["fetch"]["cached"], stages["fetch"]["seconds"]) == (100, True, 1.235)
    assert (stages["fetch"]["speed"], stages["analyse"]["speed"]) == (None, "3×")
    assert (stages["analyse"]["progress"], stages["analyse"]["status"]) == (50, "running")
    assert (stages["clips"]["status"], stages["clips"]["progress"], stages["clips"]["started_at"]) == (
        "pending",
        0,
        None,
    )
    assert (stages["analyse"]["waited_seconds"], stages["fetch"]["waited_seconds"]) == (2.5, 0.25)


def test_moods_belong_to_the_lines_of_the_whole_transcript() -> None:
    """The analysis is not given weak lines, so its numbers are counted on."""
    shown = view(record())
    assert [line["weak"] for line in shown["segments"]] == [False, True, False]
    moods = shown["analysis_results"]["segment_sentiments"]
    assert [(mood["index"], mood["label"]) for mood in moods] == [(0, "neutral"), (2, "positive")]
    assert shown["transcript"] == "One. Mumble. Three."
    assert (shown["language"], shown["language_probability"]) == ("en", 0.98)
    assert shown["transcription_model"] == "demo"


@pytest.mark.parametrize("asked", [None, "en"])
def test_a_job_without_speech_has_no_language(asked: str | None) -> None:
    """Neither one that was guessed from silence nor the one that was asked for."""
    silent = replace(parts(record(options=ProcessingOptions(language=asked))), segments=[])
    shown = job_view.full(silent, Outlook(None, None, PLAN))
    assert (shown["language"], shown["language_probability"], shown["transcript"]) == (None, None, "")
    assert job_view.transcript(silent)["language"] is None
    before = replace(silent, outputs={})
    assert job_view.full(before, Outlook(None, None, PLAN))["language"] == asked


def test_what_the_picture_holds_is_shown() -> None:
    """Cuts, the layout of the storyboard, chapters, and what the probe found; no hashes of files."""
    shown = view(record())
    assert shown["scenes"]["cuts"] == [{"start": 2.0, "end": 2.0, "kind": "cut", "score": 0.9}]
    assert shown["scenes"]["sprite"]["columns"] == 5
    assert shown["chapters"] == [{"start": 0, "end": 4, "title": "Intro"}]
    assert shown["media"]["fps"] == "25/1"
    assert BLOB.sha256 not in json.dumps(shown)


def test_only_a_pending_job_has_a_next_attempt() -> None:
    """`due` of other states is history."""
    assert view(record(due_ms=5))["next_attempt_at"] is None
    assert view(record(due_ms=5, status=JobState.PENDING))["next_attempt_at"] == "1970-01-01T00:00:00.005Z"


async def test_long_and_short_transcripts_are_rendered_the_same(monkeypatch: Any) -> None:
    """In a thread or not."""
    short = await job_view.rendered(parts(record()), LOOK)
    monkeypatch.setattr(job_view, "MANY_LINES", 1)
    assert await job_view.rendered(parts(record()), LOOK) == short


def test_frame_rates_are_shown_as_numbers() -> None:
    """The exact fraction is shown beside."""
    assert job_view.frames_per_second("30000/1001") == 29.97
    assert job_view.frames_per_second("25") == 25
    assert job_view.frames_per_second(None) is None


CLIP = Clip(
    index=0,
    start_s=3.9,
    end_s=6.5,
    title="Three",
    score=0.5,
    reason="",
    parts={},
    text="Three.",
    video=BLOB,
    thumbnail=None,
    width=1,
    height=1,
)


@pytest.mark.parametrize("timed", [False, True])
def test_moods_and_clips_of_a_corrected_transcript(timed: bool) -> None:
    """Moods stay with what was said when: lines were divided, and a weak one is sure now. Clips are worded anew."""
    before = parts(record())
    one, mumble, three = (Line.model_validate_json(text) for text in before.segments)
    lines = [one, *split(retexted(mumble, "Now clear."), 3), retexted(three, "Rockets fly to Mars.")]
    untouched = CLIP.model_copy(update={"index": 1, "start_s": 0.0, "end_s": 2.0, "title": "One", "text": "One."})
    corrected = replace(
        before,
        segments=[line.model_dump_json() for line in lines],
        recognised=before.segments,
        clips=[clip.model_dump(mode="json") for clip in (CLIP, untouched)],
    )
    if timed:
        for mood, start_s in zip(corrected.outputs["analyse"]["segment_sentiments"], (0.0, 4.0), strict=True):
            mood["start_s"] = start_s
    shown: dict[str, Any] = json.loads(job_view.spliced(job_view.full(corrected, LOOK)))
    Job.model_validate(shown)
    moods = shown["analysis_results"]["segment_sentiments"]
    assert [(mood["index"], mood["label"]) for mood in moods] == [(0, "neutral"), (3, "positive")]
    assert [line["weak"] for line in shown["segments"]] == [False, False, False, False]
    clips = [(clip["title"], clip["text"]) for clip in shown["generated_clips"]]
    assert clips == [("Rockets fly to Mars", "Rockets fly to Mars."), ("One", "One.")]


def test_chapters_are_the_sources_own_or_found_ones() -> None:
    """And none in records from before they were looked for."""
    heard = {"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "sequential"}
    chapter = {"start_s": 0.0, "end_s": 300.0, "title": "Rockets"}
    found = Transcribed.model_validate(heard | {"chapters": [chapter]})
    own = Fetched.model_validate({"media": {}, "chapters": [chapter | {"title": "Mine"}]})
    assert result_views.chapters(None, Transcribed.model_validate(heard)) == []
    assert result_views.chapters(Fetched.model_validate({"media": {}}), found) == [
        {"start": 0.0, "end": 300.0, "title": "Rockets"}
    ]
    assert [one["title"] for one in result_views.chapters(own, found)] == ["Mine"]
