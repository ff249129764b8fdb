"""Reads exports of timelines."""

from sqlalchemy import Connection, select

from app.core.errors import NotFound
from app.db import queries
from app.db.records import ARTIFACTS, artifact_of
from app.jobs.options import OF_TIMELINES
from app.jobs.record import Artifact, JobRecord


def export_of(conn: Connection, export_id: str, kind: str) -> tuple[JobRecord, Artifact | None]:
    """Read an export and its file of that kind; None while it is not there. Raises NotFound, also for other jobs."""
    try:
        job = queries.job(conn, export_id)
    except NotFound:
        raise _no_export(export_id) from None
    if job.job_type not in OF_TIMELINES:
        raise _no_export(export_id)
    row = conn.execute(select(ARTIFACTS).where(ARTIFACTS.c.job_id == job.id, ARTIFACTS.c.kind == kind)).one_or_none()
    return job, None if row is None else artifact_of(row)


def _no_export(export_id: str) -> NotFound:
    return NotFound(f"There is no export {export_id}.")
