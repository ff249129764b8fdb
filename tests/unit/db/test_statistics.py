"""Figures of the service: what counts as a run."""

from typing import Any

import pytest

from app.db import deletion, moves, queries, stage_log, statistics
from app.db.statistics import JobStatistics
from app.db.store import Store
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job


async def ended(store: Store, cause: Cause, cached: dict[str, bool], **values: Any) -> None:
    """A job that has ended with these stages finished."""
    job, _ = await store.write(moves.submit, new_job())
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    for name, taken in cached.items():
        await store.write(
            stage_log.finish_stage,
            job.id,
            claimed.attempt,
            name,
            cached=taken,
            seconds=0.0 if taken else 60.0,
            artifacts=[],
            warnings=[],
            progress=0.5,
            eta_s=None,
            job_values={},
        )
    await store.write(moves.finish, job.id, claimed.attempt, cause, **values)


async def test_jobs_without_work_of_their_own_are_in_no_run(store: Store) -> None:
    """All from the record: counted apart; one stage of its own, or a failure, is a run."""
    names = PLANS.stages_of(new_job().job_type)
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, True))
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, True))
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, True) | {"transcribe": False})
    failure = {"code": "no_audio", "message": "none", "stage": "fetch", "retryable": False}
    await ended(store, Cause.FAIL, {}, error=failure)
    found = await store.read(JobStatistics().figures, now_ms=store.now_ms(), window_hours=2)
    assert sum(len(hour.runs_s) for hour in found.hours) == 2
    assert sum(hour.cached for hour in found.hours) == 2
    assert sum(len(hour.waits_s) for hour in found.hours) == 4
    assert sum(hour.ended.get("completed", 0) for hour in found.hours) == 3


@pytest.mark.parametrize("sample", [statistics.SAMPLE, 2])
async def test_an_hour_is_read_again_when_its_jobs_are_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, sample: int
) -> None:
    """What is remembered equals what is read anew, after an end, a retry and a deletion; the newest times are kept."""
    monkeypatch.setattr(statistics, "SAMPLE", sample)
    names = PLANS.stages_of(new_job().job_type)
    remembered = JobStatistics()

    async def check(ended_jobs: int) -> None:
        for now_ms in (store.now_ms(), store.now_ms() + statistics.HOUR_MS):
            kept = await store.read(remembered.figures, now_ms=now_ms, window_hours=3)
            assert kept == await store.read(JobStatistics().figures, now_ms=now_ms, window_hours=3)
        assert sum(sum(hour.ended.values()) for hour in kept.hours) == ended_jobs
        assert sum(len(hour.waits_s) for hour in kept.hours) == min(ended_jobs, sample)
        assert kept.sampled == (ended_jobs > sample)

    await check(0)
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, True))
    await check(1)
    failure = {"code": "no_audio", "message": "none", "stage": "fetch", "retryable": False}
    await ended(store, Cause.FAIL, {}, error=failure)
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, False))
    await check(3)
    first, second, _ = await store.read(queries.job_ids, queries.JobFilter())
    await store.write(moves.retry, second)
    await check(2)
    await store.write(deletion.delete_job, first, PLANS)
    await check(1)
