"""Reads videos with their jobs and the newest results of those, each page by a few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Subquery, and_, func, select

from app.core.errors import NotFound
from app.db import job_parts, transcripts, video_tags, videos
from app.db.job_parts import JobParts
from app.db.records import ARTIFACTS, JOBS, OUTPUTS, STAGES, VIDEOS, video_of
from app.db.video_order import NEWEST_FIRST
from app.db.videos import IS_CLIP, READ, VideoFilter
from app.jobs.record import Video
from app.jobs.states import JobState
from app.jobs.videos import VideoBrief, VideoStatus

#: Newest jobs of a video among which its results are looked for, and its title for followers.
RESULT_JOBS, BRIEF_JOBS = 1000, 10
JOB_COLUMNS = [JOBS.c[name] for name in ("video_id", "num", "id", "status", "updated_ms", "video_title", "error")]


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

    `files` are ids of files for download by their kind, each after its job's; the newest job's.
    """

    video: Video
    status: VideoStatus
    jobs: Sequence[VideoJob] = ()
    made: Mapping[str, Made] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class WholeVideo:
    """A video with the jobs that made its results, by the stage that did it."""

    parts: VideoParts
    made_by: Mapping[str, JobParts]


def read_whole(
    conn: Connection, video_id: str, *, stages: Collection[str], kinds: Collection[str], owner: str | None = None
) -> WholeVideo:
    """Read a video with its jobs, outputs of `stages`, their jobs, and files of `kinds`. Raises NotFound.

    Of its jobs all, or those of the user `owner`.

    Its transcript is the one that people have corrected last, else the newest.
    """
    parts = read_one(conn, video_id, stages=stages, kinds=kinds, owner=owner)
    jobs = {job_id: job_parts.job_parts(conn, job_id) for job_id in {made.job_id for made in parts.made.values()}}
    made_by = {stage: jobs[made.job_id] for stage, made in parts.made.items()}
    corrected = transcripts.corrected_last(conn, [job.id for job in parts.jobs])
    if transcripts.STAGE in made_by and corrected not in (None, made_by[transcripts.STAGE].job.id):
        found = job_parts.job_parts(conn, corrected or "")
        if transcripts.STAGE in found.outputs:  # not of a part
            made_by[transcripts.STAGE] = found
    return WholeVideo(parts, made_by)


def read_one(
    conn: Connection, video_id: str, *, stages: Collection[str], kinds: Collection[str], owner: str | None = None
) -> VideoParts:
    """Read a video with its jobs, outputs of `stages` and files of `kinds`, without their results. Raises NotFound."""
    row = conn.execute(READ.where(VIDEOS.c.id == video_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no video {video_id}.")
    (parts,) = _with_parts(conn, [row], most=None, stages=stages, kinds=kinds, owner=owner)
    return parts


def page(
    conn: Connection,
    wanted: VideoFilter,
    *,
    limit: int,
    offset: int,
    jobs: int,
    stages: Collection[str],
    kinds: Collection[str],
    sort: str = NEWEST_FIRST,
) -> tuple[list[VideoParts], int]:
    """Read a page of videos, each with its newest `jobs` jobs; and the number of all that match."""
    rows, total = videos.found(conn, wanted, limit=limit, offset=offset, sort=sort)
    return _with_parts(conn, rows, most=jobs, stages=stages, kinds=kinds, owner=wanted.owner), total


def briefs(conn: Connection, video_ids: Collection[str]) -> list[VideoBrief]:
    """Read what followers receive of these videos; those that are gone are left out."""
    rows = conn.execute(READ.where(VIDEOS.c.id.in_(video_ids))).all()
    ids = [row.id for row in rows]
    jobs, tags = _jobs(conn, ids, most=BRIEF_JOBS), video_tags.of_videos(conn, ids)
    found = []
    for row in rows:
        mine = jobs.get(row.id, ())
        title = row.title or next((job.title for job in mine if job.title), None)
        updated_ms = max([row.updated_ms, *(job.updated_ms for job in mine)])
        status, own = VideoStatus(row.state), tags.get(row.id, ())
        found.append(VideoBrief(row.id, status, row.url, row.filename, title, updated_ms, row.user_id, own))
    return found


def storyboard(conn: Connection, video_id: str, owner: str | None = None) -> tuple[str, str, dict[str, Any]] | None:
    """The newest storyboard of a video: its job, the id of its sheet, and how that is laid out; None without one."""
    jobs = _newest_jobs([video_id], None, owner)
    query = (
        select(ARTIFACTS.c.job_id, ARTIFACTS.c.id, OUTPUTS.c.output["sprite"].label("layout"))
        .join(jobs, jobs.c.id == ARTIFACTS.c.job_id)
        .join(STAGES, and_(STAGES.c.job_id == ARTIFACTS.c.job_id, STAGES.c.name == ARTIFACTS.c.stage))
        .join(OUTPUTS, OUTPUTS.c.key == STAGES.c.key)
        .where(ARTIFACTS.c.kind == "sprite")
        .order_by(jobs.c.num.desc())
        .limit(1)
    )
    row = conn.execute(query).one_or_none()
    return None if row is None or not row.layout else (row.job_id, row.id, row.layout)


def _with_parts(
    conn: Connection,
    rows: Sequence[Row[Any]],
    *,
    most: int | None,
    stages: Collection[str],
    kinds: Collection[str],
    owner: str | None,
) -> list[VideoParts]:
    ids = [row.id for row in rows]
    jobs = _jobs(conn, ids, most=most, owner=owner)
    shown = _newest_jobs(ids, RESULT_JOBS if most is None else most, owner)
    made = _made(conn, shown, stages) if jobs else {}
    files = _files(conn, shown, kinds) if jobs else {}
    tags = video_tags.of_videos(conn, ids)
    return [
        VideoParts(
            video_of(row),
            VideoStatus(row.state),
            jobs.get(row.id, ()),
            made.get(row.id, {}),
            files.get(row.id, {}),
            tags.get(row.id, ()),
        )
        for row in rows
    ]


def _newest_jobs(video_ids: Sequence[str], most: int | None, owner: str | None = None) -> Subquery:
    """The newest `most` jobs of each video, or all, but for those that cut clips; of this user, if one is named."""
    of_videos = and_(JOBS.c.video_id.in_(video_ids), ~IS_CLIP, *([] if owner is None else [JOBS.c.user_id == owner]))
    if most is None:
        return select(*JOB_COLUMNS).where(of_videos).subquery()
    place = func.row_number().over(partition_by=JOBS.c.video_id, order_by=JOBS.c.num.desc()).label("place")
    ranked = select(JOBS.c.num, place).where(of_videos).subquery()
    newest = select(ranked.c.num).where(ranked.c.place <= most)
    return select(*JOB_COLUMNS).where(JOBS.c.num.in_(newest)).subquery()


def _jobs(
    conn: Connection, video_ids: Sequence[str], *, most: int | None, owner: str | None = None
) -> dict[str, list[VideoJob]]:
    """The jobs of each video, newest first."""
    jobs = _newest_jobs(video_ids, most, owner)
    found: dict[str, list[VideoJob]] = {}
    for row in conn.execute(select(jobs).order_by(jobs.c.num.desc())):
        job = VideoJob(row.id, JobState(row.status), row.updated_ms, row.video_title, row.error)
        found.setdefault(row.video_id, []).append(job)
    return found


def _made(conn: Connection, jobs: Subquery, stages: Iterable[str]) -> dict[str, dict[str, Made]]:
    """By video and stage, the output that is recorded for the newest job that has one."""
    recorded = (
        select(jobs.c.video_id, jobs.c.id, STAGES.c.name, STAGES.c.key)
        .join(STAGES, STAGES.c.job_id == jobs.c.id)
        .join(OUTPUTS, OUTPUTS.c.key == STAGES.c.key)
        .where(STAGES.c.name.in_(list(stages)))
        .order_by(jobs.c.num)
    )
    newest = {(row.video_id, row.name): row for row in conn.execute(recorded)}
    keys = {row.key for row in newest.values()}
    read = select(OUTPUTS.c.key, OUTPUTS.c.output).where(OUTPUTS.c.key.in_(keys))
    outputs = {row.key: row.output for row in conn.execute(read)} if keys else {}
    found: dict[str, dict[str, Made]] = {}
    for (video_id, name), row in newest.items():
        found.setdefault(video_id, {})[name] = Made(row.id, outputs[row.key])
    return found


def _files(conn: Connection, jobs: Subquery, kinds: Iterable[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """By video and kind, the file of the newest job that has one."""
    query = (
        select(jobs.c.video_id, ARTIFACTS.c.kind, ARTIFACTS.c.job_id, ARTIFACTS.c.id)
        .join(ARTIFACTS, ARTIFACTS.c.job_id == jobs.c.id)
        .where(ARTIFACTS.c.kind.in_(list(kinds)))
        .order_by(jobs.c.num)
    )
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in conn.execute(query):
        found.setdefault(row.video_id, {})[row.kind] = (row.job_id, row.id)
    return found
