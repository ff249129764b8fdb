"""A running attempt: how far it is, what it has worked, when it is to end."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.db import moves
from app.execution.run import HALF_DONE_S, JobRun
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.record import StopReason
from tests.fakes import FakeClock
from tests.stages import REGISTRY
from tests.stores import new_job, open_store


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the test turns."""
    return FakeClock()


@pytest.fixture
async def run(tmp_path: Path, clock: FakeClock) -> AsyncIterator[JobRun]:
    """An attempt of a job with all stages, each expected to take ten seconds."""
    async with open_store(tmp_path) as store:
        job, _ = await store.write(moves.submit, new_job(job_type=JobType.FULL_PROCESSING))
    told: list[JobRun] = []
    attempt = JobRun(
        job, REGISTRY.stages_of(job.job_type), lambda *_: Rate(0.0, 10.0), told.append, clock=clock.monotonic
    )
    yield attempt
    attempt.quiet()


def _work(run: JobRun, clock: FakeClock, name: str, seconds: float) -> None:
    run.begin(name)
    clock.advance(seconds)
    run.rest(name)


async def test_work_counts_along_the_longest_path_and_waiting_does_not(run: JobRun, clock: FakeClock) -> None:
    """Also where that path leads through the second need of a stage: clips wait for scenes as much as for text."""
    _work(run, clock, "fetch", 2)
    clock.advance(1000)  # nobody has a slot
    _work(run, clock, "scenes", 50)
    _work(run, clock, "speech", 1)
    _work(run, clock, "transcribe", 5)
    assert run.worked_s == 52
    run.begin("clips")
    clock.advance(3)
    assert run.worked_s == 55


async def test_an_attempt_that_resumes_a_stage_does_not_count_what_was_done_before(
    run: JobRun, clock: FakeClock
) -> None:
    """Half was there; a tenth more takes 20 s, so the other four take 80 s."""
    for name in ("fetch", "audio", "speech", "scenes", "analyse", "clips"):
        run.finish(name)
    run.begin("transcribe", afresh=False)
    clock.advance(3)  # the model is loaded
    run.reached("transcribe", 0.5, None)
    clock.advance(20)
    run.reached("transcribe", 0.6, None)
    assert run.eta_s() == pytest.approx(80, rel=0.2)
    assert run.eta_s() > 60


async def test_progress_never_falls_and_is_not_whole_before_the_end(run: JobRun, clock: FakeClock) -> None:
    """Whatever the stages say."""
    run.reached("fetch", 0.9, None)
    first = run.progress()
    run.reached("fetch", 0.1, None)
    assert run.progress() == first
    for name in run.stages:
        run.finish(name)
    assert first < run.progress() < 1


async def test_the_first_reason_to_stop_counts_and_the_task_is_cancelled_once(run: JobRun) -> None:
    """A shutdown asks many times; cleaning up must not be cancelled again and again."""
    cancels = 0

    async def work() -> None:
        nonlocal cancels
        for _ in range(3):
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                cancels += 1

    run.task = asyncio.create_task(work())
    await asyncio.sleep(0)
    for reason in (StopReason.CANCEL, StopReason.SHUTDOWN, StopReason.SHUTDOWN):
        run.stop(reason)
        await asyncio.sleep(0)
    await run.task
    assert (run.stop_reason, cancels) == (StopReason.CANCEL, 1)


async def test_a_good_moment_ends_only_a_job_that_was_asked(run: JobRun) -> None:
    """The soft time limit asks."""
    run.stop_if_requested("fetch", half_done=False)
    assert run.stop_reason is None
    run.request_stop("its time is up")
    run.stop_if_requested("fetch", half_done=False)
    assert run.stop_reason is StopReason.TIMEOUT


async def test_what_is_half_done_gets_a_little_longer(run: JobRun, clock: FakeClock) -> None:
    """A clip may be finished, if that does not take much longer than the limit."""
    run.request_stop("its time is up")
    clock.advance(HALF_DONE_S / 2)
    run.request_stop("its time is up")  # asking again gives no more time
    run.stop_if_requested("fetch", half_done=True)
    assert run.stop_reason is None
    clock.advance(HALF_DONE_S / 2)
    run.stop_if_requested("fetch", half_done=True)
    assert run.stop_reason is StopReason.TIMEOUT


async def test_progress_is_told_five_times_a_second_at_most_and_the_newest_is_not_lost(
    run: JobRun, clock: FakeClock
) -> None:
    """What comes in between is told a moment later, unless the outcome comes first."""
    told: list[float] = []
    run.publish = lambda attempt: told.append(attempt.stages["fetch"].fraction)
    for fraction in (0.1, 0.2, 0.3):
        run.reached("fetch", fraction, None)
    assert told == [0.1]
    clock.advance(0.2)
    run.publish_soon()
    assert told == [0.1, 0.3]
    run.reached("fetch", 0.4, None)
    run.quiet()
    clock.advance(10)
    run.publish_soon()
    assert told == [0.1, 0.3]
