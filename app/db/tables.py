"""Defines the tables. They are used only inside `db/`; other packages get frozen records.

Times are Unix milliseconds (`*_ms`). `jobs` is read and written on every hot path, so long values (segments, outputs,
events) are in separate tables, which lists do not read.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

#: SQLite autoincrements only an INTEGER primary key; PostgreSQL should use 64 bits.
SERIAL = BigInteger().with_variant(Integer, "sqlite")


def _json(nullable: bool = False) -> Any:
    return Column(JSON, nullable=nullable)


class JobRow(SQLModel, table=True):
    """One job. `num` is the order of arrival, `attempt` the fence against writes of an earlier run.

    The process `worker_id` runs it until `lease_until_ms`, unless it renews the lease; both are NULL unless it runs.

    Large metadata is in `job_metas`; `meta` is then JSON null and `meta_bytes` its size.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_status_num", "status", "num"),
        Index("ix_jobs_type_num", "job_type", "num"),
        Index("ix_jobs_status_type_num", "status", "job_type", "num"),
        Index("ix_jobs_user_num", "user_id", "num"),
        Index("ix_jobs_completed", "completed_ms"),
        Index(
            "ix_jobs_video_status_num",
            "video_id",
            "status",
            "num",
            sqlite_where=text("video_id IS NOT NULL"),
            postgresql_where=text("video_id IS NOT NULL"),
        ),
        UniqueConstraint("idempotency_key", name="uq_jobs_idempotency"),
        {"sqlite_autoincrement": True},
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    url: str | None = None
    video_id: str | None = None
    source_identity: str
    job_type: str
    status: str
    priority: int
    rank: int = Field(sa_column=Column(BigInteger, nullable=False))
    placed: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    options: dict[str, Any] = Field(sa_column=_json())
    meta: dict[str, Any] | None = Field(sa_column=_json())
    meta_bytes: int | None = None
    user_id: str | None = None
    attempt: int = 0
    failures: int = 0
    max_retries: int = 3
    crashes: dict[str, Any] = Field(sa_column=_json())
    deaths: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False, server_default="{}"))
    memory_level: int = 0
    progress: float = 0.0
    stage: str | None = None
    stop_requested: str | None = None
    error: dict[str, Any] | None = Field(default=None, sa_column=_json(nullable=True))
    warnings: list[Any] = Field(sa_column=_json())
    last_seq: int = 0
    video_title: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    video_duration: float | None = None
    idempotency_key: str | None = None
    request_hash: str | None = None
    pinned: bool = False
    expired_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    queued_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    started_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    completed_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    due_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    worker_id: str | None = None
    lease_until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    generation: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class JobTextRow(SQLModel, table=True):
    """The searchable text of a job, folded (`app.core.folding`)."""

    __tablename__ = "job_texts"
    num: int = Field(sa_column=Column(SERIAL, primary_key=True, autoincrement=False))
    folded: str = Field(sa_column=Column(Text, nullable=False))


class JobMetaRow(SQLModel, table=True):
    """Metadata of a job that is too large for its row, which every list and every move reads."""

    __tablename__ = "job_metas"
    num: int = Field(sa_column=Column(SERIAL, primary_key=True, autoincrement=False))
    meta: dict[str, Any] = Field(sa_column=_json())


class TimelineRow(SQLModel, table=True):
    """The timeline of a job that renders one."""

    __tablename__ = "timelines"
    num: int = Field(sa_column=Column(SERIAL, primary_key=True, autoincrement=False))
    timeline: dict[str, Any] = Field(sa_column=_json())


class MadeClipRow(SQLModel, table=True):
    """A clip that people made of a film: `job_id` is the job that cuts it, `of_job_id` the one whose clip it is."""

    __tablename__ = "made_clips"
    job_id: str = Field(primary_key=True)
    of_job_id: str = Field(index=True)
    title: str = Field(sa_column=Column(Text, nullable=False))


class VideoTranscriptRow(SQLModel, table=True):
    """The transcript of a job, by the job's id, from its first correction on; before, its lines are pieces of a stage.

    `revision` counts its corrections. The first `taken` pieces under `key` are among its lines. While it is `open`, as
    that of a job which ended before all was recognised, later pieces follow its lines; the taken ones end at `taken_s`.
    """

    __tablename__ = "video_transcripts"
    id: str = Field(primary_key=True)
    analysis_id: str | None = Field(default=None, index=True)
    video_filename: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    video_duration: float | None = None
    language_code: str | None = None
    transcription_method: str | None = None
    confidence_score: float | None = None
    full_transcript_text: str = Field(sa_column=Column(Text, nullable=False))
    processing_time_seconds: float | None = None
    api_response_id: str | None = None
    status: str
    revision: int
    key: str = Field(index=True)
    taken: int
    taken_s: float
    open: bool
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    searched_num: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True, index=True))


class SearchedTranscriptRow(SQLModel, table=True):
    """Lines that are searched together: the pieces of a stage under `key`, or those of a corrected transcript.

    Those of a corrected one have no key; its row has their `num` as `searched_num`, as have copies of it. Later ones
    have greater numbers.
    """

    __tablename__ = "searched_transcripts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    key: str | None = Field(default=None, unique=True)


class SearchedLineRow(SQLModel, table=True):
    """The words of a line (`app.core.words`), divided by spaces; a line without words has no row.

    `num` has the number of its transcript and its own (`app.db.line_index`).
    """

    __tablename__ = "searched_lines"
    num: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    words: str = Field(sa_column=Column(Text, nullable=False))


class TranscriptSegmentRow(SQLModel, table=True):
    """A line of a transcript. `original_text` is the recognised text where `text` differs from it.

    `confirmed`: people have said that its text is right.
    """

    __tablename__ = "transcript_segments"
    transcript_id: str = Field(primary_key=True)
    idx: int = Field(primary_key=True)
    start_time: float
    end_time: float
    text: str = Field(sa_column=Column(Text, nullable=False))
    original_text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    moved: bool
    confirmed: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    confidence: float
    no_speech_probability: float
    speaker_label: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    segment_type: str
    flags: list[Any] = Field(sa_column=_json())
    words: list[Any] = Field(sa_column=_json())


class SceneSubtitleRow(SQLModel, table=True):
    """The subtitles of a scene, with times from its start, once its lines were corrected."""

    __tablename__ = "scene_subtitles"
    scene_id: str = Field(primary_key=True)
    transcript_id: str = Field(index=True)
    scene_start_time: float
    scene_end_time: float
    subtitle_data: list[Any] = Field(sa_column=_json())


class TranscriptEditRow(SQLModel, table=True):
    """A correction of a transcript that can be undone: the lines that stood where it has `placed` lines.

    `undone`: it was undone, and can be made again, by the same.
    """

    __tablename__ = "transcript_edits"
    transcript_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    first: int
    placed: int
    lines: list[Any] = Field(sa_column=_json())
    undone: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))


class JobChaptersRow(SQLModel, table=True):
    """What takes the place of the recorded chapters of a job; see `app.jobs.chapters`. NULL: nothing does."""

    __tablename__ = "job_chapters"
    job_id: str = Field(primary_key=True)
    found: list[Any] | None = Field(sa_column=Column(JSON(none_as_null=True), nullable=True))
    given: list[Any] | None = Field(sa_column=Column(JSON(none_as_null=True), nullable=True))
    revision: int
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class EventRow(SQLModel, table=True):
    """One stored event. `id` increases over all jobs, `seq` counts within one job."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("job_id", "seq", name="uq_events_job_seq"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    job_id: str
    seq: int
    type: str
    ts_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    data: dict[str, Any] = Field(sa_column=_json())


class JobStageRow(SQLModel, table=True):
    """A stage in the job's latest attempt. `key` identifies the recorded output."""

    __tablename__ = "job_stages"
    __table_args__ = (Index("ix_job_stages_key", "key"),)
    job_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    status: str
    progress: float = 0.0
    key: str | None = None
    cached: bool = False
    started_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    seconds: float | None = None
    published: int = 0
    waited: float | None = None


class KeyLeaseRow(SQLModel, table=True):
    """A lease of a process on a stage key; others wait for the output, or until the lease expires."""

    __tablename__ = "key_leases"
    key: str = Field(primary_key=True)
    worker_id: str
    lease_until_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class WorkerRow(SQLModel, table=True):
    """A worker process on one of several machines, as it reports itself. `slots` has the number of each resource."""

    __tablename__ = "workers"
    worker_id: str = Field(primary_key=True)
    host: str
    pid: int
    queues: list[str] = Field(sa_column=Column(JSON, nullable=False))
    slots: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    concurrency: int
    version: str
    started_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    heartbeat_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class StageTaskRow(SQLModel, table=True):
    """A stage that one process needs for its jobs and lets another one run: of each key a row for each such process.

    `requester` is the process, `job_id` the job that needs it there. `rank` and `follows_s` are its turn (see `Slots`).
    `input` is JSON, encrypted if it is `sealed`. `runner` is the process that runs it on behalf of this row, also after
    its end; of all rows of a key at most one has it. `deaths` are the processes that ended while they ran it.
    """

    __tablename__ = "stage_tasks"
    key: str = Field(primary_key=True)
    requester: str = Field(primary_key=True)
    job_id: str
    stage: str
    resource: str
    input: str = Field(sa_column=Column(Text, nullable=False))
    sealed: bool = False
    rank: int = Field(sa_column=Column(BigInteger, nullable=False))
    follows_s: float
    runner: str | None = None
    failure: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    deaths: int = 0
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class OutputRow(SQLModel, table=True):
    """The output of a finished stage under its key; jobs with the same key reuse it instead of running the stage."""

    __tablename__ = "outputs"
    key: str = Field(primary_key=True)
    stage: str
    output: dict[str, Any] = Field(sa_column=_json())
    warnings: list[Any] = Field(sa_column=_json())
    seconds: float
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class PieceRow(SQLModel, table=True):
    """A partial result of a stage, committed while it runs: a transcript segment, a finished clip."""

    __tablename__ = "pieces"
    key: str = Field(primary_key=True)
    idx: int = Field(primary_key=True)
    piece: dict[str, Any] = Field(sa_column=_json())


class KeyBlobRow(SQLModel, table=True):
    """The files that the output and pieces of a key refer to; a file without references is swept."""

    __tablename__ = "key_blobs"
    key: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True, index=True)
    size_bytes: int = Field(sa_column=Column(BigInteger, nullable=False))


class ArtifactRow(SQLModel, table=True):
    """A file that clients may download by its id."""

    __tablename__ = "artifacts"
    id: str = Field(primary_key=True)
    job_id: str = Field(index=True)
    stage: str
    kind: str
    filename: str
    media_type: str
    sha256: str
    suffix: str
    size_bytes: int = Field(sa_column=Column(BigInteger, nullable=False))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class VideoRow(SQLModel, table=True):
    """A video: an uploaded file, or a link (`url`), whose file its jobs fetch.

    `num` is the order of arrival, `folded` its searchable text. `expired_ms` is when retention deleted its file.
    `title` is the name that people gave it, `source_title` then that of its source.
    """

    __tablename__ = "videos"
    __table_args__ = (Index("ix_videos_user_num", "user_id", "num"), {"sqlite_autoincrement": True})
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    url: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    filename: str | None = None
    title: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    source_title: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    sha256: str | None = Field(default=None, index=True)
    suffix: str | None = None
    size_bytes: int | None = Field(default=None, sa_column=Column(BigInteger))
    media: dict[str, Any] | None = Field(default=None, sa_column=_json(nullable=True))
    user_id: str | None = None
    folded: str = Field(sa_column=Column(Text, nullable=False))
    expired_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class VideoTagRow(SQLModel, table=True):
    """A tag of a video. Tags with the same `folded` text are one tag."""

    __tablename__ = "video_tags"
    video_id: str = Field(primary_key=True)
    folded: str = Field(primary_key=True, index=True)
    tag: str


class SavedViewRow(SQLModel, table=True):
    """A list of videos with a name: its filter and its order. The user "" is every caller without one."""

    __tablename__ = "saved_views"
    user_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    query: dict[str, Any] = Field(sa_column=_json())
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class FileCopyRow(SQLModel, table=True):
    """A file that is copied to the object store, since `copied_ms`; NULL while it is on its way.

    `leaving_ms`: nothing refers to it any more, and until then one server deletes the copy.
    """

    __tablename__ = "file_copies"
    sha256: str = Field(primary_key=True)
    begun_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    copied_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    leaving_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class WebhookRow(SQLModel, table=True):
    """A subscription to events; its secret is encrypted (`app.core.sealing`)."""

    __tablename__ = "webhooks"
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    url: str = Field(sa_column=Column(Text, nullable=False))
    events: list[str] = Field(sa_column=_json())
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    user_id: str | None = None
    enabled: bool = True
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class JobWebhookRow(SQLModel, table=True):
    """The `webhook_url` of a job."""

    __tablename__ = "job_webhooks"
    job_id: str = Field(primary_key=True)
    url: str = Field(sa_column=Column(Text, nullable=False))


class DeliveryRow(SQLModel, table=True):
    """A message for a receiver, also after its end: the log. `next_ms` is NULL when there is no further attempt.

    `host` is that of `url`: a slow host gets few connections at once.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_next",
            "next_ms",
            sqlite_where=text("next_ms IS NOT NULL"),
            postgresql_where=text("next_ms IS NOT NULL"),
        ),
        Index("ix_deliveries_webhook_num", "webhook_id", "num"),
        {"sqlite_autoincrement": True},
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    webhook_id: str | None = None
    job_id: str | None = Field(default=None, index=True)
    event: str
    url: str = Field(sa_column=Column(Text, nullable=False))
    host: str
    facts: dict[str, Any] = Field(sa_column=_json())
    state: str
    attempts: int = 0
    next_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    response_status: int | None = None
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    response_ms: int | None = None
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class TelemetryRow(SQLModel, table=True):
    """A measure. `span_ms` is the time over which several were put together, 0 for a single one.

    `tags` is JSON with sorted keys, so that a series can be grouped by it.
    """

    __tablename__ = "telemetry"
    __table_args__ = (
        Index("ix_telemetry_ts", "ts_ms"),
        Index("ix_telemetry_component_ts", "component", "ts_ms"),
        Index("ix_telemetry_metric_ts", "metric", "ts_ms"),
        Index(
            "ix_telemetry_job",
            "job_id",
            "num",
            sqlite_where=text("job_id IS NOT NULL"),
            postgresql_where=text("job_id IS NOT NULL"),
        ),
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    component: str
    metric: str
    value: float
    tags: str = Field(sa_column=Column(Text, nullable=False))
    ts_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    job_id: str | None = None
    weight: int
    merge: str
    span_ms: int


class JobTraceRow(SQLModel, table=True):
    """The trace that a job belongs to: that of the request that created it, as `traceparent` writes it."""

    __tablename__ = "job_traces"
    job_id: str = Field(primary_key=True)
    traceparent: str


class ApiKeyRow(SQLModel, table=True):
    """An API key, also a revoked one; of the key itself only the hash is stored. Names in use are unique."""

    __tablename__ = "api_keys"
    __table_args__ = (
        Index(
            "uq_api_keys_name",
            "name",
            unique=True,
            sqlite_where=text("revoked_ms IS NULL"),
            postgresql_where=text("revoked_ms IS NULL"),
        ),
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    name: str
    prefix: str
    digest: str = Field(index=True, unique=True)
    scope: str
    user_id: str | None = None
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    revoked_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class ShareRow(SQLModel, table=True):
    """A link that opens a job, or one of its clips, without a key; see `app.jobs.shares`."""

    __tablename__ = "shares"
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    job_id: str = Field(index=True)
    digest: str = Field(index=True, unique=True)
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    clip: int | None = None
    key_id: str | None = None
    expires_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class VoiceSampleRow(SQLModel, table=True):
    """The voice of a speaker of a job who was given a name, as a vector that a model made; see `app.jobs.voices`.

    `label` is what the stage called the speaker. It outlives its job.
    """

    __tablename__ = "voice_samples"
    job_id: str = Field(primary_key=True)
    label: str = Field(primary_key=True)
    user_id: str | None = Field(default=None, index=True)
    name: str
    model: str
    vector: list[float] = Field(sa_column=_json())
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class PresetRow(SQLModel, table=True):
    """A named set of job type, options and priority. `owner` is the user, empty for none, so that names are unique."""

    __tablename__ = "presets"
    __table_args__ = (UniqueConstraint("owner", "name", name="uq_presets_name"),)
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    owner: str
    name: str
    job_type: str
    options: dict[str, Any] = Field(sa_column=_json())
    priority: int
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class FeedRow(SQLModel, table=True):
    """A folder or a link that is checked on a schedule for new entries; see `app.jobs.feeds`.

    `next_ms` is NULL while it is paused; one process checks it until `until_ms`.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        Index(
            "ix_feeds_next",
            "next_ms",
            sqlite_where=text("next_ms IS NOT NULL"),
            postgresql_where=text("next_ms IS NOT NULL"),
        ),
        Index("ix_feeds_user_num", "user_id", "num"),
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    user_id: str | None = None
    name: str
    kind: str
    location: str = Field(sa_column=Column(Text, nullable=False))
    every_s: int | None = None
    daily_at: str | None = None
    time_zone: str
    last: int
    max_new: int
    preset_id: str | None = Field(default=None, index=True)
    job_type: str
    options: dict[str, Any] = Field(sa_column=_json())
    priority: int
    paused: bool = False
    title: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    seeded: bool = False
    last_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    next_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    failures: int = 0
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class FeedEntryRow(SQLModel, table=True):
    """An entry that a feed has had, for as long as there is the feed: so it is never new again."""

    __tablename__ = "feed_entries"
    __table_args__ = (
        UniqueConstraint("feed_id", "key", name="uq_feed_entries_key"),
        Index("ix_feed_entries_state", "feed_id", "state", "num"),
        {"sqlite_autoincrement": True},
    )
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    feed_id: str
    key: str
    identity: str | None = None
    place: str = Field(sa_column=Column(Text, nullable=False))
    title: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    published_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    duration_s: float | None = None
    state: str
    job_id: str | None = None
    sha256: str | None = None
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    seen_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class ProviderHealthRow(SQLModel, table=True):
    """What is known of a service that makes films; see `app.jobs.circuits` for its circuit.

    `answer_ms` is the mean time of its answers, `checked_ms` when it was last used.
    """

    __tablename__ = "provider_health"
    provider: str = Field(primary_key=True)
    failures: int = 0
    open_until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    open_ms: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    probe_until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    answer_ms: float | None = None
    checked_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class ProviderOrderRow(SQLModel, table=True):
    """An order at a service, charged to the `day` (UTC) of its intent; it outlives its job.

    `ended_ms`: it was cancelled at the service, or could not be.
    """

    __tablename__ = "provider_orders"
    mark: str = Field(primary_key=True)
    job_id: str = Field(index=True)
    provider: str
    model: str
    state: str = Field(index=True)
    usd: float
    day: str = Field(index=True)
    order_id: str = Field(sa_column=Column(Text, nullable=False))
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_ms: int | None = Field(default=None, sa_column=Column(BigInteger))


class RateRow(SQLModel, table=True):
    """The measured rate of a stage with a model or format (`variant`)."""

    __tablename__ = "rates"
    stage: str = Field(primary_key=True)
    variant: str = Field(primary_key=True)
    per_media_s: float
    samples: int


class FlagRow(SQLModel, table=True):
    """Small values that must survive a restart: whether the queue is paused, the end of a host's cool-down."""

    __tablename__ = "flags"
    name: str = Field(primary_key=True)
    value: dict[str, Any] = Field(sa_column=_json())
