"""From the claim to the recorded outcome, with stages that the test turns by hand."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.core.errors import ErrorCode, JobFailure
from app.db import deaths, job_counts, moves, queries
from app.db.leases import StoreLeases
from app.db.records import JOBS
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution import admission
from app.execution import outcomes as outcomes_module
from app.execution.limits import Limits
from app.jobs.leases import UNNAMED, Held, Holder, LeaseKind
from app.jobs.options import JobType
from app.jobs.plan import Plans
from app.jobs.record import JobRecord
from app.jobs.states import Cause, JobState
from tests.stages import PLANS, REGISTRY
from tests.stores import new_job, start_stage
from tests.unit.execution.parts import Parts, parts_in


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    """Parts with no time limit to speak of."""
    async with parts_in(tmp_path) as opened, asyncio.timeout(30):
        yield opened


async def _queued(parts: Parts, **values: object) -> JobRecord:
    job, _ = await parts.store.write(moves.submit, new_job(**({"job_type": JobType.AUDIO_EXTRACTION} | values)))
    return job


def _no_database(*_: object) -> None:
    raise OperationalError("UPDATE", {}, sqlite3.OperationalError("disk I/O error"))


async def test_a_job_whose_stages_end_completes(parts: Parts) -> None:
    """And is forgotten by the runner."""
    job = await _queued(parts)
    parts.stages.open()
    await parts.runner.run_job(job.id)
    assert (await parts.job(job.id)).status is JobState.COMPLETED
    assert parts.runner.running == {}


async def test_a_cancel_in_the_same_commit_as_the_claim_is_carried_out(parts: Parts) -> None:
    """However close the two come, the wish finds the run."""
    job = await _queued(parts)
    running = asyncio.create_task(parts.runner.run_job(job.id))
    await asyncio.sleep(0)  # the claim waits for the writer, and so does the cancel now: one group
    cancelled = await parts.jobs.cancel(job.id)
    await running
    assert cancelled.status is JobState.CANCELLED
    assert (await parts.job(job.id)).status is JobState.CANCELLED


async def test_a_job_runs_with_the_rank_of_the_place_that_its_turn_gave_to_it(parts: Parts) -> None:
    """Else its stages would wait for their slots behind all those of a user who came first."""
    first, second, other = [await _queued(parts, user_id=user) for user in ("ann", "ann", "bob")]
    await parts.store.write(lambda tx: tx.conn.execute(update(JOBS).values(rank=JOBS.c.num * 1000)))
    parts.queue.reload(await parts.store.read(queries.waiting_jobs))
    parts.stages.open()
    for job, rank in ((first, 1000), (other, 2000), (second, 3000)):
        assert await parts.queue.take() == job.id
        await parts.runner.run_job(job.id)
        parts.queue.release(job.id)
        assert (await parts.job(job.id)).rank == rank


async def test_a_claim_during_a_shutdown_does_not_keep_the_server(parts: Parts) -> None:
    """The job goes back to its place; nothing of it has begun."""
    job = await _queued(parts)
    running = asyncio.create_task(parts.runner.run_job(job.id))
    await asyncio.sleep(0)
    await parts.runner.stop_all()
    await running
    assert (await parts.job(job.id)).status is JobState.QUEUED


async def test_a_claim_that_the_database_does_not_take_is_made_again(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the job would be in no queue until the next start."""
    monkeypatch.setattr(outcomes_module, "AGAIN_S", (0.01,))
    job, claim, tries = await _queued(parts), moves.claim, 0

    def stumbling(tx: Transaction, job_id: str, plans: Plans, *, rank: int | None) -> JobRecord | None:
        nonlocal tries
        tries += 1
        return claim(tx, job_id, plans, rank=rank) if tries > 3 else _no_database()

    monkeypatch.setattr(moves, "claim", stumbling)
    parts.stages.open()
    await parts.runner.run_job(job.id)
    assert (await parts.job(job.id)).status is JobState.COMPLETED


async def test_a_job_waits_where_the_database_cannot_be_read(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever that happens; it spends no retry, as where a change is not taken."""
    job = await _queued(parts, max_retries=0)
    read = parts.store.read

    async def out_of_reach(*_: object, **__: object) -> None:
        raise StorageFailed("Connection refused", reading=True)

    monkeypatch.setattr(parts.store, "read", out_of_reach)
    await parts.runner.run_job(job.id)
    monkeypatch.setattr(parts.store, "read", read)
    waiting = await parts.job(job.id)
    assert (waiting.status, waiting.failures) == (JobState.PENDING, 0)
    assert waiting.error is not None
    assert "Connection refused" in waiting.error["message"]


async def test_a_retry_that_begins_before_the_last_attempt_is_tidied_up_keeps_its_run(parts: Parts) -> None:
    """It can be seen, stopped and cancelled."""
    job = await _queued(parts)
    first = asyncio.create_task(parts.runner.run_job(job.id))
    await parts.stages.until_begun("fetch")
    old = parts.runner.running[job.id]
    await parts.store.write(moves.finish, job.id, 1, Cause.FAIL)
    await parts.jobs.retry(job.id)
    second = asyncio.create_task(parts.runner.run_job(job.id))
    await parts.stages.until_begun("fetch", times=2)
    assert old.task is not None
    old.task.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert parts.runner.running[job.id].job.attempt == 2
    assert (await parts.jobs.cancel(job.id)).status is JobState.CANCELLED
    await second


@pytest.mark.parametrize("notices", ["by the keeper", "by a stage", "at the end"])
async def test_an_attempt_that_another_server_has_taken_over_ends_without_a_trace(parts: Parts, notices: str) -> None:
    """However it comes to know; what the other server did with the job stands."""
    job = await _queued(parts)
    running = asyncio.create_task(parts.runner.run_job(job.id))
    await parts.stages.until_begun("fetch")
    held = parts.runner.leased()
    assert held == Held(frozenset({(job.id, 1)}))
    lease = await StoreLeases(parts.store).lease_on(LeaseKind.JOB, job.id)
    parts.store.work_as(Holder("another"))
    (taken,) = await parts.store.write(deaths.recover_expired, PLANS, [lease])
    parts.store.work_as(UNNAMED)
    if notices == "by the keeper":
        parts.runner.lost(Held(frozenset({(job.id, 2), ("other", 1)})))
        assert not running.done()
        parts.runner.lost(held)
    if notices == "by a stage":
        parts.stages.outcomes["fetch"] = moves.StaleAttempt("gone")
    if notices != "by the keeper":
        parts.stages.open()
    await running
    assert await parts.job(job.id) == taken
    assert parts.runner.running == {}


async def test_what_another_job_is_about_to_use_is_not_tidied_away(parts: Parts) -> None:
    """Cancelling one of two jobs on one source leaves the other its work folder and its half download."""
    jobs = [await _queued(parts) for _ in range(2)]
    tasks = [asyncio.create_task(parts.runner.run_job(job.id)) for job in jobs]
    await parts.stages.until_begun("fetch", times=2)
    for job, keys in zip(jobs, (("fetch-1", "audio-1"), ("fetch-1", "audio-2")), strict=True):
        for name, key in zip(("fetch", "audio"), keys, strict=True):
            await parts.store.write(start_stage, job.id, 1, name, key, eta_s=None)
    await parts.jobs.cancel(jobs[0].id)
    assert set(parts.stages.discarded) == {"audio-1"}
    await parts.jobs.cancel(jobs[1].id)
    assert set(parts.stages.discarded) == {"audio-1", "audio-2", "fetch-1"}
    await asyncio.gather(*tasks)


@pytest.mark.parametrize("how", ["cancel", "clear"])
async def test_a_job_that_is_cancelled_while_it_waits_for_its_next_attempt_leaves_nothing(
    parts: Parts, how: str
) -> None:
    """What its last attempt had downloaded goes with it, not at the next start."""
    job = await _queued(parts)
    running = asyncio.create_task(parts.runner.run_job(job.id))
    await parts.stages.until_begun("fetch")
    await parts.store.write(start_stage, job.id, 1, "fetch", "fetch-1", eta_s=None)
    parts.stages.outcomes["fetch"] = JobFailure(ErrorCode.SOURCE_UNAVAILABLE, "cut off", retryable=True)
    parts.stages.open()
    await running
    assert (await parts.job(job.id)).status is JobState.PENDING
    assert parts.stages.discarded == []
    await (parts.jobs.cancel(job.id) if how == "cancel" else parts.jobs.clear())
    assert parts.stages.discarded == ["fetch-1"]


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (JobFailure(ErrorCode.NO_AUDIO, "x"), JobState.FAILED, "no_audio"),
        (JobFailure(ErrorCode.CRASHED, "x"), JobState.PENDING, "crashed"),
        (ZeroDivisionError("a secret detail"), JobState.PENDING, "internal"),
    ],
)
async def test_a_failure_is_told_with_its_stage(parts: Parts, failure: Exception, status: JobState, code: str) -> None:
    """A fault of ours too, without its details."""
    job = await _queued(parts)
    parts.stages.outcomes["audio"] = failure
    parts.stages.open()
    await parts.runner.run_job(job.id)
    ended = await parts.job(job.id)
    assert ended.error is not None
    assert (ended.status, ended.error["code"], ended.error["stage"]) == (status, code, "audio")
    assert "secret" not in ended.error["message"]
    assert parts.queue.waiting == (status is JobState.PENDING)


async def test_jobs_that_come_at_once_do_not_fill_the_disk_together(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first may still write is spoken for; the others wait, and each fits when it is alone."""
    jobs = [await _queued(parts, duration_s=10.0) for _ in range(3)]
    monkeypatch.setattr(admission, "free_bytes", lambda _: 3_000_000)  # 10 s of wav are 1.92 MB
    monkeypatch.setattr(admission, "recheck_after_s", lambda _: 0.0001)
    tasks = {job.id: asyncio.create_task(parts.runner.run_job(job.id)) for job in jobs}
    await parts.stages.until_begun("fetch")
    first = parts.stages.begun[0][0]
    others = [job.id for job in jobs if job.id != first]
    await asyncio.gather(*(tasks[job_id] for job_id in others))
    waiting = [await parts.job(job_id) for job_id in others]
    assert [(job.status, job.failures, job.error and job.error["code"]) for job in waiting] == [
        (JobState.PENDING, 0, "disk_full")
    ] * 2
    parts.stages.open()
    await tasks[first]
    await parts.store.write(moves.enqueue, others[0])
    await parts.runner.run_job(others[0])
    assert [(await parts.job(job_id)).status for job_id in (first, others[0])] == [JobState.COMPLETED] * 2


async def test_files_that_are_safe_elsewhere_make_room_for_a_job(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for what is lacking, and after a download that lacked room for one as large as may come."""
    free, wanted = [0], list[int]()

    async def make_room(size_bytes: int) -> int:
        wanted.append(size_bytes)
        free[0] += size_bytes
        return size_bytes

    monkeypatch.setattr(admission, "free_bytes", lambda _: free[0])
    gate = admission.Gate(
        parts.store, REGISTRY, data_dir=Path(), reserve_bytes=100, make_room=make_room, download_bytes=5000
    )
    job = await _queued(parts)
    await gate.admit(job)
    await gate.admit(job)
    assert wanted == [100]
    await gate.admit(replace(job, error={"code": "disk_full"}))
    assert wanted == [100, 5000]

    async def away(_: int) -> int:
        raise OSError("the store is away")

    free[0] = 0
    gate = admission.Gate(parts.store, REGISTRY, data_dir=Path(), reserve_bytes=100, make_room=away)
    with pytest.raises(JobFailure, match="free disk"):
        await gate.admit(job)


async def test_a_stop_from_outside_is_no_crash_of_the_stage(parts: Parts) -> None:
    """However often, it neither spends a retry nor makes the stage poison."""
    job = await _queued(parts, max_retries=0)
    parts.stages.open()
    parts.stages.outcomes["audio"] = JobFailure(ErrorCode.CRASHED, "ended", retry_after_s=0.0001, counts=False)
    for attempt in (1, 2, 3):
        await parts.runner.run_job(job.id)
        waiting = await parts.job(job.id)
        assert (waiting.status, waiting.attempt) == (JobState.PENDING, attempt)
        assert (waiting.failures, waiting.crashes) == (0, {})
        await parts.store.write(moves.enqueue, job.id)


async def test_a_host_that_refuses_is_left_alone_by_all_its_jobs(parts: Parts) -> None:
    """The second job does not even ask."""
    one, two = await _queued(parts), await _queued(parts)
    refusal = JobFailure(ErrorCode.RATE_LIMITED, "x", retry_after_s=500.0, host="example.org")
    parts.stages.outcomes["fetch"] = refusal
    parts.stages.open()
    await parts.runner.run_job(one.id)
    await parts.runner.run_job(two.id)
    assert [begun for begun, _ in parts.stages.begun] == [one.id]
    waiting = await parts.job(two.id)
    assert (waiting.status, waiting.failures) == (JobState.PENDING, 0)


async def test_a_job_whose_upload_is_gone_fails_for_good_and_says_what_to_do(parts: Parts) -> None:
    """Retention took it; another attempt would not bring it back."""
    job = await _queued(parts, url=None, video_id="gone")
    await parts.runner.run_job(job.id)
    ended = await parts.job(job.id)
    assert ended.error is not None
    assert (ended.status, ended.error["code"], ended.failures) == (JobState.FAILED, "source_unavailable", 1)
    assert "Upload it again" in ended.error["message"]


async def test_the_soft_limit_asks_and_the_hard_limit_kills(tmp_path: Path) -> None:
    """A stage that says nothing has until the hard limit; both end as `timeout`, which is not tried again."""
    async with parts_in(tmp_path, limits=Limits(0.05, 0.4, 0)) as parts, asyncio.timeout(30):
        job = await _queued(parts)
        began = asyncio.get_running_loop().time()
        await parts.runner.run_job(job.id)
        assert asyncio.get_running_loop().time() - began >= 0.4
        ended = await parts.job(job.id)
        assert ended.error is not None
        assert (ended.status, ended.error["code"], ended.error["retryable"]) == (JobState.FAILED, "timeout", False)


async def test_a_job_that_is_asked_ends_at_its_next_good_moment(tmp_path: Path) -> None:
    """Long before the hard limit."""
    async with parts_in(tmp_path, limits=Limits(0.05, 3600, 0)) as parts, asyncio.timeout(30):
        job = await _queued(parts)
        running = asyncio.create_task(parts.runner.run_job(job.id))
        await parts.stages.until_begun("fetch")
        attempt = parts.runner.running[job.id]
        while attempt.soft_limit is None:
            await asyncio.sleep(0.005)
        assert attempt.stop_reason is None
        attempt.end_if_requested("fetch", half_done=False)
        await running
        assert (await parts.job(job.id)).status is JobState.FAILED


@pytest.mark.parametrize("in_time", [True, False])
async def test_a_server_that_stops_lets_the_files_of_a_finished_stage_be_copied(tmp_path: Path, in_time: bool) -> None:
    """Within the grace: another machine, which takes the job then, has not got those files."""
    async with parts_in(tmp_path, limits=Limits(60, 60, 3600 if in_time else 0.2)) as parts, asyncio.timeout(30):
        job = await _queued(parts)
        running = asyncio.create_task(parts.runner.run_job(job.id))
        await parts.stages.until_begun("fetch")
        attempt = parts.runner.running[job.id]
        attempt.meter.rest("fetch")
        attempt.copying.add("fetch")
        stopping = asyncio.create_task(parts.runner.stop_all())
        await asyncio.sleep(0)
        if in_time:
            assert attempt.stop is None
            parts.stages.gates["fetch"].set()
            attempt.copying.clear()
        await asyncio.gather(stopping, running)
        assert attempt.meter.stages["fetch"].finished == in_time
        assert (await parts.store.read(job_counts.by_status))["queued"] == 1


async def test_a_server_that_stops_lets_nearly_finished_stages_end(tmp_path: Path) -> None:
    """What fits into the grace is kept, the rest of the job goes back to the queue."""
    async with parts_in(tmp_path, limits=Limits(60, 60, 3600)) as parts, asyncio.timeout(30):
        job = await _queued(parts)
        running = asyncio.create_task(parts.runner.run_job(job.id))
        await parts.stages.until_begun("fetch")
        attempt = parts.runner.running[job.id]
        stopping = asyncio.create_task(parts.runner.stop_all())
        await asyncio.sleep(0)
        parts.stages.gates["fetch"].set()
        await asyncio.gather(stopping, running)
        assert attempt.meter.stages["fetch"].finished
        assert (await parts.store.read(job_counts.by_status))["queued"] == 1
