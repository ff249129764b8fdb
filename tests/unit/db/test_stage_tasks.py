"""Requests of stages: who runs them, what ends them, and whose deaths count."""

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.db import leases, moves, stage_log, stage_tasks
from app.db.stage_tasks import StageRequest, Standing
from app.db.store import Store
from app.jobs.changes import JobChange, StageAdvanced, StageTasksChanged
from app.jobs.leases import Holder
from app.jobs.record import OutputRecord
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job

KEY = "fetch-1"
FAR_MS = 4_000_000_000_000


def _request(job_id: str, *, rank: int = 1, follows_s: float = 2.0, key: str = KEY) -> StageRequest:
    return StageRequest(key, job_id, "fetch", "download", "{}", False, rank, follows_s)


async def _running(store: Store, worker: str) -> str:
    """A job that a process runs; returns its id."""
    store.work_as(Holder(worker))
    job, _ = await store.write(moves.submit, new_job())
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    return job.id


async def _requested(store: Store, worker: str, **values: object) -> str:
    job_id = await _running(store, worker)
    await store.write(stage_tasks.request, _request(job_id, **values), 1)  # type: ignore[arg-type]
    return job_id


async def _begun(store: Store, worker: str) -> StageRequest | None:
    store.work_as(Holder(worker))
    return await store.write(stage_tasks.begin, KEY)


async def _standing(store: Store, worker: str) -> Standing:
    return await store.read(stage_tasks.standing, KEY, worker)


async def test_one_of_several_requests_is_credited_and_all_learn_the_failure(database_url: str) -> None:
    """The one with the first turn; the others are served by the same run."""
    failure = JobFailure(ErrorCode.RATE_LIMITED, "Slow down.", retry_after_s=7.0, host="example.org", counts=False)
    async with Store(database_url, shared=True) as store:
        changes: list[JobChange] = []
        store.follow_changes(changes.extend)
        await _requested(store, "late", rank=5)
        first = await _requested(store, "first", rank=5, follows_s=9.0)
        (found,) = await store.read(stage_tasks.open_stages, ["download"], store.now_ms())
        assert (found.key, found.turn, found.recorded, found.leased_to) == (KEY, (5, -9.0), False, None)
        assert await store.read(stage_tasks.open_stages, ["encode"], store.now_ms()) == []
        begun = await _begun(store, "runner")
        assert begun is not None
        assert (begun.job_id, begun.deaths) == (first, 0)
        assert [(await _standing(store, worker)).credited for worker in ("late", "first")] == [False, True]
        await store.write(stage_tasks.fail, KEY, failure)
        for worker in ("late", "first"):
            told = (await _standing(store, worker)).failure
            assert told is not None
            assert vars(told) == vars(failure)
        assert await store.read(stage_tasks.open_stages, ["download"], store.now_ms()) == []
        assert await _begun(store, "runner") is None
    news = [change for change in changes if isinstance(change, StageTasksChanged | StageAdvanced)]
    assert news == [StageTasksChanged(KEY), StageTasksChanged(KEY), StageAdvanced(KEY)]


async def test_a_death_of_a_runner_counts_and_an_orderly_release_does_not(database_url: str) -> None:
    """Also when the requester has died as well, and the next one requests the stage anew."""
    async with Store(database_url, shared=True) as store:
        job_id = await _requested(store, "requester")
        await _begun(store, "one")
        await store.write(stage_tasks.release, KEY)
        again = await _begun(store, "two")
        assert again is not None
        assert again.deaths == 0
        after = await _begun(store, "three")
        assert after is not None
        assert after.deaths == 1
        store.work_as(Holder("requester"))
        await store.write(moves.requeue, job_id, 1)
        store.work_as(Holder("heir"))
        await store.write(moves.claim, job_id, PLANS)
        await store.write(stage_tasks.request, _request(job_id), 2)
        assert await _standing(store, "requester") == Standing(False, False, False, -1, None)
        assert (await _standing(store, "heir")).credited
        last = await _begun(store, "four")
        assert last is not None
        assert last.deaths == 2


async def test_what_is_leased_or_recorded_is_shown_so(database_url: str) -> None:
    """And the newest piece, for the requester."""
    async with Store(database_url, shared=True) as store:
        await _requested(store, "requester")
        store.work_as(Holder("runner"))
        await store.write(leases.acquire, KEY)
        await store.write(stage_log.add_pieces, KEY, 0, [{}, {}], [])
        (found,) = await store.read(stage_tasks.open_stages, ["download"], store.now_ms())
        assert found.leased_to == "runner"
        (expired,) = await store.read(stage_tasks.open_stages, ["download"], FAR_MS)
        assert expired.leased_to is None
        await store.write(stage_log.record_output, OutputRecord(KEY, "fetch", {}, [], 1.0), [])
        assert await _standing(store, "requester") == Standing(True, False, True, 1, None)
        (done,) = await store.read(stage_tasks.open_stages, ["download"], store.now_ms())
        assert done.recorded


@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_request_of_a_dead_process_lives_as_long_as_its_job(database_url: str, goes_on: bool) -> None:
    """A living one's requests are its own affair."""
    async with Store(database_url, shared=True) as store:
        job_id = await _requested(store, "dead")
        await store.write(stage_tasks.delete_orphans)
        assert (await _standing(store, "dead")).requested
        if goes_on:
            await store.write(moves.requeue, job_id, 1)
        else:
            await store.write(moves.finish, job_id, 1, Cause.FAIL)
        await store.write(stage_tasks.delete_orphans)
        assert (await _standing(store, "dead")).requested is goes_on


async def test_only_the_process_that_runs_the_attempt_requests_for_it(database_url: str) -> None:
    """A held up one that comes back does not."""
    async with Store(database_url, shared=True) as store:
        job_id = await _running(store, "here")
        store.work_as(Holder("there"))
        with pytest.raises(moves.StaleAttempt):
            await store.write(stage_tasks.request, _request(job_id), 1)
