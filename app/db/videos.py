"""Stores videos and reads them with their status, which follows from their jobs in the same snapshot.

No move of a job writes to its video: the status is a function of the rows of the jobs, read by an index of those that
have a video. So it is right after every commit, whichever path moved the jobs, and costs nothing until it is read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, insert, literal, or_, select

from app.core.folding import folded
from app.db import job_texts, video_order
from app.db.records import JOBS, MADE_CLIPS, VIDEO_TAGS, VIDEOS
from app.db.transaction import Transaction
from app.db.video_order import NEWEST_FIRST
from app.jobs.changes import VideoChanged
from app.jobs.record import Video
from app.jobs.states import ACTIVE, WAITING, JobState
from app.jobs.videos import VideoStatus


def add_video(tx: Transaction, video: Video) -> Video:
    """Insert a video: a probed upload, or a link that has a job."""
    blob = video.blob
    tx.conn.execute(
        insert(VIDEOS).values(
            id=video.id,
            url=video.url,
            filename=video.filename,
            sha256=blob.sha256 if blob else None,
            suffix=blob.suffix if blob else None,
            size_bytes=blob.size_bytes if blob else None,
            media=video.media,
            user_id=video.user_id,
            folded=job_texts.text_of(title=video.filename, url=video.url, job_id=video.id, user_id=video.user_id),
            created_ms=tx.now_ms,
            updated_ms=tx.now_ms,
        )
    )
    tx.changes.append(VideoChanged(video.id))
    return Video(
        video.id,
        video.filename,
        blob,
        video.media,
        url=video.url,
        user_id=video.user_id,
        created_ms=tx.now_ms,
        updated_ms=tx.now_ms,
    )


#: Whether a job cuts a clip, which says nothing of its video: it may fail or be cancelled like any other wish.
IS_CLIP: ColumnElement[bool] = exists().where(MADE_CLIPS.c.job_id == JOBS.c.id).correlate(JOBS)


def _has_job(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(JOBS.c.video_id == VIDEOS.c.id, *conditions).correlate(VIDEOS)


def _newest(state: JobState) -> ColumnElement[int]:
    """The number of the video's newest job in this state; 0 if there is none."""
    mine = (JOBS.c.video_id == VIDEOS.c.id, JOBS.c.status == state.value, ~IS_CLIP)
    newest = select(func.max(JOBS.c.num)).where(*mine)
    return func.coalesce(newest.correlate(VIDEOS).scalar_subquery(), 0)


def _values(states: Collection[JobState]) -> list[str]:
    return sorted(state.value for state in states)


_ACTIVE = _has_job(JOBS.c.status.in_(_values(ACTIVE)), ~IS_CLIP)
_STARTED = or_(
    _has_job(JOBS.c.status.in_(_values(set(JobState) - WAITING)), ~IS_CLIP),
    _has_job(JOBS.c.status.in_(_values(WAITING)), JOBS.c.attempt > 0, ~IS_CLIP),
)
_COMPLETED, _FAILED, _CANCELLED = map(_newest, (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED))
#: The status of a row of `videos`, by its jobs; while none is active, the newest decides.
STATUS: ColumnElement[str] = case(
    (and_(_ACTIVE, _STARTED), literal(VideoStatus.PROCESSING.value)),
    (_ACTIVE, literal(VideoStatus.UPLOADED.value)),
    (and_(_COMPLETED > _FAILED, _COMPLETED > _CANCELLED), literal(VideoStatus.COMPLETED.value)),
    (_FAILED + _CANCELLED > 0, literal(VideoStatus.FAILED.value)),
    else_=literal(VideoStatus.UPLOADED.value),
)
READ = select(VIDEOS, STATUS.label("state"))


@dataclass(frozen=True, slots=True)
class VideoFilter:
    """Selects videos for a list; None and an empty text mean any.

    `text` is searched in name, link, id and user, and in what the video's jobs are found by; the user of a video is its
    own or that of one of its jobs. With an `owner`, only videos of that user are found, and by that user's jobs. Videos
    must have all of the `tags`. With `fetched`, links that jobs have fetched are among them.
    """

    statuses: tuple[VideoStatus, ...] = ()
    user_id: str | None = None
    text: str | None = None
    owner: str | None = None
    tags: tuple[str, ...] = ()
    fetched: bool = False

    @property
    def reads_all(self) -> bool:
        """Whether a list by it may have to read every video."""
        narrowed = self.statuses or self.user_id or self.owner or self.tags
        return bool(narrowed or job_texts.search_texts(self.text or ""))

    def clauses(self) -> list[ColumnElement[bool]]:
        """The filter as SQL conditions."""
        found: list[ColumnElement[bool]] = []
        mine = [] if self.owner is None else [JOBS.c.user_id == self.owner]
        if self.owner is not None:
            found.append(VIDEOS.c.user_id == self.owner)
        if self.user_id is not None:
            found.append(or_(VIDEOS.c.user_id == self.user_id, _has_job(JOBS.c.user_id == self.user_id)))
        if texts := job_texts.search_texts(self.text or ""):
            named = or_(*(job_texts.holds(VIDEOS.c.folded, text) for text in texts))
            matching = job_texts.matching(self.text or "", [JOBS.c.video_id.is_not(None), *mine])
            of_jobs = select(JOBS.c.video_id).where(JOBS.c.num.in_(matching))
            found.append(or_(named, VIDEOS.c.id.in_(of_jobs)))
        for tag in self.tags:
            tagged = select(VIDEO_TAGS.c.video_id).where(VIDEO_TAGS.c.folded == folded(tag))
            found.append(VIDEOS.c.id.in_(tagged))
        if self.statuses:
            found.append(STATUS.in_([status.value for status in self.statuses]))
        return found


def found(
    conn: Connection, wanted: VideoFilter, *, limit: int, offset: int, sort: str = NEWEST_FIRST
) -> tuple[Sequence[Row[Any]], int]:
    """Read a page of rows with their `state`, in the order of `sort`, and the number of all that match."""
    clauses = wanted.clauses()
    taken_in = [] if wanted.fetched else [VIDEOS.c.fetched.is_(False)]
    if not clauses and sort == NEWEST_FIRST:
        total = conn.execute(select(func.count()).select_from(VIDEOS).where(*taken_in)).scalar_one()
        newest = READ.where(*taken_in).order_by(VIDEOS.c.num.desc())
        return conn.execute(newest.limit(limit).offset(offset)).all(), total
    numbers = video_order.numbers(conn, [*taken_in, *clauses], sort, wanted.owner)
    shown = {num: place for place, num in enumerate(numbers[offset : offset + limit])}
    rows = conn.execute(READ.where(VIDEOS.c.num.in_(shown))).all() if shown else []
    return sorted(rows, key=lambda row: shown[row.num]), len(numbers)
