"""Completes queued jobs whose stages are all in the record: claim, stages and end of many jobs in one transaction.

No such job is ever seen running, so none has a lease. What is written was put together before the transaction: a job
that has changed since, or one of whose results has, is left as it is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, insert, select, update

from app.core.errors import NotFound
from app.db import editions, fetched_videos, flags, job_texts, queries, stage_log, video_titles
from app.db.records import JOB_COLUMNS, JOBS, OUTPUTS, STAGES, TRANSCRIPTS, job_of, output_of
from app.db.stage_log import KEY_BLOBS, PIECES
from app.db.transaction import Transaction
from app.jobs.events import Event
from app.jobs.record import Artifact, JobRecord, OutputRecord, StageState, Video
from app.jobs.states import JobState

#: A job that waits for its first attempt: it has no stages, artifacts or warnings yet, and no transcript of another's.
FRESH = (
    JOBS.c.status == JobState.QUEUED.value,
    JOBS.c.attempt == 0,
    ~exists().where(TRANSCRIPTS.c.id == JOBS.c.id),
)
OF_KEYS: BindParameter[Any] = bindparam("of_keys", expanding=True)
READ_FRESH = select(*JOB_COLUMNS).where(JOBS.c.id.in_(bindparam("of_ids", expanding=True)), *FRESH)
#: The rows are locked until the commit (SQLite has a single writer), always in the same order.
LOCK_FRESH = (
    select(JOBS.c.id, JOBS.c.last_seq, JOBS.c.updated_ms, JOBS.c.pinned)
    .where(JOBS.c.id.in_(bindparam("of_ids", expanding=True)), *FRESH)
    .order_by(JOBS.c.num)
    .with_for_update()
)
COMPLETE = (
    update(JOBS)
    .where(JOBS.c.id == bindparam("of_id"))
    .values(
        status=JobState.COMPLETED.value,
        attempt=1,
        progress=1.0,
        last_seq=bindparam("new_last_seq"),
        started_ms=bindparam("at_ms"),
        completed_ms=bindparam("at_ms"),
        updated_ms=bindparam("at_ms"),
        video_id=bindparam("new_video_id"),
        video_title=bindparam("new_title"),
        video_duration=bindparam("new_duration"),
        warnings=bindparam("new_warnings"),
    )
)
INSERT_STAGES = insert(STAGES)
COUNT_BLOBS = select(func.count()).where(KEY_BLOBS.c.key == OUTPUTS.c.key).correlate(OUTPUTS).scalar_subquery()
IS_CORRECTED = exists().where(TRANSCRIPTS.c.key == OUTPUTS.c.key).correlate(OUTPUTS)
READ_VERSIONS = select(OUTPUTS.c.key, OUTPUTS.c.created_ms, COUNT_BLOBS, IS_CORRECTED).where(OUTPUTS.c.key.in_(OF_KEYS))
READ_OUTPUTS = select(OUTPUTS).where(OUTPUTS.c.key.in_(OF_KEYS))
READ_BLOBS = select(KEY_BLOBS.c.key, KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.in_(OF_KEYS))
COUNT_PIECES = select(PIECES.c.key, func.count()).where(PIECES.c.key.in_(OF_KEYS)).group_by(PIECES.c.key)
READ_PIECES = select(PIECES.c.key, PIECES.c.piece).where(PIECES.c.key.in_(OF_KEYS)).order_by(PIECES.c.key, PIECES.c.idx)


@dataclass(frozen=True, slots=True)
class OutputVersion:
    """Tells a recorded output from a later one under its key, and from itself without its files."""

    created_ms: int
    blob_count: int


@dataclass(frozen=True, slots=True)
class StoredOutput:
    """A recorded output with what belongs to it: `blobs` are hashes of its files, and of those of its pieces.

    `pieces` is None if there are too many of them.
    """

    row: OutputRecord
    version: OutputVersion
    blobs: tuple[str, ...]
    pieces: tuple[dict[str, Any], ...] | None


@dataclass(frozen=True, slots=True)
class RecordedStage:
    """A stage that needs no work: COMPLETED by the output under `key`, or SKIPPED."""

    name: str
    state: StageState
    key: str | None = None
    seconds: float | None = None
    published: int = 0


@dataclass(frozen=True, slots=True)
class RecordedJob:
    """A job that waits for its first attempt, as it was read, and all that completes it.

    `content` are lines that it is found by. `events` are those from the claim to the end. `versions` are those of the
    outputs that it uses, by key.
    """

    job: JobRecord
    stages: Sequence[RecordedStage]
    events: Sequence[Event]
    artifacts: Sequence[Artifact]
    warnings: Sequence[dict[str, Any]]
    versions: Mapping[str, OutputVersion]
    title: str | None
    duration_s: float | None
    content: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Jobs that wait for their first attempt, with their uploads by id; `cooling_ms` are ends of cool-downs by host."""

    jobs: Sequence[JobRecord]
    videos: Mapping[str, Video] = field(default_factory=dict)
    cooling_ms: Mapping[str, int] = field(default_factory=dict)


def read_waiting(conn: Connection, job_ids: Collection[str], host_of: Callable[[JobRecord], str | None]) -> Waiting:
    """Read those of the jobs that wait for their first attempt."""
    jobs = [job_of(row) for row in conn.execute(READ_FRESH, {"of_ids": list(job_ids)})]
    videos = {}
    for video_id in {job.video_id for job in jobs if job.video_id is not None and job.url is None}:
        try:
            videos[video_id] = queries.video(conn, video_id)
        except NotFound:  # deleted meanwhile, which is for the attempt to report
            continue
    hosts = {host for job in jobs if (host := host_of(job)) is not None}
    return Waiting(jobs, videos, {host: flags.cooling_until_ms(conn, host) for host in hosts})


def read_outputs(conn: Connection, keys: Collection[str], *, most_pieces: int) -> dict[str, StoredOutput]:
    """Read the recorded outputs of these keys; keys without one are left out."""
    of = {"of_keys": list(keys)}
    rows = conn.execute(READ_OUTPUTS, of).all()
    blobs, pieces = dict[str, list[str]](), dict[str, list[dict[str, Any]]]()
    for key, sha256 in conn.execute(READ_BLOBS, of):
        blobs.setdefault(key, []).append(sha256)
    counts = {row[0]: row[1] for row in conn.execute(COUNT_PIECES, of)}
    few = [row.key for row in rows if 0 < counts.get(row.key, 0) <= most_pieces]
    for key, piece in conn.execute(READ_PIECES, {"of_keys": few}) if few else ():
        pieces.setdefault(key, []).append(piece)
    found = {}
    for row in rows:
        own = blobs.get(row.key, [])
        version = OutputVersion(row.created_ms, len(own))
        readable = counts.get(row.key, 0) <= most_pieces
        found[row.key] = StoredOutput(
            output_of(row), version, tuple(own), tuple(pieces.get(row.key, ())) if readable else None
        )
    return found


def read_results(
    conn: Connection, keys: Collection[str], *, editions_of: Collection[str], most_pieces: int
) -> tuple[dict[str, StoredOutput], dict[str, int]]:
    """Read the recorded outputs of these keys, and the latest editions of sources by the first one's key."""
    outputs = read_outputs(conn, keys, most_pieces=most_pieces) if keys else {}
    return outputs, {key: editions.edition_of(conn, key) for key in editions_of}


def complete(tx: Transaction, found: Sequence[RecordedJob]) -> list[str]:
    """Complete the jobs that are as they were read, with results that are as they were read; returns their ids.

    A job is left for a worker if people have corrected a transcript of the same output: it may take that over.
    """
    fresh = {row.id: row for row in tx.conn.execute(LOCK_FRESH, {"of_ids": [one.job.id for one in found]})}
    keys = {key for one in found for key in one.versions}
    rows = tx.conn.execute(READ_VERSIONS, {"of_keys": list(keys)})
    versions = {key: OutputVersion(created_ms, count) for key, created_ms, count, corrected in rows if not corrected}
    ready = [
        one
        for one in found
        if one.job.id in fresh
        and fresh[one.job.id].last_seq == one.job.last_seq
        and all(versions.get(key) == version for key, version in one.versions.items())
    ]
    if not ready:
        return []
    kept = fetched_videos.keep(tx, [one.job for one in ready])
    video_of = {one.job.id: kept.get(one.job.id, one.job.video_id) for one in ready}
    given = video_titles.given(tx.conn, {video_id for video_id in video_of.values() if video_id is not None})
    able = [(one, _completed(tx, one, fresh[one.job.id], video_of[one.job.id], given)) for one in ready]
    _write(tx, able)
    video_titles.note_source(tx, {job.video_id: one.title for one, job in able if job.video_id in given})
    return [job.id for _, job in able]


def _completed(
    tx: Transaction, one: RecordedJob, row: Any, video_id: str | None, given: Mapping[str, str]
) -> JobRecord:
    """The job as it is afterwards, with the video `video_id`. `given` are names that people gave videos, by id."""
    at_ms = max(tx.now_ms, row.updated_ms)
    return replace(
        one.job,
        status=JobState.COMPLETED,
        attempt=1,
        progress=1.0,
        last_seq=one.job.last_seq + len(one.events),
        started_ms=at_ms,
        completed_ms=at_ms,
        updated_ms=at_ms,
        pinned=row.pinned,
        video_id=video_id,
        video_title=given.get(video_id or "") or one.title,
        video_duration=one.duration_s,
        warnings=list(one.warnings),
    )


def _write(tx: Transaction, able: Sequence[tuple[RecordedJob, JobRecord]]) -> None:
    tx.conn.execute(COMPLETE, [_values(job) for _, job in able])
    tx.conn.execute(INSERT_STAGES, [_stage_row(job.id, stage) for one, job in able for stage in one.stages])
    stage_log.insert_artifacts(tx, [artifact for one, _ in able for artifact in one.artifacts])
    job_texts.renew(tx, [job for one, job in able if job.video_title != one.job.video_title])
    job_texts.set_content(tx, {job.num: one.content for one, job in able if one.content})
    for one, job in able:
        tx.write_events(job.id, one.events, first_seq=one.job.last_seq + 1, at_ms=job.updated_ms)
        tx.changes.append(job)


def _values(job: JobRecord) -> dict[str, Any]:
    return {
        "of_id": job.id,
        "new_last_seq": job.last_seq,
        "at_ms": job.updated_ms,
        "new_video_id": job.video_id,
        "new_title": job.video_title,
        "new_duration": job.video_duration,
        "new_warnings": job.warnings,
    }


def _stage_row(job_id: str, stage: RecordedStage) -> dict[str, Any]:
    done = stage.state is StageState.COMPLETED
    return {
        "job_id": job_id,
        "name": stage.name,
        "status": stage.state.value,
        "progress": 1.0 if done else 0.0,
        "key": stage.key,
        "cached": done,
        "started_ms": None,
        "seconds": stage.seconds,
        "published": stage.published,
        "waited": 0.0 if done else None,
    }
