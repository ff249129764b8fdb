"""Tables of finished and running work: outputs, pieces and files by key; who is at it."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import json_column


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
    output: dict[str, Any] = Field(sa_column=json_column())
    warnings: list[Any] = Field(sa_column=json_column())
    seconds: float
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class PieceRow(SQLModel, table=True):
    """A partial result of a stage, committed while it runs: a transcript segment, a finished clip."""

    __tablename__ = "pieces"
    key: str = Field(primary_key=True)
    idx: int = Field(primary_key=True)
    piece: dict[str, Any] = Field(sa_column=json_column())


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


class FileCopyRow(SQLModel, table=True):
    """A file that is copied to the object store, since `copied_ms`; NULL while it is on its way.

    `leaving_ms`: nothing refers to it any more, and until then one server deletes the copy.
    """

    __tablename__ = "file_copies"
    sha256: str = Field(primary_key=True)
    begun_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    copied_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    leaving_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
