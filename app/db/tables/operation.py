"""Tables of how the service runs: rates, flags, telemetry, providers."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


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


class ExportedFileRow(SQLModel, table=True):
    """A text of a job in the export folder: see `app.db.exported_files`."""

    __tablename__ = "exported_files"
    job_id: str = Field(primary_key=True)
    ending: str = Field(primary_key=True)
    path: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    writing: str | None = None


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
    value: dict[str, Any] = Field(sa_column=json_column())
