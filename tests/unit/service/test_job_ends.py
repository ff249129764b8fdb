"""Waiting for the end of a job by what is committed of it."""

import asyncio
from pathlib import Path

import pytest

from app.db import moves
from app.jobs.states import Cause
from app.service.job_ends import JobEnds
from tests.stages import PLANS
from tests.stores import new_job, open_store


@pytest.mark.parametrize("end", ["completed", "put back", "postponed"])
async def test_a_job_that_runs_no_more_wakes_who_waits(tmp_path: Path, end: str) -> None:
    """However its attempt ends; the wish to cancel and the end of another job do not."""
    ends = JobEnds()
    async with open_store(tmp_path) as store, asyncio.timeout(20):
        store.follow_changes(ends.receive)
        job, other = [(await store.write(moves.submit, new_job()))[0] for _ in range(2)]
        for each in (job, other):
            await store.write(moves.claim, each.id, PLANS)
        with ends.expected(job.id) as ended, ends.expected(job.id) as also:
            await store.write(moves.finish, other.id, 1, Cause.COMPLETE)
            if end == "put back":
                await store.write(moves.requeue, job.id, 1)
            elif end == "postponed":
                await store.write(moves.postpone, job.id, 1, due_ms=store.now_ms() + 1000)
            else:
                assert not ended.is_set()
                await store.write(moves.cancel, job.id)
                assert not ended.is_set()
                await store.write(moves.finish, job.id, 1, Cause.CANCEL)
            await asyncio.gather(ended.wait(), also.wait())
    assert ends._expected == {}
