"""Tables of jobs: what is asked for, what happened, what each stage did."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


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
    options: dict[str, Any] = Field(sa_column=json_column())
    meta: dict[str, Any] | None = Field(sa_column=json_column())
    meta_bytes: int | None = None
    user_id: str | None = None
    attempt: int = 0
    failures: int = 0
    max_retries: int = 3
    crashes: dict[str, Any] = Field(sa_column=json_column())
    deaths: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False, server_default="{}"))
    memory_level: int = 0
    progress: float = 0.0
    stage: str | None = None
    stop_requested: str | None = None
    error: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    warnings: list[Any] = Field(sa_column=json_column())
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
    meta: dict[str, Any] = Field(sa_column=json_column())


class TimelineRow(SQLModel, table=True):
    """The timeline of a job that renders one."""

    __tablename__ = "timelines"
    num: int = Field(sa_column=Column(SERIAL, primary_key=True, autoincrement=False))
    timeline: dict[str, Any] = Field(sa_column=json_column())


class MadeClipRow(SQLModel, table=True):
    """A clip that people made of a film: `job_id` is the job that cuts it, `of_job_id` the one whose clip it is."""

    __tablename__ = "made_clips"
    job_id: str = Field(primary_key=True)
    of_job_id: str = Field(index=True)
    title: str = Field(sa_column=Column(Text, nullable=False))


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
    data: dict[str, Any] = Field(sa_column=json_column())


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


class JobTraceRow(SQLModel, table=True):
    """The trace that a job belongs to: that of the request that created it, as `traceparent` writes it."""

    __tablename__ = "job_traces"
    job_id: str = Field(primary_key=True)
    traceparent: str
