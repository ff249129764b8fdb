"""Tables of what lets somebody in or recognises them: keys, shared links, voices."""

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


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
    clip_start_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    clip_end_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    maker: str | None = None


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
    vector: list[float] = Field(sa_column=json_column())
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
