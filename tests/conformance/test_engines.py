"""What every engine that runs jobs must do, whatever carries its queue."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import WrongState
from app.db import moves, queries
from app.jobs.events import status_of
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL, Cause
from app.upkeep.recovery import processes_of
from tests.conformance.engines import PLACES, Open
from tests.conformance.others import begun, next_word
from tests.conformance.victim import STATES
from tests.engines import Engine, JobState, JobType, numbered
from tests.media import MediaShelf
from tests.stages import PLANS

pytestmark = pytest.mark.slow


#: For what ends engines: that of the distributed engine's processes is in `tests/distributed`.
ENDED = [pytest.param(place, marks=() if place == "embedded-sqlite" else pytest.mark.long) for place in PLACES]

#: States in which work is under way or waits for its next try; a job in the others has nothing to lose.
AT_WORK = ("again", "processing", "stopping")


async def _quick(engine: Engine, media: MediaShelf, **values: Any) -> JobRecord:
    """A job of a second or less."""
    return await engine.submit(JobType.AUDIO_EXTRACTION, await engine.upload(media.video()), **values)


async def _claims(engine: Engine, job_id: str) -> int:
    return sum(getattr(event.event, "cause", None) is Cause.CLAIM for event in await engine.log(job_id))


async def test_a_job_that_is_delivered_many_times_runs_once(
    open_engine: Open, tmp_path: Path, media: MediaShelf
) -> None:
    """Duplicate delivery: the claim is a compare-and-set, so all but one find nothing to do."""
    async with open_engine(tmp_path) as engine:
        await engine.jobs.pause()
        job = await _quick(engine, media)
        await asyncio.gather(*(engine.deliver(job.id) for _ in range(5)))
        await engine.jobs.resume()
        assert (await engine.ended(job.id)).status is JobState.COMPLETED
        assert await _claims(engine, job.id) == 1


async def test_an_id_that_comes_late_changes_nothing(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """While the job runs, after it has ended, and when it never was: a broker may deliver at any time."""
    async with open_engine(tmp_path) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.in_stage(job.id, "transcribe")
        await asyncio.gather(*(engine.deliver(job.id) for _ in range(3)))
        assert (await engine.ended(job.id)).status is JobState.COMPLETED
        log = await engine.log(job.id)
        await engine.deliver(job.id)
        await engine.deliver("nobody")
        assert await engine.log(job.id) == log
        assert await _claims(engine, job.id) == 1


async def test_workers_that_ask_at_once_claim_each_job_once(
    open_engine: Open, tmp_path: Path, media: MediaShelf
) -> None:
    """As many jobs as workers, and each id delivered to all of them."""
    async with open_engine(tmp_path, max_concurrent_jobs=4) as engine:
        await engine.jobs.pause()
        jobs = [await _quick(engine, media) for _ in range(4)]
        delivered = asyncio.gather(*(engine.deliver(job.id) for job in jobs for _ in range(4)))
        await engine.jobs.resume()
        await delivered
        for job in jobs:
            assert (await engine.ended(job.id)).status is JobState.COMPLETED
            assert await _claims(engine, job.id) == 1


async def test_jobs_run_in_order_of_priority_then_arrival(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """With one worker the claims tell the order."""
    async with open_engine(tmp_path, max_concurrent_jobs=1) as engine:
        await engine.jobs.pause()
        jobs = [await _quick(engine, media, priority=priority) for priority in (0, 5, 10, 5)]
        await engine.jobs.resume()
        await asyncio.gather(*(engine.ended(job.id) for job in jobs))
        order = [event.job_id for event in engine.events if getattr(event.event, "cause", None) is Cause.CLAIM]
        assert order == [jobs[2].id, jobs[1].id, jobs[3].id, jobs[0].id]


async def test_a_paused_engine_claims_nothing_and_running_jobs_go_on(
    open_engine: Open, tmp_path: Path, media: MediaShelf
) -> None:
    """Pause is for what waits."""
    async with open_engine(tmp_path) as engine:
        running = await _quick(engine, media)
        await engine.in_stage(running.id, "fetch")
        await engine.jobs.pause()
        waiting = await _quick(engine, media)
        assert (await engine.ended(running.id)).status is JobState.COMPLETED
        assert await _claims(engine, waiting.id) == 0
        await engine.jobs.resume()
        assert (await engine.ended(waiting.id)).status is JobState.COMPLETED


async def test_a_pending_job_can_be_cancelled(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """And never runs."""
    async with open_engine(tmp_path) as engine:
        job = await _quick(engine, media, run_at_ms=engine.store.now_ms() + 600_000)
        assert job.status is JobState.PENDING
        assert (await engine.jobs.cancel(job.id)).status is JobState.CANCELLED
        assert (await engine.queue_view.status()).waiting == 0


async def test_a_queued_job_can_be_cancelled(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """Also while a worker is about to take it."""
    async with open_engine(tmp_path) as engine:
        jobs = [await _quick(engine, media) for _ in range(4)]
        answers = await asyncio.gather(*(engine.jobs.cancel(job.id) for job in jobs), return_exceptions=True)
        for job, answer in zip(jobs, answers, strict=True):
            if isinstance(answer, WrongState):
                assert (await engine.job(job.id)).status is JobState.COMPLETED
            else:
                assert isinstance(answer, JobRecord)
                assert answer.status is JobState.CANCELLED


async def test_a_running_job_can_be_cancelled_and_only_once(
    open_engine: Open, tmp_path: Path, media: MediaShelf
) -> None:
    """The terminal event is the last one."""
    async with open_engine(tmp_path) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.in_stage(job.id, "transcribe")
        answers = await asyncio.gather(*(engine.jobs.cancel(job.id) for _ in range(3)), return_exceptions=True)
        assert any(isinstance(answer, JobRecord) for answer in answers)
        assert (await engine.job(job.id)).status is JobState.CANCELLED
        log = await engine.log(job.id)
        assert [status_of(event.event) for event in log].count(JobState.CANCELLED) == 1
        assert status_of(log[-1].event) is JobState.CANCELLED


async def test_a_job_that_has_ended_cannot_be_cancelled(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """Completed, failed or cancelled: it is refused and nothing is told."""
    async with open_engine(tmp_path) as engine:
        completed = await _quick(engine, media)
        failed = await engine.submit(JobType.AUDIO_EXTRACTION, await engine.upload(media.video_only()))
        cancelled = await _quick(engine, media, run_at_ms=engine.store.now_ms() + 600_000)
        await engine.jobs.cancel(cancelled.id)
        for job, state in ((completed, "completed"), (failed, "failed"), (cancelled, "cancelled")):
            assert (await engine.ended(job.id)).status == state
            log = await engine.log(job.id)
            with pytest.raises(WrongState):
                await engine.jobs.cancel(job.id)
            assert await engine.log(job.id) == log


@pytest.mark.parametrize("place", ENDED, indirect=True)
async def test_a_pause_and_the_order_outlive_the_engine(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """The next one claims nothing before it is resumed, then in the order that was."""
    async with open_engine(tmp_path) as engine:
        await engine.jobs.pause()
        jobs = [await _quick(engine, media, priority=priority) for priority in (1, 9, 5)]
        await engine.jobs.to_top(jobs[0].id)
    async with open_engine(tmp_path, max_concurrent_jobs=1) as engine:
        assert (await engine.queue_view.status()).paused
        assert sum([await _claims(engine, job.id) for job in jobs]) == 0
        await engine.jobs.resume()
        await asyncio.gather(*(engine.ended(job.id) for job in jobs))
        order = [event.job_id for event in engine.events if getattr(event.event, "cause", None) is Cause.CLAIM]
        assert order == [jobs[0].id, jobs[1].id, jobs[2].id]


@pytest.mark.parametrize("place", ENDED, indirect=True)
@pytest.mark.parametrize(
    "state", [pytest.param(state, marks=() if state in AT_WORK else pytest.mark.long) for state in STATES]
)
async def test_a_kill_in_any_state_loses_nothing_and_repeats_nothing(
    open_engine: Open,
    place: str,
    tmp_path: Path,
    database_url: str,
    media: MediaShelf,
    state: str,
) -> None:
    """`kill -9` of the engine's process. The next one ends the job, once; a job that had ended is left alone."""
    name = place.partition("-")[0]
    victim, told = begun("tests.conformance.victim", name, str(tmp_path), state, str(media.folder), database_url)
    with told:
        try:
            async with asyncio.timeout(60):
                job_id = await asyncio.to_thread(next_word, told)
        finally:
            victim.kill()
            victim.wait()
    async with open_engine(tmp_path) as engine:
        await engine.jobs.resume()
        wanted = {"stopping": "cancelled"}.get(state, state if state in TERMINAL else "completed")
        async with asyncio.timeout(60):
            while (job := await engine.job(job_id)).status not in TERMINAL:
                await asyncio.sleep(0.05)
        assert job.status == wanted
        assert job.attempt == {"processing": 2, "again": 2, "cancelled": 0}.get(state, 1)
        log = await engine.log(job_id)
        assert numbered(log)
        assert sum(status_of(event.event) in TERMINAL for event in log) == 1


@pytest.mark.parametrize("place", ENDED, indirect=True)
@pytest.mark.parametrize(
    "state",
    [JobState.PROCESSING, *(pytest.param(one, marks=pytest.mark.long) for one in (JobState.PENDING, JobState.QUEUED))],
)
async def test_a_job_survives_its_engine_in_every_state(
    open_engine: Open, tmp_path: Path, media: MediaShelf, state: JobState
) -> None:
    """The next engine takes it up; the log has no gap."""
    async with open_engine(tmp_path) as engine:
        values: dict[str, Any] = {}
        if state is JobState.PENDING:
            values = {"run_at_ms": engine.store.now_ms() + 5_000}
        if state is not JobState.PROCESSING:
            await engine.jobs.pause()
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()), **values)
        if state is JobState.PROCESSING:
            await engine.in_stage(job.id, "transcribe")
            job = await engine.job(job.id)
        assert job.status is state
    async with open_engine(tmp_path) as engine:
        await engine.jobs.resume()
        assert (await engine.ended(job.id)).status is JobState.COMPLETED
        assert numbered(await engine.log(job.id))


@pytest.mark.parametrize("place", ENDED, indirect=True)
async def test_an_acknowledged_cancel_outlives_the_engine(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """A server that died before it could stop the work does not run the job again."""
    async with open_engine(tmp_path) as engine:
        await engine.jobs.pause()
        job = await _quick(engine, media)
        claimed = await engine.store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        await engine.store.write(moves.cancel, job.id)
    async with open_engine(tmp_path) as engine:
        await engine.until_read(lambda conn: queries.job(conn, job.id).status is JobState.CANCELLED)
        assert await _claims(engine, job.id) == 1


@pytest.mark.parametrize("place", ENDED, indirect=True)
async def test_work_of_a_stale_attempt_changes_nothing(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """Somebody who still believes to run the job cannot end it."""
    async with open_engine(tmp_path) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.in_stage(job.id, "transcribe")
        attempt = (await engine.store.read(queries.job, job.id)).attempt
        with pytest.raises(moves.StaleAttempt):
            await engine.store.write(moves.finish, job.id, attempt - 1, Cause.COMPLETE)
        assert (await engine.ended(job.id)).status is JobState.COMPLETED


async def test_an_engine_that_ends_leaves_no_process(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """Whatever it was doing."""
    async with open_engine(tmp_path) as engine:
        mark = engine.mark
        for kind in (JobType.TRANSCRIPTION, JobType.CLIP_GENERATION):
            await engine.submit(kind, await engine.upload(media.talk()))
        await engine.until(lambda: any(getattr(event.event, "stage", None) == "transcribe" for event in engine.events))
    assert processes_of(mark) == []
