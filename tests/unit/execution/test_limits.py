"""Time limits of jobs and of their stages: what is asked to end, what is killed, and what that costs others."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ErrorCode
from app.db import moves
from app.execution.attempt import HALF_DONE_S, Attempt, Stop
from app.execution.limits import CHECK_AT_LEAST_S, CHECK_AT_MOST_S, SILENT_S, Limits, first_over, hold_to
from app.execution.single_flight import Began, Flight, Flights, Notice
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.record import StopReason
from app.jobs.states import JobState
from app.stages.registry import Registry
from tests.fakes import FakeClock
from tests.stages import REGISTRY
from tests.stores import new_job, open_store
from tests.unit.execution.attempts import attempt_of
from tests.unit.execution.parts import parts_in

TIMES = st.dictionaries(st.sampled_from(sorted(REGISTRY.names)), st.floats(min_value=0, max_value=1e6))


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the test turns."""
    return FakeClock()


@pytest.fixture
async def attempts(tmp_path: Path, clock: FakeClock) -> list[Attempt]:
    """Two attempts of jobs with all stages."""
    async with open_store(tmp_path) as store:
        jobs = [(await store.write(moves.submit, new_job(job_type=JobType.FULL_PROCESSING)))[0] for _ in range(2)]
    return [attempt_of(job, lambda *_: Rate(1.0), clock) for job in jobs]


def _limits(**stages: dict[str, float]) -> Limits:
    return Limits(1000, 2000, 0, **stages)


@given(worked_s=TIMES, limits_s=TIMES)
def test_over_is_who_has_worked_as_long_as_its_own_limit(
    worked_s: dict[str, float], limits_s: dict[str, float]
) -> None:
    """Another stage's time never counts, and of several the worst is named."""
    over = {name: worked_s[name] - limits_s[name] for name in worked_s if name in limits_s}
    found = first_over(worked_s, limits_s)
    if found is None:
        assert all(by < 0 for by in over.values())
    else:
        assert over[found] >= 0
        assert over[found] == max(over.values())


@given(st.lists(st.floats(min_value=0.001, max_value=1e6), min_size=2, max_size=4))
def test_looks_are_frequent_enough_for_the_tightest_limit_and_never_mad(seconds: list[float]) -> None:
    """A limit is noticed within a quarter of it, or within a second."""
    soft_s, hard_s, *others = seconds
    limits = Limits(soft_s, hard_s, 0, stage_hard_s=dict(zip(REGISTRY.names, others, strict=False)))
    assert CHECK_AT_LEAST_S <= limits.check_every_s <= CHECK_AT_MOST_S
    assert limits.check_every_s <= max(CHECK_AT_LEAST_S, min(seconds) / 4)


async def test_waiting_for_a_slot_and_other_stages_cost_a_stage_nothing(
    attempts: list[Attempt], clock: FakeClock
) -> None:
    """Its own work counts, over all the times that it held a slot in this attempt."""
    attempt, limits = attempts[0], _limits(stage_hard_s={"transcribe": 5.0})
    for name, work_s in (("fetch", 100), ("transcribe", 3)):
        attempt.meter.begin(name)
        clock.advance(work_s)
        hold_to(attempt, limits)
        attempt.meter.rest(name)
    clock.advance(100)
    hold_to(attempt, limits)
    assert attempt.stop_reason is None
    attempt.meter.begin("transcribe")
    clock.advance(2)
    hold_to(attempt, limits)
    text = "The stage transcribe worked for 5 s, which is all that STAGE_HARD_TIMEOUT allows it."
    assert attempt.stop == Stop(StopReason.TIMEOUT, text, "transcribe")


async def test_a_stage_that_is_asked_ends_the_attempt_at_its_own_next_sign(
    attempts: list[Attempt], clock: FakeClock
) -> None:
    """A sign of another stage is none of its; a line or a clip at hand gets a little longer."""
    attempt, limits = attempts[0], _limits(stage_soft_s={"transcribe": 5.0})
    attempt.meter.begin("scenes")
    attempt.meter.begin("transcribe")
    clock.advance(6)
    hold_to(attempt, limits)
    attempt.end_if_requested("scenes", half_done=False)
    attempt.end_if_requested("transcribe", half_done=True)
    assert attempt.stop_reason is None
    clock.advance(HALF_DONE_S)
    hold_to(attempt, limits)  # asking again gives no more time
    attempt.end_if_requested("transcribe", half_done=True)
    assert attempt.stop is not None
    assert (attempt.stop.reason, attempt.stop.stage) == (StopReason.TIMEOUT, "transcribe")
    assert "STAGE_TIMEOUT" in attempt.stop.text


@pytest.mark.parametrize("limits", [Limits(5, 2000, 0), _limits(stage_soft_s={"fetch": 5.0})])
async def test_work_that_reports_nothing_is_ended_a_while_after_its_soft_limit(
    attempts: list[Attempt], clock: FakeClock, limits: Limits
) -> None:
    """It may be inside a library's call that never ends, and the hard limit may be far away."""
    attempt = attempts[0]
    attempt.meter.begin("fetch")
    clock.advance(6)
    hold_to(attempt, limits)
    clock.advance(SILENT_S - 1)
    attempt.sign_of_life()  # it computes, which is no report
    hold_to(attempt, limits)
    assert attempt.stop_reason is None
    clock.advance(1)
    hold_to(attempt, limits)
    assert attempt.stop is not None
    assert attempt.stop.reason is StopReason.TIMEOUT
    assert "for 5 s, which is all that" in attempt.stop.text


async def test_a_stage_that_ends_in_time_after_all_costs_nothing(attempts: list[Attempt], clock: FakeClock) -> None:
    """It was asked, and then it was finished."""
    attempt, limits = attempts[0], _limits(stage_soft_s={"audio": 5.0})
    attempt.meter.begin("audio")
    clock.advance(6)
    hold_to(attempt, limits)
    attempt.meter.rest("audio")
    attempt.finish("audio")
    attempt.meter.begin("scenes")
    hold_to(attempt, limits)
    attempt.end_if_requested("scenes", half_done=False)
    assert attempt.stop_reason is None


async def test_a_job_that_leaves_by_a_limit_leaves_shared_work_to_the_others(
    attempts: list[Attempt], clock: FakeClock
) -> None:
    """As a cancel would: the work goes on, once, and the neighbour gets it."""
    flights, done, limits = Flights(), asyncio.Event(), _limits(stage_hard_s={"transcribe": 5.0})
    began = 0

    async def work(flight: Flight) -> None:
        nonlocal began
        began += 1
        flight.publish(Began(0.0, resumed=False), lasting=True)
        await done.wait()

    async def join(attempt: Attempt) -> None:
        def listen(_: Notice) -> None:
            attempt.meter.begin("transcribe")

        await flights.join("transcribe-1", work, listen)

    for attempt in attempts:
        attempt.task = asyncio.create_task(join(attempt))
        for _ in range(3):
            await asyncio.sleep(0)
        clock.advance(3)
    for attempt in attempts:
        hold_to(attempt, limits)
    assert [attempt.stop_reason for attempt in attempts] == [StopReason.TIMEOUT, None]
    tasks = [attempt.task for attempt in attempts if attempt.task is not None]
    await asyncio.wait(tasks[:1])
    done.set()
    await tasks[1]
    assert (tasks[0].cancelled(), began, flights.keys()) == (True, 1, frozenset())


@pytest.mark.parametrize("setting", ["STAGE_TIMEOUT", "STAGE_HARD_TIMEOUT"])
async def test_the_failure_names_stage_limit_and_setting(tmp_path: Path, setting: str) -> None:
    """And is not tried again by itself, as with the job's own limit."""
    limits = Limits(60, 60, 0, **{"stage_soft_s" if setting == "STAGE_TIMEOUT" else "stage_hard_s": {"audio": 0.05}})
    async with parts_in(tmp_path, limits=limits) as parts, asyncio.timeout(30):
        job, _ = await parts.store.write(moves.submit, new_job(job_type=JobType.AUDIO_EXTRACTION))
        parts.stages.gates["fetch"].set()
        running = asyncio.create_task(parts.runner.run_job(job.id))
        await parts.stages.until_begun("audio")
        attempt = parts.runner.running[job.id]
        while attempt.stop_reason is None:
            attempt.end_if_requested("audio", half_done=False)
            await asyncio.sleep(0.005)
        await running
        ended = await parts.job(job.id)
    assert ended.error is not None
    assert (ended.status, ended.error["code"], ended.error["stage"], ended.error["retryable"]) == (
        JobState.FAILED,
        ErrorCode.TIMEOUT,
        "audio",
        False,
    )
    assert f"0.05 s, which is all that {setting} allows" in ended.error["message"]


@pytest.mark.parametrize("setting", ["STAGE_TIMEOUT", "STAGE_HARD_TIMEOUT"])
async def test_a_stage_that_the_job_can_do_without_costs_itself_alone(tmp_path: Path, setting: str) -> None:
    """Its time is up, and the others go on to the job's end; a cancel still ends all."""
    limits = Limits(60, 60, 0, **{"stage_soft_s" if setting == "STAGE_TIMEOUT" else "stage_hard_s": {"audio": 0.05}})
    optional = Registry(replace(one, optional=True) if one.name == "audio" else one for one in REGISTRY)
    async with parts_in(tmp_path, limits=limits, registry=optional) as parts, asyncio.timeout(30):
        job, _ = await parts.store.write(moves.submit, new_job(job_type=JobType.AUDIO_EXTRACTION))
        parts.stages.gates["fetch"].set()
        running = asyncio.create_task(parts.runner.run_job(job.id))
        await parts.stages.until_begun("audio")
        attempt = parts.runner.running[job.id]
        while not attempt.timed_out:
            attempt.end_if_requested("audio", half_done=False)
            await asyncio.sleep(0.005)
        await running
        [failure] = parts.stages.given_up
        assert (failure.code, failure.stage) == (ErrorCode.TIMEOUT, "audio")
        assert f"0.05 s, which is all that {setting} allows" in failure.message
        assert (await parts.job(job.id)).status is JobState.COMPLETED
        other, _ = await parts.store.write(moves.submit, new_job(job_type=JobType.AUDIO_EXTRACTION))
        running = asyncio.create_task(parts.runner.run_job(other.id))
        await parts.stages.until_begun("audio", 2)
        await parts.jobs.cancel(other.id)
        await running
        assert (await parts.job(other.id)).status is JobState.CANCELLED
        assert len(parts.stages.given_up) == 1
