"""Stores the traces that jobs belong to."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Table, delete, insert, select

from app.db.tables.jobs import JobTraceRow
from app.db.transaction import Transaction

TRACES: Table = JobTraceRow.__table__  # type: ignore[attr-defined]


def add(tx: Transaction, traceparents: Mapping[str, str]) -> None:
    """Store the traces of new jobs, by job."""
    if traceparents:
        tx.conn.execute(insert(TRACES), [{"job_id": one, "traceparent": of} for one, of in traceparents.items()])


def of_jobs(conn: Connection, job_ids: Collection[str]) -> dict[str, str]:
    """The traces of those jobs that have one."""
    found = conn.execute(select(TRACES.c.job_id, TRACES.c.traceparent).where(TRACES.c.job_id.in_(job_ids)))
    return {row.job_id: row.traceparent for row in found}


def remove(tx: Transaction, job_id: str) -> None:
    """Delete the trace of a job."""
    tx.conn.execute(delete(TRACES).where(TRACES.c.job_id == job_id))
