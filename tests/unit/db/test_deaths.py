"""What becomes of the jobs that a server left running, by how it ended and by what they had recorded."""

import pytest
from sqlalchemy import update

from app.db import deaths, moves, queries, stage_log
from app.db.records import JOBS
from app.db.store import Store
from app.jobs.deaths import PROBATION_WAIT_S
from app.jobs.events import iso
from app.jobs.leases import Holder
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.states import JobState
from tests.stores import new_job


async def _at_work(store: Store, job_id: str, *stages: str) -> JobRecord:
    """The job, claimed and with these stages running."""
    job = await store.read(queries.job, job_id)
    if job.status is JobState.PENDING:
        await store.write(lambda tx: moves.move(tx, job, moves.Cause.ENQUEUE, due_ms=None))
    claimed = await store.write(moves.claim, job_id)
    assert claimed is not None
    for name in stages:
        await store.write(stage_log.start_stage, job_id, claimed.attempt, name, f"{name}-key", eta_s=None)
    return claimed


async def _died(store: Store, job_id: str, *stages: str, **how: object) -> JobRecord:
    """The job after its server died while it was at these stages."""
    await _at_work(store, job_id, *stages)
    (left,) = await store.write(deaths.recover, **({"orderly": False} | how))  # type: ignore[arg-type]
    return left


@pytest.fixture
async def job(store: Store) -> JobRecord:
    """A queued job."""
    return (await store.write(moves.submit, new_job()))[0]


async def test_the_third_death_with_nothing_new_fails_the_job_and_says_so(store: Store, job: JobRecord) -> None:
    """The second lets it wait a moment, with the reason; none costs a retry."""
    first = await _died(store, job.id, "transcribe")
    assert (first.status, first.error) == (JobState.QUEUED, None)
    second = await _died(store, job.id, "transcribe")
    assert (second.status, second.error["code"], second.error["retryable"]) == (JobState.PENDING, "crashed", True)
    assert second.due_ms == pytest.approx(store.now_ms() + PROBATION_WAIT_S * 1000, abs=5000)
    third = await _died(store, job.id, "transcribe")
    assert (third.status, third.failures, third.attempt) == (JobState.FAILED, 0, 3)
    assert (third.error["code"], third.error["stage"], third.error["retryable"]) == ("crashed", "transcribe", False)
    assert "3 times in a row" in third.error["message"]
    again = await store.write(moves.retry, job.id)
    assert (again.status, again.deaths) == (JobState.QUEUED, {})


@pytest.mark.parametrize("what", ["line", "stage", "bytes"])
async def test_whatever_is_recorded_clears_the_job(store: Store, job: JobRecord, what: str) -> None:
    """A line, a finished stage, more of a download: what would have been the third death is the first."""
    for _ in range(2):
        await _died(store, job.id, "fetch", "transcribe")
    await _at_work(store, job.id, "fetch", "transcribe")
    if what == "line":
        await store.write(stage_log.add_pieces, "transcribe-key", 0, [{"text": "a"}], [])
    elif what == "stage":
        await store.write(stage_log.enter_stage, job.id, 3, "speech", "speech-key")
        await store.write(stage_log.record_output, OutputRecord("speech-key", "speech", {}, [], 1.0), [])
    grown = {"fetch-key": 100} if what == "bytes" else {}
    (left,) = await store.write(deaths.recover, orderly=False, partial_bytes=lambda key: grown.get(key, 0))
    assert (left.status, left.deaths["count"]) == (JobState.QUEUED, 1)


async def test_stops_that_were_asked_for_never_count(store: Store, job: JobRecord) -> None:
    """Also where the server was killed in its grace."""
    for _ in range(5):
        assert (await _died(store, job.id, "transcribe", orderly=True)).status is JobState.QUEUED


async def test_a_job_that_only_waited_is_not_blamed(store: Store, job: JobRecord) -> None:
    """For a slot, or for its turn: no stage of it was at work."""
    for _ in range(5):
        assert (await _died(store, job.id)).status is JobState.QUEUED


async def test_long_steps_are_given_the_benefit_of_the_doubt(store: Store, job: JobRecord) -> None:
    """More than a minute at work: whoever restarts the server three times has shown nothing."""
    for _ in range(4):
        left = await _died(store, job.id, "transcribe", died_ms=store.now_ms() + 61_000)
        assert left.status is JobState.QUEUED


async def test_a_wish_to_cancel_comes_first(store: Store, job: JobRecord) -> None:
    """It was acknowledged."""
    for _ in range(2):
        await _died(store, job.id, "transcribe")
    await _at_work(store, job.id, "transcribe")
    await store.write(moves.cancel, job.id)
    (left,) = await store.write(deaths.recover, orderly=False)
    assert (left.status, left.error) == (JobState.CANCELLED, None)


async def test_a_job_on_probation_waits_for_a_server_that_lives(store: Store, job: JobRecord) -> None:
    """Its time does not pass while servers come and go: it would be at work at the next one's beginning."""
    for _ in range(2):
        await _died(store, job.id, "transcribe")
    await store.write(lambda tx: tx.conn.execute(update(JOBS).values(due_ms=1)) and None)
    assert await store.write(deaths.recover, orderly=False) == []
    waiting = await store.read(queries.job, job.id)
    assert waiting.due_ms == pytest.approx(store.now_ms() + PROBATION_WAIT_S * 1000, abs=5000)
    (told,) = await store.read(queries.events_of_job, job.id, after=waiting.last_seq - 1, limit=5)
    assert told.data["next_attempt_at"] == iso(waiting.due_ms)


async def test_what_another_server_runs_is_left_alone_until_its_lease_has_run_out(database_url: str) -> None:
    """Then it is put back, and its server's death counts as one. The dead server's own next life would not wait."""
    now = [1_000_000]
    async with Store(database_url, now_ms=lambda: now[0]) as store:
        store.work_as(Holder("other", 15_000))
        job, _ = await store.write(moves.submit, new_job())
        running = await _at_work(store, job.id, "transcribe")
        store.work_as(Holder("this", 15_000))
        assert await store.write(deaths.recover, orderly=False) == []
        now[0] += 14_999
        assert await store.write(deaths.recover_expired) == []
        assert (await store.read(queries.job, job.id)).worker_id == running.worker_id == "other"
        now[0] += 1
        (left,) = await store.write(deaths.recover_expired)
        assert (left.status, left.deaths["count"], left.worker_id) == (JobState.QUEUED, 1, None)
        assert await store.write(deaths.recover_expired) == []
        again = await store.write(moves.claim, job.id)
        assert again is not None
        assert (again.worker_id, again.attempt) == ("this", 2)
        now[0] += 60_000  # its own lease has run out: it lives, as who else would look?
        assert await store.write(deaths.recover_expired) == []
        (left,) = await store.write(deaths.recover)
        assert left.status is JobState.QUEUED
