"""Makes a video of each link that a job has fetched, so that the library has every recording.

There is one for all jobs of a user with the same link. Its id is computed from both, so jobs that fetch it at the same
time, on any machine, find the same one. A job has no video before: a link that nobody could fetch is no recording.
"""

import uuid
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, exists, select

from app.db import job_texts
from app.db.conflicts import insert_missing
from app.db.records import VIDEO_TAGS, VIDEOS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord

_IDS: Final = uuid.UUID("5b1f6a52-6d0f-4e0a-9c35-0f6f9a3f2c11")
#: Videos that end with their last job: those that nobody gave a name or a tag.
ENDS_WITH_JOBS: tuple[ColumnElement[bool], ...] = (
    VIDEOS.c.fetched.is_(True),
    VIDEOS.c.title.is_(None),
    ~exists().where(VIDEO_TAGS.c.video_id == VIDEOS.c.id).correlate(VIDEOS),
)


def id_of(source_identity: str, user_id: str | None) -> str:
    """The id of the video of a link's target and a user."""
    return str(uuid.uuid5(_IDS, f"{user_id or ''}\n{source_identity}"))


def keep(tx: Transaction, jobs: Sequence[JobRecord]) -> dict[str, str]:
    """Store the videos of what these jobs have fetched, where they are not there; returns their ids by job.

    Jobs that have a video, and those without a link, are left out.
    """
    of_links = [job for job in jobs if job.url is not None and job.video_id is None]
    ids = {job.id: id_of(job.source_identity, job.user_id) for job in of_links}
    rows = {
        ids[job.id]: {
            "id": ids[job.id],
            "url": job.url,
            "user_id": job.user_id,
            "fetched": True,
            "folded": job_texts.text_of(title=None, url=job.url, job_id=ids[job.id], user_id=job.user_id),
            "created_ms": tx.now_ms,
            "updated_ms": tx.now_ms,
        }
        for job in of_links
    }
    insert_missing(tx.conn, VIDEOS, [rows[video_id] for video_id in sorted(rows)])
    stored = _locked(tx, rows) if rows else set()
    return {job_id: video_id for job_id, video_id in ids.items() if video_id in stored}


def _locked(tx: Transaction, video_ids: Collection[str]) -> set[str]:
    """Those of the videos that no other server deletes at this moment; they stay until this transaction ends."""
    query = select(VIDEOS.c.id).where(VIDEOS.c.id.in_(sorted(video_ids))).order_by(VIDEOS.c.num)
    return set(tx.conn.execute(query.with_for_update(read=True, key_share=True)).scalars())
