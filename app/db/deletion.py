"""Deletes jobs with everything that only they use; data that another job or upload uses is kept."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, func, or_, select, union, update

from app.core.errors import NotFound, WrongState
from app.db import (
    exported_files,
    job_chapters,
    job_metas,
    job_texts,
    line_index,
    made_clips,
    shares,
    telemetry,
    timelines,
    traces,
    transcripts,
    video_tags,
    webhooks,
)
from app.db.fetched_videos import ENDS_WITH_JOBS
from app.db.moves import read
from app.db.records import ARTIFACTS, EVENTS, JOBS, OUTPUTS, STAGES, VIDEOS
from app.db.stage_log import KEY_BLOBS, PIECES
from app.db.transaction import Transaction
from app.jobs.changes import JobDeleted, VideoChanged
from app.jobs.plan import Plans
from app.jobs.record import JobRecord
from app.jobs.results import Blob
from app.jobs.states import ACTIVE, JobState


def delete_job(tx: Transaction, job_id: str, plans: Plans) -> list[str]:
    """Delete a finished job, its events, results and files; returns hashes of files that are no longer referenced.

    The clips that people made of it go along. An upload is deleted with the last job that uses it; a link that was
    taken in, which has no file, stays. One that jobs have fetched ends with the last of them, unless people gave it a
    name or a tag. Raises NotFound, or WrongState if the job is active, or one that cuts a clip of it.
    """
    job = read(tx, job_id)
    if job.status in ACTIVE:
        raise WrongState(f"The job is {job.status}; cancel it before deleting it.")
    clips = [read(tx, clip_id) for clip_id in made_clips.ids_of(tx.conn, job_id)]
    if (busy := next((clip for clip in clips if clip.status in ACTIVE), None)) is not None:
        raise WrongState(f"A clip of the job is {busy.status}; cancel job {busy.id} before deleting it.")
    gone = {file for clip in clips for file in delete_job(tx, clip.id, plans)}
    tx.changes.extend(JobDeleted(clip.id, clip.user_id) for clip in clips)
    return sorted(gone | _delete(tx, job, plans))


def _delete(tx: Transaction, job: JobRecord, plans: Plans) -> set[str]:
    """Delete a job with what only it uses; returns hashes of files that are no longer referenced."""
    job_id = job.id
    keys = set(
        tx.conn.execute(select(STAGES.c.key).where(STAGES.c.job_id == job_id, STAGES.c.key.is_not(None))).scalars()
    )
    suspects = set(tx.conn.execute(select(ARTIFACTS.c.sha256).where(ARTIFACTS.c.job_id == job_id)).scalars())
    tx.write_out()  # an event of the job may be of the same group
    for table, column in ((EVENTS, "job_id"), (ARTIFACTS, "job_id"), (STAGES, "job_id"), (JOBS, "id")):
        tx.conn.execute(delete(table).where(table.c[column] == job_id))
    job_texts.remove(tx, job.num)
    job_metas.remove(tx, job.num)
    timelines.remove(tx, job.num)
    made_clips.remove(tx, job_id)
    transcripts.remove(tx, job_id)
    job_chapters.remove(tx, job_id)
    webhooks.remove_job(tx, job_id)
    shares.remove_job(tx, job_id)
    exported_files.remove(tx, job_id)
    telemetry.remove_job(tx, job_id)
    traces.remove(tx, job_id)
    suspects |= _delete_unused(tx, keys, plans)
    if job.video_id is not None:
        suspects |= _release_upload(tx, job.video_id)
        tx.changes.append(VideoChanged(job.video_id))
    return suspects - referenced(tx.conn, suspects)


def delete_video(tx: Transaction, video_id: str) -> list[str]:
    """Delete a video; its finished jobs stay, without it. Returns hashes of files that are no longer referenced.

    Raises NotFound, or WrongState while a job that uses it is active.
    """
    known = select(VIDEOS.c.sha256, VIDEOS.c.user_id).where(VIDEOS.c.id == video_id).with_for_update()
    row = tx.conn.execute(known).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    jobs = select(JOBS.c.id, JOBS.c.status).where(JOBS.c.video_id == video_id).order_by(JOBS.c.num).with_for_update()
    for job in tx.conn.execute(jobs):  # locked: none is retried meanwhile by another server
        if JobState(job.status) in ACTIVE:
            raise WrongState(f"Job {job.id} on this video is {job.status}; cancel it before deleting the video.")
    if (user := timelines.active_user_of(tx.conn, video_id)) is not None:
        raise WrongState(f"Job {user[0]}, whose timeline uses this video, is {user[1]}; cancel it before deleting it.")
    later = case((JOBS.c.updated_ms < tx.now_ms, tx.now_ms), else_=JOBS.c.updated_ms + 1)  # a new version of the job
    tx.conn.execute(update(JOBS).where(JOBS.c.video_id == video_id).values(video_id=None, updated_ms=later))
    tx.conn.execute(delete(VIDEOS).where(VIDEOS.c.id == video_id))
    video_tags.remove_videos(tx, [video_id])
    tx.changes.append(VideoChanged(video_id, row.user_id))
    suspects = {row.sha256} - {None}
    return sorted(suspects - referenced(tx.conn, suspects))


def delete_unreferenced(tx: Transaction, sha256: str) -> list[str]:
    """The file that was stored for a video which was then refused, unless something else refers to it."""
    return sorted({sha256} - referenced(tx.conn, [sha256]))


#: Orphaned keys or uploads that one transaction deletes at most, per table.
ORPHANS_AT_ONCE = 500


def expire_job(tx: Transaction, job_id: str, plans: Plans) -> list[str]:
    """Delete the files of a finished job; its text, log and row stay. Returns files that are no longer referenced.

    Stages that another job with files uses are not changed. Nothing happens to a job that is active, pinned, expired or
    deleted. Pieces with files (clips) are published again if the job is run again.
    """
    try:
        job = read(tx, job_id)
    except NotFound:
        return []
    if job.status in ACTIVE or job.pinned or job.expired_ms is not None or made_clips.is_pinned(tx.conn, job_id):
        return []
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(expired_ms=tx.now_ms))
    suspects = set(tx.conn.execute(select(ARTIFACTS.c.sha256).where(ARTIFACTS.c.job_id == job_id)).scalars())
    tx.conn.execute(delete(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id))
    with_files = STAGES.c.name.not_in(plans.word_stages)
    tx.conn.execute(update(STAGES).where(STAGES.c.job_id == job_id, with_files).values(published=0))
    mine = select(STAGES.c.key).where(STAGES.c.job_id == job_id, STAGES.c.key.is_not(None))
    suspects |= _delete_unused(tx, set(tx.conn.execute(mine).scalars()), plans)
    if job.video_id is not None:
        suspects |= _release_upload(tx, job.video_id)
    return sorted(suspects - referenced(tx.conn, suspects))


def expirable(conn: Connection, *, before_ms: int | None = None, limit: int = 100) -> list[str]:
    """Finished jobs with files, in order of their end; with `before_ms` only those that ended before."""
    query = select(JOBS.c.id).where(
        JOBS.c.completed_ms.is_not(None),
        JOBS.c.expired_ms.is_(None),
        JOBS.c.pinned.is_(False),
        ~made_clips.of_pinned(JOBS.c.id),
    )
    if before_ms is not None:
        query = query.where(JOBS.c.completed_ms < before_ms)
    return list(conn.execute(query.order_by(JOBS.c.completed_ms).limit(limit)).scalars())


def delete_unused_videos(tx: Transaction, before_ms: int) -> list[str]:
    """Delete uploads from before `before_ms` that no job has used; returns files that are no longer referenced."""
    used = exists().where(JOBS.c.video_id == VIDEOS.c.id)
    old = select(VIDEOS.c.id, VIDEOS.c.sha256).where(VIDEOS.c.created_ms < before_ms, VIDEOS.c.url.is_(None), ~used)
    found = {row.id: row.sha256 for row in tx.conn.execute(old.limit(ORPHANS_AT_ONCE))}
    tx.conn.execute(delete(VIDEOS).where(VIDEOS.c.id.in_(found)))
    video_tags.remove_videos(tx, found)
    tx.changes.extend(map(VideoChanged, found))
    suspects = set(found.values())
    return sorted(suspects - referenced(tx.conn, suspects))


def stored_bytes(conn: Connection) -> int:
    """The size of all referenced files, bytes."""
    uploads = select(VIDEOS.c.sha256, VIDEOS.c.size_bytes).where(*KEEPS_FILE)
    files = union(select(KEY_BLOBS.c.sha256, KEY_BLOBS.c.size_bytes), uploads).subquery()
    return int(conn.execute(select(func.coalesce(func.sum(files.c.size_bytes), 0))).scalar_one())


def _delete_unused(tx: Transaction, keys: set[str], plans: Plans) -> set[str]:
    """Delete the data of these keys that no job with files uses; text that an expired job still shows stays.

    Returns the files that were referenced.
    """
    if not keys:
        return set()
    idle = keys - _used_keys(tx.conn, keys)
    shown = select(STAGES.c.key).where(STAGES.c.key.in_(idle), STAGES.c.name.in_(plans.word_stages))
    words = set(tx.conn.execute(shown).scalars())
    return _drop_keys(tx, idle - words) | _drop_files(tx, words)


def _drop_files(tx: Transaction, keys: set[str]) -> set[str]:
    """Delete the files of keys and keep their text; a job that needs the files creates them again."""
    files = set(tx.conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.in_(keys))).scalars())
    tx.conn.execute(delete(KEY_BLOBS).where(KEY_BLOBS.c.key.in_(keys)))
    return files


def _used_keys(conn: Connection, keys: set[str]) -> set[str]:
    """The keys among these that a job with unexpired files uses."""
    query = select(STAGES.c.key).join(JOBS, JOBS.c.id == STAGES.c.job_id)
    return set(conn.execute(query.where(STAGES.c.key.in_(keys), JOBS.c.expired_ms.is_(None)).distinct()).scalars())


def _drop_keys(tx: Transaction, keys: set[str]) -> set[str]:
    """Delete outputs and pieces of keys; returns the files that they referenced."""
    files = set(tx.conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.in_(keys))).scalars())
    for table in (OUTPUTS, PIECES, KEY_BLOBS):
        tx.conn.execute(delete(table).where(table.c.key.in_(keys)))
    line_index.remove_recorded(tx, keys)
    return files


def drop_pieces(tx: Transaction, key: str, kept: Sequence[Blob]) -> list[str]:
    """Delete the pieces of a key, and its files but those that are `kept`; returns files that nothing refers to."""
    used = {blob.sha256 for blob in kept}
    files = set(tx.conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key == key)).scalars()) - used
    tx.conn.execute(delete(PIECES).where(PIECES.c.key == key))
    line_index.remove_recorded(tx, [key])
    tx.conn.execute(delete(KEY_BLOBS).where(KEY_BLOBS.c.key == key, KEY_BLOBS.c.sha256.not_in(used)))
    return sorted(files - referenced(tx.conn, files))


#: Videos that refer to a file: uploads whose file retention has not deleted.
KEEPS_FILE: tuple[ColumnElement[bool], ...] = (VIDEOS.c.sha256.is_not(None), VIDEOS.c.expired_ms.is_(None))


def _release_upload(tx: Transaction, video_id: str) -> set[str]:
    """Delete an upload that has no job any more, or only its file if it has none with files; returns that file.

    Nothing happens to one that the timeline of an active job uses.
    """
    of_video = select(JOBS.c.num).where(JOBS.c.video_id == video_id)
    if tx.conn.execute(of_video.where(JOBS.c.expired_ms.is_(None)).limit(1)).first() is not None:
        return set()
    if timelines.active_user_of(tx.conn, video_id) is not None:
        return set()
    upload = (VIDEOS.c.id == video_id, VIDEOS.c.url.is_(None))
    files = set(tx.conn.execute(select(VIDEOS.c.sha256).where(*upload)).scalars())
    if tx.conn.execute(of_video.limit(1)).first() is None:
        ends = or_(VIDEOS.c.url.is_(None), and_(*ENDS_WITH_JOBS))
        if tx.conn.execute(delete(VIDEOS).where(VIDEOS.c.id == video_id, ends)).rowcount:
            video_tags.remove_videos(tx, [video_id])
    else:
        tx.conn.execute(update(VIDEOS).where(*upload).values(expired_ms=tx.now_ms, updated_ms=tx.now_ms))
    return files


def referenced(conn: Connection, hashes: Iterable[str] | None = None) -> set[str]:
    """The files (of `hashes`, or of all) that an output, a piece, an artifact or an upload references."""
    found: set[str] = set()
    wanted = None if hashes is None else list(hashes)
    if wanted == []:
        return found
    for table, which in ((KEY_BLOBS, ()), (ARTIFACTS, ()), (VIDEOS, KEEPS_FILE)):
        query = select(table.c.sha256).where(*which).distinct()
        if wanted is not None:
            query = query.where(table.c.sha256.in_(wanted))
        found |= set(conn.execute(query).scalars())
    return found


def orphaned_keys(conn: Connection) -> set[str]:
    """Keys of results that no job references any more; only some of them if there are many.

    They remain when a job is run again with other settings, because its stage then has another key.
    """
    found: set[str] = set()
    for table in (OUTPUTS, PIECES):
        used = exists().where(STAGES.c.key == table.c.key)
        found |= set(conn.execute(select(table.c.key).where(~used).distinct().limit(ORPHANS_AT_ONCE)).scalars())
    return found


def drop_orphans(tx: Transaction, keys: set[str]) -> list[str]:
    """Delete results of those keys that are still orphaned; returns files that are no longer referenced."""
    wanted = set(tx.conn.execute(select(STAGES.c.key).where(STAGES.c.key.in_(keys))).scalars())
    suspects = _drop_keys(tx, keys - wanted)
    return sorted(suspects - referenced(tx.conn, suspects))
