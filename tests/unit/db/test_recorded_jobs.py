"""Completing jobs whose stages are all in the record, many in one transaction."""

import asyncio
from dataclasses import replace

from app.db import fetched_videos, moves, queries, recorded_jobs, stage_log
from app.db.recorded_jobs import OutputVersion, RecordedJob, RecordedStage
from app.db.store import Store
from app.jobs.changes import JobChange
from app.jobs.events import JobMoved, StoredEvent
from app.jobs.record import Artifact, JobRecord, OutputRecord, StageState
from app.jobs.results import Blob
from app.jobs.states import Cause, JobState
from tests.stages import PLANS
from tests.stores import new_job

BLOB = Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4")
MOVES = [
    JobMoved(status=JobState.PROCESSING, progress=0.0, attempt=1, cause=Cause.CLAIM),
    JobMoved(status=JobState.COMPLETED, progress=1.0, attempt=1, cause=Cause.COMPLETE),
]


async def _recorded(store: Store) -> OutputVersion:
    """Record an output with a file and two pieces under "fetch-1"."""
    await store.write(stage_log.add_pieces, "fetch-1", 0, [{"n": 0}, {"n": 1}], [])
    await store.write(stage_log.record_output, OutputRecord("fetch-1", "fetch", {}, [], 2.0), [BLOB])
    outputs = await store.read(recorded_jobs.read_outputs, ["fetch-1", "fetch-2"], most_pieces=2)
    assert list(outputs) == ["fetch-1"]
    stored = outputs["fetch-1"]
    assert (stored.blobs, stored.pieces, stored.row.seconds) == ((BLOB.sha256,), ({"n": 0}, {"n": 1}), 2.0)
    return stored.version


def _of(job: JobRecord, version: OutputVersion) -> RecordedJob:
    """The job with one stage from the record and a skipped one."""
    return RecordedJob(
        job=job,
        stages=[
            RecordedStage("fetch", StageState.COMPLETED, "fetch-1", 2.0, 2),
            RecordedStage("audio", StageState.SKIPPED),
        ],
        events=MOVES,
        artifacts=[Artifact(f"{job.id}-0", job.id, "fetch", "source", "a.mp4", "video/mp4", BLOB)],
        warnings=[{"code": "silence", "message": "m", "stage": "fetch"}],
        versions={"fetch-1": version},
        title="The title",
        duration_s=10.0,
    )


async def test_jobs_are_completed_with_all_that_belongs_to_them(store: Store) -> None:
    """Row, stages, files, search index and events, whose numbers have no gap; followers get the job as it is then."""
    changes: list[JobChange] = []
    events: list[StoredEvent] = []
    version = await _recorded(store)
    jobs = [(await store.write(moves.submit, new_job()))[0] for _ in range(3)]
    store.follow_changes(changes.extend)
    store.listen(events.extend)
    done = await store.write(recorded_jobs.complete, [_of(job, version) for job in jobs])
    assert done == [job.id for job in jobs]
    for job in jobs:
        row = await store.read(queries.job, job.id)
        assert row in changes
        assert (row.status, row.attempt, row.progress, row.last_seq) == (JobState.COMPLETED, 1, 1.0, 3)
        assert (row.video_title, row.video_duration, len(row.warnings)) == ("The title", 10.0, 1)
        assert row.started_ms == row.completed_ms == row.updated_ms
        assert row.worker_id is None
        assert row.video_id == fetched_videos.id_of(row.source_identity, row.user_id)
        stages = {stage.name: stage for stage in await store.read(stage_log.stages_of_job, job.id)}
        fetch, audio = stages["fetch"], stages["audio"]
        assert (fetch.status, fetch.key, fetch.cached, fetch.published) == (StageState.COMPLETED, "fetch-1", True, 2)
        assert (audio.status, audio.key, audio.progress) == (StageState.SKIPPED, None, 0.0)
        assert [file.filename for file in await store.read(queries.artifacts_of, job.id)] == ["a.mp4"]
        log = await store.read(queries.events_of_job, job.id, after=0, limit=9)
        assert [event.seq for event in log] == [1, 2, 3]
        assert [event.event for event in log[1:]] == MOVES
        assert log[1:] == [event for event in events if event.job_id == job.id]
    assert len(await store.read(queries.job_ids, queries.JobFilter(text="the TITLE"))) == 3


async def test_what_has_changed_since_it_was_read_is_left_as_it_is(store: Store) -> None:
    """A job that was cancelled, claimed or moved, or whose results are others now; the others are completed."""
    version = await _recorded(store)
    jobs = [(await store.write(moves.submit, new_job()))[0] for _ in range(5)]
    cancelled, claimed, moved, stale, good = (_of(job, version) for job in jobs)
    await store.write(moves.cancel, cancelled.job.id)
    await store.write(moves.claim, claimed.job.id, PLANS)
    await store.write(moves.rerank, moved.job.id, priority=9)
    stale = replace(stale, versions={"fetch-1": replace(version, created_ms=1)})
    done = await store.write(recorded_jobs.complete, [cancelled, claimed, moved, stale, good])
    assert done == [good.job.id]
    states = [(await store.read(queries.job, job.id)).status.value for job in jobs]
    assert states == ["cancelled", "processing", "queued", "queued", "completed"]
    assert await store.read(queries.artifacts_of, stale.job.id) == []
    await store.write(stage_log.delete_output, "fetch-1", keep_pieces=False)
    again = [await store.read(queries.job, one.job.id) for one in (moved, stale)]
    assert await store.write(recorded_jobs.complete, [_of(job, version) for job in again]) == []


async def test_a_cancel_of_the_same_commit_is_carried_out_or_comes_too_late(store: Store) -> None:
    """Never both: of the two that stand in one group the first wins."""
    version = await _recorded(store)
    one, two = [(await store.write(moves.submit, new_job()))[0] for _ in range(2)]
    outcomes = await asyncio.gather(
        store.write(moves.cancel, one.id),
        store.write(recorded_jobs.complete, [_of(one, version), _of(two, version)]),
        store.write(moves.cancel, two.id),
        return_exceptions=True,
    )
    assert outcomes[1] == [two.id]
    assert isinstance(outcomes[2], moves.IllegalTransition)
    assert (await store.read(queries.job, one.id)).status is JobState.CANCELLED
