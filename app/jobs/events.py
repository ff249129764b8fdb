"""What happens to a job, and how its history is counted.

Stored events carry `seq` 1, 2, 3 … per job without a gap, and an `id` that grows over all jobs (the broadcast's
cursor). They hold facts of this program: fractions 0..1, seconds, Unix milliseconds, ids. How clients see them is the
API's business (`app.api.v1.wire`), live as well as years later.

A stored event is the JSON of its model without the fields that have their default, beside its `kind`. So a default
never changes, and a new field needs one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.jobs.record import JobRecord, StageState
from app.jobs.results import Segment
from app.jobs.states import Cause, JobState

#: 0..1. A whole number stays one, so that old logs render as they did.
Fraction: TypeAlias = int | float


class Fact(BaseModel):
    """Base of events and of the values in them."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=(), hide_input_in_errors=True)


class Failure(Fact):
    """Why an attempt ended without success; `stage` is where, None when it was no stage's fault."""

    code: str
    message: str
    stage: str | None = None
    retryable: bool
    details: dict[str, Any] = Field({})

    @classmethod
    def of(cls, error: Mapping[str, Any]) -> Self:
        """From the error of a job's row."""
        known = {name: error[name] for name in ("code", "message", "stage", "retryable") if name in error}
        return cls(**known, details={name: value for name, value in error.items() if name not in known})


class JobStanding(Fact):
    """How a job stands after the event: what every follower may rely on. `stage` is the one begun last."""

    status: JobState
    progress: Fraction
    attempt: int
    stage: str | None = None
    eta_s: float | None = None
    error: Failure | None = None


class JobMoved(JobStanding):
    """A job was submitted, changed its state (`cause`), its place (`priority`) or its time (`next_attempt_ms`)."""

    kind: Literal["job_moved"] = "job_moved"
    cause: Cause | None = None
    next_attempt_ms: int | None = None
    priority: int | None = None


class StageMoved(JobStanding):
    """A stage began to work (it had waited `waited_s`), finished (`work_s` of work, or by a record), or is skipped."""

    kind: Literal["stage_moved"] = "stage_moved"
    stage: str
    stage_status: StageState
    cached: bool | None = None
    work_s: float | None = None
    waited_s: float | None = None


class SegmentTranscribed(Fact):
    """A line of the transcript, the `index`th from 0."""

    kind: Literal["segment_transcribed"] = "segment_transcribed"
    index: int
    segment: Segment


class ClipCut(Fact):
    """A clip with the ids of the artifacts that are its files; times in seconds of the source."""

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


class LogLine(Fact):
    """What a stage says for people; a warning has a `code` for programs."""

    kind: Literal["log_line"] = "log_line"
    level: Literal["info", "warning"]
    message: str
    stage: str | None = None
    code: str | None = None
    fields: dict[str, Any] = Field({})


class JobError(Failure):
    """An attempt ended without success."""

    kind: Literal["job_error"] = "job_error"


Event: TypeAlias = Annotated[
    JobMoved | StageMoved | SegmentTranscribed | ClipCut | LogLine | JobError, Field(discriminator="kind")
]
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def stored_form(event: Event) -> dict[str, Any]:
    """The event as JSON, without its kind and what has its default."""
    return event.model_dump(mode="json", exclude_defaults=True)


def event_of(kind: str, form: Mapping[str, Any]) -> Event:
    """The event of a stored form."""
    return _EVENT.validate_python({"kind": kind, **form})


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of a job's history. `ts_ms` is Unix time in milliseconds."""

    id: int
    job_id: str
    seq: int
    ts_ms: int
    event: Event


@dataclass(frozen=True, slots=True)
class Hint:
    """The log of a job has reached `seq`, that of all jobs `event_id`; `event` is that event, where it is at hand."""

    job_id: str
    seq: int
    event_id: int
    event: StoredEvent | None = None

    @classmethod
    def of(cls, stored: StoredEvent) -> Self:
        """With the event itself."""
        return cls(stored.job_id, stored.seq, stored.id, stored)


def status_of(event: Event) -> JobState | None:
    """The job's state after this event, if it is one that says so."""
    return event.status if isinstance(event, JobStanding) else None


def job_moved(
    job: JobRecord,
    *,
    cause: Cause | None = None,
    eta_s: float | None = None,
    next_attempt_ms: int | None = None,
    priority: int | None = None,
) -> JobMoved:
    """The event of a job that has just become as it is."""
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
    """The event of a job's stage that has just become so."""
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


def warning_line(warning: Mapping[str, Any]) -> LogLine:
    """The log line of a warning of a job's row."""
    return LogLine(level="warning", **warning)
