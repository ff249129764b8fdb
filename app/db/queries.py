"""Reads single jobs, lists, the event log, artifacts, videos and flags."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select
from sqlalchemy.sql.elements import UnaryExpression

from app.core.errors import NotFound
from app.core.folding import folded
from app.db import job_texts
from app.db.records import (
    ARTIFACTS,
    EVENT_COLUMNS,
    EVENTS,
    JOB_COLUMNS,
    JOBS,
    VIDEOS,
    _table,
    artifact_of,
    event_of,
    job_of,
    video_of,
)
from app.db.tables.operation import FlagRow, RateRow
from app.jobs.estimate import Rate
from app.jobs.events import StoredEvent
from app.jobs.options import JobType
from app.jobs.record import Artifact, JobRecord, Video
from app.jobs.states import ACTIVE, JobState
from app.jobs.waiting import WaitingJob

FLAGS = _table(FlagRow)
RATES = _table(RateRow)


#: Matches of a search that are read and sorted; a page of more is full after some rows in the order of their numbers.
MANY = 10_000


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Selects jobs for a list or a bulk action; None means any. `text` is searched in title, source, id and user."""

    statuses: tuple[JobState, ...] = ()
    job_type: JobType | None = None
    user_id: str | None = None
    text: str | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        """The filter as SQL conditions, without the text."""
        found: list[ColumnElement[bool]] = []
        if self.statuses:
            found.append(JOBS.c.status.in_([state.value for state in self.statuses]))
        if self.job_type is not None:
            found.append(JOBS.c.job_type == self.job_type.value)
        if self.user_id is not None:
            found.append(JOBS.c.user_id == self.user_id)
        return found

    @property
    def search_text(self) -> str:
        """The folded search text; empty for any."""
        return folded(self.text or "")

    def numbers(self) -> Select[tuple[int]]:
        """The numbers of the matching jobs, in no order."""
        if not self.search_text:
            return select(JOBS.c.num).where(*self.clauses())
        return job_texts.matching(self.text or "", self.clauses())


#: The values of `sort`; a leading minus reverses the order. Newest first is `-created_at`.
SORTS: dict[str, Any] = {
    "created_at": JOBS.c.num,
    "updated_at": JOBS.c.updated_ms,
    "completed_at": JOBS.c.completed_ms,
    "priority": JOBS.c.priority,
    "status": JOBS.c.status,
    "progress": JOBS.c.progress,
    "queue": JOBS.c.rank,  # the order in which waiting jobs run
}


def order_of(sort: str) -> list[UnaryExpression[Any]]:
    """The order of a page."""
    column = SORTS[sort.lstrip("-")]
    ties: UnaryExpression[Any] = JOBS.c.num.asc() if sort == "queue" else JOBS.c.num.desc()
    first = column.desc() if sort.startswith("-") else column.asc()
    if column.nullable:  # what has no value is least, as on SQLite
        first = first.nulls_last() if sort.startswith("-") else first.nulls_first()
    return [first, ties]


def job(conn: Connection, job_id: str) -> JobRecord:
    """Read one job. Raises NotFound."""
    row = conn.execute(select(*JOB_COLUMNS).where(JOBS.c.id == job_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no job {job_id}.")
    return job_of(row)


def jobs(conn: Connection, job_ids: Collection[str]) -> list[JobRecord]:
    """Read those of these jobs that exist."""
    return [job_of(row) for row in conn.execute(select(*JOB_COLUMNS).where(JOBS.c.id.in_(job_ids)))]


def found(
    conn: Connection, wanted: JobFilter, *, limit: int, offset: int, sort: str, places: Mapping[str, int] | None = None
) -> tuple[list[int], int]:
    """Search; returns the numbers of the jobs on a page, and the total count.

    `places` are the positions of the jobs that wait for a worker, where they do not run in the order of their ranks.
    """
    matching: Select[Any] = wanted.numbers()
    if places and sort.lstrip("-") != "created_at":
        ordered = select(JOBS.c.num, JOBS.c.id).where(JOBS.c.num.in_(matching)).order_by(*order_of(sort))
        numbers = _in_turns([(*row,) for row in conn.execute(ordered)], places, backwards=sort.startswith("-"))
        return numbers[offset : offset + limit], len(numbers)
    by_number = sort.lstrip("-") == "created_at"  # then the long rows of `jobs` are not read
    few = conn.execute(matching.limit(MANY + 1)).scalars().all()
    if by_number and len(few) <= MANY:
        return sorted(few, reverse=sort.startswith("-"))[offset : offset + limit], len(few)
    hits = matching.subquery()
    page = select(hits.c.num) if by_number else select(JOBS.c.num).join(hits, JOBS.c.num == hits.c.num)
    page = page.order_by(
        *([hits.c.num.desc() if sort.startswith("-") else hits.c.num] if by_number else order_of(sort))
    )
    total = len(few) if len(few) <= MANY else conn.execute(select(func.count()).select_from(hits)).scalar_one()
    return list(conn.execute(page.limit(limit).offset(offset)).scalars()), total


def _in_turns(rows: Sequence[tuple[int, str]], places: Mapping[str, int], *, backwards: bool) -> list[int]:
    """The numbers of these jobs, which are in the order of their ranks: waiting ones share their places as they run."""
    turns = sorted(((places[job_id], num) for num, job_id in rows if job_id in places), reverse=backwards)
    numbers = (num for _, num in turns)
    return [next(numbers) if job_id in places else num for num, job_id in rows]


def job_ids(conn: Connection, wanted: JobFilter) -> list[str]:
    """The ids of all matching jobs, oldest first."""
    query = select(JOBS.c.id).order_by(JOBS.c.num)
    matching = JOBS.c.num.in_(wanted.numbers())
    return list(conn.execute(query.where(matching if wanted.search_text else and_(True, *wanted.clauses()))).scalars())


def waiting_jobs(conn: Connection) -> list[WaitingJob]:
    """Read all waiting jobs, to rebuild the queue."""
    due_ms = case((JOBS.c.status == JobState.PENDING.value, func.coalesce(JOBS.c.due_ms, 0)))
    rows = conn.execute(
        select(JOBS.c.id, JOBS.c.rank, JOBS.c.num, JOBS.c.priority, due_ms, JOBS.c.user_id, JOBS.c.placed).where(
            JOBS.c.status.in_([JobState.QUEUED.value, JobState.PENDING.value])
        )
    )
    return [WaitingJob(*row) for row in rows]


def active_jobs(conn: Connection) -> dict[str, tuple[str | None, JobState]]:
    """The users and states of all unfinished jobs, by their ids."""
    query = select(JOBS.c.id, JOBS.c.user_id, JOBS.c.status).where(JOBS.c.status.in_(sorted(ACTIVE)))
    return {row.id: (row.user_id, JobState(row.status)) for row in conn.execute(query)}


def events_of_job(conn: Connection, job_id: str, *, after: int, limit: int) -> list[StoredEvent]:
    """Read stored events of a job with `seq` above `after`, in order."""
    query = (
        select(*EVENT_COLUMNS)
        .where(EVENTS.c.job_id == job_id, EVENTS.c.seq > after)
        .order_by(EVENTS.c.seq)
        .limit(limit)
    )
    return [event_of(row) for row in conn.execute(query)]


def page_of_events(conn: Connection, job_id: str, *, after: int, limit: int) -> tuple[list[StoredEvent], int]:
    """Read a page of a job's log, and the `seq` of its newest event at the same moment. Raises NotFound."""
    return events_of_job(conn, job_id, after=after, limit=limit), job(conn, job_id).last_seq


def events_of_all(conn: Connection, *, after: int, limit: int, user: str | None = None) -> list[StoredEvent]:
    """Stored events of all jobs, or of those of a user, with `id` above `after`, in the order of their commits."""
    query = select(*EVENT_COLUMNS).where(EVENTS.c.id > after).order_by(EVENTS.c.id).limit(limit)
    if user is not None:
        query = query.join(JOBS, JOBS.c.id == EVENTS.c.job_id).where(JOBS.c.user_id == user)
    return [event_of(row) for row in conn.execute(query)]


def newest_event_id(conn: Connection) -> int:
    """The broadcast cursor from which only new events follow."""
    return int(conn.execute(select(func.max(EVENTS.c.id))).scalar() or 0)


def newest_event_ms(conn: Connection) -> int:
    """The time of the newest event, Unix milliseconds; 0 if there is none."""
    return int(conn.execute(select(EVENTS.c.ts_ms).order_by(EVENTS.c.id.desc()).limit(1)).scalar() or 0)


def artifacts_of(conn: Connection, job_id: str) -> list[Artifact]:
    """Read the artifacts of a job, oldest first."""
    query = select(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id).order_by(ARTIFACTS.c.created_ms, ARTIFACTS.c.filename)
    return [artifact_of(row) for row in conn.execute(query)]


def artifact(conn: Connection, job_id: str, artifact_id: str) -> Artifact:
    """Read one artifact of a job. Raises NotFound."""
    query = select(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id, ARTIFACTS.c.id == artifact_id)
    row = conn.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"Job {job_id} has no artifact {artifact_id}.")
    return artifact_of(row)


def video(conn: Connection, video_id: str, *, keep: bool = False) -> Video:
    """Read one video. Raises NotFound. `keep`: no other transaction can delete it until this one ends."""
    query = select(VIDEOS).where(VIDEOS.c.id == video_id)
    row = conn.execute(query.with_for_update(read=True) if keep else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    return video_of(row)


def flag(conn: Connection, name: str) -> dict[str, Any]:
    """Read a small value that survives restarts; empty if it was never set."""
    found = conn.execute(select(FLAGS.c.value).where(FLAGS.c.name == name)).scalar_one_or_none()
    return dict(found) if found else {}


def rates(conn: Connection) -> dict[tuple[str, str], Rate]:
    """Read every measured rate, by stage and variant."""
    return {(r.stage, r.variant): Rate(r.per_media_s, 0.0, r.samples) for r in conn.execute(select(RATES))}
