"""A running attempt: how far it is, what it has worked, when it is to end."""

import asyncio
from pathlib import Path

import pytest

from app.db import moves
from app.execution.attempt import HALF_DONE_S, Attempt
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.record import StopReason
from tests.fakes import FakeClock
from tests.stores import new_job, open_store
from tests.unit.execution.attempts import attempt_of


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the test turns."""
    return FakeClock()


@pytest.fixture
async def attempt(tmp_path: Path, clock: FakeClock) -> Attempt:
    """An attempt of a job with all stages, each expected to take ten seconds."""
    async with open_store(tmp_path) as store:
        job, _ = await store.write(moves.submit, new_job(job_type=JobType.FULL_PROCESSING))
    return attempt_of(job, lambda *_: Rate(0.0, 10.0), clock)


def _work(attempt: Attempt, clock: FakeClock, name: str, seconds: float) -> None:
    attempt.meter.begin(name)
    clock.advance(seconds)
    attempt.meter.rest(name)


async def test_work_counts_along_the_longest_path_and_waiting_does_not(attempt: Attempt, clock: FakeClock) -> None:
    """Also where that path leads through the second need of a stage: clips wait for scenes as much as for text."""
    _work(attempt, clock, "fetch", 2)
    clock.advance(1000)  # nobody has a slot
    _work(attempt, clock, "scenes", 50)
    _work(attempt, clock, "speech", 1)
    _work(attempt, clock, "transcribe", 5)
    assert attempt.meter.worked_s == 52
    attempt.meter.begin("clips")
    clock.advance(3)
    assert attempt.meter.worked_s == 55


async def test_an_attempt_that_resumes_a_stage_does_not_count_what_was_done_before(
    attempt: Attempt, clock: FakeClock
) -> None:
    """Half was there; a tenth more takes 20 s, so the other four take 80 s."""
    for name in ("fetch", "audio", "speech", "scenes", "analyse", "clips"):
        attempt.finish(name)
    attempt.meter.begin("transcribe", afresh=False)
    clock.advance(3)  # the model is loaded
    attempt.reached("transcribe", 0.5, None)
    clock.advance(20)
    attempt.reached("transcribe", 0.6, None)
    assert attempt.eta_s() == pytest.approx(80, rel=0.2)
    assert attempt.eta_s() > 60


async def test_progress_never_falls_and_is_not_whole_before_the_end(attempt: Attempt, clock: FakeClock) -> None:
    """Whatever the stages say."""
    attempt.reached("fetch", 0.9, None)
    first = attempt.meter.progress()
    attempt.reached("fetch", 0.1, None)
    assert attempt.meter.progress() == first
    for name in attempt.meter.stages:
        attempt.finish(name)
    assert first < attempt.meter.progress() < 1


async def test_the_first_reason_to_stop_counts_and_the_task_is_cancelled_once(attempt: Attempt) -> None:
    """A shutdown asks many times; cleaning up must not be cancelled again and again."""
    cancels = 0

    async def work() -> None:
        nonlocal cancels
        for _ in range(3):
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                cancels += 1

    attempt.task = asyncio.create_task(work())
    await asyncio.sleep(0)
    for reason in (StopReason.CANCEL, StopReason.SHUTDOWN, StopReason.SHUTDOWN):
        attempt.end(reason)
        await asyncio.sleep(0)
    await attempt.task
    assert (attempt.stop_reason, cancels) == (StopReason.CANCEL, 1)


async def test_a_good_moment_ends_only_a_job_that_was_asked(attempt: Attempt) -> None:
    """The soft time limit asks."""
    attempt.end_if_requested("fetch", half_done=False)
    assert attempt.stop_reason is None
    attempt.request_stop("its time is up")
    attempt.end_if_requested("fetch", half_done=False)
    assert attempt.stop_reason is StopReason.TIMEOUT


async def test_what_is_half_done_gets_a_little_longer(attempt: Attempt, clock: FakeClock) -> None:
    """A clip may be finished, if that does not take much longer than the limit."""
    attempt.request_stop("its time is up")
    clock.advance(HALF_DONE_S / 2)
    attempt.request_stop("its time is up")  # asking again gives no more time
    attempt.end_if_requested("fetch", half_done=True)
    assert attempt.stop_reason is None
    clock.advance(HALF_DONE_S / 2)
    attempt.end_if_requested("fetch", half_done=True)
    assert attempt.stop_reason is StopReason.TIMEOUT
