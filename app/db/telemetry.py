"""Stores telemetry: adds measures, thins out old ones, deletes those that are too old."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Connection, Table, case, delete, func, insert, literal_column, select

from app.db.tables.operation import TelemetryRow
from app.db.transaction import Transaction
from app.jobs.telemetry import Measure, Merge

TELEMETRY: Table = TelemetryRow.__table__  # type: ignore[attr-defined]
COLUMNS = [TELEMETRY.c[one.name] for one in fields(Measure)]
#: Measures of jobs that are stored at most; the oldest are deleted first.
MOST_OF_JOBS = 100_000


def add(tx: Transaction, measures: Sequence[Measure]) -> None:
    """Store measures."""
    names = [one.name for one in fields(Measure)]
    rows = [{name: getattr(measure, name) for name in names} | {"span_ms": 0} for measure in measures]
    if rows:
        tx.conn.execute(insert(TELEMETRY), rows)


def newest(
    conn: Connection,
    *,
    component: str | None = None,
    metric: str | None = None,
    job_id: str | None = None,
    since_ms: int | None = None,
    limit: int,
) -> list[Measure]:
    """Read the newest measures that fit all that is given, newest first."""
    query = select(*COLUMNS).order_by(TELEMETRY.c.ts_ms.desc(), TELEMETRY.c.num.desc()).limit(limit)
    for name, value in (("component", component), ("metric", metric), ("job_id", job_id)):
        if value is not None:
            query = query.where(TELEMETRY.c[name] == value)
    if since_ms is not None:
        query = query.where(TELEMETRY.c.ts_ms >= since_ms)
    found = [dict(row._mapping) for row in conn.execute(query)]
    return [Measure(**values | {"merge": Merge(values["merge"])}) for values in found]


def thin(tx: Transaction, *, before_ms: int, span_ms: int) -> int:
    """Put the server's measures from before a time together, one for each series and span; returns how many there were.

    Those that are together for as long a span already stay, and so do those of jobs.
    """
    before_ms -= before_ms % span_ms
    finer = (
        TELEMETRY.c.job_id.is_(None),
        TELEMETRY.c.span_ms < span_ms,
        TELEMETRY.c.ts_ms < before_ms,
    )
    span = literal_column(str(span_ms), TELEMETRY.c.ts_ms.type)  # a parameter would differ from that of the grouping
    begin = TELEMETRY.c.ts_ms - TELEMETRY.c.ts_ms % span
    mean = func.sum(TELEMETRY.c.value * TELEMETRY.c.weight) / func.sum(TELEMETRY.c.weight)
    value = case((TELEMETRY.c.merge == Merge.SUM.value, func.sum(TELEMETRY.c.value)), else_=mean)
    series = (TELEMETRY.c.component, TELEMETRY.c.metric, TELEMETRY.c.tags, TELEMETRY.c.merge)
    together = select(*series, begin.label("ts_ms"), value, func.sum(TELEMETRY.c.weight), span)
    together = together.where(*finer).group_by(*series, begin)
    names = ["component", "metric", "tags", "merge", "ts_ms", "value", "weight", "span_ms"]
    tx.conn.execute(insert(TELEMETRY).from_select(names, together))
    return tx.conn.execute(delete(TELEMETRY).where(*finer)).rowcount


def expire(tx: Transaction, *, before_ms: int) -> int:
    """Delete what is older, and the oldest measures of jobs beyond their number; returns how many."""
    gone = tx.conn.execute(delete(TELEMETRY).where(TELEMETRY.c.ts_ms < before_ms)).rowcount
    of_jobs = TELEMETRY.c.job_id.is_not(None)
    beyond = select(TELEMETRY.c.num).where(of_jobs).order_by(TELEMETRY.c.num.desc()).offset(MOST_OF_JOBS).limit(1)
    last = tx.conn.execute(beyond).scalar_one_or_none()
    if last is not None:
        gone += tx.conn.execute(delete(TELEMETRY).where(of_jobs, TELEMETRY.c.num <= last)).rowcount
    return gone


def remove_job(tx: Transaction, job_id: str) -> None:
    """Delete the measures of a job."""
    tx.conn.execute(delete(TELEMETRY).where(TELEMETRY.c.job_id == job_id))
