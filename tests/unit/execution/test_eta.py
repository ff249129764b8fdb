"""What the server says of the time to go when jobs wait for each other."""

from pathlib import Path

import pytest

from app.db import moves
from app.execution.attempt import Attempt
from app.execution.eta import AHEAD, FRESH_S, Forecast, OwnCapacity
from app.jobs.estimate import Rate, StageShare
from app.jobs.options import JobType
from tests.fakes import FakeClock
from tests.stores import new_job, open_store
from tests.unit.execution.attempts import attempt_of

SLOTS = {"download": 3, "transcribe": 1, "encode": 1, "analyze": 1}
SECONDS = {"fetch": 5.0, "speech": 1.0, "transcribe": 60.0}


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the test turns."""
    return FakeClock()


@pytest.fixture
async def attempts(tmp_path: Path, clock: FakeClock) -> dict[str, Attempt]:
    """Three transcriptions in flight, in order of rank."""
    async with open_store(tmp_path) as store:
        jobs = [(await store.write(moves.submit, new_job(job_type=JobType.TRANSCRIPTION)))[0] for _ in range(3)]
    return {job.id: attempt_of(job, lambda stage, _: Rate(0.0, SECONDS[stage.name]), clock) for job in jobs}


def _forecast(attempts: dict[str, Attempt], clock: FakeClock, workers: int = 3) -> Forecast:
    return Forecast(attempts, OwnCapacity(workers, SLOTS), clock=clock.monotonic)


async def test_one_model_hears_three_films_one_after_another(attempts: dict[str, Attempt], clock: FakeClock) -> None:
    """The last is told the wait for the two before it."""
    forecast = _forecast(attempts, clock)
    assert [round(forecast.eta_s(attempt)) for attempt in attempts.values()] == [66, 126, 186]


async def test_time_goes_by_between_two_looks(attempts: dict[str, Attempt], clock: FakeClock) -> None:
    """And what was begun meanwhile counts from the next look on."""
    forecast = _forecast(attempts, clock)
    first, second, _ = attempts.values()
    assert forecast.eta_s(first) == 66
    clock.advance(FRESH_S / 2)
    assert forecast.eta_s(first) == 66 - FRESH_S / 2
    for name in ("fetch", "speech"):
        second.finish(name)
    second.meter.begin("transcribe")
    clock.advance(FRESH_S)
    assert forecast.eta_s(second) == 60
    assert forecast.eta_s(first) == 120


async def test_a_run_that_has_just_begun_is_known_at_once(attempts: dict[str, Attempt], clock: FakeClock) -> None:
    """Also before the runner lists it."""
    (_, first), (second_id, second), _ = attempts.items()
    listed = {first.job.id: first}
    forecast = _forecast(listed, clock)
    assert forecast.eta_s(first) == 66
    assert second_id not in listed
    assert forecast.eta_s(second) == 126


async def test_a_waiting_job_is_told_all_that_is_ahead(attempts: dict[str, Attempt], clock: FakeClock) -> None:
    """Far back in the queue as well, by the pace of those before it."""
    forecast = _forecast(attempts, clock)
    shares = [
        StageShare("fetch", (), "download", 5.0),
        StageShare("speech", ("fetch",), "encode", 1.0),
        StageShare("transcribe", ("speech",), "transcribe", 60.0),
    ]
    assert forecast.eta_of_waiting_s(shares, 1) == 246
    assert forecast.eta_of_waiting_s(shares, AHEAD) == 186 + 60 * AHEAD
    assert forecast.eta_of_waiting_s(shares, 1000) == pytest.approx(186 + 60 * 1000)
