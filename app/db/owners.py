"""Reads whose things are: the users that jobs, videos and webhooks belong to."""

from sqlalchemy import Connection, select

from app.db.records import JOBS, VIDEOS
from app.db.webhooks import WEBHOOKS


def of_job(conn: Connection, job_id: str) -> tuple[str | None] | None:
    """The user of a job; None if there is no such job."""
    row = conn.execute(select(JOBS.c.user_id).where(JOBS.c.id == job_id)).one_or_none()
    return None if row is None else (row[0],)


def of_video(conn: Connection, video_id: str) -> tuple[str | None] | None:
    """The user of a video; None if there is no such video."""
    row = conn.execute(select(VIDEOS.c.user_id).where(VIDEOS.c.id == video_id)).one_or_none()
    return None if row is None else (row[0],)


def of_webhook(conn: Connection, webhook_id: str) -> tuple[str | None] | None:
    """The user of a webhook; None if there is no such webhook."""
    row = conn.execute(select(WEBHOOKS.c.user_id).where(WEBHOOKS.c.id == webhook_id)).one_or_none()
    return None if row is None else (row[0],)
