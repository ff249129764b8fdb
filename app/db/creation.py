"""Creates jobs: those of all requests of a group with one statement for each table, their numbers reserved before.

What is returned is what was written, so nothing is read back.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, insert, select

from app.core.errors import Refusal, Unavailable, WrongState
from app.db import job_metas, job_texts, made_clips, numbers, timelines, traces, transcript_copies, webhooks
from app.db.conflicts import or_nothing
from app.db.credentials import store_credentials
from app.db.records import JOB_COLUMNS, JOBS, job_of
from app.db.transaction import Transaction
from app.jobs.events import job_moved
from app.jobs.ranking import rank_of
from app.jobs.record import JobRecord, NewJob
from app.jobs.states import JobState

# Statements of the hot path are built once: building one costs several times as much as running it.
INSERT_JOBS = insert(JOBS)
JOBS_BY_KEY = select(JOBS.c.idempotency_key, JOBS.c.request_hash, *JOB_COLUMNS).where(
    JOBS.c.idempotency_key.in_(bindparam("of_keys", expanding=True))
)
#: The columns of a row that are no part of a record.
APART = ("idempotency_key", "request_hash")
#: A job, and whether it is new.
Creation = tuple[JobRecord, bool]


class IdempotencyConflict(WrongState):
    """The same Idempotency-Key was used with another body."""

    code = "idempotency_conflict"


class Keyed:
    """The jobs that were created before with the idempotency keys of these new ones."""

    def __init__(self, tx: Transaction, news: Sequence[NewJob]) -> None:
        keys = {new.idempotency_key for new in news if new.idempotency_key is not None}
        found = tx.conn.execute(JOBS_BY_KEY, {"of_keys": sorted(keys)}) if keys else ()
        self._known = {row[0]: (row[1], job_of(row[2:])) for row in found}  # type: ignore[arg-type]

    def job(self, new: NewJob) -> JobRecord | None:
        """The job that has the key of this one; None without any. Raises IdempotencyConflict if the body differs."""
        known = self._known.get(new.idempotency_key)
        if known is None:
            return None
        if known[0] != new.request_hash:
            raise IdempotencyConflict("This Idempotency-Key was used before, with another body. Use a new key.")
        return known[1]


@cache
def _inserting(dialect: str) -> Executable:
    """The statement that inserts a job with a key; it returns no row if the key exists."""
    return or_nothing(dialect, JOBS).returning(JOBS.c.num)


def create(tx: Transaction, news: Sequence[NewJob]) -> list[Creation | Refusal]:
    """Insert jobs, queued or waiting for their time.

    With an idempotency key that is known by now, the result is the job of the first call, or IdempotencyConflict.
    """
    results: dict[str, Creation | Refusal] = {}
    for new in news:
        if new.idempotency_key is not None:
            results[new.id] = _create_keyed(tx, new)
    keyless = [new for new in news if new.idempotency_key is None]
    if keyless:
        reserved = numbers.reserve(tx.conn, JOBS, len(keyless))
        rows = [_row(tx.now_ms, new) | {"num": num} for new, num in zip(keyless, reserved, strict=True)]
        tx.conn.execute(INSERT_JOBS, rows)
        results |= {new.id: (_record(row, new), True) for new, row in zip(keyless, rows, strict=True)}
    found = [results[new.id] for new in news]
    _add_parts(tx, [(new, one[0]) for new, one in zip(news, found, strict=True) if isinstance(one, tuple) and one[1]])
    return found


def _create_keyed(tx: Transaction, new: NewJob) -> Creation | Refusal:
    row = _row(tx.now_ms, new)
    num = tx.conn.execute(_inserting(tx.conn.dialect.name), row).scalar_one_or_none()
    if num is None:  # another writer may have committed its job a moment ago
        return _replay(tx, new)
    return _record(row | {"num": num}, new), True


def _row(at_ms: int, new: NewJob) -> dict[str, Any]:
    """The values of a job's row, without its number."""
    waits = new.run_at_ms is not None and new.run_at_ms > at_ms
    return {
        "id": new.id,
        "url": new.url,
        "video_id": new.video_id,
        "source_identity": new.source_identity,
        "job_type": new.job_type.value,
        "status": (JobState.PENDING if waits else JobState.QUEUED).value,
        "priority": new.priority,
        "rank": rank_of(new.run_at_ms if waits and new.run_at_ms else at_ms, new.priority),
        "placed": False,
        "options": new.options.model_dump(),
        **job_metas.in_row(new.meta),
        "user_id": new.user_id,
        "attempt": 0,
        "failures": 0,
        "max_retries": new.max_retries,
        "crashes": {},
        "deaths": {},
        "memory_level": 0,
        "progress": 0,  # an integer: it is so in the first event of all earlier jobs
        "warnings": [],
        "last_seq": 1,
        "idempotency_key": new.idempotency_key,
        "request_hash": new.request_hash,
        "pinned": False,
        "created_ms": at_ms,
        "updated_ms": at_ms,
        "queued_ms": None if waits else at_ms,
        "due_ms": new.run_at_ms if waits else None,
        "video_title": new.title,
        "video_duration": new.duration_s,
        "generation": new.generation.model_dump(mode="json") if new.generation else None,
    }


def imagined(new: NewJob, at_ms: int) -> JobRecord:
    """The record that a job would have if it was created, but for its number."""
    return _record(_row(at_ms, new) | {"num": 0}, new)


def _record(row: Mapping[str, Any], new: NewJob) -> JobRecord:
    """The record of a new row."""
    values = dict(row)
    for name in APART:
        del values[name]
    values |= {"job_type": new.job_type, "status": JobState(row["status"]), "options": new.options}
    values |= {"generation": new.generation}
    values |= {"stage": None, "stop_requested": None, "error": None, "expired_ms": None, "started_ms": None}
    values |= {"completed_ms": None, "worker_id": None, "lease_until_ms": None}
    return JobRecord(**values)


def _replay(tx: Transaction, new: NewJob) -> Creation | Refusal:
    try:
        known = Keyed(tx, [new]).job(new)
    except IdempotencyConflict as conflict:
        return conflict
    if known is None:
        return Unavailable("The job was being created by another request. Send it again.", retry_after_s=1)
    return known, False


def _add_parts(tx: Transaction, created: Sequence[tuple[NewJob, JobRecord]]) -> None:
    """Write what belongs to new jobs beside their rows, and their first events."""
    if not created:
        return
    jobs = [job for _, job in created]
    job_metas.add(tx, [(job, new.meta) for new, job in created])
    webhooks.add_job_webhooks(tx, {job.id: new.webhook_url for new, job in created if new.webhook_url})
    traces.add(tx, {job.id: new.traceparent for new, job in created if new.traceparent})
    timelines.add(tx, [(job, new.timeline) for new, job in created])
    job_texts.add(tx, jobs)
    made_clips.add(tx, [(job, new.clip_of) for new, job in created])
    for new, job in created:
        if new.transcript_of is not None:
            transcript_copies.copy(tx, new.transcript_of, job.id)
    for new, job in created:
        if new.sealed is not None:
            store_credentials(tx, new.id, new.sealed)
        tx.write_events(job.id, [job_moved(job)], first_seq=1, at_ms=tx.now_ms)
    tx.changes.extend(jobs)
