"""Workers with different resources run one job's stages: what comes out is what one process would have made."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from app.db import queries
from app.db.records import KEY_LEASES, STAGE_TASKS
from app.execution import remote_work
from app.execution.stage_desk import MOST_DEATHS
from app.jobs.events import LogLine, SegmentTranscribed
from app.jobs.record import StageState
from app.jobs.states import JobState
from app.stages.registry import PACKAGE, Registry
from tests.conformance.others import begun, next_word
from tests.engines import JobType, engine_in, numbered
from tests.forked_python import Process
from tests.media import MediaShelf
from tests.servers import Site
from tests.workers import Worker, artifacts_of, worker_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

OPTIONS = {"audio_format": "mp3", "max_clips": 1, "clip_duration": 5}
ALL = "download,transcribe,analyze,encode"


def _tasks(conn: Connection) -> list[str]:
    """Keys that are requested."""
    return list(conn.execute(select(STAGE_TASKS.c.key)).scalars())


def _runners(conn: Connection) -> set[str]:
    """Processes that hold a lease on a key."""
    return set(conn.execute(select(KEY_LEASES.c.worker_id)).scalars())


def _runners_of_tasks(conn: Connection) -> set[str]:
    """Processes that hold a lease on a key that is requested."""
    requested = STAGE_TASKS.c.key == KEY_LEASES.c.key
    return set(conn.execute(select(KEY_LEASES.c.worker_id).join(STAGE_TASKS, requested)).scalars())


@asynccontextmanager
async def _process(
    data: Path, database_url: str, resources: str, queue: str = "low_priority"
) -> AsyncIterator[Process]:
    """A worker in a process of its own."""
    other, told = begun("tests.conformance.other_worker", str(data), database_url, resources, queue)
    with told:
        try:
            async with asyncio.timeout(60):
                assert await asyncio.to_thread(next_word, told) == "open"
            yield other
        finally:
            other.kill()
            other.wait()


async def test_a_job_over_three_workers_yields_what_one_process_yields(
    postgres_url: str, tmp_path: Path, media: MediaShelf
) -> None:
    """Lines and files are equal, and each stage runs once, for this job."""
    film = media.talk_of(seconds=7)
    async with AsyncExitStack() as stack:
        data = tmp_path / "shared"
        first = await stack.enter_async_context(worker_in(data, postgres_url, "download", "high_priority"))
        await stack.enter_async_context(worker_in(data, postgres_url, "transcribe"))
        await stack.enter_async_context(worker_in(data, postgres_url, "analyze,encode"))
        job_id = await first.submit(JobType.FULL_PROCESSING, await first.upload(film), options=OPTIONS)
        done = await first.ended(job_id)
        assert done.status is JobState.COMPLETED, done.error
        stages, log = await first.stages(job_id), await first.log(job_id)
        lines, files = await first.lines(job_id), await first.store.read(queries.artifacts_of, job_id)
        assert await first.store.read(_tasks) == []
    assert numbered(log)
    moves = [(e.event.stage, e.event.stage_status) for e in log if getattr(e.event, "kind", "") == "stage_moved"]
    for name, stage in stages.items():
        assert (stage.cached, stage.status) == (False, StageState.COMPLETED), name
        assert None not in (stage.seconds, stage.waited), name
        assert [state for of, state in moves if of == name] == [StageState.RUNNING, StageState.COMPLETED], name
    said = [event.event.message for event in log if isinstance(event.event, LogLine)]
    async with engine_in(tmp_path / "alone") as engine:
        job = await engine.submit(JobType.FULL_PROCESSING, await engine.upload(film), options=OPTIONS)
        alone = await engine.ended(job.id)
        own = await engine.log(job.id)
        assert lines == [e.event.segment for e in own if isinstance(e.event, SegmentTranscribed)]
        same = artifacts_of(await engine.store.read(queries.artifacts_of, job.id)) ^ artifacts_of(files)
        assert {kind for _, kind, _, _ in same} <= {"waveform"}, same  # it is that of the stage that ends first
        assert (done.warnings, done.video_title, done.video_duration) == (
            alone.warnings,
            alone.video_title,
            alone.video_duration,
        )
        assert {e.event.message for e in own if isinstance(e.event, LogLine)} <= set(said)


@pytest.mark.long
async def test_jobs_of_two_workers_share_what_a_third_one_makes_and_fail_alike(
    postgres_url: str, tmp_path: Path, media: MediaShelf
) -> None:
    """One of them has each stage; of a failure both get code, message and stage."""
    data = tmp_path / "shared"
    async with (
        worker_in(data, postgres_url, "download", "high_priority") as first,
        worker_in(data, postgres_url, "transcribe", "default") as second,
        worker_in(data, postgres_url, "encode"),
    ):
        video, silent = await first.upload(media.video()), await first.upload(media.video_only())
        jobs = [(worker, await worker.submit(JobType.AUDIO_EXTRACTION, video)) for worker in (first, second)]
        failing = [(worker, await worker.submit(JobType.AUDIO_EXTRACTION, silent)) for worker in (first, second)]
        ran = []
        for worker, job_id in jobs:
            done = await worker.ended(job_id)
            assert done.status is JobState.COMPLETED, done.error
            ran += [stage.name for stage in (await worker.stages(job_id)).values() if not stage.cached]
        assert sorted(ran) == ["audio", "fetch"]
        errors = [(await worker.ended(job_id)).error for worker, job_id in failing]
    async with engine_in(tmp_path / "alone") as engine:
        job = await engine.submit(JobType.AUDIO_EXTRACTION, await engine.upload(media.video_only()))
        error = (await engine.ended(job.id)).error
    assert error is not None
    assert errors == [error, error]


async def test_a_cancel_stops_the_stage_on_the_other_worker_and_keeps_the_text(
    postgres_url: str, tmp_path: Path, media: MediaShelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lease on the key ends, and lines that were read stay."""
    data = tmp_path / "shared"
    async with (
        worker_in(data, postgres_url, "download,encode", "high_priority", whisper_decoding="sequential") as first,
        worker_in(data, postgres_url, "transcribe") as other,
    ):
        job_id = await first.submit(JobType.TRANSCRIPTION, await first.upload(media.talk()))
        lines = await first.lines(job_id, at_least=1)
        assert await first.store.read(_runners) == {other.store.holder.worker_id}
        began_s = asyncio.get_running_loop().time()
        await first.engine.jobs.cancel(job_id)
        await first.read(_runners, lambda runners: not runners)
        stopped_s = asyncio.get_running_loop().time() - began_s
        assert (await first.ended(job_id)).status is JobState.CANCELLED
        assert await first.store.read(_tasks) == []
        assert (await first.lines(job_id))[: len(lines)] == lines
    with capsys.disabled():
        print(f"\nthe stage on the other worker stopped {stopped_s:.3f} s after the cancel")


async def test_a_time_limit_ends_the_stage_on_the_other_worker(
    postgres_url: str, tmp_path: Path, media: MediaShelf
) -> None:
    """The requester counts what the runner reports of its work, and its lines stay."""
    data, napping = tmp_path / "shared", Registry.discovered(PACKAGE, "tests.sleeping_stages")
    async with (
        worker_in(data, postgres_url, "encode", "high_priority", registry=napping, stage_timeout="nap=1") as first,
        worker_in(data, postgres_url, "download", registry=napping) as other,
    ):
        video = await first.upload(media.video(seconds=1))
        job_id = await first.submit(JobType.AUDIO_EXTRACTION, video, options={"prompt": "long 600 0.1"})
        lines = await first.lines(job_id, at_least=1)
        assert await first.store.read(_runners_of_tasks) == {other.store.holder.worker_id}
        ended = await first.ended(job_id)
        assert ended.status is JobState.FAILED
        assert ended.error is not None
        assert (ended.error["code"], ended.error["stage"]) == ("timeout", "nap")
        await first.read(_runners, lambda runners: not runners)
        assert await first.store.read(_tasks) == []
        assert (await first.lines(job_id))[: len(lines)] == lines


@pytest.mark.long
async def test_a_worker_that_stops_leaves_its_stage_to_another_one(
    postgres_url: str, tmp_path: Path, media: MediaShelf, site: Site
) -> None:
    """At once, without a retry. What a link hides is encrypted in the request."""
    data, gate = tmp_path / "shared", threading.Event()
    site.add_file("/film.mp4", media.video(seconds=8), gate=gate, authorization="Basic YWRhOnNlc2FtZQ==")
    link = site.url("/film.mp4").replace("//", "//ada:sesame@")
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(worker_in(data, postgres_url, "encode", "high_priority"))
        async with worker_in(data, postgres_url, "download"):
            job_id = await first.submit(JobType.AUDIO_EXTRACTION, None, url=link)
            await first.read(_runners, bool)
            await asyncio.to_thread(site.started.wait, 60)
            stored = await first.store.read(lambda conn: conn.execute(select(STAGE_TASKS)).mappings().all())
            assert [row["sealed"] for row in stored] == [True]
            assert "sesame" not in str(stored)
            await stack.enter_async_context(worker_in(data, postgres_url, "download"))
        gate.set()
        done = await first.ended(job_id)
        assert (done.status, done.attempt, done.failures) == (JobState.COMPLETED, 1, 0), done.error
        assert [stage.cached for stage in (await first.stages(job_id)).values()] == [False, False]


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGSTOP, marks=pytest.mark.long)])
async def test_another_worker_continues_the_stage_of_one_that_died(
    postgres_url: str, tmp_path: Path, media: MediaShelf, how: signal.Signals
) -> None:
    """From its last line; the attempt is the same. What a stopped one writes when it comes back is refused."""
    data = tmp_path / "shared"
    async with (
        worker_in(data, postgres_url, "download,encode", "high_priority", whisper_decoding="sequential") as first,
        _process(data, postgres_url, "transcribe") as other,
    ):
        job_id = await first.submit(JobType.TRANSCRIPTION, await first.upload(media.talk()))
        await first.lines(job_id, at_least=1)
        other.send_signal(how)
        async with worker_in(data, postgres_url, "transcribe", whisper_decoding="sequential") as heir:
            await first.read(_runners, lambda runners: heir.store.holder.worker_id in runners)
            other.send_signal(signal.SIGCONT)
            done = await first.ended(job_id)
        assert (done.status, done.attempt, done.failures) == (JobState.COMPLETED, 1, 0), done.error
        log = await first.log(job_id)
        assert numbered(log)
        told = [event.event for event in log if isinstance(event.event, SegmentTranscribed)]
        assert [event.index for event in told] == list(range(len(told)))
        starts_s = [event.segment.start_s for event in told]
        assert starts_s == sorted(set(starts_s))
        assert told[-1].segment.text.endswith("Saturn.")


async def test_a_stage_outlives_the_worker_that_requested_it(
    postgres_url: str, tmp_path: Path, media: MediaShelf, site: Site
) -> None:
    """The next one that runs the job takes its output; the file is fetched once, and no death counts."""
    data, gate = tmp_path / "shared", threading.Event()
    site.add_file("/film.mp4", media.video(seconds=8), gate=gate)
    async with worker_in(data, postgres_url, "download") as runner:
        async with _process(data, postgres_url, "encode", "high_priority") as other:
            sender = Worker(runner.settings, runner.store, runner.engine, "high_priority")
            job_id = await sender.submit(JobType.AUDIO_EXTRACTION, None, url=site.url("/film.mp4"))
            await asyncio.to_thread(site.started.wait, 60)
            other.kill()
            other.wait()
        async with worker_in(data, postgres_url, "encode", "high_priority"):
            await runner.read(lambda conn: queries.job(conn, job_id), lambda job: job.attempt == 2)
            await runner.read(_tasks, lambda keys: len(keys) == 1)
            gate.set()
            done = await runner.ended(job_id)
            assert (done.status, done.failures, done.deaths) == (JobState.COMPLETED, 0, {}), done.error
            assert await runner.store.read(_tasks) == []
            assert not (await runner.stages(job_id))["fetch"].cached
    assert len(site.hits) == 2  # a look at what it is, and the download


@pytest.mark.long
async def test_a_stage_without_a_worker_says_so_and_one_that_kills_workers_fails_its_job(
    postgres_url: str, tmp_path: Path, media: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the job's log; and as `crashed`, which is not tried again."""
    monkeypatch.setattr(remote_work, "UNSERVED_S", 0.2)
    data = tmp_path / "shared"
    async with worker_in(data, postgres_url, "download", "high_priority") as first:
        job_id = await first.submit(JobType.AUDIO_EXTRACTION, await first.upload(media.video()))
        await first.read(_tasks, bool)
        said: list[str] = []
        async with asyncio.timeout(60):
            while not said:
                await asyncio.sleep(0.05)
                said = [e.event.message for e in await first.log(job_id) if isinstance(e.event, LogLine)]
        assert said == ["The stage audio waits for a free worker with the resource encode."]
        await first.store.write(lambda tx: tx.conn.execute(update(STAGE_TASKS).values(deaths=MOST_DEATHS)) and None)
        async with worker_in(data, postgres_url, "encode"):
            done = await first.ended(job_id)
        assert (done.status, done.attempt) == (JobState.FAILED, 1)
        assert done.error is not None
        assert (done.error["code"], done.error["stage"], done.error["retryable"]) == ("crashed", "audio", False)
        assert await first.store.read(_tasks) == []
