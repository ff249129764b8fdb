"""Recovers jobs that a dead server left running.

A job is taken over from an earlier run of the same server, whose end the lock proves, or after its lease has expired.
Jobs that another server runs are not changed.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, func, literal, or_, select, tuple_, update

from app.core.errors import ErrorCode
from app.db import stage_tasks
from app.db.moves import finish, postpone, requeue
from app.db.records import JOB_COLUMNS, JOBS, KEY_LEASES, OUTPUTS, STAGE_COLUMNS, STAGES, job_of, stage_of
from app.db.stage_log import PIECES
from app.db.transaction import Transaction
from app.jobs.deaths import PROBATION_GAP_S, PROBATION_WAIT_S, SOON_S, Deaths, Trace
from app.jobs.events import job_moved
from app.jobs.leases import Lease, LeaseKind
from app.jobs.plan import Plans
from app.jobs.record import JobRecord, StageRecord, StageState, StopReason
from app.jobs.states import Cause, JobState


def recover(
    tx: Transaction,
    plans: Plans,
    *,
    exclusive: bool = False,
    orderly: bool = True,
    died_ms: int | None = None,
    partial_bytes: Callable[[str], int] = lambda _: 0,
) -> list[JobRecord]:
    """Requeue jobs that this server's earlier run left running, and carry out its pending cancels.

    `exclusive`: no other server has the database open, so every running job was left by a dead one, whatever its name:
    the data folder may have been moved, or a backup restored elsewhere. `orderly`: it was requested to stop, so its
    jobs are not the cause of its end. `died_ms` is its last sign of life, Unix milliseconds; `partial_bytes` returns
    the size of the partial download in the work folder of a key.
    """
    waiting = [] if orderly else _on_probation(tx)
    abandoned = or_(literal(exclusive), JOBS.c.worker_id == tx.holder.worker_id, JOBS.c.lease_until_ms.is_(None))
    running = _taken_over(tx, abandoned)  # all rows are locked before the first event
    _keep_waiting(tx, waiting)
    left = []
    for place, job in enumerate(running):
        deaths = None if orderly else _deaths_of(tx, job, plans, died_ms, partial_bytes)
        left.append(_put_back(tx, job, deaths, place))
    tx.conn.execute(delete(KEY_LEASES).where(or_(literal(exclusive), KEY_LEASES.c.worker_id == tx.holder.worker_id)))
    return left


def recover_expired(
    tx: Transaction, plans: Plans, dead: Sequence[Lease], *, partial_bytes: Callable[[str], int] = lambda _: 0
) -> list[JobRecord]:
    """Requeue the jobs under these expired leases of dead servers, and end their leases on keys.

    Leases that were renewed or taken over since they were read are not changed.
    """
    of_jobs = [(lease.name, lease.worker_id, lease.until_ms) for lease in dead if lease.kind is LeaseKind.JOB]
    of_keys = [(lease.name, lease.worker_id, lease.until_ms) for lease in dead if lease.kind is LeaseKind.KEY]
    left = []
    elsewhere = frozenset(stage_tasks.requested_keys(tx.conn, {lease.worker_id for lease in dead}))
    for place, job in enumerate(_taken_over(tx, _among(JOBS, JOBS.c.id, of_jobs))):
        renewed_ms = (job.lease_until_ms or tx.now_ms) - tx.holder.lease_ms
        deaths = _deaths_of(tx, job, plans, renewed_ms, partial_bytes, elsewhere=elsewhere)
        left.append(_put_back(tx, job, deaths, place))
    tx.conn.execute(delete(KEY_LEASES).where(_among(KEY_LEASES, KEY_LEASES.c.key, of_keys)))
    return left


def _among(table: Table, name: Column[Any], leases: Sequence[tuple[str, str, int]]) -> ColumnElement[bool]:
    return tuple_(name, table.c.worker_id, table.c.lease_until_ms).in_(leases)


def _taken_over(tx: Transaction, which: ColumnElement[bool]) -> list[JobRecord]:
    """Take over the running jobs that match `which`; returns them as they were, in the order of the queue.

    Their rows are locked until the commit, so of two servers at the same time only one gets a job.
    """
    running = select(*JOB_COLUMNS).where(JOBS.c.status == JobState.PROCESSING.value, which)
    ordered = running.order_by(JOBS.c.rank, JOBS.c.num).with_for_update()
    jobs = [job_of(row) for row in tx.conn.execute(ordered).all()]
    if jobs:
        lease = {"worker_id": tx.holder.worker_id, "lease_until_ms": tx.holder.until_ms(tx.now_ms)}
        tx.conn.execute(update(JOBS).where(JOBS.c.id.in_([job.id for job in jobs])).values(lease))
    return jobs


def _put_back(tx: Transaction, job: JobRecord, deaths: Deaths | None, place: int) -> JobRecord:
    return requeue(tx, job.id, job.attempt) if deaths is None else _judged(tx, job, deaths, place)


def _probation_ends_ms(tx: Transaction) -> int:
    return tx.now_ms + int(PROBATION_WAIT_S * 1000)


def _on_probation(tx: Transaction) -> list[JobRecord]:
    """Jobs on probation, which wait for the server to survive for a while. Their rows are locked until the commit."""
    due = (JOBS.c.status == JobState.PENDING.value, JOBS.c.due_ms < _probation_ends_ms(tx))
    waiting = select(*JOB_COLUMNS).where(*due).order_by(JOBS.c.rank, JOBS.c.num).with_for_update()
    jobs = [job_of(row) for row in tx.conn.execute(waiting).all()]
    return [job for job in jobs if Deaths.of(job.deaths).on_probation]


def _keep_waiting(tx: Transaction, waiting: Sequence[JobRecord]) -> None:
    """Restart the waits of these locked jobs."""
    due_ms = _probation_ends_ms(tx)
    for job in waiting:
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job.id).values(due_ms=due_ms))
        tx.append(job.id, [job_moved(job, next_attempt_ms=due_ms)])


def _deaths_of(
    tx: Transaction,
    job: JobRecord,
    plans: Plans,
    died_ms: int | None,
    partial_bytes: Callable[[str], int],
    *,
    elsewhere: Collection[str] = (),
) -> Deaths | None:
    """The deaths that count against the job, this one included; None if this one does not count.

    Stages whose keys are `elsewhere` ran in another process, so they are not the cause.
    """
    rows = tx.conn.execute(select(*STAGE_COLUMNS).where(STAGES.c.job_id == job.id))
    stages = {stage.name: stage for stage in map(stage_of, rows)}
    at_work = [stages[name] for name in plans.stages_of(job.job_type, job.options) if _at_work(stages.get(name))]
    at_work = [stage for stage in at_work if stage.key not in elsewhere]
    if not at_work or job.stop_requested is StopReason.CANCEL:
        return None
    trace = _trace(tx, [stage.key for stage in stages.values() if stage.key], at_work, partial_bytes)
    soon = died_ms is None or any(died_ms - (stage.started_ms or died_ms) < SOON_S * 1000 for stage in at_work)
    return Deaths.of(job.deaths).another([stage.name for stage in at_work], trace, soon=soon)


def _judged(tx: Transaction, job: JobRecord, deaths: Deaths, place: int) -> JobRecord:
    """Give the job up, put it on probation, or requeue it. On probation jobs come in the order of `place`."""
    stored = deaths.stored()
    if deaths.condemned:
        return finish(tx, job.id, job.attempt, Cause.FAIL, deaths=stored, error=_error(deaths, given_up=True))
    if deaths.on_probation:
        due_ms = _probation_ends_ms(tx) + int(place * PROBATION_GAP_S * 1000)
        error = _error(deaths, given_up=False)
        return postpone(tx, job.id, job.attempt, due_ms=due_ms, deaths=stored, error=error)
    return requeue(tx, job.id, job.attempt, deaths=stored)


def _at_work(stage: StageRecord | None) -> bool:
    return stage is not None and stage.status is StageState.RUNNING


def _trace(
    tx: Transaction, keys: Sequence[str], at_work: Sequence[StageRecord], partial_bytes: Callable[[str], int]
) -> Trace:
    outputs = select(func.count()).select_from(OUTPUTS).where(OUTPUTS.c.key.in_(keys))
    pieces = select(func.count()).select_from(PIECES).where(PIECES.c.key.in_(keys))
    return Trace(
        tx.conn.execute(outputs).scalar_one(),
        tx.conn.execute(pieces).scalar_one(),
        sum(partial_bytes(stage.key) for stage in at_work if stage.key),
    )


def _error(deaths: Deaths, *, given_up: bool) -> dict[str, object]:
    what = f"The server ended {deaths.count} times in a row while this job was at the stage {deaths.stages[0]}, and "
    what += "nothing new of the job was recorded in between"
    then = (
        ", so it is not run again by itself. What is finished is kept. If the job was not the cause (somebody ended "
        "the server), retry it."
        if given_up
        else ". It is tried once more in a moment."
    )
    return {
        "code": ErrorCode.CRASHED.value,
        "message": what + then,
        "stage": deaths.stages[0],
        "retryable": not given_up,
    }
