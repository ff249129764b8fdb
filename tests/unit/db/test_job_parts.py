"""What a job's view is made of: of shared work, the part that is this job's."""

from app.db import deletion, job_parts, moves, stage_log
from app.db.store import Store
from app.jobs.events import LogLine
from app.jobs.options import JobType
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job

KEY = "clips-1"
BLOBS = [Blob(sha256=digit * 64, size_bytes=1, suffix=".mp4") for digit in "ab"]


async def _cutting(store: Store) -> JobRecord:
    """A running job whose clips are cut under KEY."""
    job, _ = await store.write(moves.submit, new_job(job_type=JobType.CLIP_GENERATION))
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    await store.write(stage_log.enter_stage, claimed.id, claimed.attempt, "clips", KEY)
    return claimed


async def _cut(store: Store, index: int) -> None:
    await store.write(stage_log.add_pieces, KEY, index, [{"index": index}], [BLOBS[index]])


async def _told(store: Store, job: JobRecord, index: int) -> None:
    artifact = Artifact(f"{job.id}-{index}", job.id, "clips", "clip", f"{index}.mp4", "video/mp4", BLOBS[index])
    line = LogLine(level="info", message=f"clip {index}")
    values = {"published": index + 1, "events": [line], "artifacts": [artifact]}
    await store.write(stage_log.publish_pieces, job.id, job.attempt, "clips", **values)


async def _clips(store: Store, job: JobRecord) -> list[int]:
    """Indexes of the clips that the job's view shows."""
    return [clip["index"] for clip in (await store.read(job_parts.job_parts, job.id)).clips]


async def test_a_cancelled_job_shows_no_clips_that_were_cut_after_it(store: Store) -> None:
    """Shared work goes on for the other job; a clip whose file this one was never given is none of its."""
    left, stayed = await _cutting(store), await _cutting(store)
    await _cut(store, 0)
    for job in (left, stayed):
        await _told(store, job, 0)
    await store.write(moves.finish, left.id, left.attempt, Cause.CANCEL)
    await _cut(store, 1)
    await _told(store, stayed, 1)
    assert await _clips(store, stayed) == [0, 1]
    assert await _clips(store, left) == [0]


async def test_a_job_whose_files_were_freed_shows_no_clips(store: Store) -> None:
    """Also where another job still has the same clips."""
    expired, stayed = await _cutting(store), await _cutting(store)
    await _cut(store, 0)
    for job in (expired, stayed):
        await _told(store, job, 0)
        await store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    await store.write(deletion.expire_job, expired.id, PLANS)
    assert await _clips(store, expired) == []
    assert await _clips(store, stayed) == [0]
