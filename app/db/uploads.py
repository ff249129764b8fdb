"""Stores uploaded videos."""

from sqlalchemy import insert

from app.db.records import VIDEOS
from app.db.transaction import Transaction
from app.jobs.record import Video


def add_video(tx: Transaction, video: Video) -> Video:
    """Insert a probed upload."""
    tx.conn.execute(
        insert(VIDEOS).values(
            id=video.id,
            status=video.status,
            filename=video.filename,
            sha256=video.blob.sha256,
            suffix=video.blob.suffix,
            size_bytes=video.blob.size_bytes,
            media=video.media,
            created_ms=tx.now_ms,
            updated_ms=tx.now_ms,
        )
    )
    return Video(video.id, video.filename, video.blob, video.media, video.status, tx.now_ms, tx.now_ms)
