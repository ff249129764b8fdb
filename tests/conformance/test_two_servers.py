"""Two engines on one PostgreSQL and one store of files: what one runs the other leaves alone while that lives."""

import asyncio
import signal
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

import pytest

from app.db.leases import StoreLeases
from app.jobs.events import SegmentTranscribed, StageMoved, status_of
from app.jobs.leases import Lease, LeaseKind
from app.jobs.record import StageState
from app.jobs.states import TERMINAL
from tests.conformance.others import begun, next_word
from tests.conformance.places import shared_engine
from tests.engines import Engine, JobState, JobType, numbered
from tests.forked_python import Process
from tests.media import MediaShelf
from tests.servers import Site

pytestmark = pytest.mark.slow


@asynccontextmanager
async def _other(folder: Path, database_url: str, link: str) -> AsyncIterator[tuple[Process, IO[str], str]]:
    """The other server's process, its words, and the job that it runs."""
    other, told = begun("tests.conformance.other_server", str(folder), database_url, link)
    with told:
        try:
            async with asyncio.timeout(60):
                job_id = await asyncio.to_thread(next_word, told)
            yield other, told, job_id
        finally:
            other.kill()
            other.wait()


async def _lease(engine: Engine, job_id: str) -> Lease:
    lease = await StoreLeases(engine.store).lease_on(LeaseKind.JOB, job_id)
    assert lease is not None
    return lease


async def _renewed(engine: Engine, job_id: str, times: int) -> None:
    """Wait until the job's lease was renewed so often."""
    seen = {(await _lease(engine, job_id)).until_ms}
    async with asyncio.timeout(60):
        while len(seen) <= times:
            await asyncio.sleep(0.05)
            seen.add((await _lease(engine, job_id)).until_ms)


@pytest.fixture
def gate(site: Site, media: MediaShelf) -> threading.Event:
    """Holds back the rest of the film at /film.mp4."""
    held = threading.Event()
    site.add_file("/film.mp4", media.video(seconds=20), gate=held)
    return held


@pytest.mark.parametrize("how", ["killed", "held up"])
async def test_a_job_of_a_server_that_died_goes_on_at_the_other(
    postgres_url: str, tmp_path: Path, site: Site, gate: threading.Event, how: str
) -> None:
    """Not while it lives. One that was only held up finds out when it goes on: it stops, and records nothing."""
    link = site.url("/film.mp4")
    async with (
        shared_engine(tmp_path / "here", postgres_url) as engine,
        _other(tmp_path / "there", postgres_url, link) as (other, told, job_id),
    ):
        holder = (await _lease(engine, job_id)).worker_id
        assert holder != engine.store.holder.worker_id
        await _renewed(engine, job_id, times=4)  # longer than one lease
        assert (await engine.job(job_id)).attempt == 1
        other.send_signal(signal.SIGKILL if how == "killed" else signal.SIGSTOP)
        await engine.in_stage(job_id, "fetch")
        assert (await engine.job(job_id)).worker_id == engine.store.holder.worker_id
        if how == "held up":
            other.send_signal(signal.SIGCONT)
            async with asyncio.timeout(60):
                assert await asyncio.to_thread(next_word, told) == "at rest"
        gate.set()
        done = await engine.ended(job_id)
        assert (done.status, done.attempt, done.failures) == (JobState.COMPLETED, 2, 0)
        assert done.deaths["count"] == 1
        log = await engine.log(job_id)
        assert numbered(log)
        assert sum(status_of(event.event) in TERMINAL for event in log) == 1


async def test_a_stage_that_jobs_of_two_servers_need_runs_once(
    postgres_url: str, tmp_path: Path, media: MediaShelf
) -> None:
    """The one that comes second waits for the output, and takes it."""
    async with (
        shared_engine(tmp_path / "here", postgres_url) as here,
        shared_engine(tmp_path / "there", postgres_url) as there,
    ):
        video = await here.upload(media.talk())
        jobs = [(engine, await engine.submit(JobType.TRANSCRIPTION, video)) for engine in (here, there) * 2]
        ran, lines = Counter[str](), list[list[str]]()
        for engine, job in jobs:
            assert (await engine.ended(job.id)).status is JobState.COMPLETED
            events = [event.event for event in await engine.log(job.id)]
            moves = [event for event in events if isinstance(event, StageMoved)]
            ran.update(move.stage for move in moves if move.stage_status is StageState.COMPLETED and not move.cached)
            lines.append([event.segment.text for event in events if isinstance(event, SegmentTranscribed)])
        assert ran == {"fetch": 1, "speech": 1, "transcribe": 1}
        assert lines[0]
        assert lines == lines[:1] * len(jobs)
