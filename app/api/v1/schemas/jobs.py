"""Jobs as clients get them."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from app.api.v1.schemas.base import Id, Outgoing, Time
from app.api.v1.schemas.results import AnalysisView, ArtifactView, ChapterView, ClipView, ScenesView, SegmentView
from app.api.v1.schemas.videos import FindingView, MetadataView, VisionView
from app.jobs.options import JobType
from app.jobs.states import JobState


class StageView(Outgoing):
    """A stage of a job's plan."""

    name: str = Field(examples=["transcribe"])
    status: Literal["pending", "running", "completed", "failed", "cancelled", "skipped"]
    progress: float = Field(ge=0, le=100)
    started_at: Time | None = Field(description="When its work began; the wait for a slot was before that")
    seconds: float | None = Field(description="Seconds of work, without the wait for a slot")
    waited_seconds: float | None = Field(description="Seconds that it waited for a slot, so far or in all")
    cached: bool = Field(description="Taken from the record of an earlier run instead of run")
    speed: str | None = Field(description="For people, while it runs", examples=["12×"])


class ErrorView(Outgoing):
    """Why a job's latest attempt ended without success."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["source_unavailable"])
    message: str
    stage: str | None
    retryable: bool


class WarningView(Outgoing):
    """Something that did not cost the job."""

    model_config = ConfigDict(extra="allow")

    code: str
    message: str
    stage: str | None = None


class GeneratedVideo(Outgoing):
    """A generated film. `video_id` is for other jobs on it."""

    artifact_id: Id
    video_id: Id
    url: str
    duration: float
    width: int | None
    height: int | None


class GeneratedView(Outgoing):
    """What a generation made; the films are absent once its files are not kept any more."""

    videos: list[GeneratedVideo]
    cost_usd: float = Field(description="What all orders of the job cost, US dollars")


class JobSummary(Outgoing):
    """A job without its results."""

    id: Id
    youtube_url: str | None
    video_id: str | None
    job_type: JobType
    status: JobState
    progress: float = Field(ge=0, le=100, description="Percent; never falls within an attempt")
    stage: str | None = Field(description="The stage that was begun last")
    stages: list[StageView]
    eta_seconds: float | None = Field(description="Null when nobody knows")
    queue_position: int | None = Field(description="1 runs next")
    priority: int
    attempt: int = Field(description="Runs so far; 0 before the first")
    max_retries: int
    options: dict[str, Any]
    metadata: dict[str, Any] | None = Field(description="Null in lists when it has more than 2 kB; the job has it")
    metadata_bytes: int | None = Field(description="Size of metadata that is left out of lists")
    user_id: str | None
    created_at: Time
    queued_at: Time | None
    started_at: Time | None
    completed_at: Time | None
    updated_at: Time
    next_attempt_at: Time | None = Field(description="When a pending job goes on")
    video_title: str | None
    video_duration: float | None
    error: ErrorView | None
    error_message: str | None = Field(description="The message of the error")
    retry_count: int = Field(description="Retries after failures so far, since people retried it last")
    prompt: str | None = Field(description="What a generation is made from; null for other types")
    result: GeneratedView | None = Field(description="What a generation made; null before, and for other types")
    used_provider: str | None = Field(description="The provider that made the film")
    used_model: str | None = Field(description="The model of the provider")
    generation_time_ms: int | None = Field(description="From the first order to the film")
    warnings: list[WarningView]
    pinned: bool
    last_seq: int = Field(description="Number of the newest stored event")


class Job(JobSummary):
    """A job with its results, as far as they are there."""

    transcript_id: Id | None = Field(description="Null until there is a transcript; for `/api/v1/transcripts/{id}`")
    transcript: str | None
    segments: list[SegmentView]
    language: str | None
    language_probability: float | None
    transcription_model: str | None = Field(description="Which Whisper model heard it")
    analysis_results: AnalysisView | None
    generated_clips: list[ClipView]
    artifacts: list[ArtifactView]
    media: dict[str, Any] | None
    chapters: list[ChapterView]
    scenes: ScenesView | None
    vision_results: VisionView | None = Field(description="What is seen, with the option vision")
    findings: list[FindingView] | None = Field(description="What could be wrong, with the option findings")
    media_metadata: MetadataView | None = Field(description="With the option metadata_extraction")


class JobPage(Outgoing):
    """A page of jobs, newest first unless sorted otherwise."""

    items: list[JobSummary]
    total: int
    limit: int
    offset: int
