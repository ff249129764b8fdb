"""Reads the numbers of jobs by state, type and priority without counting them.

`job_counts` has a row per combination, which triggers maintain: a table on SQLite; on PostgreSQL, where servers that
maintain one row would wait for each other, a view that adds up a few hundred changes.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, column, func, select, table

from app.db.records import JOBS
from app.jobs.options import JobType
from app.jobs.states import JobState

JOB_COUNTS = table("job_counts", column("status"), column("job_type"), column("priority"), column("jobs"))

#: Queued jobs that are read for the oldest: a queue may have hundreds of thousands, and few of them are retries.
OLDEST = 100
_WAITING = (JobState.QUEUED.value, JobState.PENDING.value)
_BY_STATUS = select(JOB_COUNTS.c.status, func.sum(JOB_COUNTS.c.jobs)).group_by(JOB_COUNTS.c.status)
_BY_TYPE = select(JOB_COUNTS.c.job_type, func.sum(JOB_COUNTS.c.jobs)).group_by(JOB_COUNTS.c.job_type)
_WAITING_BY_PRIORITY = (
    select(JOB_COUNTS.c.priority, func.sum(JOB_COUNTS.c.jobs))
    .where(JOB_COUNTS.c.status.in_(_WAITING), JOB_COUNTS.c.jobs > 0)
    .group_by(JOB_COUNTS.c.priority)
    .order_by(JOB_COUNTS.c.priority.desc())
)


@dataclass(frozen=True, slots=True)
class Depth:
    """The number of jobs by state, and that of waiting jobs by priority, highest first."""

    by_status: dict[str, int]
    by_priority: dict[int, int]

    @property
    def waiting(self) -> int:
        """The number of jobs that wait for a worker or for their time."""
        return sum(self.by_priority.values())


@dataclass(frozen=True, slots=True)
class OwnDepth(Depth):
    """The same of one user's jobs, with the ids of those that run."""

    running_ids: frozenset[str]


def oldest_queued_ms(conn: Connection) -> int | None:
    """Since when the job waits that was queued first, of the OLDEST that were created first; None without one."""
    first = (
        select(JOBS.c.queued_ms).where(JOBS.c.status == JobState.QUEUED.value).order_by(JOBS.c.num).limit(OLDEST)
    ).subquery()
    return conn.execute(select(func.min(first.c.queued_ms))).scalar()


def own_depth(conn: Connection, user: str) -> OwnDepth:
    """Count a user's jobs at one moment."""
    mine = JOBS.c.user_id == user
    counted = select(JOBS.c.status, JOBS.c.priority, func.count()).where(mine).group_by(JOBS.c.status, JOBS.c.priority)
    states, waiting = Counter[str](), Counter[int]()
    for status, priority, jobs in conn.execute(counted):
        states[status] += jobs
        if status in _WAITING:
            waiting[priority] += jobs
    running = select(JOBS.c.id).where(mine, JOBS.c.status == JobState.PROCESSING.value)
    return OwnDepth(
        {state.value: states[state.value] for state in JobState},
        dict(sorted(waiting.items(), reverse=True)),
        frozenset(conn.execute(running).scalars()),
    )


def own_types(conn: Connection, user: str) -> dict[str, int]:
    """The number of a user's jobs by type, zeros included."""
    counted = select(JOBS.c.job_type, func.count()).where(JOBS.c.user_id == user).group_by(JOBS.c.job_type)
    found = {row[0]: int(row[1]) for row in conn.execute(counted)}
    return {kind.value: found.get(kind.value, 0) for kind in JobType}


def depth(conn: Connection) -> Depth:
    """Count the queue at one moment."""
    by_priority = {int(row[0]): int(row[1]) for row in conn.execute(_WAITING_BY_PRIORITY)}
    return Depth(by_status(conn), by_priority)


def by_status(conn: Connection) -> dict[str, int]:
    """The number of jobs by state, zeros included."""
    found = {row[0]: int(row[1]) for row in conn.execute(_BY_STATUS)}
    return {state.value: found.get(state.value, 0) for state in JobState}


def by_type(conn: Connection) -> dict[str, int]:
    """The number of jobs by type, zeros included."""
    found = {row[0]: int(row[1]) for row in conn.execute(_BY_TYPE)}
    return {kind.value: found.get(kind.value, 0) for kind in JobType}


def total(*clauses: ColumnElement[bool]) -> Select[int]:
    """The statement for the number of jobs under these conditions on the columns of JOB_COUNTS."""
    return select(cast(func.coalesce(func.sum(JOB_COUNTS.c.jobs), 0), BigInteger)).where(*clauses)
