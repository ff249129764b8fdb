"""The status of a video by its jobs, on each database; its list by an index."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text

from app.db import deaths, deletion, moves, queries, recorded_jobs, video_parts, videos
from app.db.access import open_access
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.upgrade import upgrade
from app.db.videos import VideoFilter
from app.jobs.events import LogLine
from app.jobs.record import JobRecord, StageState, Video
from app.jobs.results import Blob
from app.jobs.states import Cause, JobState
from app.jobs.videos import VideoStatus
from tests.stages import PLANS
from tests.stores import new_job, open_store

BLOB = Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4")
LINK = "http://example.org/a.mp4"
ENDS = {"completed": Cause.COMPLETE, "failed": Cause.FAIL, "cancelled": Cause.CANCEL}


def _job(tx: Transaction, state: str, video_id: str) -> JobRecord:
    """A job on the video in this state; `again` is a queued one that has run before."""
    job, _ = moves.submit(tx, new_job(video_id=video_id))
    if state == "queued":
        return job
    claimed = moves.claim(tx, job.id, PLANS)
    assert claimed is not None
    match state:
        case "again":
            return moves.requeue(tx, job.id, 1)
        case "pending":
            return moves.postpone(tx, job.id, 1, due_ms=2**42)
        case "processing":
            return claimed
        case _:
            return moves.finish(tx, job.id, 1, ENDS[state])


def _videos_with(tx: Transaction, cases: Mapping[str, Sequence[str]]) -> None:
    for video_id, states in cases.items():
        videos.add_video(tx, Video(video_id, url=LINK))
        for state in states:
            _job(tx, state, video_id)


def expected(states: Sequence[str]) -> VideoStatus:
    """The contract's words."""
    if all(state == "queued" for state in states):
        return VideoStatus.UPLOADED
    if any(state not in ENDS for state in states):
        return VideoStatus.PROCESSING
    return VideoStatus.COMPLETED if states[-1] == "completed" else VideoStatus.FAILED


async def test_a_user_is_shown_its_own_videos_with_its_own_jobs(store: Store) -> None:
    """Also where somebody who may do everything has ordered another user's job on one of them."""

    def unit(tx: Transaction) -> list[str]:
        videos.add_video(tx, Video("anns", url=LINK, user_id="ann"))
        videos.add_video(tx, Video("nobodys", url=LINK))
        jobs = (("anns", "ann", "hers"), ("anns", "bea", "sought"), ("nobodys", "ann", "sought"))
        return [moves.submit(tx, new_job(video_id=v, user_id=u, title=t))[0].id for v, u, t in jobs]

    hers, *_ = await store.write(unit)
    for user, seen in (("ann", ["anns"]), ("bea", []), ("", [])):
        wanted = VideoFilter(owner=user)
        found, total = await store.read(
            video_parts.page, wanted, limit=9, offset=0, jobs=9, stages=("fetch",), kinds=("clip",)
        )
        assert ([parts.video.id for parts in found], total) == (seen, len(seen))
        assert [[job.id for job in parts.jobs] for parts in found] == [[hers] for _ in seen]
    assert (await store.read(videos.found, VideoFilter(owner="ann", text="sought"), limit=9, offset=0))[1] == 0
    assert (await store.read(videos.found, VideoFilter(owner="ann", text="hers"), limit=9, offset=0))[1] == 1
    whole = await store.read(video_parts.read_whole, "anns", stages=("fetch",), kinds=("clip",), owner="ann")
    assert [job.id for job in whole.parts.jobs] == [hers]


async def test_the_status_is_that_of_the_jobs(store: Store) -> None:
    """Every state alone and every two, in both orders."""
    states = ("queued", "again", "pending", "processing", *ENDS)
    combined = [(), *itertools.product(states), *itertools.product(states, states)]
    cases = {str(number): case for number, case in enumerate(combined)}
    await store.write(_videos_with, cases)
    found = {brief.id: brief.status for brief in await store.read(video_parts.briefs, list(cases))}
    assert found == {video_id: expected(case) for video_id, case in cases.items()}
    for status in VideoStatus:
        wanted = videos.VideoFilter(statuses=(status,))
        page, total = await store.search(video_parts.page, wanted, limit=100, offset=0, jobs=1, stages=[], kinds=[])
        assert {one.video.id for one in page} == {video_id for video_id, each in found.items() if each is status}
        assert total == len(page)


OLD_UPLOAD = """
INSERT INTO videos (id, status, filename, sha256, suffix, size_bytes, media, created_ms, updated_ms)
VALUES (:id, 'UPLOADED', :name, :sha256, '.mp4', 1, '{"duration_s": 7.5}', :at, :at)
"""
#: Columns that jobs got later, which those of today are written with.
LATER_COLUMNS = {"placed": "BOOLEAN NOT NULL DEFAULT FALSE", "generation": "JSON"}
UPLOADS = (("b", "Résumé.mp4"), ("a", "two.mp4"), ("c", "three.mp4"))


def _at_0007(conn: Connection) -> None:
    """A database from before links were videos, with three uploads and jobs on them."""
    with conn.begin():
        upgrade(conn, "0007")
        for place, (video_id, filename) in enumerate(UPLOADS):
            conn.execute(
                text(OLD_UPLOAD),
                {"id": video_id, "name": filename, "sha256": BLOB.sha256, "at": place},
            )
        for column, kind in LATER_COLUMNS.items():
            conn.execute(text(f"ALTER TABLE jobs ADD COLUMN {column} {kind}"))
        tx = Transaction(conn, 100)
        _job(tx, "completed", "b")
        _job(tx, "failed", "b")
        _job(tx, "again", "a")
        tx.write_out()
        for column in LATER_COLUMNS:
            conn.execute(text(f"ALTER TABLE jobs DROP COLUMN {column}"))


async def test_the_uploads_of_earlier_releases_are_videos(blank_database_url: str) -> None:
    """Each with its file, in the order of their arrival, with the status that its jobs give it; found by name."""
    access = open_access(blank_database_url, writer=True, synchronous="normal")
    await access.run(_at_0007)
    await access.dispose()
    async with Store(blank_database_url) as store:

        async def seen(**wanted: Any) -> list[tuple[str, str | None, VideoStatus, int]]:
            chosen = videos.VideoFilter(**wanted)
            page, _ = await store.read(video_parts.page, chosen, limit=9, offset=0, jobs=9, stages=[], kinds=[])
            return [(one.video.id, one.video.filename, one.status, len(one.jobs)) for one in page]

        every = await seen()
        assert every == [
            ("c", "three.mp4", VideoStatus.UPLOADED, 0),
            ("a", "two.mp4", VideoStatus.PROCESSING, 1),
            ("b", "Résumé.mp4", VideoStatus.FAILED, 2),
        ]
        assert await seen(text="RESUME") == every[2:]
        kept = await store.read(queries.video, "b")
        assert (kept.upload, kept.media, kept.created_ms) == (BLOB, {"duration_s": 7.5}, 0)
        await store.write(videos.add_video, Video("new", url=LINK))
        assert (await seen())[0][0] == "new"


async def test_moves_of_many_jobs_move_their_videos(store: Store) -> None:
    """Those that complete from the record, and those that a dead server left."""
    await store.write(_videos_with, {"recorded": (), "left": ()})
    waiting = await store.write(_job, "queued", "recorded")
    running = await store.write(_job, "processing", "left")

    async def status(video_id: str) -> VideoStatus:
        (brief,) = await store.read(video_parts.briefs, [video_id])
        return brief.status

    skipped = [recorded_jobs.RecordedStage("fetch", StageState.SKIPPED)]
    line = LogLine(level="info", message="")
    done = recorded_jobs.RecordedJob(waiting, skipped, [line], (), (), {}, "A talk", 1.0)
    assert await store.write(recorded_jobs.complete, [done]) == [waiting.id]
    (brief,) = await store.read(video_parts.briefs, ["recorded"])
    assert (brief.status, brief.title) == (VideoStatus.COMPLETED, "A talk")
    assert [job.status for job in await store.write(deaths.recover, PLANS)] == [JobState.QUEUED]
    assert await status("left") is VideoStatus.PROCESSING
    await store.write(moves.cancel, running.id)
    assert await status("left") is VideoStatus.FAILED


async def test_moves_of_jobs_touch_no_video(store: Store) -> None:
    """Its status costs nothing until it is read."""
    await store.write(videos.add_video, Video("v", "x.mp4", BLOB, {}))
    ran: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        ran.append(statement)

    def through_its_life(tx: Transaction) -> None:
        event.listen(tx.conn, "before_cursor_execute", note)
        _job(tx, "completed", "v")
        tx.write_out()
        event.remove(tx.conn, "before_cursor_execute", note)

    await store.write(through_its_life)
    assert any("jobs" in statement for statement in ran)
    assert not [statement for statement in ran if "videos" in statement]


async def test_a_link_stays_without_its_last_job(store: Store) -> None:
    """An upload goes with it."""
    await store.write(videos.add_video, Video("link", url=LINK))
    await store.write(videos.add_video, Video("upload", "x.mp4", BLOB, {}))
    for video_id, files in (("link", []), ("upload", [BLOB.sha256])):
        job = await store.write(_job, "completed", video_id)
        assert await store.write(deletion.delete_job, job.id, PLANS) == files
    assert [brief.id for brief in await store.read(video_parts.briefs, ["link", "upload"])] == ["link"]


async def test_the_status_is_read_by_the_index(tmp_path: Path) -> None:
    """Of the jobs that have a video: a list does not read all jobs for each video."""
    query = str(videos.READ.compile(compile_kwargs={"literal_binds": True}))
    async with open_store(tmp_path) as store:
        plan = await store.read(lambda conn: [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")])
    of_jobs = [step for step in plan if " jobs " in f"{step} "]
    assert of_jobs
    assert all("ix_jobs_video_status_num" in step for step in of_jobs), of_jobs
