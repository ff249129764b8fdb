"""Records of a job and its parts, without results.

They are frozen copies of rows, so a job can only be changed through the store.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.jobs.generations import Generation
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.results import Blob
from app.jobs.states import JobState


class StopReason(StrEnum):
    """The reason why a running job is requested to stop."""

    CANCEL = "cancel"
    TIMEOUT = "timeout"
    SHUTDOWN = "shutdown"
    LEASE_LOST = "lease_lost"  #: another server has taken the job over


class StageState(StrEnum):
    """The state of a stage in the job's latest attempt."""

    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  #: the source has no input for it, and the job does not need it


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job. Times are Unix milliseconds; `progress` is 0..1; `rank` orders the queue, smallest first.

    `placed`: its rank was chosen by hand, so it takes part in no turns of users.

    `meta` is None if it is too large for the row; then `meta_bytes` is its size. `worker_id` is the process that runs
    it, until `lease_until_ms` unless the lease is renewed; both are None unless it runs.
    """

    num: int
    id: str
    url: str | None
    video_id: str | None
    source_identity: str
    job_type: JobType
    status: JobState
    priority: int
    rank: int
    options: ProcessingOptions
    meta: dict[str, Any] | None
    meta_bytes: int | None
    user_id: str | None
    attempt: int
    failures: int
    max_retries: int
    crashes: dict[str, int]
    deaths: dict[str, Any]
    memory_level: int
    progress: float
    stage: str | None
    stop_requested: StopReason | None
    error: dict[str, Any] | None
    warnings: list[dict[str, Any]]
    last_seq: int
    video_title: str | None
    video_duration: float | None
    pinned: bool
    expired_ms: int | None
    created_ms: int
    updated_ms: int
    queued_ms: int | None
    started_ms: int | None
    completed_ms: int | None
    due_ms: int | None
    worker_id: str | None
    lease_until_ms: int | None
    placed: bool = False
    generation: Generation | None = None


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A stage of a job. `published` of its pieces are events of this job.

    `seconds` is its work, `waited` the seconds it waited for a slot before.
    """

    job_id: str
    name: str
    status: StageState
    progress: float
    key: str | None
    cached: bool
    started_ms: int | None
    seconds: float | None
    published: int
    waited: float | None = None


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """A recorded output, valid for every job with the same key."""

    key: str
    stage: str
    output: dict[str, Any]
    warnings: list[dict[str, Any]]
    seconds: float


@dataclass(frozen=True, slots=True)
class JobWarning:
    """A problem that did not fail the job, found by `stage`."""

    code: str
    message: str
    stage: str

    def as_json(self) -> dict[str, str]:
        """The warning in a row, of an output or of a job."""
        return {"code": self.code, "message": self.message, "stage": self.stage}


@dataclass(frozen=True, slots=True)
class ClipOf:
    """What a job cuts: a clip with this title of the film of the job `job_id`."""

    job_id: str
    title: str


@dataclass(frozen=True, slots=True)
class NewJob:
    """An accepted job that is to be stored.

    `sealed` is the link's user name and password, encrypted, which `url` hides. A job with a `timeline` has no link and
    no video. It works with the transcript of the job `transcript_of`, if people have corrected that.
    `webhook_url` receives its events. `traceparent` is the trace of the request, where traces are recorded. A job with
    a `generation` makes its film from a prompt. `clip_of` is the job whose clip it cuts.
    """

    id: str
    url: str | None
    video_id: str | None
    source_identity: str
    job_type: JobType
    priority: int
    options: ProcessingOptions
    meta: dict[str, Any]
    user_id: str | None
    max_retries: int
    run_at_ms: int | None = None
    idempotency_key: str | None = None
    request_hash: str | None = None
    title: str | None = None
    duration_s: float | None = None
    sealed: str | None = None
    timeline: dict[str, Any] | None = None
    transcript_of: str | None = None
    webhook_url: str | None = None
    traceparent: str | None = None
    generation: Generation | None = None
    clip_of: ClipOf | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file for clients. `id` is stable for a job, stage and file name."""

    id: str
    job_id: str
    stage: str
    kind: str
    filename: str
    media_type: str
    blob: Blob
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class Video:
    """A video: an uploaded file, probed before it was accepted, or a link (`url`), whose file its jobs fetch.

    `media` is a MediaInfo as a dict; file, name and media of a link are None. `expired_ms`: when retention deleted the
    file of an upload, Unix milliseconds. `title` is the name that people gave it, `source_title` then its source's.
    """

    id: str
    filename: str | None = None
    blob: Blob | None = None
    media: dict[str, Any] | None = None
    url: str | None = None
    user_id: str | None = None
    expired_ms: int | None = None
    created_ms: int = 0
    updated_ms: int = 0
    title: str | None = None
    source_title: str | None = None

    @property
    def upload(self) -> Blob | None:
        """The file of an upload; None for a link, and when it is not kept any more."""
        return self.blob if self.expired_ms is None else None
