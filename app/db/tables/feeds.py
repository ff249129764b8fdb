"""Tables of feeds, their entries, and presets of options."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


class PresetRow(SQLModel, table=True):
    """A named set of job type, options and priority. `owner` is the user, empty for none, so that names are unique."""

    __tablename__ = "presets"
    __table_args__ = (UniqueConstraint("owner", "name", name="uq_presets_name"),)
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    owner: str
    name: str
    job_type: str
    options: dict[str, Any] = Field(sa_column=json_column())
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
    options: dict[str, Any] = Field(sa_column=json_column())
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
