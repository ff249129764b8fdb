"""Small writes: uploads, measured rates, flags."""

import uuid
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.db.conflicts import insert_or_replace
from app.db.queries import FLAGS, RATES, flag
from app.db.records import JOBS, STAGES, VIDEOS
from app.db.transaction import LATER, Transaction
from app.jobs.estimate import Rate
from app.jobs.record import Video

#: Names of flags that leave a host alone begin so.
COOLING = "cooling "


def add_video(tx: Transaction, video: Video) -> Video:
    """Keep an upload that was probed."""
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
    """Keep a small fact over restarts; an empty value forgets it."""
    if value:
        insert_or_replace(tx.conn, FLAGS, {"name": name, "value": value})
    else:
        tx.conn.execute(delete(FLAGS).where(FLAGS.c.name == name))


def cool(tx: Transaction, host: str, until_ms: int) -> None:
    """Leave a host alone until then; a longer cool-down of it stays. Those that are over are forgotten."""
    known = tx.conn.execute(select(FLAGS.c.name, FLAGS.c.value).where(FLAGS.c.name.startswith(COOLING))).all()
    over = [name for name, value in known if value["until_ms"] <= tx.now_ms]
    tx.conn.execute(delete(FLAGS).where(FLAGS.c.name.in_(over)))
    set_flag(tx, f"{COOLING}{host}", {"until_ms": max(until_ms, cooling_until_ms(tx.conn, host))})


def cooling_until_ms(conn: Connection, host: str) -> int:
    """Until when a host is left alone, Unix milliseconds; 0 when nobody asked for it."""
    return int(flag(conn, f"{COOLING}{host}").get("until_ms", 0))


def set_rate(tx: Transaction, stage: str, variant: str, rate: Rate) -> None:
    """Keep a measured pace."""
    row = {"stage": stage, "variant": variant, "per_media_s": rate.per_media_s, "samples": rate.samples}
    insert_or_replace(tx.conn, RATES, row)


def save_progress(tx: Transaction, job_id: str, attempt: int, progress: float, stages: dict[str, float]) -> None:
    """Keep how far a job is, for whoever looks it up; not an event."""
    tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.attempt == attempt, JOBS.c.worker_id == tx.holder.worker_id)
        .where(JOBS.c.progress < progress)
        .values(progress=progress)
    )
    for name, fraction in stages.items():
        tx.conn.execute(
            update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name).values(progress=fraction)
        )


def set_pinned(tx: Transaction, job_id: str, pinned: bool) -> None:
    """A pinned job's files are kept whatever the retention says."""
    pin = update(JOBS).where(JOBS.c.id == job_id).values(pinned=pinned, updated_ms=LATER)
    tx.conn.execute(pin, {"now": tx.now_ms})


def identity(tx: Transaction) -> str:
    """A name that this database gave itself when it was first asked."""
    known = flag(tx.conn, "database")
    if known:
        return str(known["id"])
    fresh = uuid.uuid4().hex
    set_flag(tx, "database", {"id": fresh})
    return fresh


def prove_writable(tx: Transaction) -> None:
    """Write something small; SQLite refuses that, and not the beginning of a transaction, on a read-only file."""
    set_flag(tx, "written", {"at_ms": tx.now_ms})
