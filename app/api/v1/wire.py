"""Renders events as clients of version 1 read them, live and on replay; no other module does.

A message is one JSON object, `{"type", "job_id", "seq", "ts", "data"}`, and `id` on stored events: the broadcast's
cursor. Messages that belong to no job have `job_id: null` and `seq: 0`. Percent, ISO times and URLs are made
here; the events themselves have none of them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.api.json_text import dump
from app.api.v1.paths import files_path
from app.api.v1.scene_rows import scene_file_row, scene_row
from app.api.v1.times import iso
from app.jobs.events import (
    ClipCut,
    Event,
    Failure,
    JobError,
    JobMoved,
    JobStanding,
    LogLine,
    SceneFileMade,
    SceneFound,
    SegmentTranscribed,
    StageMoved,
    StoredEvent,
    TranscriptCorrected,
)
from app.jobs.progress import AttemptProgress
from app.jobs.queue_brief import QueueBrief
from app.jobs.results import Segment
from app.jobs.states import JobState
from app.jobs.transcripts import Line
from app.jobs.videos import VideoBrief
from app.live.message import Message


class MessageType(StrEnum):
    """Types of messages, as the contract names them."""

    INITIAL_STATUS = "initial_status"
    JOB_UPDATE = "job_update"
    TRANSCRIPT_SEGMENT = "transcript_segment"
    TRANSCRIPT_CORRECTED = "transcript_corrected"
    CLIP_READY = "clip_ready"
    SCENE_FOUND = "scene_found"
    SCENE_FILE_READY = "scene_file_ready"
    LOG = "log"
    QUEUE_UPDATE = "queue_update"
    HEARTBEAT = "heartbeat"
    ERROR = "error"


#: The response to a client's ping. Not an event.
PONG = "pong"
#: Types of the messages that report that a job was deleted, that a video changed, and that one was deleted.
DELETED, VIDEO, VIDEO_DELETED = "job_deleted", "video_update", "video_deleted"
FEED, FEED_DELETED = "feed_update", "feed_deleted"

TYPES: Mapping[str, MessageType] = {
    "job_moved": MessageType.JOB_UPDATE,
    "stage_moved": MessageType.JOB_UPDATE,
    "segment_transcribed": MessageType.TRANSCRIPT_SEGMENT,
    "transcript_corrected": MessageType.TRANSCRIPT_CORRECTED,
    "clip_cut": MessageType.CLIP_READY,
    "scene_found": MessageType.SCENE_FOUND,
    "scene_file_made": MessageType.SCENE_FILE_READY,
    "log_line": MessageType.LOG,
    "job_error": MessageType.ERROR,
}


def percent(fraction: float) -> float:
    """0..1 as percent with one decimal."""
    return round(fraction * 100, 1)


def seconds(value_s: float | None, digits: int) -> float | None:
    """Seconds, rounded."""
    return None if value_s is None else round(value_s, digits)


def event_data(job_id: str, event: Event) -> dict[str, Any]:
    """The `data` of an event of a job."""
    match event:
        case JobMoved():
            return _standing(event) | _move(event)
        case StageMoved():
            return _standing(event) | _stage_move(event)
        case SegmentTranscribed():
            return segment_data(event.index, event.segment)
        case TranscriptCorrected():
            return _correction(event)
        case ClipCut():
            return clip_data(job_id, event)
        case SceneFound():
            return scene_row(job_id, event)
        case SceneFileMade():
            return scene_file_row(job_id, event)
        case LogLine():
            return _line(event)
        case JobError():
            return _failure(event)


def _standing(event: JobStanding) -> dict[str, Any]:
    """The fields of every `job_update`."""
    return {
        "status": event.status.value,
        "progress": percent(event.progress),
        "stage": event.stage,
        "eta_seconds": seconds(event.eta_s, 1),
        "attempt": event.attempt,
        "error": None if event.error is None else _failure(event.error),
    }


def _move(event: JobMoved) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if event.cause is not None:
        data["cause"] = event.cause.value
    if event.next_attempt_ms is not None:
        data["next_attempt_at"] = iso(event.next_attempt_ms)
    if event.priority is not None:
        data["priority"] = event.priority
    return data


def _stage_move(event: StageMoved) -> dict[str, Any]:
    data: dict[str, Any] = {"stage_status": event.stage_status.value}
    if event.cached is not None:
        data["cached"] = event.cached
    if event.work_s is not None:
        data["seconds"] = seconds(event.work_s, 3)
    if event.waited_s is not None:
        data["waited_seconds"] = seconds(event.waited_s, 3)
    return data


def _failure(failure: Failure) -> dict[str, Any]:
    named = {
        "code": failure.code,
        "message": failure.message,
        "stage": failure.stage,
        "retryable": failure.retryable,
    }
    return named | failure.details


def _line(line: LogLine) -> dict[str, Any]:
    code = {} if line.code is None else {"code": line.code}
    return {"level": line.level, **code, "message": line.message, "stage": line.stage} | line.fields


def _correction(event: TranscriptCorrected) -> dict[str, Any]:
    """A change of a transcript's lines; without them if they are many."""
    lines = event.lines
    return {
        "revision": event.revision,
        "index": event.index,
        "removed": event.removed,
        "segments": None if lines is None else [line_data(event.index + n, line) for n, line in enumerate(lines)],
    }


def line_data(index: int, line: Line) -> dict[str, Any]:
    """A line of a transcript that people can correct; of a corrected one with the recognised text."""
    data = segment_data(index, line) | ({"confirmed": True} if line.confirmed else {})
    return data | {"corrected": True, "original_text": line.recognised_text} if line.corrected else data


def segment_data(index: int, segment: Segment) -> dict[str, Any]:
    """A line of the transcript; with its `speaker` if the speakers are known."""
    data: dict[str, Any] = {
        "index": index,
        "start": segment.start_s,
        "end": segment.end_s,
        "text": segment.text,
        "confidence": segment.confidence,
        "flags": list(segment.flags),
        "words": [
            {"start": word.start_s, "end": word.end_s, "text": word.text, "probability": word.probability}
            for word in segment.words
        ],
    }
    return data if segment.speaker is None else data | {"speaker": segment.speaker}


def clip_data(job_id: str, clip: ClipCut) -> dict[str, Any]:
    """A clip, in `clip_ready` and in `generated_clips`."""
    base = files_path(job_id)
    return {
        "index": clip.index,
        "start": clip.start_s,
        "end": clip.end_s,
        "title": clip.title,
        "score": clip.score,
        "reason": clip.reason,
        "parts": clip.parts,
        "text": clip.text,
        "width": clip.width,
        "height": clip.height,
        "artifact_id": clip.artifact_id,
        "url": f"{base}/{clip.artifact_id}",
        "thumbnail_url": None if clip.thumbnail_id is None else f"{base}/{clip.thumbnail_id}",
    }


def event_row(stored: StoredEvent) -> dict[str, Any]:
    """A stored event, in a page and as a message."""
    return {
        "type": TYPES[stored.event.kind].value,
        "job_id": stored.job_id,
        "seq": stored.seq,
        "ts": iso(stored.ts_ms),
        "data": event_data(stored.job_id, stored.event),
        "id": stored.id,
    }


def unnumbered(
    kind: str,
    data: Mapping[str, Any] | str,
    *,
    ts_ms: int,
    job_id: str | None = None,
    seq: int = 0,
    event_id: int | None = None,
) -> Message:
    """A message that is not a stored event, such as a heartbeat; `data` may be JSON text already."""
    body: dict[str, Any] = {"type": kind, "job_id": job_id, "seq": seq, "ts": iso(ts_ms)}
    number = {} if event_id is None else {"id": event_id}
    if isinstance(data, str):
        text = f'{dump(body | number)[:-1]},"data":{data}}}'
    else:
        text = dump(body | {"data": data} | number)
    return Message(str(kind), text, job_id, seq)


def queue_data(brief: QueueBrief) -> dict[str, Any]:
    """The `data` of a `queue_update`."""
    return {
        "waiting": brief.waiting,
        "running": brief.running,
        "paused": brief.paused,
        "draining": brief.draining,
        "next": brief.next_ids,
    }


class Wire:
    """Renders the messages that the hub publishes."""

    def event(self, stored: StoredEvent) -> Message:
        """A stored event, counted by its `seq`."""
        return Message.of_event(stored, TYPES[stored.event.kind].value, dump(event_row(stored)))

    def progress(self, job_id: str, seq: int, progress: AttemptProgress, *, ts_ms: int) -> Message:
        """A `job_update` between two stored events."""
        data = {
            "status": JobState.PROCESSING.value,
            "progress": percent(progress.progress),
            "stage": progress.stage,
            "eta_seconds": seconds(progress.eta_s, 1),
            "attempt": progress.attempt,
            "stages": {
                name: {"progress": percent(stage.fraction), "speed": stage.speed}
                for name, stage in progress.stages.items()
            },
        }
        return unnumbered(MessageType.JOB_UPDATE, data, ts_ms=ts_ms, job_id=job_id, seq=seq)

    def queue(self, brief: QueueBrief, *, ts_ms: int) -> Message:
        """A `queue_update`."""
        return unnumbered(MessageType.QUEUE_UPDATE, queue_data(brief), ts_ms=ts_ms)

    def deleted(self, job_id: str, *, ts_ms: int) -> Message:
        """A `job_deleted`."""
        return unnumbered(DELETED, {}, ts_ms=ts_ms, job_id=job_id)

    def video(self, video_id: str, brief: VideoBrief | None, *, ts_ms: int) -> Message:
        """A `video_update`, or a `video_deleted`."""
        if brief is None:
            return unnumbered(VIDEO_DELETED, {"video_id": video_id}, ts_ms=ts_ms)
        data = {
            "video_id": video_id,
            "status": brief.status.value,
            "url": brief.url,
            "filename": brief.filename,
            "title": brief.title,
            "tags": list(brief.tags),
            "updated_at": iso(brief.updated_ms),
        }
        return unnumbered(VIDEO, data, ts_ms=ts_ms)

    def feed(self, feed_id: str, *, deleted: bool, ts_ms: int) -> Message:
        """A `feed_update`, or a `feed_deleted`."""
        return unnumbered(FEED_DELETED if deleted else FEED, {"feed_id": feed_id}, ts_ms=ts_ms)
