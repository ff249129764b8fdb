"""Figures of the service: what counts as a run."""

from typing import Any

from app.db import moves, stage_log, statistics
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
    await ended(store, Cause.COMPLETE, dict.fromkeys(names, True) | {names[-1]: False})
    failure = {"code": "no_audio", "message": "none", "stage": "fetch", "retryable": False}
    await ended(store, Cause.FAIL, {}, error=failure)
    found = await store.read(statistics.figures, now_ms=store.now_ms(), window_hours=2)
    assert sum(len(hour.runs_s) for hour in found.hours) == 2
    assert sum(hour.cached for hour in found.hours) == 2
    assert sum(len(hour.waits_s) for hour in found.hours) == 4
    assert sum(hour.ended.get("completed", 0) for hour in found.hours) == 3
