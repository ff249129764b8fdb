"""Small writes: uploads, measured rates, flags."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, case, cast, delete, insert, select, update
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.db.conflicts import insert_missing, insert_or_replace
from app.db.queries import FLAGS, RATES, flag
from app.db.records import JOBS, STAGES, VIDEOS
from app.db.transaction import LATER, Transaction
from app.jobs.estimate import Rate
from app.jobs.record import Video

#: Prefix of the names of flags with a host's cool-down.
COOLING = "cooling "


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


def set_flag(tx: Transaction, name: str, value: dict[str, Any]) -> None:
    """Store a small value across restarts; an empty value deletes it."""
    if value:
        insert_or_replace(tx.conn, FLAGS, {"name": name, "value": value})
    else:
        tx.conn.execute(delete(FLAGS).where(FLAGS.c.name == name))


def cool(tx: Transaction, host: str, until_ms: int) -> None:
    """Set a host's cool-down, unless it has a longer one; expired ones of all hosts are deleted."""
    over = select(FLAGS.c.name).where(FLAGS.c.name.startswith(COOLING), _until_ms(FLAGS.c.value) <= tx.now_ms)
    # Rows that another writer is changing are left to it: this must not wait with deleted rows in hand.
    tx.conn.execute(delete(FLAGS).where(FLAGS.c.name.in_(over.with_for_update(skip_locked=True))))
    row = {"name": f"{COOLING}{host}", "value": {"until_ms": until_ms}}
    insert_or_replace(tx.conn, FLAGS, row, where=_is_shorter)


def _until_ms(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(value["until_ms"].as_string(), BigInteger)


def _is_shorter(excluded: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
    return _until_ms(FLAGS.c.value) < _until_ms(excluded["value"])


def cooling_until_ms(conn: Connection, host: str) -> int:
    """The end of a host's cool-down, Unix milliseconds; 0 without one."""
    return int(flag(conn, f"{COOLING}{host}").get("until_ms", 0))


def set_rate(tx: Transaction, stage: str, variant: str, rate: Rate) -> None:
    """Store a measured rate."""
    row = {"stage": stage, "variant": variant, "per_media_s": rate.per_media_s, "samples": rate.samples}
    insert_or_replace(tx.conn, RATES, row)


def save_progress(tx: Transaction, job_id: str, attempt: int, progress: float, stages: dict[str, float]) -> None:
    """Store the progress of a running attempt for later reads, nothing of one that was taken over.

    Publishes no event.
    """
    running = tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.attempt == attempt, JOBS.c.worker_id == tx.holder.worker_id)
        .values(progress=case((JOBS.c.progress < progress, progress), else_=JOBS.c.progress))
    )
    if not running.rowcount:
        return
    for name, fraction in stages.items():
        tx.conn.execute(
            update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name).values(progress=fraction)
        )


def set_pinned(tx: Transaction, job_id: str, pinned: bool) -> None:
    """Pin or unpin a job; a pinned job's files are exempt from retention."""
    pin = update(JOBS).where(JOBS.c.id == job_id).values(pinned=pinned, updated_ms=LATER)
    tx.conn.execute(pin, {"now": tx.now_ms})


def identity(tx: Transaction) -> str:
    """The id of this database, generated at the first call."""
    insert_missing(tx.conn, FLAGS, [{"name": "database", "value": {"id": uuid.uuid4().hex}}])
    return str(flag(tx.conn, "database")["id"])


def prove_writable(tx: Transaction) -> None:
    """Write a small value: on a read-only file SQLite refuses the write, not the start of the transaction."""
    set_flag(tx, "written", {"at_ms": tx.now_ms})
