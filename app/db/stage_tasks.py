"""Stages that processes need for their jobs and let others run, because they lack the resource.

The process that runs a job requests the stage and follows its key: pieces and output are recorded as always, a failure
in the request. Processes with the resource read the requests; the lease on the key decides which one of them runs it.

A request ends with its requester's interest. If the requester dies, the request lives as long as its job does: the next
process that runs the job finds the stage running, or its output.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from app.core.errors import ErrorCode, JobFailure
from app.db.conflicts import insert_or_replace
from app.db.leases import KEY_COLUMNS, RUNNING
from app.db.moves import fenced
from app.db.records import JOBS, KEY_LEASES, OUTPUTS, STAGE_TASKS
from app.db.stage_log import PIECES
from app.db.transaction import Transaction
from app.jobs.changes import StageAdvanced, StageTasksChanged
from app.jobs.states import ACTIVE

TASKS = STAGE_TASKS.c
#: Requests whose failure is not known yet.
WANTED = TASKS.failure.is_(None)


@dataclass(frozen=True, slots=True)
class StageRequest:
    """A stage that a process requests for a job. `input` is JSON, encrypted if it is `sealed`."""

    key: str
    job_id: str
    stage: str
    resource: str
    input: str = field(repr=False)
    sealed: bool
    rank: int
    follows_s: float
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a requested stage stands. `requested`: the request exists; `credited`: it is run on behalf of this one.

    `newest_piece` is an index, -1 without any.
    """

    requested: bool
    credited: bool
    recorded: bool
    newest_piece: int
    failure: JobFailure | None


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A stage that is to be run for others, with the first turn of its requests.

    `recorded`: its output is there, and its requesters are about to take it. `leased_to`: the process that works on it.
    """

    key: str
    resource: str
    turn: tuple[int, float]
    recorded: bool
    leased_to: str | None


def request(tx: Transaction, task: StageRequest, attempt: int) -> None:
    """Request a stage for the running attempt of a job. Raises StaleAttempt if that runs elsewhere.

    It takes the place of requests of earlier runs of the job.
    """
    fenced(tx, task.job_id, attempt)
    here = tx.holder.worker_id
    deaths = tx.conn.execute(select(func.max(TASKS.deaths)).where(TASKS.key == task.key, WANTED)).scalar() or 0
    earlier = (TASKS.key == task.key, TASKS.job_id == task.job_id, TASKS.requester != here)
    runners = tx.conn.execute(delete(STAGE_TASKS).where(*earlier).returning(TASKS.runner)).scalars().all()
    row = {
        "key": task.key,
        "requester": here,
        "job_id": task.job_id,
        "stage": task.stage,
        "resource": task.resource,
        "input": task.input,
        "sealed": task.sealed,
        "rank": task.rank,
        "follows_s": task.follows_s,
        "runner": next((runner for runner in runners if runner is not None), None),
        "failure": None,
        "deaths": deaths,
        "created_ms": tx.now_ms,
    }
    insert_or_replace(tx.conn, STAGE_TASKS, row)
    tx.changes.append(StageTasksChanged(task.key))


def rerank(tx: Transaction, key: str, rank: int) -> None:
    """Change the rank of this process's request."""
    mine = (TASKS.key == key, TASKS.requester == tx.holder.worker_id)
    tx.conn.execute(update(STAGE_TASKS).where(*mine).values(rank=rank))
    tx.changes.append(StageTasksChanged(key))


def withdraw(tx: Transaction, key: str) -> None:
    """End this process's request."""
    tx.conn.execute(delete(STAGE_TASKS).where(TASKS.key == key, TASKS.requester == tx.holder.worker_id))
    tx.changes.append(StageTasksChanged(key))


def standing(conn: Connection, key: str, requester: str) -> Standing:
    """How a stage stands that this process has requested."""
    mine = select(TASKS.runner, TASKS.failure).where(TASKS.key == key, TASKS.requester == requester)
    row = conn.execute(mine).one_or_none()
    recorded = conn.execute(select(OUTPUTS.c.key).where(OUTPUTS.c.key == key)).one_or_none() is not None
    newest = conn.execute(select(func.max(PIECES.c.idx)).where(PIECES.c.key == key)).scalar()
    failure = None if row is None or row.failure is None else _failure_of(row.failure)
    return Standing(
        row is not None, row is not None and row.runner is not None, recorded, -1 if newest is None else newest, failure
    )


def open_stages(conn: Connection, resources: Collection[str], now_ms: int) -> list[OpenStage]:
    """Stages with these resources that are to be run for others, the first turn first."""
    query = (
        select(
            TASKS.key, TASKS.resource, TASKS.rank, TASKS.follows_s, OUTPUTS.c.key.label("recorded"), *KEY_COLUMNS[1:]
        )
        .join_from(STAGE_TASKS, KEY_LEASES, KEY_LEASES.c.key == TASKS.key, isouter=True)
        .join(OUTPUTS, OUTPUTS.c.key == TASKS.key, isouter=True)
        .where(WANTED, TASKS.resource.in_(resources))
        .order_by(TASKS.rank, TASKS.follows_s.desc(), TASKS.created_ms)
    )
    found: dict[str, OpenStage] = {}
    for row in conn.execute(query):
        leased = row.lease_until_ms is not None and row.lease_until_ms > now_ms
        turn = (row.rank, -row.follows_s)
        stage = OpenStage(row.key, row.resource, turn, row.recorded is not None, row.worker_id if leased else None)
        found.setdefault(row.key, stage)
    return list(found.values())


def begin(tx: Transaction, key: str) -> StageRequest | None:
    """Begin the work on a key, under its lease; returns the request that it is done for.

    None if all requests have ended, or the output is recorded.

    A runner that has neither ended it nor released it has died.
    """
    rows = tx.conn.execute(
        select(STAGE_TASKS)
        .where(TASKS.key == key, WANTED)
        .order_by(TASKS.rank, TASKS.follows_s.desc())
        .with_for_update()
    ).all()
    if not rows or tx.conn.execute(select(OUTPUTS.c.key).where(OUTPUTS.c.key == key)).one_or_none() is not None:
        return None
    here, first = tx.holder.worker_id, rows[0]
    died = any(row.runner not in (None, here) for row in rows)
    deaths = max(row.deaths for row in rows) + died
    tx.conn.execute(update(STAGE_TASKS).where(TASKS.key == key, WANTED).values(runner=None, deaths=deaths))
    credited = (TASKS.key == key, TASKS.requester == first.requester)
    tx.conn.execute(update(STAGE_TASKS).where(*credited).values(runner=here))
    return StageRequest(
        key, first.job_id, first.stage, first.resource, first.input, first.sealed, first.rank, first.follows_s, deaths
    )


def release(tx: Transaction, key: str) -> None:
    """Leave the work on a key to another process, which resumes it."""
    tx.conn.execute(
        update(STAGE_TASKS).where(TASKS.key == key, WANTED, TASKS.runner == tx.holder.worker_id).values(runner=None)
    )
    tx.changes.append(StageTasksChanged(key))


def fail(tx: Transaction, key: str, failure: JobFailure) -> None:
    """Record for all requests of a key that its work has failed."""
    tx.conn.execute(update(STAGE_TASKS).where(TASKS.key == key, WANTED).values(failure=_form(failure)))
    tx.changes.append(StageAdvanced(key))


def delete_orphans(tx: Transaction) -> None:
    """Delete requests of processes that run no job any more, unless the job goes on and still needs the stage."""
    living = select(JOBS.c.worker_id).where(RUNNING, JOBS.c.worker_id.is_not(None))
    active = select(JOBS.c.id).where(JOBS.c.status.in_([state.value for state in ACTIVE]))
    recorded = select(OUTPUTS.c.key).where(OUTPUTS.c.key == TASKS.key).exists()
    needless = or_(TASKS.job_id.not_in(active), recorded, TASKS.failure.is_not(None))
    gone = delete(STAGE_TASKS).where(and_(TASKS.requester.not_in(living), needless)).returning(TASKS.key)
    tx.changes.extend(StageTasksChanged(key) for (key,) in tx.conn.execute(gone).all())


def requests_of(conn: Connection, key: str) -> list[tuple[str, str]]:
    """The job and the stage of each request of a key whose failure is not known yet."""
    return [
        (row.job_id, row.stage)
        for row in conn.execute(select(TASKS.job_id, TASKS.stage).where(TASKS.key == key, WANTED))
    ]


def requested_keys(conn: Connection, requesters: Collection[str]) -> Sequence[str]:
    """Keys that these processes have requested."""
    return conn.execute(select(TASKS.key).where(TASKS.requester.in_(requesters))).scalars().all()


def _form(failure: JobFailure) -> dict[str, Any]:
    return {
        "code": failure.code.value,
        "message": failure.message,
        "retryable": failure.retryable,
        "retry_after_s": failure.retry_after_s,
        "host": failure.host,
        "stage": failure.stage,
        "counts": failure.counts,
    }


def _failure_of(form: dict[str, Any]) -> JobFailure:
    values = dict(form)
    return JobFailure(ErrorCode(values.pop("code")), values.pop("message"), **values)
