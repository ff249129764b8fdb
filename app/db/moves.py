"""Moves a job through its states; each move is one compare-and-set UPDATE with its event in the same transaction."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from app.core.errors import NotFound, Refusal, WrongState
from app.db import creation
from app.db.credentials import delete_credentials
from app.db.records import JOB_COLUMNS, JOBS, STAGES, job_of
from app.db.transaction import Transaction
from app.jobs.events import Event, JobError, job_moved
from app.jobs.hidden import hides_credentials
from app.jobs.options import WITHOUT_SOURCE
from app.jobs.plan import Plans
from app.jobs.ranking import FIRST_WHEN_DUE, is_first_when_due, rank_before, rank_of
from app.jobs.record import JobRecord, NewJob, StageState, StopReason
from app.jobs.states import TERMINAL, WAITING, Cause, IllegalTransition, JobState, advance

# Statements of the hot path are built once: building one costs several times as much as running it.
#: The row is locked until the commit (SQLite has a single writer), so the values stay valid.
READ_JOB = select(*JOB_COLUMNS).where(JOBS.c.id == bindparam("of_id")).with_for_update()
STAGE_NAMES = select(STAGES.c.name).where(STAGES.c.job_id == bindparam("of_id"))
INSERT_STAGES = insert(STAGES)


@cache
def _moving(columns: tuple[str, ...]) -> ReturningUpdate[Any]:
    """The compare-and-set statement of a move that also sets these columns.

    It matches no row if a stop was requested since the job was read.
    """
    return (
        update(JOBS)
        .where(
            JOBS.c.id == bindparam("of_id"),
            JOBS.c.status == bindparam("of_status"),
            JOBS.c.attempt == bindparam("of_attempt"),
            JOBS.c.stop_requested.is_not_distinct_from(bindparam("of_stop")),
            JOBS.c.worker_id.is_not_distinct_from(bindparam("of_worker")),
        )
        .values(
            last_seq=JOBS.c.last_seq + bindparam("event_count"), **{name: bindparam(f"new_{name}") for name in columns}
        )
        .returning(*JOB_COLUMNS)
    )


class StaleAttempt(WrongState):
    """The work belongs to an earlier attempt of the job; none of it is recorded."""

    code = "stale_attempt"


def read(tx: Transaction, job_id: str) -> JobRecord:
    """Read the job in this transaction. Raises NotFound."""
    row = tx.conn.execute(READ_JOB, {"of_id": job_id}).one_or_none()
    if row is None:
        raise NotFound(f"There is no job {job_id}.")
    return job_of(row)


def submit(tx: Transaction, new: NewJob) -> tuple[JobRecord, bool]:
    """Create one job; returns it, and whether it is new. Raises IdempotencyConflict."""
    (result,) = creation.create(tx, [new])
    if isinstance(result, Refusal):
        raise result
    return result


def move(
    tx: Transaction,
    job: JobRecord,
    cause: Cause,
    *,
    eta_s: float | None = None,
    before: tuple[Event, ...] = (),
    next_attempt_ms: int | None = None,
    **values: Any,
) -> JobRecord:
    """Move `job` if its state, attempt and stop request are as they were read. Events `before` precede the move's own.

    Raises IllegalTransition if the table has no such move, or the job was moved meanwhile.
    """
    target = advance(job.status, cause)
    at_ms = tx.moment_ms(job)
    values = {"status": target.value, "updated_ms": at_ms} | values
    if job.status is JobState.PROCESSING:
        values |= {"worker_id": None, "lease_until_ms": None}
    values_of: dict[str, Any] = {"of_id": job.id, "of_status": job.status.value, "of_attempt": job.attempt}
    values_of |= {"of_worker": job.worker_id}
    values_of |= {"of_stop": job.stop_requested.value if job.stop_requested else None, "event_count": len(before) + 1}
    values_of |= {f"new_{name}": value for name, value in values.items()}
    row = tx.conn.execute(_moving(tuple(sorted(values))), values_of).one_or_none()
    if row is None:
        raise IllegalTransition(read(tx, job.id).status, cause)
    moved = job_of(row)
    tx.changes.append(moved)
    if target in TERMINAL and hides_credentials(job.url):
        delete_credentials(tx, job.id)
    own = job_moved(moved, cause=cause, eta_s=eta_s, next_attempt_ms=next_attempt_ms)
    tx.write_events(job.id, [*before, own], first_seq=moved.last_seq - len(before), at_ms=at_ms)
    return moved


def claim(tx: Transaction, job_id: str, plans: Plans, *, rank: int | None = None) -> JobRecord | None:
    """Claim a queued job with a lease: a new attempt begins, and unfinished stages are reset.

    None if it is no longer queued. `rank` is that of the place from which it was taken; None keeps its own.
    """
    try:
        job = read(tx, job_id)
    except NotFound:
        return None
    if job.status is not JobState.QUEUED:
        return None
    known = set(tx.conn.execute(STAGE_NAMES, {"of_id": job_id}).scalars())
    fresh = [name for name in plans.stages_of(job.job_type, job.options) if name not in known]
    if fresh:
        tx.conn.execute(
            INSERT_STAGES,
            [
                {"job_id": job_id, "name": n, "status": "pending", "progress": 0.0, "cached": False, "published": 0}
                for n in fresh
            ],
        )
    if known:
        tx.conn.execute(
            update(STAGES)
            .where(STAGES.c.job_id == job_id, STAGES.c.status != StageState.COMPLETED.value)
            .values(status=StageState.PENDING.value, progress=0.0, started_ms=None, seconds=None, waited=None)
        )
    other_rank: dict[str, Any] = {} if rank is None or rank == job.rank else {"rank": rank}
    return move(
        tx,
        job,
        Cause.CLAIM,
        **other_rank,
        attempt=job.attempt + 1,
        progress=0.0,
        stage=None,
        stop_requested=None,
        error=None,
        started_ms=tx.moment_ms(job),
        completed_ms=None,
        due_ms=None,
        worker_id=tx.holder.worker_id,
        lease_until_ms=tx.holder.until_ms(tx.now_ms),
    )


def fenced(tx: Transaction, job_id: str, attempt: int) -> JobRecord:
    """The job, if `attempt` is still running in this process. Raises StaleAttempt otherwise."""
    job = read(tx, job_id)
    here = job.worker_id == tx.holder.worker_id
    if job.attempt != attempt or job.status is not JobState.PROCESSING or not here:
        raise StaleAttempt(f"Attempt {attempt} of job {job_id} does not run here any more.")
    return job


def finish(tx: Transaction, job_id: str, attempt: int, cause: Cause, **values: Any) -> JobRecord:
    """End an attempt: COMPLETE, FAIL or CANCEL. Running stages are marked.

    After an acknowledged cancel a job never becomes completed or failed.
    """
    job = fenced(tx, job_id, attempt)
    if job.stop_requested is StopReason.CANCEL and cause is not Cause.CANCEL:
        cause, values = Cause.CANCEL, {}
    if cause is Cause.FAIL:
        _fail_stages(tx, job_id, values.get("error"))
    elif cause is not Cause.COMPLETE:
        _end_stages(tx, job_id, StageState.CANCELLED)
    before = _errors(values.get("error"))
    if cause is Cause.COMPLETE:
        values["progress"] = 1.0
    eta_s = 0.0 if cause is Cause.COMPLETE else None
    return move(tx, job, cause, eta_s=eta_s, before=before, completed_ms=tx.moment_ms(job), stage=None, **values)


def _errors(error: Mapping[str, Any] | None) -> tuple[Event, ...]:
    """The event of an error, if there is one."""
    return (JobError.of(error),) if error else ()


def _end_stages(tx: Transaction, job_id: str, state: StageState, *, name: str | None = None) -> None:
    """Mark the running stages, or only that of one name."""
    named = (STAGES.c.name == name,) if name else ()
    tx.conn.execute(
        update(STAGES)
        .where(STAGES.c.job_id == job_id, STAGES.c.status == StageState.RUNNING.value, *named)
        .values(status=state.value)
    )


def _fail_stages(tx: Transaction, job_id: str, error: Mapping[str, Any] | None) -> None:
    """Mark the failed stage as failed, and the other running ones as stopped."""
    culprit = error.get("stage") if error else None
    _end_stages(tx, job_id, StageState.FAILED, name=culprit)
    _end_stages(tx, job_id, StageState.CANCELLED)


def postpone(tx: Transaction, job_id: str, attempt: int, *, due_ms: int, **values: Any) -> JobRecord:
    """Make a failed job wait for its next attempt at `due_ms`; `error` is the reason. A cancel request comes first."""
    job = fenced(tx, job_id, attempt)
    if job.stop_requested is StopReason.CANCEL:
        return finish(tx, job_id, attempt, Cause.CANCEL)
    _fail_stages(tx, job_id, values.get("error"))
    before = _errors(values.get("error"))
    return move(tx, job, Cause.POSTPONE, before=before, next_attempt_ms=due_ms, due_ms=due_ms, stage=None, **values)


def requeue(tx: Transaction, job_id: str, attempt: int, **values: Any) -> JobRecord:
    """Return a running job to its old position in the queue, because its server stops or was killed.

    A pending cancel request is carried out now.
    """
    job = fenced(tx, job_id, attempt)
    if job.stop_requested is StopReason.CANCEL:
        return finish(tx, job_id, attempt, Cause.CANCEL)
    _end_stages(tx, job_id, StageState.PENDING)
    return move(tx, job, Cause.REQUEUE, stage=None, queued_ms=tx.moment_ms(job), **values)


def enqueue(tx: Transaction, job_id: str) -> JobRecord | None:
    """Queue a pending job that is due; another one stays as it is. Returns the job as it then is, None if unknown."""
    try:
        job = read(tx, job_id)
    except NotFound:
        return None
    if job.status is not JobState.PENDING or (job.due_ms or 0) > tx.now_ms:
        return job
    first = is_first_when_due(job.rank)
    rank = _rank_at_the_top(tx) if first else rank_of(tx.now_ms, job.priority)
    return move(tx, job, Cause.ENQUEUE, queued_ms=tx.moment_ms(job), rank=rank, placed=first, due_ms=None)


def cancel(tx: Transaction, job_id: str) -> JobRecord:
    """Cancel a waiting job at once; for a running one only store the request. Raises WrongState if it is finished."""
    job = read(tx, job_id)
    if job.status in WAITING:
        return move(tx, job, Cause.CANCEL, completed_ms=tx.moment_ms(job), due_ms=None)
    if job.status in TERMINAL:
        raise IllegalTransition(job.status, Cause.CANCEL)
    row = tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.status == job.status.value, JOBS.c.attempt == job.attempt)
        .values(stop_requested=StopReason.CANCEL.value, updated_ms=tx.moment_ms(job))
        .returning(*JOB_COLUMNS)
    ).one_or_none()
    if row is None:
        raise IllegalTransition(read(tx, job_id).status, Cause.CANCEL)
    requested = job_of(row)
    tx.changes.append(requested)
    return requested


def retry(tx: Transaction, job_id: str) -> JobRecord:
    """Queue a failed or cancelled job again, at the end; finished stages are kept.

    Its new files are subject to retention again, whatever was deleted before. Progress is reset with the next attempt,
    not before: it does not decrease within one.
    """
    job = read(tx, job_id)
    if job.url is None and job.video_id is None and job.job_type not in WITHOUT_SOURCE:
        raise WrongState("The video of this job was deleted, so it cannot be run again.")
    values: dict[str, Any] = {}
    if job.generation is not None:  # what has failed for good may be ordered anew
        values["generation"] = job.generation.model_copy(update={"round": job.generation.round + 1}).model_dump()
    return move(
        tx,
        job,
        Cause.RETRY,
        **values,
        failures=0,
        crashes={},
        deaths={},
        memory_level=0,
        error=None,
        expired_ms=None,
        completed_ms=None,
        due_ms=None,
        queued_ms=tx.moment_ms(job),
        rank=rank_of(tx.now_ms, job.priority),
        placed=False,
    )


def rerank(tx: Transaction, job_id: str, *, priority: int) -> JobRecord:
    """Change a waiting job's priority; a manual position is lost. Raises WrongState if it does not wait."""
    job = _waiting(tx, job_id)
    rank = rank_of(job.queued_ms or job.due_ms or job.created_ms, priority)
    return moved(tx, job, priority, rank, placed=False)


def to_top(tx: Transaction, job_id: str) -> JobRecord:
    """Move a waiting job to the top; one that waits for its time gets there when it is due.

    Raises WrongState if it does not wait.
    """
    job = _waiting(tx, job_id)
    rank = _rank_at_the_top(tx) if job.status is JobState.QUEUED else FIRST_WHEN_DUE
    return moved(tx, job, job.priority, rank)


def _waiting(tx: Transaction, job_id: str) -> JobRecord:
    job = read(tx, job_id)
    if job.status not in WAITING:
        raise WrongState(f"The job is {job.status}; only a waiting job can be moved in the queue.")
    return job


def _rank_at_the_top(tx: Transaction) -> int:
    queued = select(func.min(JOBS.c.rank)).where(JOBS.c.status == JobState.QUEUED.value)
    return rank_before(tx.conn.execute(queued).scalar_one())


def moved(tx: Transaction, job: JobRecord, priority: int, rank: int, *, placed: bool = True) -> JobRecord:
    """Set priority and rank of a waiting job that was read in this transaction, with an event.

    `placed`: the rank was chosen by hand.
    """
    row = tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job.id, JOBS.c.status == job.status.value, JOBS.c.attempt == job.attempt)
        .values(priority=priority, rank=rank, placed=placed, updated_ms=tx.moment_ms(job))
        .returning(*JOB_COLUMNS)
    ).one_or_none()
    if row is None:
        raise WrongState(f"The job is {read(tx, job.id).status}; only a waiting job can be moved in the queue.")
    tx.append(job.id, [job_moved(job_of(row), priority=priority)])
    tx.changes.append(now := read(tx, job.id))
    return now
