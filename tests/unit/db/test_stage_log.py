"""Recorded work: taken by whoever needs it, told to each job once, freed when nobody needs it."""

import hashlib

import pytest

from app.core.errors import WrongState
from app.db import deletion, job_updates, moves, queries, stage_log, videos
from app.db.store import Store
from app.jobs.events import LogLine, StageMoved
from app.jobs.options import JobType
from app.jobs.record import Artifact, JobRecord, OutputRecord, StageState, Video
from app.jobs.results import Blob
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job, start_stage

BLOB = Blob(sha256=hashlib.sha256(b"x").hexdigest(), size_bytes=1, suffix=".mp4")
OTHER = Blob(sha256=hashlib.sha256(b"y").hexdigest(), size_bytes=1, suffix=".mp4")


async def _running(store: Store, **values: object) -> JobRecord:
    job, _ = await store.write(moves.submit, new_job(**values))
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    return claimed


async def _fetched(store: Store, job: JobRecord, key: str, blob: Blob = BLOB) -> None:
    await store.write(start_stage, job.id, job.attempt, "fetch", key, eta_s=1.0)
    await store.write(stage_log.record_output, OutputRecord(key, "fetch", {"a": 1}, [], 2.0), [blob])
    await store.write(
        stage_log.finish_stage,
        job.id,
        job.attempt,
        "fetch",
        cached=False,
        seconds=2.0,
        artifacts=[Artifact(f"a-{job.id}", job.id, "fetch", "source", "x.mp4", "video/mp4", blob)],
        warnings=[{"code": "w", "message": "m", "stage": "fetch"}],
        progress=0.5,
        eta_s=1.0,
        job_values={"video_title": "T"},
    )


async def test_a_finished_stage_shows_in_the_job(store: Store) -> None:
    """Title, progress, warning and artifact come with the same commit."""
    job = await _running(store)
    await _fetched(store, job, "fetch-1")
    seen = await store.read(queries.job, job.id)
    assert (seen.video_title, seen.progress, seen.warnings[0]["code"]) == ("T", 0.5, "w")
    stages = {s.name: s for s in await store.read(stage_log.stages_of_job, job.id)}
    assert stages["fetch"].status is StageState.COMPLETED
    assert [a.kind for a in await store.read(queries.artifacts_of, job.id)] == ["source"]


async def test_the_first_recorded_output_stays(store: Store) -> None:
    """A late second run of the same key changes nothing."""
    await store.write(stage_log.record_output, OutputRecord("k", "fetch", {"a": 1}, [], 1.0), [])
    await store.write(stage_log.record_output, OutputRecord("k", "fetch", {"a": 2}, [], 1.0), [])
    assert (await store.read(stage_log.output_by_key, "k")).output == {"a": 1}


async def test_pieces_are_kept_in_order_and_once(store: Store) -> None:
    """A piece that is there already stays as it is."""
    await store.write(stage_log.add_pieces, "k", 0, [{"n": 0}, {"n": 1}], [])
    await store.write(stage_log.add_pieces, "k", 1, [{"n": "again"}, {"n": 2}], [BLOB])
    assert await store.read(stage_log.pieces_of, "k") == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert await store.read(stage_log.pieces_of, "k", start=2) == [{"n": 2}]


async def test_what_was_told_is_remembered_over_attempts_of_the_same_key(store: Store) -> None:
    """A resumed stage goes on telling where it stopped; another key starts from nothing."""
    job = await _running(store)
    await store.write(start_stage, job.id, job.attempt, "transcribe", "t-1", eta_s=None)
    line = LogLine(level="info", message="x")
    await store.write(
        stage_log.publish_pieces, job.id, job.attempt, "transcribe", published=1, events=[line], artifacts=[]
    )
    await store.write(moves.requeue, job.id, job.attempt)
    again = await store.write(moves.claim, job.id, PLANS)
    same = await store.write(start_stage, job.id, again.attempt, "transcribe", "t-1", eta_s=None)
    assert same.published == 1
    other = await store.write(start_stage, job.id, again.attempt, "transcribe", "t-2", eta_s=None)
    assert other.published == 0


async def test_files_of_other_work_go_when_a_stage_begins_anew(store: Store) -> None:
    """After a changed setting a stage makes other files; the same work again keeps those that are there."""
    job = await _running(store)
    await _fetched(store, job, "fetch-1")
    await store.write(stage_log.enter_stage, job.id, job.attempt, "fetch", "fetch-1")
    assert [a.kind for a in await store.read(queries.artifacts_of, job.id)] == ["source"]
    await store.write(stage_log.enter_stage, job.id, job.attempt, "fetch", "fetch-2")
    assert await store.read(queries.artifacts_of, job.id) == []


async def test_nothing_is_told_to_a_job_that_runs_no_more(store: Store) -> None:
    """Late messages of a killed stage are refused."""
    job = await _running(store)
    await store.write(moves.finish, job.id, job.attempt, Cause.CANCEL)
    with pytest.raises(moves.StaleAttempt):
        await store.write(stage_log.publish_pieces, job.id, job.attempt, "fetch", published=1, events=[], artifacts=[])


async def test_an_active_job_cannot_be_deleted(store: Store) -> None:
    """Cancel it first."""
    job = await _running(store)
    with pytest.raises(WrongState):
        await store.write(deletion.delete_job, job.id, PLANS)


async def test_deleting_frees_only_what_nobody_else_uses(store: Store) -> None:
    """Two jobs on one source: the files go with the second."""
    one, two = await _running(store), await _running(store)
    for job in (one, two):
        await _fetched(store, job, "fetch-1")
        await store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    assert await store.write(deletion.delete_job, one.id, PLANS) == []
    assert await store.read(stage_log.output_by_key, "fetch-1") is not None
    assert await store.write(deletion.delete_job, two.id, PLANS) == [BLOB.sha256]
    assert await store.read(stage_log.output_by_key, "fetch-1") is None
    assert await store.read(deletion.referenced) == set()


async def test_an_upload_goes_with_the_last_job_that_used_it(store: Store) -> None:
    """And not before."""
    await store.write(videos.add_video, Video("v", "x.mp4", OTHER, {}))
    jobs = [await _running(store, url=None, video_id="v") for _ in range(2)]
    for job in jobs:
        await store.write(moves.finish, job.id, job.attempt, Cause.FAIL)
    assert await store.write(deletion.delete_job, jobs[0].id, PLANS) == []
    assert await store.write(deletion.delete_job, jobs[1].id, PLANS) == [OTHER.sha256]


async def test_progress_is_saved_and_never_falls(store: Store) -> None:
    """A late save of an earlier figure changes nothing."""
    job = await _running(store)
    await store.write(job_updates.save_progress, job.id, job.attempt, 0.6, {"fetch": 0.6})
    await store.write(job_updates.save_progress, job.id, job.attempt, 0.4, {})
    assert (await store.read(queries.job, job.id)).progress == 0.6


async def _ended_with_words(store: Store, key: str = "transcribe-1") -> JobRecord:
    """A completed job whose transcript has one line and one subtitle file."""
    job = await _running(store)
    await store.write(start_stage, job.id, job.attempt, "transcribe", key, eta_s=None)
    await store.write(stage_log.add_pieces, key, 0, [{"text": "hello"}], [])
    await store.write(stage_log.record_output, OutputRecord(key, "transcribe", {}, [], 1.0), [BLOB])
    await store.write(moves.finish, job.id, job.attempt, Cause.COMPLETE)
    return job


async def test_deleting_a_job_leaves_an_expired_one_its_words(store: Store) -> None:
    """The files go, what the expired job still shows stays."""
    expired, deleted = await _ended_with_words(store), await _ended_with_words(store)
    assert await store.write(deletion.expire_job, expired.id, PLANS) == []
    assert await store.write(deletion.delete_job, deleted.id, PLANS) == [BLOB.sha256]
    assert await store.read(stage_log.pieces_of, "transcribe-1") == [{"text": "hello"}]
    assert await store.read(stage_log.output_by_key, "transcribe-1") is not None


async def test_a_job_that_is_run_again_after_its_files_expired_has_files_to_expire_again(store: Store) -> None:
    """Else nobody would ever free what the second run makes, or another job's deletion would free it at once."""
    job = await _running(store, job_type=JobType.CLIP_GENERATION)
    await _fetched(store, job, "fetch-1")
    await store.write(start_stage, job.id, job.attempt, "clips", "clips-1", eta_s=None)
    await store.write(stage_log.publish_pieces, job.id, job.attempt, "clips", published=2, events=[], artifacts=[])
    await store.write(moves.finish, job.id, job.attempt, Cause.FAIL)
    assert await store.write(deletion.expire_job, job.id, PLANS) == [BLOB.sha256]
    await store.write(moves.retry, job.id)
    again = await store.write(moves.claim, job.id, PLANS)
    known = await store.write(start_stage, job.id, again.attempt, "clips", "clips-1", eta_s=None)
    assert known.published == 0  # the clips come with files that have to be offered again
    await _fetched(store, again, "fetch-1")
    await store.write(moves.finish, job.id, again.attempt, Cause.COMPLETE)
    assert await store.read(deletion.expirable) == [job.id]


async def test_expiring_a_job_that_was_deleted_meanwhile_does_nothing(store: Store) -> None:
    """Retention and a client may choose the same job."""
    assert await store.write(deletion.expire_job, "gone", PLANS) == []


async def test_lost_files_cost_a_transcript_its_files_and_not_its_lines(store: Store) -> None:
    """It goes on behind its last line; clips, whose pieces are files, begin anew."""
    for stage in ("transcribe", "clips"):
        await store.write(stage_log.add_pieces, stage, 0, [{"n": 0}], [])
        await store.write(stage_log.record_output, OutputRecord(stage, stage, {}, [], 1.0), [BLOB])
        await store.write(stage_log.delete_output, stage, keep_pieces=stage in PLANS.word_stages)
        assert await store.read(stage_log.output_by_key, stage) is None
    assert await store.read(stage_log.pieces_of, "transcribe") == [{"n": 0}]
    assert await store.read(stage_log.pieces_of, "clips") == []
    assert await store.read(deletion.referenced) == set()


async def test_results_that_no_job_refers_to_are_forgotten(store: Store) -> None:
    """A job that was run again with another model leaves the earlier model's results behind."""
    job = await _running(store)
    await _fetched(store, job, "fetch-1")
    await _fetched(store, job, "fetch-2", OTHER)
    assert await store.read(deletion.orphaned_keys) == {"fetch-1"}
    assert await store.write(deletion.drop_orphans, {"fetch-1", "fetch-2"}) == [BLOB.sha256]
    assert await store.read(stage_log.output_by_key, "fetch-1") is None
    assert await store.read(stage_log.output_by_key, "fetch-2") is not None
    assert await store.read(deletion.orphaned_keys) == set()


async def test_a_skipped_stage_is_told(store: Store) -> None:
    """Who follows the job sees it without asking again."""
    job = await _running(store, job_type=JobType.FULL_PROCESSING)
    await store.write(stage_log.skip_stage, job.id, job.attempt, "audio", eta_s=3.0)
    told = (await store.read(queries.events_of_job, job.id, after=0, limit=99))[-1].event
    assert isinstance(told, StageMoved)
    assert (told.stage, told.stage_status, told.eta_s) == ("audio", StageState.SKIPPED, 3.0)
