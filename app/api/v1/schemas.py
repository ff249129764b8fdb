"""What clients send and get: the contract of version 1, as the API's description shows it.

Bodies that come in are checked by these models. Answers are built by `job_view` and described by these models; tests
hold every answer against them.
"""

import json
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from app.jobs.events import LAST_MS
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.states import JobState

#: How deep the `metadata` of a job may be nested, and its size in bytes of JSON: what a body for one job has room for.
METADATA_DEPTH = 16
METADATA_BYTES = 1024 * 1024
#: Most items of one bulk request. Its bytes bound them first, as long as they mean something.
BULK_ITEMS = 100_000

Priority = Annotated[int, Field(strict=True, ge=0, le=10, description="0–10, higher first", examples=[5])]
Id = Annotated[str, Field(examples=["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"])]
Time = Annotated[str, Field(description="UTC", examples=["2026-11-20T10:15:30.123Z"])]
#: What is looked for. No text that is stored holds U+0000, and PostgreSQL takes none.
SearchText = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
#: What people look for, as long as a whole link.
Wording = Annotated[str, Field(max_length=8192, pattern=r"^[^\x00]*$")]
ShortText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Incoming(BaseModel):
    """Base of what clients send: what is not known is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class Outgoing(BaseModel):
    """Base of what clients get. Later versions may add fields."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())


class JobCreate(Incoming):
    """A job to run. Exactly one of `youtube_url` (or `url`, the same) and `video_id` names its source."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"youtube_url": "https://www.youtube.com/watch?v=jNQXAC9IVRw", "job_type": "full_processing"},
                {
                    "video_id": "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e",
                    "job_type": "clip_generation",
                    "priority": 8,
                    "options": {"clip_duration": 20, "max_clips": 3, "aspect": "9:16", "burn_captions": True},
                },
            ]
        }
    )

    youtube_url: str | None = Field(None, description="Link to a video: any site that yt-dlp knows, or a media file")
    url: str | None = Field(None, description="The same as youtube_url")
    video_id: str | None = Field(None, description="A video that was uploaded before")
    job_type: JobType = Field(JobType.FULL_PROCESSING, description="What to produce")
    priority: Priority = 5
    options: ProcessingOptions = Field(default_factory=ProcessingOptions)  # type: ignore[arg-type]
    max_retries: Annotated[int, Field(strict=True, ge=0, le=100)] | None = Field(
        None, description="Retries of failures that may pass; the server's MAX_RETRIES when absent"
    )
    metadata: dict[str, Any] = Field(default_factory=dict, description="Kept and given back as it is")
    user_id: ShortText | None = Field(None, description="Whose job it is; lists can be filtered by it")
    run_at: AwareDatetime | None = Field(None, description="Not before this time; with a time zone")

    @property
    def link(self) -> str | None:
        """The link, under whichever name it came."""
        return self.youtube_url if self.youtube_url is not None else self.url

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in ("youtube_url", "url", "video_id") if getattr(self, name) is not None]
        if len(given) != 1:
            told = " and ".join(given) or "none"
            raise ValueError(f"give exactly one source: youtube_url, url or video_id (got {told})")
        return self

    @field_validator("run_at")
    @classmethod
    def _within_dates(cls, run_at: datetime | None) -> datetime | None:
        if run_at is not None and run_at.timestamp() * 1000 > LAST_MS:
            raise ValueError("must not be after the year 9999 (UTC)")
        return run_at

    @field_validator("metadata")
    @classmethod
    def _small(cls, metadata: dict[str, Any]) -> dict[str, Any]:
        if _depth(metadata) > METADATA_DEPTH:
            raise ValueError(f"must not be nested deeper than {METADATA_DEPTH}")
        try:
            size = len(json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode())
        except UnicodeEncodeError:
            raise ValueError("must be valid Unicode text") from None
        except ValueError:
            raise ValueError("must not contain NaN or Infinity") from None
        if size > METADATA_BYTES:
            raise ValueError(f"must not be larger than {METADATA_BYTES} bytes of JSON (is {size})")
        if "\\u0000" in json.dumps(metadata):
            raise ValueError("must not contain the character U+0000")
        return metadata


def _depth(value: Any) -> int:
    """How deep a JSON value is nested; without recursion, because it comes from a stranger."""
    depth, level = 0, [value]
    while level and depth <= METADATA_DEPTH:
        inner = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [value for items in inner for value in items]
        depth += 1
    return depth


class JobPatch(Incoming):
    """What can be changed of a job: priority and place while it waits, the pin at any time."""

    priority: Priority | None = None
    before: Id | None = Field(None, description="Place the queued job right before the queued job of this id")
    after: Id | None = Field(None, description="Place the queued job right after the queued job of this id")
    pinned: bool | None = Field(None, description="A pinned job's files are kept whatever the retention says")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.before is not None and self.after is not None:
            raise ValueError("give before or after, not both")
        if self.priority is None and self.pinned is None and not self.moves:
            raise ValueError("give priority, before or after, or pinned")
        return self

    @property
    def moves(self) -> bool:
        """Whether the job is to be placed beside another one."""
        return self.before is not None or self.after is not None


class BulkFilter(Incoming):
    """Which jobs a bulk action means: all that match everything that is given."""

    status_filter: list[JobState] | JobState | None = None
    status: list[JobState] | JobState | None = Field(None, description="The same as status_filter")
    job_type: JobType | None = None
    user_id: ShortText | None = None
    q: Wording | None = None

    @property
    def states(self) -> tuple[JobState, ...]:
        """The states that are meant; none means all."""
        found = self.status_filter if self.status_filter is not None else self.status
        return () if found is None else (found,) if isinstance(found, JobState) else tuple(found)


class Bulk(Incoming):
    """One action on many jobs. `create` takes `jobs`; the others take `ids` or a `filter`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "create",
                    "jobs": [{"url": "https://example.com/a.mp4"}, {"url": "https://example.com/b.mp4"}],
                },
                {"action": "cancel", "filter": {"status_filter": ["queued", "pending"]}},
                {"action": "retry", "ids": ["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"]},
            ]
        }
    )

    action: Literal["create", "cancel", "retry", "delete"]
    jobs: Annotated[list[Any], Field(max_length=BULK_ITEMS)] | None = Field(None, description="Bodies as for one job")
    ids: Annotated[list[str], Field(max_length=BULK_ITEMS)] | None = None
    filter: BulkFilter | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        given = [name for name in ("jobs", "ids", "filter") if getattr(self, name) is not None]
        wanted = ["jobs"] if self.action == "create" else ["ids", "filter"]
        if len(given) != 1 or given[0] not in wanted:
            raise ValueError(f"{self.action} takes {' or '.join(wanted)}, and nothing else (got {given or 'none'})")
        return self


class PlaylistQuery(Incoming):
    """A playlist to look into."""

    url: Annotated[str, Field(max_length=4096, description="The playlist's address")]
    limit: Annotated[int, Field(strict=True, ge=1, le=1000, description="How many videos at most")] = 200


class SessionCreate(Incoming):
    """The key, to be turned into a cookie."""

    api_key: Annotated[str, Field(max_length=1000)]


class Problem(BaseModel):
    """An answer that says no (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:problem:not_found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no job 0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a.",
                    "code": "not_found",
                }
            ]
        }
    )

    type: str = Field(description="Names the kind of problem; stable")
    title: str
    status: int
    detail: str = Field(description="A sentence for people")
    code: str = Field(description="For programs; stable")
    errors: list["FieldError"] | None = Field(None, description="What is wrong with each field (422)")
    id: str | None = Field(None, description="Under which a fault of the server is logged (500)")


class FieldError(BaseModel):
    """One field that is wrong."""

    loc: list[str | int] = Field(description="Where it is", examples=[["body", "priority"]])
    msg: str = Field(examples=["input should be less than or equal to 10"])


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
    warnings: list[WarningView]
    pinned: bool
    last_seq: int = Field(description="Number of the newest stored event")


class WordView(Outgoing):
    """One word with its times in seconds."""

    start: float
    end: float
    text: str
    probability: float


class SegmentView(Outgoing):
    """One line of the transcript; times in seconds."""

    index: int
    start: float
    end: float
    text: str
    confidence: float
    weak: bool = Field(description="Below the job's min_confidence; left out of analysis and clips")
    flags: list[str] = Field(description="Why it may be wrong", examples=[["repetition"]])
    words: list[WordView]


class MoodView(Outgoing):
    """Mood of one line."""

    index: int
    label: Literal["positive", "neutral", "negative"]
    score: float


class KeywordView(Outgoing):
    """`score` 0–1, higher is more important."""

    text: str
    score: float


class EntityView(Outgoing):
    """A named thing and how often it is named."""

    text: str
    label: str
    count: int


class AnalysisView(Outgoing):
    """Meaning of a transcript. What was not asked for is null."""

    sentiment: Literal["positive", "neutral", "negative"] | None
    sentiment_scores: dict[str, float] | None
    segment_sentiments: list[MoodView]
    topics: list[str] | None
    keywords: list[KeywordView] | None
    entities: list[EntityView]
    models: dict[str, str] = Field(description="What made each part")


class ClipView(Outgoing):
    """A clip; times in seconds of the source."""

    index: int
    start: float
    end: float
    title: str
    score: float
    reason: str
    parts: dict[str, float]
    text: str
    width: int
    height: int
    artifact_id: str
    url: str
    thumbnail_url: str | None


class ArtifactView(Outgoing):
    """A file for download."""

    id: str
    kind: str = Field(examples=["clip"])
    stage: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    url: str
    created_at: Time


class ChapterView(Outgoing):
    """A chapter that the source's author set."""

    start: float
    end: float
    title: str


class CutView(Outgoing):
    """A change of picture."""

    start: float
    end: float
    kind: Literal["cut", "fade"]
    score: float


class SpriteView(Outgoing):
    """How the storyboard (the artifact of kind `sprite`) is laid out."""

    columns: int
    rows: int
    count: int
    interval_s: float
    tile_width: int
    tile_height: int


class ScenesView(Outgoing):
    """Where the picture changes."""

    has_video: bool
    cuts: list[CutView]
    sprite: SpriteView | None


class Job(JobSummary):
    """A job with its results, as far as they are there."""

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


class JobPage(Outgoing):
    """A page of jobs, newest first unless sorted otherwise."""

    items: list[JobSummary]
    total: int
    limit: int
    offset: int


class Event(Outgoing):
    """A stored event; the same as the message on the socket."""

    type: str = Field(examples=["job_update"])
    job_id: Id
    seq: int = Field(description="1, 2, 3 … without a gap")
    ts: Time
    data: dict[str, Any]
    id: int = Field(description="Grows over all jobs; the broadcast's cursor")


class EventPage(Outgoing):
    """Stored events of a job, in order."""

    items: list[Event]
    last_seq: int = Field(
        description="Number of the job's newest event; there is more when it is above the last item's"
    )


class ArtifactList(Outgoing):
    """The files of a job."""

    items: list[ArtifactView]
    total: int


class Transcript(Outgoing):
    """A transcript; `complete` is false while more may come."""

    job_id: Id
    status: JobState
    complete: bool
    language: str | None
    text: str
    segments: list[SegmentView]


class BulkResult(Outgoing):
    """What became of one item. `error` is a problem document."""

    index: int
    id: str | None
    status: int = Field(description="The HTTP status that the single request would have had")
    ok: bool
    job: JobSummary | None = None
    error: Problem | None = None


class BulkAnswer(Outgoing):
    """One result per item, in order."""

    action: str
    total: int
    succeeded: int
    failed: int
    results: list[BulkResult]


class WorkerView(Outgoing):
    """What a worker is doing."""

    id: str
    state: Literal["idle", "busy"]
    current_job: str | None
    job_id: str | None = Field(description="The same as current_job")
    stage: str | None
    since: Time
    last_heartbeat: Time


class Depth(Outgoing):
    """Jobs in the queue."""

    total: int = Field(description="Waiting jobs")
    by_status: dict[str, int]
    by_priority: dict[str, int] = Field(description="Waiting jobs by priority")


class QueueView(Outgoing):
    """The queue as it is now."""

    paused: bool
    draining: bool
    queue_running: bool
    waiting: int
    running: int
    max_queue_size: int
    depth: Depth
    by_status: dict[str, int]
    by_priority: dict[str, int]
    workers: list[WorkerView]


class SessionView(Outgoing):
    """Whether a key is needed, and whether this browser has turned it into a session."""

    key_needed: bool
    signed_in: bool


class Cleared(Outgoing):
    """How many waiting jobs were cancelled."""

    cleared: int


class Spread(Outgoing):
    """Half of them took less than `p50`, 95 of 100 less than `p95`; seconds. Null when there were none."""

    p50: float | None
    p95: float | None
    count: int


class Throughput(Outgoing):
    """Finished jobs."""

    last_hour: int
    per_hour: float = Field(description="Mean over the window")


class Hour(Outgoing):
    """What ended in one hour, and how long it had waited and run."""

    start: Time
    completed: int
    failed: int
    cancelled: int
    wait_p50: float | None
    wait_p95: float | None
    run_p50: float | None
    run_p95: float | None


class Statistics(Outgoing):
    """Counts of all jobs; rates and times of those that ended within the window."""

    total: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    window_hours: int
    success_rate: float | None = Field(description="Completed of completed and failed, 0–1; null when there were none")
    wait_seconds: Spread
    run_seconds: Spread = Field(description="Of jobs that did work of their own")
    cached_jobs: int = Field(description="Completed jobs that took every stage from the record; not in `run_seconds`")
    throughput: Throughput
    series: list[Hour]
    sampled: bool = Field(description="Whether only the newest of very many jobs were looked at")


class VideoView(Outgoing):
    """An upload."""

    video_id: Id
    status: str = Field(examples=["UPLOADED"])
    filename: str
    size_bytes: int
    sha256: str
    duration: float
    width: int | None
    height: int | None
    fps: float | None
    fps_exact: str | None = Field(examples=["30000/1001"])
    container: str | None
    video_codec: str | None
    audio_codec: str | None
    created_at: Time
    updated_at: Time


class PlaylistEntryView(Outgoing):
    """One video of a playlist."""

    url: str
    title: str | None
    duration: float | None


class PlaylistView(Outgoing):
    """What a link holds; `count` is how many videos the site says there are."""

    title: str
    items: list[PlaylistEntryView]
    count: int | None


class Connections(Outgoing):
    """Live connections and what was told."""

    connections: dict[str, int]
    total: int
    messages: dict[str, int]


class Health(Outgoing):
    """Whether the server is alive."""

    status: Literal["healthy", "unhealthy"]
    queue_running: bool
    debug: bool
    app_name: str
    environment: str
    version: str
    down: list[str] | None = None


class Component(Outgoing):
    """One part of the server."""

    model_config = ConfigDict(extra="allow")

    status: Literal["ok", "down"]
    latency_ms: float
    detail: str | None


class Readiness(Outgoing):
    """Every part of the server."""

    status: Literal["ready", "not_ready"]
    components: dict[str, Component]


class SystemView(Outgoing):
    """The machine and the settings in force, without secrets."""

    version: str
    uptime_seconds: float
    disk: dict[str, int]
    memory: dict[str, int]
    models: list[dict[str, Any]]
    settings: dict[str, Any]


class ModelView(Outgoing):
    """Model weights that this server knows by name or has configured."""

    kind: Literal["whisper", "sentiment", "spacy"]
    name: str = Field(description="What `model_size` takes, for the kind whisper", examples=["small"])
    configured: bool = Field(description="Whether jobs that name no other use it")
    on_disk: bool
    fetchable: bool = Field(description="Whether the server can fetch it: from a hub, and it is not set to be offline")
    size_bytes: int | None = Field(
        description="On disk, or what a fetch brings; that is rounded where the revision states none. Null: not known"
    )
    licence: str | None = Field(examples=["MIT"])


class ModelList(Outgoing):
    """The configured ones first, then those on disk, then those that can be fetched."""

    items: list[ModelView]


class PlaylistEntry(Outgoing):
    """One video of a playlist."""

    url: str
    title: str | None
    duration: float | None


class Playlist(Outgoing):
    """What a playlist holds. `count` is how many videos it has, of which `items` are the first."""

    title: str
    items: list[PlaylistEntry]
    count: int
