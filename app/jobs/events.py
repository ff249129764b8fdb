"""Defines the events of a job's history and their numbering.

Stored events have a `seq` 1, 2, 3 … per job without a gap, and an `id` that increases over all jobs (the broadcast's
cursor). They contain domain values: fractions 0..1, seconds, Unix milliseconds, ids. The API renders them for clients
(`app.api.v1.wire`), live as well as years later.

A stored event is the JSON of its model without fields at their default, beside its `kind`. So a default must never
change, and a new field needs one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.jobs.record import JobRecord, StageState
from app.jobs.results import Segment
from app.jobs.scenes import SegmentKind, Transition
from app.jobs.states import Cause, JobState
from app.jobs.transcripts import Line

#: A fraction 0..1. Integers stay integers, so that old logs render unchanged.
Fraction: TypeAlias = int | float


class Fact(BaseModel):
    """Base of events and of the values in them."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=(), hide_input_in_errors=True)


class Failure(Fact):
    """The reason why an attempt failed; `stage` is the failed one, None if no stage failed."""

    code: str
    message: str
    stage: str | None = None
    retryable: bool
    details: dict[str, Any] = Field({})

    @classmethod
    def of(cls, error: Mapping[str, Any]) -> Self:
        """Convert the error of a job's row."""
        known = {name: error[name] for name in ("code", "message", "stage", "retryable") if name in error}
        return cls(**known, details={name: value for name, value in error.items() if name not in known})


class JobStanding(Fact):
    """The job's state after the event, on which every follower may rely. `stage` is the last one that began."""

    status: JobState
    progress: Fraction
    attempt: int
    stage: str | None = None
    eta_s: float | None = None
    error: Failure | None = None


class JobMoved(JobStanding):
    """A job was submitted, or its state (`cause`), position (`priority`) or time (`next_attempt_ms`) changed."""

    kind: Literal["job_moved"] = "job_moved"
    cause: Cause | None = None
    next_attempt_ms: int | None = None
    priority: int | None = None


class StageMoved(JobStanding):
    """A stage started (after waiting `waited_s`), finished (`work_s` of work, or from a record), or was skipped."""

    kind: Literal["stage_moved"] = "stage_moved"
    stage: str
    stage_status: StageState
    cached: bool | None = None
    work_s: float | None = None
    waited_s: float | None = None


class SegmentTranscribed(Fact):
    """A line of the transcript; `index` counts from 0."""

    kind: Literal["segment_transcribed"] = "segment_transcribed"
    index: int
    segment: Segment


class TranscriptCorrected(Fact):
    """The transcript was changed: `lines` are in the place of `removed` lines from number `index` on.

    By people, or by the stage that found its speakers. `lines` is None if they are too many for a message, or all of
    them. `revision` counts the corrections; `status` is the job's.
    """

    kind: Literal["transcript_corrected"] = "transcript_corrected"
    status: JobState
    revision: int
    index: int = 0
    removed: int = 0
    lines: tuple[Line, ...] | None = None


class ClipCut(Fact):
    """A finished clip with the ids of its artifacts; times are seconds of the source."""

    kind: Literal["clip_cut"] = "clip_cut"
    index: int
    start_s: float
    end_s: float
    title: str
    score: float
    reason: str
    parts: dict[str, float]
    text: str
    width: int
    height: int
    artifact_id: str
    thumbnail_id: str | None = None


class SceneFound(Fact):
    """A scene of the film, with the id of its thumbnail; times are seconds of the source, `end_frame` is exclusive."""

    kind: Literal["scene_found"] = "scene_found"
    index: int
    start_frame: int
    end_frame: int
    start_s: float
    end_s: float
    transition: Transition
    thumbnail_id: str | None = None


class SceneFileMade(Fact):
    """A file of a scene is complete; its number counts from 0, and `frames` are those in it."""

    kind: Literal["scene_file_made"] = "scene_file_made"
    index: int
    file_kind: SegmentKind
    frames: int
    width: int
    height: int
    size_bytes: int
    artifact_id: str
    filename: str


class LogLine(Fact):
    """A log line of a stage for users; a warning has a `code` for programs."""

    kind: Literal["log_line"] = "log_line"
    level: Literal["info", "warning"]
    message: str
    stage: str | None = None
    code: str | None = None
    fields: dict[str, Any] = Field({})


class JobError(Failure):
    """An attempt failed."""

    kind: Literal["job_error"] = "job_error"


Event: TypeAlias = Annotated[
    JobMoved
    | StageMoved
    | SegmentTranscribed
    | TranscriptCorrected
    | ClipCut
    | SceneFound
    | SceneFileMade
    | LogLine
    | JobError,
    Field(discriminator="kind"),
]
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def stored_form(event: Event) -> dict[str, Any]:
    """The event as JSON, without its kind and fields at their default."""
    return event.model_dump(mode="json", exclude_defaults=True)


def event_of(kind: str, form: Mapping[str, Any]) -> Event:
    """Parse the stored form of an event."""
    return _EVENT.validate_python({"kind": kind, **form})


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of a job's history. `ts_ms` is Unix time in milliseconds."""

    id: int
    job_id: str
    seq: int
    ts_ms: int
    event: Event


#: Calls a listener with each group of events that say how jobs and stages go, for as long as the server runs.
FollowMoves: TypeAlias = Callable[[Callable[[Sequence[StoredEvent]], None]], None]


@dataclass(frozen=True, slots=True)
class Hint:
    """The log of a job has reached `seq`, that of all jobs `event_id`; `event` is that event, if available."""

    job_id: str
    seq: int
    event_id: int
    event: StoredEvent | None = None

    @classmethod
    def of(cls, stored: StoredEvent) -> Self:
        """The hint of a stored event, with the event itself."""
        return cls(stored.job_id, stored.seq, stored.id, stored)


def status_of(event: Event) -> JobState | None:
    """The job's state after this event; None if the event does not contain it."""
    return event.status if isinstance(event, JobStanding | TranscriptCorrected) else None


def job_moved(
    job: JobRecord,
    *,
    cause: Cause | None = None,
    eta_s: float | None = None,
    next_attempt_ms: int | None = None,
    priority: int | None = None,
) -> JobMoved:
    """Build the event for the last change of a job."""
    return JobMoved(
        status=job.status,
        progress=job.progress,
        attempt=job.attempt,
        stage=job.stage,
        eta_s=eta_s,
        error=None if job.error is None else Failure.of(job.error),
        cause=cause,
        next_attempt_ms=next_attempt_ms,
        priority=priority,
    )


def stage_moved(
    job: JobRecord,
    stage: str,
    stage_status: StageState,
    *,
    eta_s: float | None,
    cached: bool | None = None,
    work_s: float | None = None,
    waited_s: float | None = None,
) -> StageMoved:
    """Build the event for the last change of a job's stage."""
    return StageMoved(
        status=job.status,
        progress=job.progress,
        attempt=job.attempt,
        stage=stage,
        eta_s=eta_s,
        error=None if job.error is None else Failure.of(job.error),
        stage_status=stage_status,
        cached=cached,
        work_s=work_s,
        waited_s=waited_s,
    )


def transcript_renewed(job: JobRecord, revision: int = 0) -> TranscriptCorrected:
    """Build the event for a transcript whose lines are others now, or have speakers."""
    return TranscriptCorrected(status=job.status, revision=revision)


def warning_line(warning: Mapping[str, Any]) -> LogLine:
    """Build the log line for a warning of a job's row."""
    return LogLine(level="warning", **warning)
