"""Tables of webhooks and of what was sent to them."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


class WebhookRow(SQLModel, table=True):
    """A subscription to events; its secret is encrypted (`app.core.sealing`)."""

    __tablename__ = "webhooks"
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    id: str = Field(index=True, unique=True)
    url: str = Field(sa_column=Column(Text, nullable=False))
    events: list[str] = Field(sa_column=json_column())
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
    facts: dict[str, Any] = Field(sa_column=json_column())
    state: str
    attempts: int = 0
    next_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    response_status: int | None = None
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    response_ms: int | None = None
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
