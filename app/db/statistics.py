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


#: A job that has ended: when, how, when it was queued and started, and whether it did work of its own.
EndedJob = tuple[int, str, int | None, int | None, bool]


#: The number of jobs that ended within a time, and sums that differ if they are others or ended at another moment.
Version = tuple[int, int, int]
#: Keeps the sum of many times small.
_MODULUS = 1_000_000_007
_VERSION = (func.count(), func.sum(JOBS.c.num), func.sum(JOBS.c.completed_ms % _MODULUS))


@dataclass(frozen=True, slots=True)
class _EndedHour:
    """What was read of the jobs that ended within an hour: their version, counts, and the newest ones' times."""

    version: Version
    ended: dict[str, int]
    jobs: list[EndedJob]
    whole: Hour


class JobStatistics:
    """Computes figures, and remembers each hour for as long as the same jobs ended in it.

    The times of a job do not change after its end, and a retry takes it out of its hour. So one covering index tells
    which hours have to be read, however many jobs the window has.
    """

    def __init__(self) -> None:
        self._known: dict[int, _EndedHour] = {}

    def figures(self, conn: Connection, *, now_ms: int, window_hours: int) -> Figures:
        """Compute the figures at `now_ms` (Unix milliseconds)."""
        first_ms = (now_ms // HOUR_MS - window_hours + 1) * HOUR_MS
        hours = {start: Hour(start) for start in range(first_ms, now_ms + 1, HOUR_MS)}
        found, left, sampled = {}, SAMPLE, False
        for start_ms, version in self._versions(conn, first_ms, now_ms - now_ms % HOUR_MS):
            if start_ms not in hours:  # by a clock that was ahead
                continue
            known = self._known.get(start_ms)
            if known is None or known.version != version:
                known = _ended_hour(conn, start_ms, version)
            found[start_ms] = known
            hours[start_ms] = known.whole if version[0] <= left else _hour(start_ms, known.ended, known.jobs[:left])
            sampled = sampled or version[0] > left
            left = max(0, left - version[0])
        self._known = found
        last = select(func.count()).select_from(JOBS).where(JOBS.c.completed_ms >= now_ms - HOUR_MS)
        return Figures(
            by_status=job_counts.by_status(conn),
            by_type=job_counts.by_type(conn),
            hours=list(hours.values()),
            last_hour=int(conn.execute(last).scalar_one()),
            sampled=sampled,
        )

    def _versions(self, conn: Connection, first_ms: int, this_ms: int) -> list[tuple[int, Version]]:
        """The hours in which jobs ended, newest first, each with its version.

        If those of all hours before `this_ms` together are as remembered, so are they one by one.
        """
        done = JOBS.c.completed_ms
        before = {start: hour.version for start, hour in self._known.items() if first_ms <= start < this_ms}
        (row,) = conn.execute(select(*_VERSION).where(done >= first_ms, done < this_ms))
        if [int(number or 0) for number in row] == [
            sum(column) for column in zip((0, 0, 0), *before.values(), strict=True)
        ]:
            first_ms = this_ms
        else:
            before = {}
        bucket = done - done % HOUR_MS
        query = select(bucket, *_VERSION).where(done >= first_ms).group_by(bucket)
        before |= {int(row[0]): (int(row[1]), int(row[2]), int(row[3])) for row in conn.execute(query)}
        return sorted(before.items(), reverse=True)


def own_figures(conn: Connection, user: str, *, now_ms: int, window_hours: int) -> Figures:
    """Compute the figures of one user's jobs at `now_ms` (Unix milliseconds)."""
    first_ms = (now_ms // HOUR_MS - window_hours + 1) * HOUR_MS
    done, mine = JOBS.c.completed_ms, JOBS.c.user_id == user
    hours = {start: Hour(start) for start in range(first_ms, now_ms + 1, HOUR_MS)}
    bucket = done - done % HOUR_MS
    counted = select(bucket, JOBS.c.status, func.count()).where(mine, done >= first_ms).group_by(bucket, JOBS.c.status)
    for start_ms, status, jobs in conn.execute(counted):
        if start_ms in hours:
            hours[start_ms].ended[status] = jobs
    sample = select(done, JOBS.c.status, JOBS.c.queued_ms, JOBS.c.started_ms, _own_work()).where(mine, done >= first_ms)
    newest = [(*row,) for row in conn.execute(sample.order_by(done.desc()).limit(SAMPLE))]
    by_hour: dict[int, list[EndedJob]] = {}
    for job in newest:
        by_hour.setdefault(job[0] - job[0] % HOUR_MS, []).append(job)
    last = select(func.count()).select_from(JOBS).where(mine, done >= now_ms - HOUR_MS)
    return Figures(
        by_status=job_counts.own_depth(conn, user).by_status,
        by_type=job_counts.own_types(conn, user),
        hours=[_hour(start, hour.ended, by_hour.get(start, ())) for start, hour in hours.items()],
        last_hour=int(conn.execute(last).scalar_one()),
        sampled=sum(sum(hour.ended.values()) for hour in hours.values()) > len(newest),
    )


def _ended_hour(conn: Connection, start_ms: int, version: Version) -> _EndedHour:
    done = JOBS.c.completed_ms
    within = (done >= start_ms, done < start_ms + HOUR_MS)
    counted = select(JOBS.c.status, func.count()).where(*within).group_by(JOBS.c.status)
    ended = {str(row[0]): int(row[1]) for row in conn.execute(counted)}
    sample = select(done, JOBS.c.status, JOBS.c.queued_ms, JOBS.c.started_ms, _own_work()).where(*within)
    jobs = [(*row,) for row in conn.execute(sample.order_by(done.desc()).limit(SAMPLE))]
    return _EndedHour(version, ended, jobs, _hour(start_ms, ended, jobs))


def _hour(start_ms: int, ended: dict[str, int], jobs: Sequence[EndedJob]) -> Hour:
    """The hour with the times of these jobs, in order, so that many hours are merged rather than sorted."""
    hour = Hour(start_ms, ended)
    for completed_ms, status, queued_ms, started_ms, worked in jobs:
        if started_ms is None:
            continue
        if queued_ms is not None and started_ms >= queued_ms:
            hour.waits_s.append((started_ms - queued_ms) / 1000)
        if status == JobState.COMPLETED and not worked:
            hour.cached += 1
        elif status != JobState.CANCELLED and completed_ms >= started_ms:
            hour.runs_s.append((completed_ms - started_ms) / 1000)
    hour.waits_s.sort()
    hour.runs_s.sort()
    return hour


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
