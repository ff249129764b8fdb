"""Places a queued job manually, right before or right behind another one.

The order is that of (rank, num). Usually there is a free rank between two neighbours; otherwise (jobs of one bulk
request have the same rank) all jobs ahead are moved forward by a second, which keeps their order.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from app.core.errors import InvalidRequest, WrongState
from app.db.moves import moved, read
from app.db.records import JOBS
from app.db.transaction import Transaction
from app.jobs.changes import Reranked
from app.jobs.ranking import SHIFT_MS, Key, rank_between
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.jobs.waiting import WaitingJob

QUEUED = JOBS.c.status == JobState.QUEUED.value
#: States with a rank; a running job has one too, for when its server stops.
RANKED = JOBS.c.status.in_([JobState.QUEUED.value, JobState.PROCESSING.value])


QUEUE_COLUMNS = (JOBS.c.id, JOBS.c.rank, JOBS.c.num, JOBS.c.priority, JOBS.c.user_id, JOBS.c.placed)
FIX = update(JOBS).where(JOBS.c.id == bindparam("of_id")).values(rank=bindparam("new_rank"), placed=True)
#: Ids of one statement; databases bound its parameters.
AT_ONCE = 5000


def place(
    tx: Transaction,
    job_id: str,
    *,
    beside: str,
    before: bool,
    priority: int | None = None,
    fixed: Sequence[str] | None = None,
) -> JobRecord:
    """Place a queued job right before (else right behind) the queued job `beside`; `priority` None keeps the priority.

    `fixed` has the jobs that are to run before it, where those run in turns of their users: they keep their places from
    now on, as if each had been placed by hand. Other queued jobs whose rank changes are among the transaction's
    changes. Raises NotFound; WrongState if one of the
    two is not queued; InvalidRequest if they are the same.
    """
    if job_id == beside:
        raise InvalidRequest("A job cannot be placed before or after itself.")
    job, other = (_queued(read(tx, each)) for each in (job_id, beside))
    if fixed is not None:
        return moved(tx, job, job.priority if priority is None else priority, _fix(tx, fixed, job_id))
    at = (other.rank, other.num)
    ahead, behind = (_neighbour(tx, at, job_id, ahead=True), at) if before else (at, _neighbour(tx, at, job_id))
    rank = rank_between(ahead, behind, job.num)
    if rank is None and ahead is not None:
        _move_forward(tx, ahead, job_id)
        rank = rank_between((ahead[0] - SHIFT_MS, ahead[1]), behind, job.num)
    assert rank is not None  # the room that was made is enough
    return moved(tx, job, job.priority if priority is None else priority, rank)


def _queued(job: JobRecord) -> JobRecord:
    if job.status is JobState.PENDING:
        raise WrongState(f"Job {job.id} waits for its time and has no place in the queue before that.")
    if job.status is not JobState.QUEUED:
        raise WrongState(f"Job {job.id} is {job.status}; only queued jobs have a place in the queue.")
    return job


def _neighbour(tx: Transaction, at: Key, but: str, *, ahead: bool = False) -> Key | None:
    """The position next to `at`, towards the head (`ahead`) or the end of the queue, of a job other than `but`."""
    rank, num = at
    same = and_(JOBS.c.rank == rank, JOBS.c.num < num if ahead else JOBS.c.num > num)
    beyond = or_(JOBS.c.rank < rank if ahead else JOBS.c.rank > rank, same)
    order = (JOBS.c.rank.desc(), JOBS.c.num.desc()) if ahead else (JOBS.c.rank, JOBS.c.num)
    found = select(JOBS.c.rank, JOBS.c.num).where(QUEUED, beyond, JOBS.c.id != but).order_by(*order).limit(1)
    row = tx.conn.execute(found).one_or_none()
    return None if row is None else (row.rank, row.num)


def _move_forward(tx: Transaction, last: Key, but: str) -> None:
    """Move the jobs up to the position `last` forward."""
    rank, num = last
    up_to_last: ColumnElement[bool] = or_(JOBS.c.rank < rank, and_(JOBS.c.rank == rank, JOBS.c.num <= num))
    rows = tx.conn.execute(
        update(JOBS)
        .where(RANKED, up_to_last, JOBS.c.id != but)
        .values(rank=JOBS.c.rank - SHIFT_MS)
        .returning(*QUEUE_COLUMNS, JOBS.c.status)
    ).all()
    tx.changes.append(Reranked([_entry(row) for row in rows if row.status == JobState.QUEUED.value]))


def _entry(row: Row[Any], **changed: Any) -> WaitingJob:
    values = {"id": row.id, "rank": row.rank, "num": row.num, "priority": row.priority, "placed": row.placed}
    return WaitingJob(**values | {"user_id": row.user_id, "due_ms": None} | changed)


def _fix(tx: Transaction, job_ids: Sequence[str], but: str) -> int:
    """Place these queued jobs at the head of the queue, in this order; returns the rank for the one right behind."""
    smallest: int = tx.conn.execute(select(func.min(JOBS.c.rank)).where(QUEUED)).scalar_one()
    first_rank = smallest - len(job_ids) - 1
    ranks = {job_id: first_rank + at for at, job_id in enumerate(job_ids) if job_id != but}
    ids, fixed = list(ranks), list[Any]()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        fixed += tx.conn.execute(select(*QUEUE_COLUMNS).where(QUEUED, JOBS.c.id.in_(part))).all()
    if fixed:
        values = [{"of_id": row.id, "new_rank": ranks[row.id]} for row in fixed]
        tx.conn.execute(FIX, values)
        tx.changes.append(Reranked([_entry(row, rank=ranks[row.id], placed=True) for row in fixed]))
    return first_rank + len(job_ids)
