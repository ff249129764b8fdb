"""Tables of videos, and of how people keep them in order."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Text, false
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


class VideoRow(SQLModel, table=True):
    """A video: an uploaded file, or a link (`url`), whose file its jobs fetch.

    `num` is the order of arrival, `folded` its searchable text. `expired_ms` is when retention deleted its file.
    `title` is the name that people gave it, `source_title` then that of its source. `fetched`: it was not taken in as a
    video, but is the link of jobs that have fetched it.
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
    media: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    user_id: str | None = None
    folded: str = Field(sa_column=Column(Text, nullable=False))
    fetched: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
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
    query: dict[str, Any] = Field(sa_column=json_column())
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
