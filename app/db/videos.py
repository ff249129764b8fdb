"""Stores videos and reads them with their status, which follows from their jobs in the same snapshot.

No move of a job writes to its video: the status is a function of the rows of the jobs, read by an index of those that
have a video. So it is right after every commit, whichever path moved the jobs, and costs nothing until it is read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, insert, literal, or_, select

from app.core.errors import NotFound
from app.db import job_parts, job_texts
from app.db.job_parts import JobParts
from app.db.records import ARTIFACTS, JOBS, OUTPUTS, STAGES, VIDEOS, video_of
from app.db.transaction import Transaction
from app.jobs.changes import VideoChanged
from app.jobs.record import Video
from app.jobs.states import ACTIVE, WAITING, JobState
from app.jobs.videos import VideoBrief, VideoStatus


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


def _has_job(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(JOBS.c.video_id == VIDEOS.c.id, *conditions).correlate(VIDEOS)


def _newest(state: JobState) -> ColumnElement[int]:
    """The number of the video's newest job in this state; 0 if there is none."""
    newest = select(func.max(JOBS.c.num)).where(JOBS.c.video_id == VIDEOS.c.id, JOBS.c.status == state.value)
    return func.coalesce(newest.correlate(VIDEOS).scalar_subquery(), 0)


def _values(states: Collection[JobState]) -> list[str]:
    return sorted(state.value for state in states)


_ACTIVE = _has_job(JOBS.c.status.in_(_values(ACTIVE)))
_STARTED = or_(
    _has_job(JOBS.c.status.in_(_values(set(JobState) - WAITING))),
    _has_job(JOBS.c.status.in_(_values(WAITING)), JOBS.c.attempt > 0),
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
#: Jobs among which the title of a video is looked for, for followers.
BRIEF_JOBS = 10
READ = select(VIDEOS, STATUS.label("state"))
JOB_OF_VIDEO = [JOBS.c[name] for name in ("id", "status", "updated_ms", "video_title", "error")]


@dataclass(frozen=True, slots=True)
class VideoFilter:
    """Selects videos for a list; None and an empty text mean any.

    `text` is searched in name, link, id and user, and in what the video's jobs are found by; the user of a video is its
    own or that of one of its jobs.
    """

    statuses: tuple[VideoStatus, ...] = ()
    user_id: str | None = None
    text: str | None = None

    @property
    def reads_all(self) -> bool:
        """Whether a list by it may have to read every video."""
        return bool(self.statuses or job_texts.search_texts(self.text or ""))

    def clauses(self) -> list[ColumnElement[bool]]:
        """The filter as SQL conditions."""
        found: list[ColumnElement[bool]] = []
        if self.user_id is not None:
            found.append(or_(VIDEOS.c.user_id == self.user_id, _has_job(JOBS.c.user_id == self.user_id)))
        if texts := job_texts.search_texts(self.text or ""):
            mine = or_(*(job_texts.holds(VIDEOS.c.folded, text) for text in texts))
            matching = job_texts.matching(self.text or "", [JOBS.c.video_id.is_not(None)])
            of_jobs = select(JOBS.c.video_id).where(JOBS.c.num.in_(matching))
            found.append(or_(mine, VIDEOS.c.id.in_(of_jobs)))
        if self.statuses:
            found.append(STATUS.in_([status.value for status in self.statuses]))
        return found


@dataclass(frozen=True, slots=True)
class VideoJob:
    """A job of a video, as far as the video's views need it. `error` is why it failed."""

    id: str
    status: JobState
    updated_ms: int
    title: str | None
    error: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Made:
    """The recorded output of a stage, made for `job_id`."""

    job_id: str
    output: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VideoParts:
    """A video with its jobs, newest first, and of each stage that was requested the newest output there is.

    `files` are ids of files for download by their kind, each with its job; the newest job's.
    """

    video: Video
    status: VideoStatus
    jobs: Sequence[VideoJob]
    made: Mapping[str, Made]
    files: Mapping[str, tuple[str, str]]


def read_video(conn: Connection, video_id: str, *, stages: Collection[str], kinds: Collection[str]) -> VideoParts:
    """Read one video with all its jobs, with outputs of `stages` and files of `kinds`. Raises NotFound."""
    row = conn.execute(READ.where(VIDEOS.c.id == video_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    return _with_parts(conn, row, limit=None, stages=stages, kinds=kinds)


@dataclass(frozen=True, slots=True)
class WholeVideo:
    """A video with the jobs that made its results, by the stage that did it."""

    parts: VideoParts
    made_by: Mapping[str, JobParts]


def read_whole(conn: Connection, video_id: str, *, stages: Collection[str], kinds: Collection[str]) -> WholeVideo:
    """As `read_video`, with the jobs that made the outputs. Raises NotFound."""
    parts = read_video(conn, video_id, stages=stages, kinds=kinds)
    jobs = {job_id: job_parts.job_parts(conn, job_id) for job_id in {made.job_id for made in parts.made.values()}}
    return WholeVideo(parts, {stage: jobs[made.job_id] for stage, made in parts.made.items()})


def page(
    conn: Connection,
    wanted: VideoFilter,
    *,
    limit: int,
    offset: int,
    jobs: int,
    stages: Collection[str],
    kinds: Collection[str],
) -> tuple[list[VideoParts], int]:
    """Read a page of videos, newest first, each with its newest `jobs` jobs; and the number of all that match."""
    clauses = wanted.clauses()
    total = conn.execute(select(func.count()).select_from(VIDEOS).where(*clauses)).scalar_one()
    rows = conn.execute(READ.where(*clauses).order_by(VIDEOS.c.num.desc()).limit(limit).offset(offset)).all()
    return [_with_parts(conn, row, limit=jobs, stages=stages, kinds=kinds) for row in rows], total


def briefs(conn: Connection, video_ids: Collection[str]) -> list[VideoBrief]:
    """Read what followers receive of these videos; those that are gone are left out."""
    found = []
    for row in conn.execute(READ.where(VIDEOS.c.id.in_(video_ids))).all():
        jobs = _jobs(conn, row.id, limit=BRIEF_JOBS)
        title = next((job.title for job in jobs if job.title), None)
        updated_ms = max([row.updated_ms, *(job.updated_ms for job in jobs)])
        found.append(VideoBrief(row.id, VideoStatus(row.state), row.url, row.filename, title, updated_ms))
    return found


def _with_parts(
    conn: Connection, row: Any, *, limit: int | None, stages: Collection[str], kinds: Collection[str]
) -> VideoParts:
    jobs = _jobs(conn, row.id, limit=limit)
    newest_first = {job.id: place for place, job in enumerate(jobs)}
    made, files = {}, {}
    if jobs:
        made = _newest_outputs(conn, newest_first, stages)
        query = select(ARTIFACTS.c.kind, ARTIFACTS.c.job_id, ARTIFACTS.c.id).where(
            ARTIFACTS.c.job_id.in_(newest_first), ARTIFACTS.c.kind.in_(kinds)
        )
        found = sorted(conn.execute(query).all(), key=lambda one: newest_first[one.job_id], reverse=True)
        files = {one.kind: (one.job_id, one.id) for one in found}
    return VideoParts(video_of(row), VideoStatus(row.state), jobs, made, files)


def _jobs(conn: Connection, video_id: str, *, limit: int | None) -> list[VideoJob]:
    query: Select[Any] = select(*JOB_OF_VIDEO).where(JOBS.c.video_id == video_id).order_by(JOBS.c.num.desc())
    rows = conn.execute(query.limit(limit))
    return [VideoJob(row.id, JobState(row.status), row.updated_ms, row.video_title, row.error) for row in rows]


def _newest_outputs(conn: Connection, newest_first: Mapping[str, int], stages: Collection[str]) -> dict[str, Made]:
    """The output of each stage that is recorded for the newest of these jobs that has one."""
    recorded = (
        select(STAGES.c.name, STAGES.c.job_id, STAGES.c.key)
        .join(OUTPUTS, OUTPUTS.c.key == STAGES.c.key)
        .where(STAGES.c.job_id.in_(newest_first), STAGES.c.name.in_(stages))
    )
    rows = sorted(conn.execute(recorded).all(), key=lambda one: newest_first[one.job_id], reverse=True)
    newest = {row.name: (row.job_id, row.key) for row in rows}
    keys = [key for _, key in newest.values()]
    read = select(OUTPUTS.c.key, OUTPUTS.c.output).where(OUTPUTS.c.key.in_(keys))
    outputs = {row.key: row.output for row in conn.execute(read)} if keys else {}
    return {name: Made(job_id, outputs[key]) for name, (job_id, key) in newest.items()}
