"""Computes statistics that are cheap enough to be polled: counts from indexes, times in a bounded window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, exists, func, select

from app.db import job_counts
from app.db.records import JOBS, STAGES
from app.jobs.record import StageState
from app.jobs.states import JobState

HOUR_MS = 3_600_000
#: Jobs whose times are read at most, the newest ones.
SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles in seconds; None without values."""

    p50: float | None
    p95: float | None
    count: int


@dataclass(slots=True)
class Hour:
    """The jobs that ended within the hour from `start_ms`, with their times of waiting and running.

    `cached` counts completed jobs that reused every stage: they did no work and are not in `runs_s`.
    """

    start_ms: int
    ended: dict[str, int] = field(default_factory=dict)
    waits_s: list[float] = field(default_factory=list)
    runs_s: list[float] = field(default_factory=list)
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of all jobs, and the hours of the window, oldest first. `sampled`: times of the newest jobs only."""

    by_status: dict[str, int]
    by_type: dict[str, int]
    hours: list[Hour]
    last_hour: int
    sampled: bool


def figures(conn: Connection, *, now_ms: int, window_hours: int) -> Figures:
    """Compute the figures at `now_ms` (Unix milliseconds)."""
    first_ms = (now_ms // HOUR_MS - window_hours + 1) * HOUR_MS
    hours = {start: Hour(start) for start in range(first_ms, now_ms + 1, HOUR_MS)}
    done, started, queued = JOBS.c.completed_ms, JOBS.c.started_ms, JOBS.c.queued_ms
    bucket = done - done % HOUR_MS
    ended = select(bucket, JOBS.c.status, func.count()).where(done >= first_ms).group_by(bucket, JOBS.c.status)
    for start_ms, status, count in conn.execute(ended):
        if start_ms in hours:
            hours[start_ms].ended[status] = count
    sample = (
        select(done, JOBS.c.status, queued, started, _own_work())
        .where(done >= first_ms)
        .order_by(done.desc())
        .limit(SAMPLE + 1)
    )
    rows = conn.execute(sample).all()
    for completed_ms, status, queued_ms, started_ms, worked in rows[:SAMPLE]:
        hour = hours.get(completed_ms - completed_ms % HOUR_MS)
        if hour is None or started_ms is None:
            continue
        if queued_ms is not None and started_ms >= queued_ms:
            hour.waits_s.append((started_ms - queued_ms) / 1000)
        if status == JobState.COMPLETED and not worked:
            hour.cached += 1
        elif status != JobState.CANCELLED and completed_ms >= started_ms:
            hour.runs_s.append((completed_ms - started_ms) / 1000)
    last = select(func.count()).select_from(JOBS).where(done >= now_ms - HOUR_MS)
    return Figures(
        by_status=job_counts.by_status(conn),
        by_type=job_counts.by_type(conn),
        hours=list(hours.values()),
        last_hour=int(conn.execute(last).scalar_one()),
        sampled=len(rows) > SAMPLE,
    )


def _own_work() -> ColumnElement[bool]:
    """SQL condition: the job has run a stage itself."""
    mine = STAGES.c.job_id == JOBS.c.id
    return exists().where(mine, STAGES.c.cached.is_(False), STAGES.c.status == StageState.COMPLETED.value)


def spread(values: Iterable[float]) -> Spread:
    """Compute percentiles of `values` by nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return Spread(None, None, 0)
    return Spread(_at(ordered, 0.5), _at(ordered, 0.95), len(ordered))


def _at(ordered: Sequence[float], share: float) -> float:
    rank = max(1, -(-len(ordered) * int(share * 100) // 100))
    return round(ordered[rank - 1], 3)
