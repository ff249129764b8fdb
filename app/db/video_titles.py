"""Names of videos: that of the source, and over it the name that people gave, which the titles of all its jobs follow.

The title of a job is a column of its row, so whatever shows a job shows the name: lists, messages of webhooks,
searches, names of files that are made when they are downloaded.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, update

from app.core.errors import NotFound, PreconditionFailed
from app.core.folding import folded
from app.db import job_texts
from app.db.records import JOB_COLUMNS, JOBS, VIDEO_TAGS, VIDEOS, job_of
from app.db.transaction import LATER, Transaction
from app.jobs.changes import VideoChanged


def rename(tx: Transaction, video_id: str, title: str | None, title_of_file: Callable[[str], str]) -> None:
    """Give a video and its jobs a name; None takes it back, and they have the source's again. Raises NotFound."""
    columns = (VIDEOS.c.title, VIDEOS.c.source_title, VIDEOS.c.filename)
    row = tx.conn.execute(select(*columns).where(VIDEOS.c.id == video_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    if title == row.title:
        return
    of_video = select(*JOB_COLUMNS).where(JOBS.c.video_id == video_id).order_by(JOBS.c.num.desc())
    jobs = [job_of(job) for job in tx.conn.execute(of_video)]
    named = (
        row.source_title if row.title is not None else next((job.video_title for job in jobs if job.video_title), None)
    )
    source = named or (title_of_file(row.filename) if row.filename else None)
    kept = None if title is None else source
    tx.conn.execute(
        update(VIDEOS).where(VIDEOS.c.id == video_id).values(title=title, source_title=kept, updated_ms=tx.now_ms)
    )
    shown = source if title is None else title
    renamed = update(JOBS).where(JOBS.c.video_id == video_id).values(video_title=shown, updated_ms=LATER)
    tx.conn.execute(renamed, {"now": tx.now_ms})
    job_texts.renew(tx, [replace(job, video_title=shown) for job in jobs])
    index(tx, video_id)
    tx.changes.append(VideoChanged(video_id))


def check(tx: Transaction, video_id: str, title: str | None) -> None:
    """Check that people call a video so, None if they gave it no name; it keeps that until the transaction ends.

    Raises PreconditionFailed, or NotFound.
    """
    row = tx.conn.execute(select(VIDEOS.c.title).where(VIDEOS.c.id == video_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    if row.title != title:
        now = f"is called “{row.title}”" if row.title is not None else "has its source's title"
        raise PreconditionFailed(f"Somebody has renamed this video meanwhile: it {now} now.")


def given(conn: Connection, video_ids: Collection[str]) -> dict[str, str]:
    """The names that people gave these videos, by their ids."""
    if not video_ids:
        return {}
    query = select(VIDEOS.c.id, VIDEOS.c.title).where(VIDEOS.c.id.in_(video_ids), VIDEOS.c.title.is_not(None))
    return {row.id: row.title for row in conn.execute(query)}


def keep_given(tx: Transaction, video_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a job's row that come from its source, with the title that people gave its video, if they did."""
    title = given(tx.conn, [video_id]).get(video_id) if "video_title" in values else None
    if title is None:
        return dict(values)
    note_source(tx, {video_id: values["video_title"]})
    return {**values, "video_title": title}


def note_source(tx: Transaction, titles: Mapping[str, str | None]) -> None:
    """Record the sources' own titles of videos that have a name, by their ids, where they differ from what is known."""
    for video_id, title in titles.items():
        known = tx.conn.execute(select(VIDEOS.c.source_title).where(VIDEOS.c.id == video_id)).scalar()
        if title and title != known:
            tx.conn.execute(update(VIDEOS).where(VIDEOS.c.id == video_id).values(source_title=title))
            index(tx, video_id)


def index(tx: Transaction, video_id: str) -> None:
    """Renew the text by which a video is found: its names, file, link, id, user and tags."""
    video = tx.conn.execute(select(VIDEOS).where(VIDEOS.c.id == video_id)).one()
    tags = tx.conn.execute(select(VIDEO_TAGS.c.folded).where(VIDEO_TAGS.c.video_id == video_id)).scalars()
    plain = job_texts.text_of(title=video.filename, url=video.url, job_id=video.id, user_id=video.user_id)
    names = [folded(name) for name in (video.title, video.source_title) if name]
    text = "\n".join([plain, *names, *sorted(tags)])
    tx.conn.execute(update(VIDEOS).where(VIDEOS.c.id == video_id).values(folded=text))
