"""Reads jobs by their versions, so that a caller that keeps what it made of a version does not read or make it again.

A job that does not run changes only with its version: each move, also in the queue, counts an event (`last_seq`); a pin
and retention set the columns of their own. A running job changes without one: its stages, their progress and results.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, Select, bindparam, func, select

from app.core.errors import NotFound
from app.db import job_counts, job_parts, queries
from app.db.job_counts import JOB_COUNTS
from app.db.job_parts import JobParts
from app.db.queries import JobFilter
from app.db.records import JOB_COLUMNS, JOBS, job_of
from app.jobs.record import JobRecord, StageRecord
from app.jobs.states import JobState


class JobVersion(NamedTuple):
    """The columns of a job of which one changes whenever the job changes, unless it runs."""

    id: str
    status: str
    attempt: int
    last_seq: int
    updated_ms: int
    pinned: bool
    expired_ms: int | None

    @classmethod
    def of(cls, job: JobRecord) -> "JobVersion":
        """The version of a record."""
        return cls(job.id, job.status.value, job.attempt, job.last_seq, job.updated_ms, job.pinned, job.expired_ms)

    @property
    def settled(self) -> bool:
        """Whether the job's summary belongs to the version."""
        return self.status != JobState.PROCESSING.value

    @property
    def results_settled(self) -> bool:
        """Whether its results do, too.

        Those of unfinished jobs grow with the work of other jobs on the same source, and those of expired jobs last as
        long as another job needs them.
        """
        return (
            self.settled and self.expired_ms is None and (self.attempt == 0 or self.status == JobState.COMPLETED.value)
        )


VERSION_COLUMNS = [JOBS.c[name] for name in JobVersion._fields]
#: Rows before a page from which on they are worth a statement of their own.
FAR = 1000
#: Written into the statement: PostgreSQL keeps its plan, and without the numbers would sort all jobs for any page.
PAGE_LIMIT, PAGE_OFFSET = (
    bindparam(name, type_=Integer, literal_execute=True) for name in ("page_limit", "page_offset")
)
# Built once: building a statement costs several times as much as running it.
VERSION = select(*VERSION_COLUMNS).where(JOBS.c.id == bindparam("of_id"))
VERSIONS_BY_NUMBER = select(JOBS.c.num, *VERSION_COLUMNS).where(JOBS.c.num.in_(bindparam("of_nums", expanding=True)))
JOBS_BY_ID = select(*JOB_COLUMNS).where(JOBS.c.id.in_(bindparam("of_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Listed:
    """A job of a page: its version, and what it is made of unless the caller knows the version."""

    version: JobVersion
    parts: tuple[JobRecord, list[StageRecord]] | None


def _clauses(table: FromClause, by_status: bool, by_type: bool) -> list[ColumnElement[bool]]:
    """The conditions on the columns that jobs and their counts have alike."""
    clauses: list[ColumnElement[bool]] = []
    if by_status:
        clauses.append(table.c.status.in_(bindparam("of_statuses", expanding=True)))
    if by_type:
        clauses.append(table.c.job_type == bindparam("of_type"))
    return clauses


@cache
def _page(by_status: bool, by_type: bool, by_user: bool, sort: str, far: bool) -> tuple[Select[Any], Select[Any]]:
    """The statements for the versions on a page, each with the total count, and for the count of an empty page.

    A `far` page is looked for in an index alone, without the long rows of those before it.
    """
    clauses = _clauses(JOBS, by_status, by_type)
    if by_user:
        clauses.append(JOBS.c.user_id == bindparam("of_user"))
        total: Select[Any] = select(func.count()).select_from(JOBS).where(*clauses)
    else:
        total = job_counts.total(*_clauses(JOB_COUNTS, by_status, by_type))
    order = queries.order_of(sort)
    columns: Select[Any] = select(*VERSION_COLUMNS, total.scalar_subquery())
    part: Select[Any] = select(JOBS.c.num) if far else columns
    part = part.where(*clauses).order_by(*order).limit(PAGE_LIMIT).offset(PAGE_OFFSET)
    return columns.where(JOBS.c.num.in_(part)).order_by(*order) if far else part, total


def page(
    conn: Connection,
    wanted: JobFilter,
    *,
    limit: int,
    offset: int,
    sort: str,
    known: Container[JobVersion],
    places: Mapping[str, int] | None = None,
) -> tuple[list[Listed], int]:
    """Read a page of jobs and the total count: one statement, two more if there are versions that are not `known`.

    `places`: see `queries.found`.
    """
    if wanted.search_text or places:
        numbers, total = queries.found(conn, wanted, limit=limit, offset=offset, sort=sort, places=places)
        by_number = {
            row[0]: JobVersion._make(row[1:]) for row in conn.execute(VERSIONS_BY_NUMBER, {"of_nums": numbers})
        }
        versions = [by_number[number] for number in numbers]
    else:
        by = bool(wanted.statuses), wanted.job_type is not None, wanted.user_id is not None
        statement, count = _page(*by, sort, far=offset >= FAR)
        values = {
            "of_statuses": [state.value for state in wanted.statuses],
            "of_type": wanted.job_type,
            "of_user": wanted.user_id,
        }
        rows = conn.execute(statement, values | {"page_limit": limit, "page_offset": offset}).all()
        versions = [JobVersion._make(row[:-1]) for row in rows]
        total = rows[0][-1] if rows else conn.execute(count, values).scalar_one()
    fresh = [version.id for version in versions if not (version.settled and version in known)]
    parts = _parts(conn, fresh) if fresh else {}
    return [Listed(version, parts.get(version.id)) for version in versions], total


def _parts(conn: Connection, job_ids: list[str]) -> dict[str, tuple[JobRecord, list[StageRecord]]]:
    stages = job_parts.stages_of_jobs(conn, job_ids)
    jobs = map(job_of, conn.execute(JOBS_BY_ID, {"of_ids": job_ids}))
    return {job.id: (job, stages.get(job.id, [])) for job in jobs}


def parts_of(conn: Connection, job_id: str, known: Container[JobVersion]) -> tuple[JobVersion, JobParts | None]:
    """Read one job with its results, or only its version if that is `known`. Raises NotFound."""
    row = conn.execute(VERSION, {"of_id": job_id}).one_or_none()
    if row is None:
        raise NotFound(f"There is no job {job_id}.")
    version = JobVersion._make(row)
    if version.results_settled and version in known:
        return version, None
    return version, job_parts.job_parts(conn, job_id)
