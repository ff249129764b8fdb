"""How every engine does the work of jobs: once for all who need it, again after failures, within its time."""

import asyncio
from pathlib import Path

import pytest

from app.jobs.events import JobMoved, StageMoved
from app.jobs.record import StageState
from app.jobs.states import Cause
from app.stages.registry import PACKAGE, Registry
from tests.conformance.engines import PLACES, Open
from tests.engines import Engine, JobState, JobType, numbered
from tests.media import MediaShelf
from tests.servers import Site

#: The embedded engine on PostgreSQL differs from that on SQLite by its store alone, which has its own tests.
EACH = [pytest.param(place, marks=pytest.mark.long if place == "embedded-postgresql" else ()) for place in PLACES]
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("place", EACH, indirect=True)]


async def _ran(engine: Engine, job_id: str) -> list[str]:
    """The stages that ran to their end for the job."""
    events = [event.event for event in await engine.log(job_id)]
    moves = [event for event in events if isinstance(event, StageMoved)]
    return [move.stage for move in moves if move.stage_status is StageState.COMPLETED and not move.cached]


async def test_equal_work_is_done_once(open_engine: Open, tmp_path: Path, media: MediaShelf) -> None:
    """By jobs that run at the same time, and by one that comes when all of it is recorded."""
    async with open_engine(tmp_path) as engine:
        video = await engine.upload(media.talk())
        pair = [await engine.submit(JobType.TRANSCRIPTION, video) for _ in range(2)]
        ended = [await engine.ended(job.id) for job in pair]
        ended.append(await engine.ended((await engine.submit(JobType.TRANSCRIPTION, video)).id))
        assert [job.status for job in ended] == [JobState.COMPLETED] * 3
        ran = [await _ran(engine, job.id) for job in ended]
        assert sorted(ran[0] + ran[1]) == ["fetch", "speech", "transcribe"]
        assert ran[2] == []
        assert all(stage.cached for stage in (await engine.stages(ended[2].id)).values())
        lines = [[e.event for e in await engine.log(job.id) if e.event.kind == "segment_transcribed"] for job in ended]
        assert lines[0]
        assert lines[0] == lines[1] == lines[2]


async def test_a_source_that_fails_is_tried_again_and_a_retry_begins_anew(
    open_engine: Open, tmp_path: Path, media: MediaShelf, site: Site
) -> None:
    """Each attempt waits longer than the one before at most; a person's retry finds the source mended."""
    site.add("/film.mp4", status=503)
    async with open_engine(tmp_path, retry_base_delay=0.05) as engine:
        job = await engine.submit(JobType.AUDIO_EXTRACTION, None, url=site.url("/film.mp4"), max_retries=2)
        failed = await engine.ended(job.id)
        assert (failed.status, failed.attempt) == (JobState.FAILED, 3)
        assert failed.error is not None
        assert (failed.error["code"], failed.error["retryable"]) == ("source_unavailable", True)
        moves = [event.event for event in await engine.log(job.id) if isinstance(event.event, JobMoved)]
        assert [move.cause for move in moves if move.cause in (Cause.CLAIM, Cause.POSTPONE, Cause.FAIL)] == [
            *[Cause.CLAIM, Cause.POSTPONE] * 2,
            *[Cause.CLAIM, Cause.FAIL],
        ]
        site.add_file("/film.mp4", media.video(seconds=1))
        await engine.jobs.retry(job.id)
        async with asyncio.timeout(60):
            while (job := await engine.job(job.id)).status is not JobState.COMPLETED:
                await asyncio.sleep(0.02)
        assert numbered(await engine.log(job.id))


@pytest.mark.parametrize("limit", ["stage_timeout", pytest.param("job_timeout", marks=pytest.mark.long)])
async def test_work_that_takes_too_long_is_ended(
    open_engine: Open, tmp_path: Path, media: MediaShelf, limit: str
) -> None:
    """At its next report, as `timeout` with the limit's name. What it has written stays."""
    napping = Registry.discovered(PACKAGE, "tests.sleeping_stages")
    value = "1800,nap=1" if limit == "stage_timeout" else "2"
    async with open_engine(tmp_path, registry=napping, **{limit: value}) as engine:
        video = await engine.upload(media.video(seconds=1))
        job = await engine.submit(JobType.AUDIO_EXTRACTION, video, options={"prompt": "long 600 0.1"})
        ended = await engine.ended(job.id)
        assert ended.status is JobState.FAILED
        assert ended.error is not None
        assert (ended.error["code"], ended.error["retryable"]) == ("timeout", False)
        assert limit.upper() in ended.error["message"]
        assert any(event.event.kind == "segment_transcribed" for event in await engine.log(job.id))
