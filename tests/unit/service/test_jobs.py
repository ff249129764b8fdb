"""The verbs: what is accepted, refused, cleared, and when a cancel is answered."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from app.core.caller import EVERYBODY
from app.core.errors import InvalidRequest, Unavailable
from app.db import deletion, moves, videos
from app.db.records import VIDEOS
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, StopReason, Video
from app.jobs.states import Cause, JobState
from app.service import jobs as jobs_module
from app.service.job_request import JobRequest
from app.sources.source_url import parse_source_url
from app.storage.blobs import BlobFolder
from tests.stages import PLANS
from tests.unit.execution.parts import BLOB, Parts, parts_in


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    """A service whose queue holds three jobs at most."""
    async with parts_in(tmp_path, max_queue_size=3) as opened, asyncio.timeout(30):
        yield opened


async def _submit(parts: Parts, **values: Any) -> JobRecord:
    given: dict[str, Any] = {
        "url": parse_source_url("https://example.org/a.mp4"),
        "video_id": None,
        "job_type": JobType.AUDIO_EXTRACTION,
        "priority": 5,
        "options": ProcessingOptions(),
        "meta": {},
        "user_id": None,
        "max_retries": None,
    }
    return (await parts.jobs.submit(JobRequest(**(given | values)), EVERYBODY))[0]


async def test_a_full_queue_refuses_also_what_comes_all_at_once(parts: Parts) -> None:
    """Jobs that are accepted and not committed yet count."""
    answers = await asyncio.gather(*(_submit(parts) for _ in range(8)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert len(refused) == 5
    assert refused[0].code == "queue_full"
    assert parts.queue.waiting == 3


async def test_a_job_on_an_upload_that_is_not_there_is_refused(parts: Parts) -> None:
    """With the field that is wrong; one that is there gives the job its identity."""
    with pytest.raises(InvalidRequest) as refused:
        await _submit(parts, url=None, video_id="v")
    assert refused.value.errors[0]["loc"] == ["body", "video_id"]
    await parts.store.write(videos.add_video, Video("v", "x.mp4", BLOB, {"duration_s": 7.5}))
    job = await _submit(parts, url=None, video_id="v")
    assert (job.source_identity, job.video_title, job.video_duration) == (BLOB.sha256, "x", 7.5)


async def test_the_time_to_go_of_an_upload_is_reckoned_with_its_length(parts: Parts) -> None:
    """Before any stage has looked at it."""
    for name, duration_s in (("short", 60.0), ("long", 7200.0)):
        await parts.store.write(videos.add_video, Video(name, "x.mp4", BLOB, {"duration_s": duration_s}))
    short, long = [await _submit(parts, url=None, video_id=name) for name in ("short", "long")]
    etas = [parts.queue_view.outlook(job).eta_s for job in (short, long)]
    assert etas[0] is not None
    assert etas[1] is not None
    assert etas[1] > 5 * etas[0]


async def test_a_create_can_be_repeated_after_its_upload_is_gone(parts: Parts) -> None:
    """The Idempotency-Key gives the job of the first call; without the key the upload is asked for."""
    await parts.store.write(videos.add_video, Video("v", "x.mp4", BLOB, {}))
    given = {"url": None, "video_id": "v", "idempotency_key": "k", "request_hash": "h"}
    first = await _submit(parts, **given)
    await parts.store.write(lambda tx: tx.conn.execute(delete(VIDEOS)))
    assert (await _submit(parts, **given)).id == first.id
    with pytest.raises(InvalidRequest):
        await _submit(parts, **given | {"idempotency_key": "other"})


async def test_clearing_cancels_what_waits(parts: Parts) -> None:
    """All of it, and says how many."""
    jobs = [await _submit(parts) for _ in range(3)]
    await parts.store.write(moves.claim, jobs[0].id, PLANS)
    assert await parts.jobs.clear() == 2
    assert [(await parts.job(job.id)).status for job in jobs] == ["processing", "cancelled", "cancelled"]
    assert parts.queue.waiting == 0


async def test_clearing_does_not_hide_a_database_that_takes_nothing(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no job that began meanwhile."""
    await _submit(parts)

    def fail(_: Transaction, __: str) -> JobRecord:
        raise StorageFailed("disk full")

    monkeypatch.setattr(moves, "cancel", fail)
    with pytest.raises(StorageFailed):
        await parts.jobs.clear()


async def test_files_go_before_the_answer_and_never_on_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleting gigabytes takes a while; clients must not wait for it."""
    removed: list[tuple[str, bool]] = []

    def remove(files: list[str]) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            removed.append((files[0], False))
        else:
            removed.append((files[0], True))

    class Watched(BlobFolder):
        def delete(self, hashes: Iterable[str]) -> int:
            remove(list(hashes))
            return 0

    monkeypatch.setattr(deletion, "delete_job", lambda *_: ["abc"])
    async with parts_in(tmp_path, blobs=Watched(tmp_path / "blobs")) as parts:
        await parts.jobs.delete("x")
    assert removed == [("abc", False)]


async def test_a_job_goes_to_the_top(parts: Parts) -> None:
    """It runs next, whatever its priority."""
    jobs = [await _submit(parts, priority=priority) for priority in (9, 1)]
    await parts.jobs.to_top(jobs[1].id)
    assert parts.queue.ready_ids(9) == [jobs[1].id, jobs[0].id]
    assert (await parts.job(jobs[1].id)).status is JobState.QUEUED


async def test_a_server_that_closes_takes_nothing(parts: Parts) -> None:
    """The client is told to come back."""
    parts.jobs.close()
    with pytest.raises(Unavailable):
        await _submit(parts)


async def test_a_cancel_of_a_running_job_is_answered_when_its_end_is_committed(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs it: here it is another server, of which nothing is known but what it writes."""
    monkeypatch.setattr(jobs_module, "STOPS_WITHIN_S", 30.0)
    job = await _submit(parts)
    await parts.store.write(moves.claim, job.id, PLANS)
    cancelling = asyncio.create_task(parts.jobs.cancel(job.id))
    await asyncio.wait({cancelling}, timeout=0.05)
    assert not cancelling.done()
    await parts.store.write(moves.finish, job.id, 1, Cause.CANCEL)
    assert (await cancelling).status is JobState.CANCELLED


async def test_a_cancel_is_answered_in_time_though_the_work_does_not_stop(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wish is stored, and carried out later."""
    monkeypatch.setattr(jobs_module, "STOPS_WITHIN_S", 0.05)
    job = await _submit(parts)
    await parts.store.write(moves.claim, job.id, PLANS)
    asked = await parts.jobs.cancel(job.id)
    assert (asked.status, asked.stop_requested) == (JobState.PROCESSING, StopReason.CANCEL)
