"""Reads whose things are: the users that jobs, videos, webhooks, presets, feeds and share links belong to."""

from sqlalchemy import Connection, select

from app.db.records import FEEDS, JOBS, PRESETS, VIDEOS
from app.db.shares import SHARES
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


def of_preset(conn: Connection, preset_id: str) -> tuple[str | None] | None:
    """The user of a preset; None if there is no such preset."""
    row = conn.execute(select(PRESETS.c.owner).where(PRESETS.c.id == preset_id)).one_or_none()
    return None if row is None else (row[0] or None,)


def of_feed(conn: Connection, feed_id: str) -> tuple[str | None] | None:
    """The user of a feed; None if there is no such feed."""
    row = conn.execute(select(FEEDS.c.user_id).where(FEEDS.c.id == feed_id)).one_or_none()
    return None if row is None else (row[0],)


def of_share(conn: Connection, share_id: str) -> tuple[str | None] | None:
    """The user of the job that a share link opens; None if there is no such link."""
    query = select(JOBS.c.user_id).join(SHARES, SHARES.c.job_id == JOBS.c.id).where(SHARES.c.id == share_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else (row[0],)
