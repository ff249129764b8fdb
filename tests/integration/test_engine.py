"""The engine with real stages on real media: finished work is kept, shared and never done twice."""

import asyncio
import time
from pathlib import Path

import pytest

from app.core.errors import WrongState
from app.db import deletion, job_updates, queries, stage_log
from app.db.transaction import Transaction
from app.jobs.events import LogLine, SegmentTranscribed, status_of
from app.jobs.record import StageState
from app.jobs.results import Blob
from app.stages.stage import Resource
from app.upkeep.recovery import processes_of
from tests.engines import Engine, JobState, JobType, engine_in, numbered
from tests.media import TALK_LINES, MediaShelf

pytestmark = pytest.mark.slow


def _leftovers(engine: Engine) -> list[int]:
    from app.engines.local import owner_tag_of

    return processes_of(owner_tag_of(engine.settings.data_dir))


async def test_a_job_goes_through_all_its_stages_and_tells_them(tmp_path: Path, media: MediaShelf) -> None:
    """Transcript line by line, numbers without a gap, progress that never falls, nothing left in the work folder."""
    async with engine_in(tmp_path) as engine:
        job = await engine.submit(JobType.ANALYSIS, await engine.upload(media.talk()))
        ended = await engine.ended(job.id)
        assert (ended.status, ended.error, ended.progress) == (JobState.COMPLETED, None, 1.0)
        log = await engine.log(job.id)
        assert numbered(log)
        assert sum(isinstance(event.event, SegmentTranscribed) for event in log) == TALK_LINES
        shown = [reached.progress for reached in engine.progress]
        assert shown == sorted(shown)
        assert {s.status for s in (await engine.stages(job.id)).values()} == {StageState.COMPLETED}
        assert [path for path in (engine.settings.data_dir / "work").rglob("*") if path.is_file()] == []


async def test_the_queue_is_told_as_changed_by_moves_and_not_by_lines(tmp_path: Path, media: MediaShelf) -> None:
    """A dashboard that follows the queue hears nothing of what a job says while it goes on."""

    def line(tx: Transaction, job_id: str) -> None:
        tx.append(job_id, [LogLine(level="info", message="a line")])

    async with engine_in(tmp_path) as engine:
        await engine.jobs.pause()
        before = len(engine.queue_changes)
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        submitted = len(engine.queue_changes)
        assert submitted > before
        await engine.store.write(line, job.id)
        assert len(engine.queue_changes) == submitted
        await engine.jobs.set_priority(job.id, 9)
        assert len(engine.queue_changes) > submitted


async def test_a_second_job_on_the_same_file_takes_what_is_recorded(tmp_path: Path, media: MediaShelf) -> None:
    """However the file came in, and it tells the same transcript."""
    async with engine_in(tmp_path) as engine:
        first = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.ended(first.id)
        second = await engine.submit(JobType.ANALYSIS, await engine.upload(media.talk()))
        assert (await engine.ended(second.id)).status is JobState.COMPLETED
        stages = await engine.stages(second.id)
        assert {name for name, stage in stages.items() if stage.cached} == {"fetch", "speech", "transcribe"}
        texts = [
            [e.event.segment.text for e in await engine.log(job.id) if isinstance(e.event, SegmentTranscribed)]
            for job in (first, second)
        ]
        assert texts[0] == texts[1]


async def test_two_jobs_at_once_share_one_run_and_cancelling_one_harms_nothing(
    tmp_path: Path, media: MediaShelf
) -> None:
    """The one that started the work is cancelled; the other gets every line once."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.talk())
        one = await engine.submit(JobType.TRANSCRIPTION, video)
        other = await engine.submit(JobType.TRANSCRIPTION, video)
        await engine.until(lambda: all(engine.events_with(job.id, index=2) for job in (one, other)))
        cancelled = await engine.jobs.cancel(one.id)
        assert cancelled.status is JobState.CANCELLED
        assert (await engine.ended(other.id)).status is JobState.COMPLETED
        indexes = [e.event.index for e in await engine.log(other.id) if isinstance(e.event, SegmentTranscribed)]
        assert indexes == list(range(TALK_LINES))


@pytest.mark.long
async def test_cancel_stops_a_running_job_in_any_stage_within_a_second(tmp_path: Path, media: MediaShelf) -> None:
    """The answer says cancelled, no process is left, the terminal event is the last one, and a retry goes on."""
    async with engine_in(tmp_path) as engine:
        for number, stage in enumerate(("fetch", "speech", "transcribe", "scenes", "clips")):
            video = await engine.upload(media.talk_of(seconds=6 + number / 10))  # so that nothing is recorded
            job = await engine.submit(JobType.CLIP_GENERATION, video, options={"max_clips": 1})
            await engine.in_stage(job.id, stage)
            began = time.monotonic()
            cancelled = await engine.jobs.cancel(job.id)
            took_s = time.monotonic() - began
            assert cancelled.status is JobState.CANCELLED
            assert took_s < 3, "a cancel must not wait for the stage"
            assert _leftovers(engine) == [pid for _, pid in engine.health.children()]
            log = await engine.log(job.id)
            assert status_of(log[-1].event) == "cancelled"
            with pytest.raises(WrongState):
                await engine.jobs.cancel(job.id)
            done = {n for n, s in (await engine.stages(job.id)).items() if s.status is StageState.COMPLETED}
            engine.events.clear()
            await engine.jobs.retry(job.id)
            assert (await engine.ended(job.id)).status is JobState.COMPLETED
            stages = await engine.stages(job.id)
            assert all(stages[name].cached for name in done)
            assert numbered(await engine.log(job.id))


async def test_a_cancelled_transcription_keeps_its_lines_and_a_retry_goes_on_after_them(
    tmp_path: Path, media: MediaShelf
) -> None:
    """Nothing that was heard is heard again."""
    async with engine_in(tmp_path) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.until(lambda: bool(engine.events_with(job.id, index=1)))
        await engine.jobs.cancel(job.id)
        key = (await engine.stages(job.id))["transcribe"].key
        kept = await engine.store.read(stage_log.pieces_of, key)
        assert len(kept) >= 2
        engine.events.clear()
        await engine.jobs.retry(job.id)
        assert (await engine.ended(job.id)).status is JobState.COMPLETED
        assert (await engine.store.read(stage_log.pieces_of, key))[: len(kept)] == kept
        indexes = [e.event.index for e in await engine.log(job.id) if isinstance(e.event, SegmentTranscribed)]
        assert indexes == list(range(len(indexes)))


async def test_a_server_that_stops_puts_its_jobs_back_and_the_next_goes_on(tmp_path: Path, media: MediaShelf) -> None:
    """At SIGTERM: finished stages are cached, told lines are not told again, numbers have no gap."""
    async with engine_in(tmp_path) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        await engine.until(lambda: bool(engine.events_with(job.id, index=1)))
        leftovers = engine
    assert _leftovers(leftovers) == []
    async with engine_in(tmp_path) as engine:
        ended = await engine.ended(job.id)
        assert (ended.status, ended.failures, ended.attempt) == (JobState.COMPLETED, 0, 2)
        log = await engine.log(job.id)
        assert numbered(log)
        indexes = [e.event.index for e in log if isinstance(e.event, SegmentTranscribed)]
        assert indexes == list(range(len(indexes)))
        assert (await engine.stages(job.id))["fetch"].cached


async def test_a_file_that_vanished_is_made_again(tmp_path: Path, media: MediaShelf) -> None:
    """A recorded output whose file is gone is forgotten, not served."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.talk())
        first = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        await engine.ended(first.id)
        audio = next(a for a in await engine.store.read(queries.artifacts_of, first.id) if a.kind == "audio")
        path = _path(engine, audio.blob)
        path.unlink()
        second = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        assert (await engine.ended(second.id)).status is JobState.COMPLETED
        assert path.exists()


def _path(engine: Engine, blob: Blob) -> Path:
    return engine.settings.data_dir / "blobs" / blob.sha256[:2] / f"{blob.sha256}{blob.suffix}"


async def test_deleting_the_last_job_of_a_file_leaves_nothing(tmp_path: Path, media: MediaShelf) -> None:
    """No blob, no row."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.talk())
        jobs = [await engine.submit(JobType.AUDIO_EXTRACTION, video) for _ in range(2)]
        for job in jobs:
            await engine.ended(job.id)
        await engine.jobs.delete(jobs[0].id)
        assert any((engine.settings.data_dir / "blobs").glob("??/*"))
        await engine.jobs.delete(jobs[1].id)
        assert list((engine.settings.data_dir / "blobs").glob("??/*")) == []


async def test_a_full_disk_makes_a_job_wait_with_its_reason(tmp_path: Path, media: MediaShelf) -> None:
    """No retry is spent; the reason is told."""
    async with engine_in(tmp_path, disk_reserve_bytes=0) as engine:
        video = await engine.upload(media.talk())
    async with engine_in(tmp_path, disk_reserve_bytes="900TB") as engine:
        job = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        await engine.until(lambda: bool(engine.events_with(job.id, status="pending")))
        waiting = await engine.job(job.id)
        assert (waiting.failures, waiting.error["code"]) == (0, "disk_full")
        assert waiting.due_ms is not None
    async with engine_in(tmp_path, disk_reserve_bytes=0) as engine:
        assert (await engine.queue_view.status()).waiting == 1


async def test_a_job_that_works_too_long_is_ended_as_timeout(tmp_path: Path, media: MediaShelf) -> None:
    """What is finished is kept."""
    async with engine_in(tmp_path, job_timeout=0.3) as engine:
        job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
        ended = await engine.ended(job.id)
        assert (ended.status, ended.error["code"]) == (JobState.FAILED, "timeout")
        assert _leftovers(engine) == [pid for _, pid in engine.health.children()]


async def test_the_wait_for_a_slot_is_no_work_of_the_stage(tmp_path: Path, media: MediaShelf) -> None:
    """It is a figure of its own, also while it lasts; the stage begins when its work does."""
    async with engine_in(tmp_path) as engine:
        slots = engine.runner._stages._work._slots
        async with slots.take(Resource.TRANSCRIBE, lambda: (0, 0.0)):
            began = time.monotonic()
            job = await engine.submit(JobType.TRANSCRIPTION, await engine.upload(media.talk()))
            await engine.until_read(lambda _: slots.waiting(Resource.TRANSCRIBE) == 1)
            before = engine.queue_view.outlook(await engine.job(job.id)).stages["transcribe"].waited_s
            await asyncio.sleep(1.5)  # the wait that is measured
            look = engine.queue_view.outlook(await engine.job(job.id)).stages["transcribe"]
            assert look.waited_s - before >= 1.4
            assert (await engine.stages(job.id))["transcribe"].started_ms is None
            released_ms = engine.store.now_ms()
        await engine.ended(job.id)
        whole = time.monotonic() - began
        stage = (await engine.stages(job.id))["transcribe"]
        assert stage.waited is not None
        assert stage.waited >= 1.4
        assert stage.seconds is not None
        assert 0 < stage.seconds <= whole - stage.waited
        assert stage.started_ms is not None
        assert stage.started_ms >= released_ms
        (done,) = engine.events_with(job.id, stage="transcribe", stage_status="completed")
        assert (done.event.work_s, done.event.waited_s) == (stage.seconds, stage.waited)
        again = await engine.submit(JobType.TRANSCRIPTION, str(job.video_id))
        await engine.ended(again.id)
        cached = (await engine.stages(again.id))["transcribe"]
        assert (cached.cached, cached.seconds, cached.waited) == (True, stage.seconds, 0.0)


async def test_a_paused_queue_survives_a_restart(tmp_path: Path, media: MediaShelf) -> None:
    """And the order of what waits."""
    async with engine_in(tmp_path) as engine:
        await engine.jobs.pause()
        video = await engine.upload(media.talk())
        low = await engine.submit(JobType.AUDIO_EXTRACTION, video, priority=1)
        high = await engine.submit(JobType.AUDIO_EXTRACTION, video, priority=9)
    async with engine_in(tmp_path) as engine:
        assert (await engine.queue_view.status()).paused
        positions = [engine.queue_view.outlook(await engine.job(job.id)).queue_position for job in (high, low)]
        assert positions == [1, 2]
        await engine.jobs.to_top(low.id)
        assert engine.queue_view.outlook(await engine.job(low.id)).queue_position == 1
        await engine.jobs.resume()
        await asyncio.gather(engine.ended(low.id), engine.ended(high.id))


async def test_clearing_cancels_what_waits_and_nothing_else(tmp_path: Path, media: MediaShelf) -> None:
    """Running jobs go on."""
    async with engine_in(tmp_path, max_concurrent_jobs=1) as engine:
        video = await engine.upload(media.talk())
        running = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        await engine.in_stage(running.id, "fetch")
        waiting = [await engine.submit(JobType.AUDIO_EXTRACTION, video) for _ in range(3)]
        assert await engine.jobs.clear() == 3
        assert {(await engine.job(job.id)).status for job in waiting} == {JobState.CANCELLED}
        assert (await engine.ended(running.id)).status is JobState.COMPLETED


async def test_files_of_finished_jobs_expire_and_their_words_stay(tmp_path: Path, media: MediaShelf) -> None:
    """By size: the oldest finished job goes first, a pinned one not at all."""
    async with engine_in(tmp_path) as engine:
        jobs = []
        for seconds in (8.0, 9.0, 10.0):
            video = await engine.upload(media.talk_of(seconds=seconds))
            jobs.append(await engine.submit(JobType.TRANSCRIPTION, video))
            await engine.ended(jobs[-1].id)
        await engine.store.write(job_updates.set_pinned, jobs[0].id, True)
        kept = await engine.store.read(deletion.stored_bytes)
    async with engine_in(tmp_path, max_data_bytes=kept - 1) as engine:
        await engine.until_read(lambda conn: deletion.stored_bytes(conn) < kept)
        files = [len(await engine.store.read(queries.artifacts_of, job.id)) for job in jobs]
        assert (files[0] > 0, files[1] > 0, files[2] > 0) == (True, False, True)
        key = (await engine.stages(jobs[1].id))["transcribe"].key
        assert await engine.store.read(stage_log.pieces_of, key)
