"""Stores the timelines of jobs that render one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.db.records import JOBS, TIMELINES
from app.db.transaction import Transaction
from app.jobs.record import JobRecord

INSERT_TIMELINES = insert(TIMELINES)


def add(tx: Transaction, jobs: Sequence[tuple[JobRecord, Mapping[str, Any] | None]]) -> None:
    """Store the timelines of new jobs, of those that have one."""
    rows = [{"num": job.num, "timeline": timeline} for job, timeline in jobs if timeline is not None]
    if rows:
        tx.conn.execute(INSERT_TIMELINES, rows)


def timeline_of(conn: Connection, job_id: str) -> dict[str, Any] | None:
    """Read the timeline of a job; None if it has none."""
    query = select(TIMELINES.c.timeline).join(JOBS, JOBS.c.num == TIMELINES.c.num).where(JOBS.c.id == job_id)
    found: dict[str, Any] | None = conn.execute(query).scalar_one_or_none()
    return found


def remove(tx: Transaction, num: int) -> None:
    """Delete the timeline of a job."""
    tx.conn.execute(delete(TIMELINES).where(TIMELINES.c.num == num))
