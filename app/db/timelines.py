"""Stores the timelines of jobs that render one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Text, cast, delete, func, insert, select

from app.db.records import JOBS, TIMELINES
from app.db.transaction import Transaction
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from app.jobs.states import ACTIVE, JobState

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


def active_user_of(conn: Connection, video_id: str) -> tuple[str, JobState] | None:
    """An active job whose timeline names a video, and its state; None if there is none."""
    query = (
        select(JOBS.c.id, JOBS.c.status)
        .join(TIMELINES, TIMELINES.c.num == JOBS.c.num)
        .where(
            JOBS.c.job_type == JobType.TIMELINE_EXPORT.value,
            JOBS.c.status.in_([state.value for state in ACTIVE]),
            # clients may write ids in capitals
            func.lower(cast(TIMELINES.c.timeline, Text)).contains(f'"{video_id.lower()}"', autoescape=True),
        )
    )
    found = conn.execute(query.limit(1)).first()
    return None if found is None else (found.id, JobState(found.status))


def remove(tx: Transaction, num: int) -> None:
    """Delete the timeline of a job."""
    tx.conn.execute(delete(TIMELINES).where(TIMELINES.c.num == num))
