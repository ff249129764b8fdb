"""Metadata of jobs that is too large for their rows: a list of jobs, and every move of one, reads the row alone."""

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.db.records import JOB_METAS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord

#: Larger metadata is kept apart, bytes of JSON.
IN_ROW_BYTES = 2048


def size_of(meta: dict[str, Any]) -> int:
    """Bytes of metadata as JSON."""
    return len(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def in_row(meta: dict[str, Any]) -> dict[str, Any]:
    """Values of a new job's row."""
    size = size_of(meta)
    return {"meta": meta, "meta_bytes": None} if size <= IN_ROW_BYTES else {"meta": None, "meta_bytes": size}


def add(tx: Transaction, job: JobRecord, meta: dict[str, Any]) -> None:
    """Keep what is not in the row of a new job."""
    if job.meta is None:
        tx.conn.execute(insert(JOB_METAS), {"num": job.num, "meta": meta})


def meta_of(conn: Connection, job: JobRecord) -> dict[str, Any]:
    """The job's metadata, wherever it is."""
    if job.meta is not None:
        return job.meta
    found: dict[str, Any] = conn.execute(select(JOB_METAS.c.meta).where(JOB_METAS.c.num == job.num)).scalar_one()
    return found


def remove(tx: Transaction, num: int) -> None:
    """Forget the metadata of a job."""
    tx.conn.execute(delete(JOB_METAS).where(JOB_METAS.c.num == num))
