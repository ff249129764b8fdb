"""A job as clients see it: composed of its row, its stages, what they left, and what the server knows of its future."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.db.job_parts import JobParts
from app.jobs.events import iso
from app.jobs.plan import stages_of
from app.jobs.record import Artifact, JobRecord, StageRecord, StageState, Video
from app.jobs.results import Clip
from app.jobs.states import TERMINAL, JobState
from app.live.wire import dump
from app.service.desk import Outlook
from app.stages.stage_artifacts import clip_data

#: Transcripts of more lines are rendered in a thread.
MANY_LINES = 100


def summary(job: JobRecord, stages: Iterable[StageRecord], outlook: Outlook) -> dict[str, Any]:
    """A job without its results."""
    return {
        "id": job.id,
        "youtube_url": job.url,
        "video_id": job.video_id,
        "job_type": job.job_type.value,
        "status": job.status.value,
        "progress": round(job.progress * 100, 1),
        "stage": job.stage,
        "stages": stage_rows(job, {stage.name: stage for stage in stages}, outlook),
        "eta_seconds": None if outlook.eta_s is None else round(outlook.eta_s, 1),
        "queue_position": outlook.queue_position,
        "priority": job.priority,
        "attempt": job.attempt,
        "max_retries": job.max_retries,
        "options": job.options.model_dump(),
        "metadata": job.meta,
        "metadata_bytes": job.meta_bytes,
        "user_id": job.user_id,
        "created_at": iso(job.created_ms),
        "queued_at": iso(job.queued_ms),
        "started_at": iso(job.started_ms),
        "completed_at": iso(job.completed_ms),
        "updated_at": iso(job.updated_ms),
        "next_attempt_at": iso(job.due_ms) if job.status is JobState.PENDING else None,
        "video_title": job.video_title,
        "video_duration": job.video_duration,
        "error": job.error,
        "warnings": job.warnings,
        "pinned": job.pinned,
        "last_seq": job.last_seq,
    }


async def rendered(parts: JobParts, outlook: Outlook) -> str:
    """The whole job as JSON text."""
    return await _aside(len(parts.segments), lambda: spliced(full(parts, outlook)))


async def rendered_transcript(parts: JobParts) -> str:
    """The transcript as JSON text."""
    return await _aside(len(parts.segments), lambda: spliced(transcript(parts)))


async def _aside(lines: int, render: Callable[[], str]) -> str:
    """Render long transcripts in a thread, line by line, so that others get their turn in between."""
    return render() if lines < MANY_LINES else await asyncio.to_thread(render)


def spliced(view: Mapping[str, Any]) -> str:
    """A view as JSON text. Its segments are written one by one: a single call for all would not let anybody in."""
    rest = {name: value for name, value in view.items() if name != "segments"}
    return f'{dump(rest)[:-1]},"segments":[{",".join(dump(segment) for segment in view["segments"])}]}}'


def full(parts: JobParts, outlook: Outlook) -> dict[str, Any]:
    """A job with its results, as far as they are there."""
    job = parts.job
    transcribed = parts.outputs.get("transcribe")
    segments = segment_rows(parts)
    base = f"/api/v1/jobs/{job.id}/artifacts"
    return summary(job, parts.stages.values(), outlook) | {
        "metadata": parts.meta,
        "transcript": transcript_text(segments) if segments or transcribed else None,
        "segments": segments,
        "language": language_of(parts),
        "transcription_model": transcribed["model"] if transcribed else None,
        "language_probability": transcribed["language_probability"] if transcribed and segments else None,
        "analysis_results": analysis(parts, segments),
        "generated_clips": [clip_data(job.id, Clip.model_validate(clip)) for clip in parts.clips],
        "artifacts": [artifact_row(base, artifact) for artifact in parts.artifacts],
        "media": parts.outputs["fetch"]["media"] if "fetch" in parts.outputs else None,
        "chapters": [
            {"start": c["start_s"], "end": c["end_s"], "title": c["title"]}
            for c in parts.outputs.get("fetch", {}).get("chapters", ())
        ],
        "scenes": scenes(parts),
    }


def stage_rows(job: JobRecord, stages: Mapping[str, StageRecord], outlook: Outlook) -> list[dict[str, Any]]:
    """Every stage of the job's plan, in order; one that was not reached yet is pending."""
    rows = []
    for name in stages_of(job.job_type):
        stage, live = stages.get(name), outlook.stages.get(name)
        state = stage.status if stage else StageState.PENDING
        running = state is StageState.RUNNING
        open_ = live is not None and state in (StageState.PENDING, StageState.RUNNING)
        waited_s = live.waited_s if live and open_ else stage.waited if stage else None
        done = 1.0 if state is StageState.COMPLETED else stage.progress if stage else 0.0
        rows.append(
            {
                "name": name,
                "status": state.value,
                "progress": round(max(done, live.progress if live and running else 0.0) * 100, 1),
                "started_at": iso(stage.started_ms) if stage else None,
                "seconds": round(stage.seconds, 3) if stage and stage.seconds is not None else None,
                "waited_seconds": None if waited_s is None else round(waited_s, 3),
                "cached": bool(stage and stage.cached),
                "speed": live.speed if live and running else None,
            }
        )
    return rows


def segment_rows(parts: JobParts) -> list[dict[str, Any]]:
    """The transcript line by line. `weak` lines are below the job's min_confidence."""
    least = parts.job.options.min_confidence
    return [
        {
            "index": index,
            "start": piece["start_s"],
            "end": piece["end_s"],
            "text": piece["text"],
            "confidence": piece["confidence"],
            "weak": piece["confidence"] < least,
            "flags": piece.get("flags", []),
            "words": [
                {"start": w["start_s"], "end": w["end_s"], "text": w["text"], "probability": w["probability"]}
                for w in piece.get("words", ())
            ],
        }
        for index, piece in enumerate(map(json.loads, parts.segments))
    ]


def transcript(parts: JobParts) -> dict[str, Any]:
    """The transcript as clients see it."""
    segments = segment_rows(parts)
    stage = parts.stages.get("transcribe")
    done = stage is not None and stage.status is StageState.COMPLETED
    return {
        "job_id": parts.job.id,
        "status": parts.job.status.value,
        "complete": done or parts.job.status in TERMINAL,
        "language": language_of(parts),
        "text": transcript_text(segments),
        "segments": segments,
    }


def transcript_text(segments: Sequence[Mapping[str, Any]]) -> str:
    """The transcript as one text."""
    return " ".join(text for segment in segments if (text := segment["text"].strip()))


def language_of(parts: JobParts) -> str | None:
    """The language that was heard; before that is known, the one that was asked for. None where nobody spoke."""
    transcribed = parts.outputs.get("transcribe")
    if transcribed is None:
        return parts.job.options.language
    return transcribed["language"] if parts.segments else None


def analysis(parts: JobParts, segments: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What the analysis found, or None while there is none. Its line numbers become those of `segments`.

    The analysis is given no line below min_confidence, so it counts without them.
    """
    found = parts.outputs.get("analyse")
    if found is None:
        return None
    given = [segment["index"] for segment in segments if not segment["weak"]]
    moods = [
        {"index": given[mood["index"]], "label": mood["label"], "score": mood["score"]}
        for mood in found["segment_sentiments"]
        if mood["index"] < len(given)
    ]
    return {
        "sentiment": found["sentiment"],
        "sentiment_scores": found["sentiment_scores"],
        "segment_sentiments": moods,
        "topics": found["topics"],
        "keywords": found["keywords"],
        "entities": found["entities"],
        "models": found["models"],
    }


def scenes(parts: JobParts) -> dict[str, Any] | None:
    """Where the picture changes, and how the storyboard is laid out; the pictures themselves are artifacts."""
    found = parts.outputs.get("scenes")
    if found is None:
        return None
    sprite = found.get("sprite")
    layout = ("columns", "rows", "count", "interval_s", "tile_width", "tile_height")
    return {
        "has_video": found["has_video"],
        "cuts": [
            {"start": cut["start_s"], "end": cut["end_s"], "kind": cut["kind"], "score": cut["score"]}
            for cut in found["cuts"]
        ],
        "sprite": {name: sprite[name] for name in layout} if sprite else None,
    }


def artifact_row(base: str, artifact: Artifact) -> dict[str, Any]:
    """A file for download; `base` is the path under which the job's files are."""
    return {
        "id": artifact.id,
        "kind": artifact.kind,
        "stage": artifact.stage,
        "filename": artifact.filename,
        "media_type": artifact.media_type,
        "size_bytes": artifact.blob.size_bytes,
        "sha256": artifact.blob.sha256,
        "url": f"{base}/{artifact.id}",
        "created_at": iso(artifact.created_ms),
    }


def video_row(video: Video) -> dict[str, Any]:
    """An upload as clients see it."""
    media = video.media
    return {
        "video_id": video.id,
        "status": video.status,
        "filename": video.filename,
        "size_bytes": video.blob.size_bytes,
        "sha256": video.blob.sha256,
        "duration": media["duration_s"],
        "width": media.get("width"),
        "height": media.get("height"),
        "fps": frames_per_second(media.get("fps")),
        "fps_exact": media.get("fps"),
        "container": media.get("container"),
        "video_codec": media.get("video_codec"),
        "audio_codec": media.get("audio_codec"),
        "created_at": iso(video.created_ms),
        "updated_at": iso(video.updated_ms),
    }


def frames_per_second(exact: str | None) -> float | None:
    """`30000/1001` → 29.97."""
    if not exact:
        return None
    numerator, _, denominator = exact.partition("/")
    return round(int(numerator) / int(denominator or 1), 3)
