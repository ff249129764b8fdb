"""A job as clients see it: composed of its row, its stages, their results, and the server's forecast."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from app.api.json_text import dump, encode
from app.api.v1 import generation_view, result_views, video_views
from app.api.v1.job_cards import Card
from app.api.v1.paths import files_path
from app.api.v1.result_views import Results
from app.api.v1.times import iso
from app.api.v1.wire import percent, seconds
from app.db.job_parts import JobParts
from app.db.transcripts import is_renewed_later
from app.jobs.record import Artifact, JobRecord, StageRecord, StageState
from app.jobs.states import TERMINAL, JobState
from app.service.queue_view import Outlook

T = TypeVar("T")
#: Transcripts of more lines are rendered in a thread.
MANY_LINES = 100


def summary(job: JobRecord, stages: Iterable[StageRecord], outlook: Outlook) -> dict[str, Any]:
    """Render a job without its results."""
    return {
        "id": job.id,
        "youtube_url": job.url,
        "video_id": job.video_id,
        "job_type": job.job_type.value,
        "status": job.status.value,
        "progress": percent(job.progress),
        "stage": job.stage,
        "stages": stage_rows({stage.name: stage for stage in stages}, outlook),
        "eta_seconds": seconds(outlook.eta_s, 1),
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
        "error_message": job.error["message"] if job.error else None,
        "retry_count": job.failures - (job.status is JobState.FAILED and job.failures > 0),
        **generation_view.generated(job),
        "warnings": job.warnings,
        "pinned": job.pinned,
        "last_seq": job.last_seq,
    }


async def rendered(parts: JobParts, outlook: Outlook) -> str:
    """Render the whole job as JSON text."""
    return await _aside(len(parts.segments), lambda: spliced(full(parts, outlook)))


async def card(parts: JobParts, outlook: Outlook) -> Card:
    """The whole job as a card."""

    def made() -> Card:
        view = full(parts, outlook)
        segments = b",".join(encode(segment) for segment in view.pop("segments"))
        return Card.of(parts.job, view, b',"segments":[%b]' % segments)

    return await _aside(len(parts.segments), made)


async def rendered_transcript(parts: JobParts) -> str:
    """Render the transcript as JSON text."""
    return await _aside(len(parts.segments), lambda: spliced(transcript(parts)))


async def _aside(lines: int, render: Callable[[], T]) -> T:
    """Call `render`, in a thread if the transcript has many lines, so that the event loop is not blocked."""
    return render() if lines < MANY_LINES else await asyncio.to_thread(render)


def spliced(view: Mapping[str, Any]) -> str:
    """A view as JSON text. Segments are serialised one by one: a single call for all would block other threads."""
    rest = {name: value for name, value in view.items() if name != "segments"}
    return f'{dump(rest)[:-1]},"segments":[{",".join(dump(segment) for segment in view["segments"])}]}}'


def full(parts: JobParts, outlook: Outlook) -> dict[str, Any]:
    """Render a job with its results, as far as they exist."""
    job, results = parts.job, Results.of(parts.outputs)
    least = job.options.min_confidence
    transcribed, lines = results.transcribed, result_views.segments(parts.segments, least)
    base = files_path(job.id)
    return summary(job, parts.stages.values(), outlook) | {
        "metadata": parts.meta,
        "transcript_id": job.id if result_views.is_transcribed(transcribed, lines) else None,
        "transcript": result_views.text(lines) if lines or transcribed else None,
        "segments": lines,
        "language": result_views.language(transcribed, job.options.language, spoken=bool(lines)),
        "transcription_model": transcribed.model if transcribed else None,
        "language_probability": transcribed.language_probability if transcribed and lines else None,
        "analysis_results": result_views.analysis(results.analysed, lines, parts.recognised, least),
        "generated_clips": clips(parts),
        "artifacts": [artifact_row(base, artifact) for artifact in parts.artifacts],
        "media": result_views.media(results.fetched),
        "chapters": result_views.chapters(results.fetched, results.transcribed, parts.chapters),
        "scenes": result_views.scenes(results.scenes),
        "vision_results": video_views.vision(results.seen),
        "findings": video_views.findings(results.found),
        "media_metadata": video_views.metadata(results.metadata),
    }


def clips(parts: JobParts) -> list[dict[str, Any]]:
    """Render the clips of a job, in the words of its transcript as it is corrected."""
    job, corrected = parts.job, parts.recognised is not None
    return result_views.clips(job.id, parts.clips, parts.segments, job.options.min_confidence, corrected=corrected)


def stage_rows(stages: Mapping[str, StageRecord], outlook: Outlook) -> list[dict[str, Any]]:
    """Every stage of the job's plan, in order; one that has not begun is pending."""
    rows = []
    for name in outlook.plan:
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
                "progress": percent(max(done, live.progress if live and running else 0.0)),
                "started_at": iso(stage.started_ms) if stage else None,
                "seconds": seconds(stage.seconds, 3) if stage else None,
                "waited_seconds": seconds(waited_s, 3),
                "cached": bool(stage and stage.cached),
                "speed": live.speed if live and running else None,
            }
        )
    return rows


def transcript(parts: JobParts) -> dict[str, Any]:
    """The transcript as clients see it."""
    job, stage = parts.job, parts.stages.get("transcribe")
    lines = result_views.segments(parts.segments, job.options.min_confidence)
    transcribed = Results.of(parts.outputs).transcribed
    done = stage is not None and stage.status is StageState.COMPLETED and not is_renewed_later(parts.stages)
    return {
        "job_id": job.id,
        "status": job.status.value,
        "complete": done or job.status in TERMINAL,
        "language": result_views.language(transcribed, job.options.language, spoken=bool(lines)),
        "text": result_views.text(lines),
        "segments": lines,
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


def frames_per_second(exact: str | None) -> float | None:
    """`30000/1001` → 29.97."""
    if not exact:
        return None
    numerator, _, denominator = exact.partition("/")
    return round(int(numerator) / int(denominator or 1), 3)
