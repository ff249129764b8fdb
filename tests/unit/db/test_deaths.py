"""What becomes of the jobs that a server left running, by how it ended and by what they had recorded."""

import pytest
from sqlalchemy import update

from app.db import deaths, leases, moves, queries, stage_log
from app.db.leases import StoreLeases
from app.db.records import JOBS
from app.db.store import Store
from app.jobs.deaths import PROBATION_GAP_S, PROBATION_WAIT_S
from app.jobs.events import JobMoved
from app.jobs.leases import Holder
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.states import JobState
from tests.stages import PLANS
from tests.stores import new_job, start_stage


async def _at_work(store: Store, job_id: str, *stages: str) -> JobRecord:
    """The job, claimed and with these stages running."""
    job = await store.read(queries.job, job_id)
    if job.status is JobState.PENDING:
        await store.write(lambda tx: moves.move(tx, job, moves.Cause.ENQUEUE, due_ms=None))
    claimed = await store.write(moves.claim, job_id, PLANS)
    assert claimed is not None
    for name in stages:
        await store.write(start_stage, job_id, claimed.attempt, name, f"{name}-key", eta_s=None)
    return claimed


async def _died(store: Store, job_id: str, *stages: str, **how: object) -> JobRecord:
    """The job after its server died while it was at these stages."""
    await _at_work(store, job_id, *stages)
    (left,) = await store.write(deaths.recover, PLANS, **({"orderly": False} | how))  # type: ignore[arg-type]
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
    (left,) = await store.write(deaths.recover, PLANS, orderly=False, partial_bytes=lambda key: grown.get(key, 0))
    assert (left.status, left.deaths["count"]) == (JobState.QUEUED, 1)


async def test_who_is_alone_with_the_database_takes_over_all_jobs(store: Store, job: JobRecord) -> None:
    """Also those of a server of another name: its data folder was moved since, or a backup was restored elsewhere."""
    store.work_as(Holder("elsewhere"))
    await _at_work(store, job.id, "transcribe")
    await store.write(leases.acquire, "transcribe-key")
    store.work_as(Holder("here"))
    assert await store.write(deaths.recover, PLANS) == []
    (left,) = await store.write(deaths.recover, PLANS, exclusive=True)
    assert (left.id, left.status) == (job.id, JobState.QUEUED)
    assert await store.read(leases.others, "here") == []


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


async def test_jobs_on_probation_come_one_after_the_other(store: Store, job: JobRecord) -> None:
    """In the order of the queue, far enough apart for each to have its turn first."""
    other = (await store.write(moves.submit, new_job()))[0]
    for _ in range(2):
        for one in (job, other):
            await _at_work(store, one.id, "transcribe")
        left = await store.write(deaths.recover, PLANS, orderly=False)
    assert [one.id for one in left] == [job.id, other.id]
    assert left[1].due_ms - left[0].due_ms >= PROBATION_GAP_S * 1000


async def test_a_wish_to_cancel_comes_first(store: Store, job: JobRecord) -> None:
    """It was acknowledged."""
    for _ in range(2):
        await _died(store, job.id, "transcribe")
    await _at_work(store, job.id, "transcribe")
    await store.write(moves.cancel, job.id)
    (left,) = await store.write(deaths.recover, PLANS, orderly=False)
    assert (left.status, left.error) == (JobState.CANCELLED, None)


async def test_a_job_on_probation_waits_for_a_server_that_lives(store: Store, job: JobRecord) -> None:
    """Its time does not pass while servers come and go: it would be at work at the next one's beginning."""
    for _ in range(2):
        await _died(store, job.id, "transcribe")
    await store.write(lambda tx: tx.conn.execute(update(JOBS).values(due_ms=1)) and None)
    assert await store.write(deaths.recover, PLANS, orderly=False) == []
    waiting = await store.read(queries.job, job.id)
    assert waiting.due_ms == pytest.approx(store.now_ms() + PROBATION_WAIT_S * 1000, abs=5000)
    (told,) = await store.read(queries.events_of_job, job.id, after=waiting.last_seq - 1, limit=5)
    assert isinstance(told.event, JobMoved)
    assert told.event.next_attempt_ms == waiting.due_ms


async def test_what_another_server_runs_is_left_alone(store: Store, job: JobRecord) -> None:
    """By a start, however the server before ended: its own life's jobs are those that it leased."""
    store.work_as(Holder("other"))
    await _at_work(store, job.id, "transcribe")
    store.work_as(Holder("this"))
    assert await store.write(deaths.recover, PLANS, orderly=False) == []
    assert (await store.read(queries.job, job.id)).worker_id == "other"


async def test_a_job_under_a_lease_that_has_run_out_is_put_back(store: Store, job: JobRecord) -> None:
    """The death of its server counts as one of this server's would; whoever claims it now holds it."""
    store.work_as(Holder("other"))
    for count in (1, 2, 3):
        await _at_work(store, job.id, "transcribe")
        store.work_as(Holder("this"))
        (lease,) = await StoreLeases(store).others()
        (left,) = await store.write(deaths.recover_expired, PLANS, [lease])
        assert (left.deaths["count"], left.worker_id, left.lease_until_ms) == (count, None, None)
        assert await store.write(deaths.recover_expired, PLANS, [lease]) == []
        store.work_as(Holder("other"))
    assert (left.status, left.error["code"]) == (JobState.FAILED, "crashed")


async def test_a_lease_that_was_renewed_since_it_was_read_is_no_dead_servers(store: Store, job: JobRecord) -> None:
    """Neither is one that another attempt has: the job and the key stay where they are."""
    leases = StoreLeases(store)
    store.work_as(Holder("other", 1_000))
    await _at_work(store, job.id)
    await leases.acquire("key")
    store.work_as(Holder("this"))
    read_before = await leases.others()
    store.work_as(Holder("other", 2_000))
    renewed = await leases.renew(["key"])
    store.work_as(Holder("this"))
    assert await store.write(deaths.recover_expired, PLANS, read_before) == []
    assert {lease.name for lease in await leases.others()} == {job.id, "key"}
    assert renewed.jobs == {(job.id, 1)}
    (left,) = await store.write(deaths.recover_expired, PLANS, await leases.others())
    assert left.status is JobState.QUEUED
    assert await leases.others() == []
