"""Moves: one statement each, fenced by state and attempt, with their event in the same transaction."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.db import clock_moves, creation, deaths, job_updates, moves, queries, stage_log
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.events import status_of
from app.jobs.leases import Holder
from app.jobs.record import JobRecord, StageState, StopReason
from app.jobs.states import Cause, IllegalTransition, JobState
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage


async def _submitted(store: Store, **values: object) -> JobRecord:
    return (await store.write(moves.submit, new_job(**values)))[0]


async def _claimed(store: Store) -> JobRecord:
    job = await _submitted(store)
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    return claimed


async def _log(store: Store, job_id: str) -> list[tuple[int, str]]:
    events = await store.read(queries.events_of_job, job_id, after=0, limit=100)
    return [(stored.seq, status_of(stored.event) or stored.event.kind) for stored in events]


async def test_a_job_is_stored_with_its_first_event(store: Store) -> None:
    """Sequence numbers start at 1."""
    job = await _submitted(store)
    assert job.status is JobState.QUEUED
    assert await _log(store, job.id) == [(1, "queued")]


async def test_a_job_for_later_is_pending(store: Store) -> None:
    """`run_at` in the future keeps it out of the queue until then."""
    job = await _submitted(store, run_at_ms=store.now_ms() + 60_000)
    assert job.status is JobState.PENDING
    assert job.due_ms is not None


async def test_the_same_idempotency_key_gives_the_same_job(store: Store) -> None:
    """Also when both calls are in flight at once."""
    same = {"idempotency_key": "k", "request_hash": "h"}
    answers = await asyncio.gather(*(store.write(moves.submit, new_job(**same)) for _ in range(5)))
    assert len({job.id for job, _ in answers}) == 1
    assert sorted(created for _, created in answers) == [False] * 4 + [True]


async def test_the_same_key_with_another_body_is_refused(store: Store) -> None:
    """And harms nobody who is written in the same group."""
    await store.write(moves.submit, new_job(idempotency_key="k", request_hash="h"))
    refused, other = await asyncio.gather(
        store.write(moves.submit, new_job(idempotency_key="k", request_hash="other")),
        store.write(moves.submit, new_job()),
        return_exceptions=True,
    )
    assert isinstance(refused, creation.IdempotencyConflict)
    assert not isinstance(other, BaseException)


async def test_only_one_of_many_claims_gets_the_job(store: Store) -> None:
    """A job is run by one worker."""
    job = await _submitted(store)
    claims = await asyncio.gather(*(store.write(moves.claim, job.id, PLANS) for _ in range(20)))
    assert sum(claim is not None for claim in claims) == 1


async def test_a_move_in_a_state_that_has_none_changes_nothing(store: Store) -> None:
    """The refusal leaves row and log alone."""
    job = await _submitted(store)
    with pytest.raises(IllegalTransition):
        await store.write(moves.retry, job.id)
    assert await _log(store, job.id) == [(1, "queued")]


async def test_work_of_an_earlier_attempt_is_fenced_out(store: Store) -> None:
    """A stage that outlived its job can record nothing."""
    first = await _claimed(store)
    await store.write(moves.requeue, first.id, first.attempt)
    second = await store.write(moves.claim, first.id, PLANS)
    assert second is not None
    assert second.attempt == first.attempt + 1
    with pytest.raises(moves.StaleAttempt):
        await store.write(moves.finish, first.id, first.attempt, Cause.COMPLETE)
    assert (await store.read(queries.job, first.id)).status is JobState.PROCESSING


async def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked(store: Store) -> None:
    """The state of a running job moves only when the work has stopped."""
    waiting = await store.write(moves.cancel, (await _submitted(store)).id)
    assert waiting.status is JobState.CANCELLED
    running = await store.write(moves.cancel, (await _claimed(store)).id)
    assert running.status is JobState.PROCESSING
    assert running.stop_requested is StopReason.CANCEL


@pytest.mark.parametrize("cause", [Cause.COMPLETE, Cause.FAIL])
async def test_an_acknowledged_cancel_wins_over_an_end_that_came_meanwhile(store: Store, cause: Cause) -> None:
    """A client that was told "cancelled" never sees the job completed or failed."""
    job = await _claimed(store)
    await store.write(moves.cancel, job.id)
    ended = await store.write(moves.finish, job.id, job.attempt, cause)
    assert ended.status is JobState.CANCELLED


async def test_a_cancelled_job_that_is_retried_is_not_cancelled_again(store: Store) -> None:
    """The old wish does not outlive its attempt."""
    job = await _claimed(store)
    await store.write(moves.cancel, job.id)
    await store.write(moves.finish, job.id, job.attempt, Cause.CANCEL)
    await store.write(moves.retry, job.id)
    again = await store.write(moves.claim, job.id, PLANS)
    assert again is not None
    assert again.stop_requested is None
    done = await store.write(moves.finish, again.id, again.attempt, Cause.COMPLETE)
    assert done.status is JobState.COMPLETED


async def test_a_failure_tells_its_error_before_the_last_state(store: Store) -> None:
    """The terminal event is the last one of the attempt, and numbers have no gap."""
    job = await _claimed(store)
    error = {"code": "no_audio", "message": "x", "stage": "speech", "retryable": False}
    await store.write(moves.finish, job.id, job.attempt, Cause.FAIL, error=error)
    assert await _log(store, job.id) == [(1, "queued"), (2, "processing"), (3, "job_error"), (4, "failed")]


async def test_recovery_puts_running_jobs_back_to_their_place(store: Store) -> None:
    """The rank is kept, no retry is spent, and a wish to cancel is fulfilled."""
    job, doomed = await _claimed(store), await _claimed(store)
    await store.write(moves.cancel, doomed.id)
    recovered = {j.id: j for j in await store.write(deaths.recover, PLANS)}
    assert recovered[job.id].status is JobState.QUEUED
    assert (recovered[job.id].rank, recovered[job.id].failures) == (job.rank, 0)
    assert recovered[doomed.id].status is JobState.CANCELLED


async def test_a_job_is_leased_for_as_long_as_it_runs(store: Store) -> None:
    """By the server that claimed it; whatever ends the attempt ends the lease."""
    store.work_as(Holder("this", 9_000))
    error = {"code": "crashed", "message": "x", "stage": "fetch", "retryable": True}
    ends: list[Callable[[Transaction, JobRecord], JobRecord]] = [
        lambda tx, job: moves.finish(tx, job.id, job.attempt, Cause.COMPLETE),
        lambda tx, job: moves.finish(tx, job.id, job.attempt, Cause.FAIL, error=error),
        lambda tx, job: moves.finish(tx, job.id, job.attempt, Cause.CANCEL),
        lambda tx, job: moves.postpone(tx, job.id, job.attempt, due_ms=tx.now_ms + 1, error=error),
        lambda tx, job: moves.requeue(tx, job.id, job.attempt),
    ]
    for end in ends:
        job = await _claimed(store)
        assert job.worker_id == "this"
        assert job.lease_until_ms == job.updated_ms + 9_000
        ended = await store.write(end, job)
        assert (ended.worker_id, ended.lease_until_ms) == (None, None)


async def test_what_another_server_runs_takes_no_change_from_this_one(store: Store) -> None:
    """Though the attempt is the one that runs: outcome, stages and progress are its holder's to write."""
    job = await _claimed(store)
    store.work_as(Holder("another"))
    for unit in (
        lambda tx: moves.finish(tx, job.id, job.attempt, Cause.COMPLETE),
        lambda tx: moves.requeue(tx, job.id, job.attempt),
        lambda tx: stage_log.enter_stage(tx, job.id, job.attempt, "fetch", "fetch-key"),
    ):
        with pytest.raises(moves.StaleAttempt):
            await store.write(unit)
    await store.write(job_updates.save_progress, job.id, job.attempt, 0.5, {})
    assert await store.read(queries.job, job.id) == job


async def test_priority_can_change_while_a_job_waits_and_only_then(store: Store) -> None:
    """A running job has left the queue."""
    job = await _submitted(store, priority=1)
    moved = await store.write(moves.rerank, job.id, priority=9)
    assert (moved.priority, moved.rank < job.rank) == (9, True)
    running = await _claimed(store)
    with pytest.raises(moves.WrongState):
        await store.write(moves.rerank, running.id, priority=9)


async def test_of_jobs_that_go_to_the_top_at_once_the_last_is_first(store: Store) -> None:
    """Each counts from the ones before it, though all are written in one transaction."""
    jobs = [await _submitted(store) for _ in range(4)]
    moved = await asyncio.gather(*(store.write(moves.to_top, job.id) for job in jobs[1:]))
    assert sorted([jobs[0], *moved], key=lambda job: job.rank) == [*reversed(moved), jobs[0]]


async def test_a_job_that_waits_for_its_time_goes_to_the_top_when_it_has_come(tmp_path: Path) -> None:
    """Not before, and also when the clock was set meanwhile; another priority takes it back."""
    now_ms = [1_000_000_000]
    async with open_store(tmp_path, now_ms=lambda: now_ms[0]) as store:
        queued = await _submitted(store)
        first, other = [await _submitted(store, run_at_ms=store.now_ms() + 60_000) for _ in range(2)]
        for job in (first, other):
            assert (await store.write(moves.to_top, job.id)).status is JobState.PENDING
        await store.write(moves.rerank, other.id, priority=0)
        now_ms[0] -= 86_400_000
        await store.write(clock_moves.set_clock, -86_400_000)
        now_ms[0] += 86_460_000
        due = [await store.write(moves.enqueue, job.id) for job in (first, other)]
        queued = await store.read(queries.job, queued.id)
        assert min([queued, *due], key=lambda job: job.rank).id == first.id
        assert due[1].rank > due[0].rank + 1


async def test_a_due_job_is_enqueued_once(tmp_path: Path) -> None:
    """An alarm for a job that is gone, was cancelled or is not due yet is no error."""
    now_ms = [1_000_000_000]
    async with open_store(tmp_path, now_ms=lambda: now_ms[0]) as store:
        job = await _submitted(store, run_at_ms=store.now_ms() + 60_000)
        assert await store.write(moves.enqueue, job.id) == job
        assert (await store.read(queries.job, job.id)).status is JobState.PENDING
        now_ms[0] += 60_000
        queued = await store.write(moves.enqueue, job.id)
        assert queued.status is JobState.QUEUED
        assert await store.write(moves.enqueue, job.id) == queued
        assert await store.write(moves.enqueue, "unknown") is None


async def test_a_claim_lists_the_stages_of_the_plan(store: Store) -> None:
    """So that a client sees what is to come."""
    job = await _claimed(store)
    stages = await store.read(stage_log.stages_of_job, job.id)
    assert {stage.name for stage in stages} == {"fetch", "speech", "transcribe"}


async def test_an_unknown_job_is_not_found(store: Store) -> None:
    """Reads and moves agree."""
    with pytest.raises(NotFound):
        await store.write(moves.cancel, "nobody")
    with pytest.raises(NotFound):
        await store.read(queries.job, "nobody")
    assert await store.write(moves.claim, "nobody", PLANS) is None


@pytest.mark.parametrize("again", [True, False])
async def test_only_the_stage_that_failed_has_failed(store: Store, *, again: bool) -> None:
    """Whether the job is tried again or not; the one beside it was stopped."""
    job = await _claimed(store)
    for name in ("speech", "transcribe"):
        await store.write(start_stage, job.id, job.attempt, name, f"{name}-1", eta_s=None)
    error = {"code": "crashed", "message": "m", "stage": "transcribe", "retryable": True}
    if again:
        await store.write(moves.postpone, job.id, job.attempt, due_ms=store.now_ms() + 1, error=error)
    else:
        await store.write(moves.finish, job.id, job.attempt, Cause.FAIL, error=error)
    stages = {stage.name: stage.status for stage in await store.read(stage_log.stages_of_job, job.id)}
    assert (stages["transcribe"], stages["speech"]) == (StageState.FAILED, StageState.CANCELLED)
