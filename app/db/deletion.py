"""Deleting: a job with everything that only it needed, and nothing that another job or upload still uses."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, func, select, union, update

from app.core.errors import NotFound, WrongState
from app.db import job_metas, job_texts
from app.db.moves import read
from app.db.records import ARTIFACTS, EVENTS, JOBS, OUTPUTS, STAGES, VIDEOS
from app.db.stage_log import KEY_BLOBS, PIECES
from app.db.transaction import Transaction
from app.jobs.plan import Plans
from app.jobs.states import ACTIVE


def delete_job(tx: Transaction, job_id: str, plans: Plans) -> list[str]:
    """Delete a finished job, its events, results and files; returns hashes of files that nobody refers to any more.

    An upload goes with the last job that used it. Raises NotFound, or WrongState while the job is active.
    """
    job = read(tx, job_id)
    if job.status in ACTIVE:
        raise WrongState(f"The job is {job.status}; cancel it before deleting it.")
    keys = set(
        tx.conn.execute(select(STAGES.c.key).where(STAGES.c.job_id == job_id, STAGES.c.key.is_not(None))).scalars()
    )
    suspects = set(tx.conn.execute(select(ARTIFACTS.c.sha256).where(ARTIFACTS.c.job_id == job_id)).scalars())
    for table, column in ((EVENTS, "job_id"), (ARTIFACTS, "job_id"), (STAGES, "job_id"), (JOBS, "id")):
        tx.conn.execute(delete(table).where(table.c[column] == job_id))
    job_texts.remove(tx, job.num)
    job_metas.remove(tx, job.num)
    suspects |= _let_go(tx, keys, plans)
    if job.video_id is not None:
        suspects |= _drop_unused_video(tx, job.video_id)
    return sorted(suspects - referenced(tx.conn, suspects))


#: Keys or uploads without a job that one transaction forgets at most, of each table.
ORPHANS_AT_ONCE = 500


def expire_job(tx: Transaction, job_id: str, plans: Plans) -> list[str]:
    """Free the files of a finished job; its words, its log and its row stay. Returns files that nobody refers to now.

    A stage that another job with files uses is left alone. Does nothing to a job that is active, pinned, expired or
    deleted already. Pieces that come with files (clips) will be told again if the job is ever run again.
    """
    try:
        job = read(tx, job_id)
    except NotFound:
        return []
    if job.status in ACTIVE or job.pinned or job.expired_ms is not None:
        return []
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(expired_ms=tx.now_ms))
    suspects = set(tx.conn.execute(select(ARTIFACTS.c.sha256).where(ARTIFACTS.c.job_id == job_id)).scalars())
    tx.conn.execute(delete(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id))
    with_files = STAGES.c.name.not_in(plans.word_stages)
    tx.conn.execute(update(STAGES).where(STAGES.c.job_id == job_id, with_files).values(published=0))
    mine = select(STAGES.c.key).where(STAGES.c.job_id == job_id, STAGES.c.key.is_not(None))
    suspects |= _let_go(tx, set(tx.conn.execute(mine).scalars()), plans)
    if job.video_id is not None:
        suspects |= _drop_unused_video(tx, job.video_id)
    return sorted(suspects - referenced(tx.conn, suspects))


def expirable(conn: Connection, *, before_ms: int | None = None, limit: int = 100) -> list[str]:
    """Finished jobs that still have files, the longest finished first; with `before_ms` only those finished before."""
    query = select(JOBS.c.id).where(
        JOBS.c.completed_ms.is_not(None), JOBS.c.expired_ms.is_(None), JOBS.c.pinned.is_(False)
    )
    if before_ms is not None:
        query = query.where(JOBS.c.completed_ms < before_ms)
    return list(conn.execute(query.order_by(JOBS.c.completed_ms).limit(limit)).scalars())


def drop_forgotten_videos(tx: Transaction, before_ms: int) -> list[str]:
    """Delete uploads from before `before_ms` that no job has ever used; returns files that nobody refers to now."""
    used = exists().where(JOBS.c.video_id == VIDEOS.c.id)
    old = select(VIDEOS.c.id, VIDEOS.c.sha256).where(VIDEOS.c.created_ms < before_ms, ~used)
    found = {row.id: row.sha256 for row in tx.conn.execute(old.limit(ORPHANS_AT_ONCE))}
    tx.conn.execute(delete(VIDEOS).where(VIDEOS.c.id.in_(found)))
    suspects = set(found.values())
    return sorted(suspects - referenced(tx.conn, suspects))


def stored_bytes(conn: Connection) -> int:
    """Size of all files that somebody refers to."""
    files = union(
        select(KEY_BLOBS.c.sha256, KEY_BLOBS.c.size_bytes), select(VIDEOS.c.sha256, VIDEOS.c.size_bytes)
    ).subquery()
    return int(conn.execute(select(func.coalesce(func.sum(files.c.size_bytes), 0))).scalar_one())


def _let_go(tx: Transaction, keys: set[str], plans: Plans) -> set[str]:
    """Free what no job with files uses of these keys; words that an expired job still shows stay.

    Returns the files that were referred to.
    """
    if not keys:
        return set()
    idle = keys - _used_keys(tx.conn, keys)
    shown = select(STAGES.c.key).where(STAGES.c.key.in_(idle), STAGES.c.name.in_(plans.word_stages))
    words = set(tx.conn.execute(shown).scalars())
    return _drop_keys(tx, idle - words) | _drop_files(tx, words)


def _drop_files(tx: Transaction, keys: set[str]) -> set[str]:
    """Let keys keep their words and forget their files; a job that needs the files again makes them again."""
    files = set(tx.conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.in_(keys))).scalars())
    tx.conn.execute(delete(KEY_BLOBS).where(KEY_BLOBS.c.key.in_(keys)))
    return files


def _used_keys(conn: Connection, keys: set[str]) -> set[str]:
    """Which of the keys a job uses whose files have not expired."""
    query = select(STAGES.c.key).join(JOBS, JOBS.c.id == STAGES.c.job_id)
    return set(conn.execute(query.where(STAGES.c.key.in_(keys), JOBS.c.expired_ms.is_(None)).distinct()).scalars())


def _drop_keys(tx: Transaction, keys: set[str]) -> set[str]:
    """Forget outputs and pieces of keys; returns the files that they referred to."""
    files = set(tx.conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.in_(keys))).scalars())
    for table in (OUTPUTS, PIECES, KEY_BLOBS):
        tx.conn.execute(delete(table).where(table.c.key.in_(keys)))
    return files


def _drop_unused_video(tx: Transaction, video_id: str) -> set[str]:
    user = select(JOBS.c.num).where(JOBS.c.video_id == video_id, JOBS.c.expired_ms.is_(None)).limit(1)
    if tx.conn.execute(user).first() is not None:
        return set()
    files = set(tx.conn.execute(select(VIDEOS.c.sha256).where(VIDEOS.c.id == video_id)).scalars())
    tx.conn.execute(delete(VIDEOS).where(VIDEOS.c.id == video_id))
    return files


def referenced(conn: Connection, hashes: Iterable[str] | None = None) -> set[str]:
    """Which files (of `hashes`, or of all) an output, a piece, an artifact or an upload refers to."""
    found: set[str] = set()
    wanted = None if hashes is None else list(hashes)
    if wanted == []:
        return found
    for table in (KEY_BLOBS, ARTIFACTS, VIDEOS):
        query = select(table.c.sha256).distinct()
        if wanted is not None:
            query = query.where(table.c.sha256.in_(wanted))
        found |= set(conn.execute(query).scalars())
    return found


def orphaned_keys(conn: Connection) -> set[str]:
    """Keys of results that no job refers to any more; some of them, if there are very many.

    They are left when a job is run again with other settings: its stage has another key then.
    """
    found: set[str] = set()
    for table in (OUTPUTS, PIECES):
        used = exists().where(STAGES.c.key == table.c.key)
        found |= set(conn.execute(select(table.c.key).where(~used).distinct().limit(ORPHANS_AT_ONCE)).scalars())
    return found


def drop_orphans(tx: Transaction, keys: set[str]) -> list[str]:
    """Forget results under those of the keys that still no job refers to; returns files that nobody refers to now."""
    wanted = set(tx.conn.execute(select(STAGES.c.key).where(STAGES.c.key.in_(keys))).scalars())
    suspects = _drop_keys(tx, keys - wanted)
    return sorted(suspects - referenced(tx.conn, suspects))
