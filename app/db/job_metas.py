"""Stores metadata that is too large for a job's row, so that lists and moves read a short row."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.db.records import JOB_METAS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord

#: Larger metadata is stored separately, bytes of JSON.
IN_ROW_BYTES = 2048
INSERT_METAS = insert(JOB_METAS)


def size_of(meta: dict[str, Any]) -> int:
    """The size of metadata as JSON, bytes."""
    if not meta:
        return len("{}")
    return len(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def in_row(meta: dict[str, Any]) -> dict[str, Any]:
    """The values of a new job's row."""
    size = size_of(meta)
    return {"meta": meta, "meta_bytes": None} if size <= IN_ROW_BYTES else {"meta": None, "meta_bytes": size}


def add(tx: Transaction, jobs: Sequence[tuple[JobRecord, dict[str, Any]]]) -> None:
    """Store the metadata of new jobs where it is not in the row."""
    rows = [{"num": job.num, "meta": meta} for job, meta in jobs if job.meta is None]
    if rows:
        tx.conn.execute(INSERT_METAS, rows)


def meta_of(conn: Connection, job: JobRecord) -> dict[str, Any]:
    """Read the job's metadata from its row or from the separate table."""
    if job.meta is not None:
        return job.meta
    found: dict[str, Any] = conn.execute(select(JOB_METAS.c.meta).where(JOB_METAS.c.num == job.num)).scalar_one()
    return found


def remove(tx: Transaction, num: int) -> None:
    """Delete the metadata of a job."""
    tx.conn.execute(delete(JOB_METAS).where(JOB_METAS.c.num == num))
