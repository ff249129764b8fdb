"""Stores the clips that people make of a job's film: which job cuts each, of which job it is, and its title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from app.core.errors import NotFound
from app.db.records import ARTIFACTS, JOB_COLUMNS, JOBS, MADE_CLIPS, OUTPUTS, STAGES, artifact_of, job_of
from app.db.transaction import Transaction
from app.jobs.events import LogLine
from app.jobs.options import Operation
from app.jobs.record import Artifact, ClipOf, JobRecord

INSERT_CLIPS = insert(MADE_CLIPS)


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip with the job that cuts it. `output` is that of its stage, None before; `artifacts` are its files."""

    job: JobRecord
    of_job_id: str
    title: str
    output: dict[str, Any] | None
    artifacts: tuple[Artifact, ...]


def add(tx: Transaction, clips: Sequence[tuple[JobRecord, ClipOf | None]]) -> None:
    """Store whose clips new jobs cut, and add a line to the log of the jobs that they are of."""
    wanted = [(job, clip) for job, clip in clips if clip is not None]
    if not wanted:
        return
    of = select(JOBS.c.id).where(JOBS.c.id.in_({clip.job_id for _, clip in wanted})).with_for_update()
    there = set(tx.conn.execute(of).scalars())  # one may have been deleted meanwhile: then its clip is a job of its own
    rows = [
        {"job_id": job.id, "of_job_id": clip.job_id, "title": clip.title}
        for job, clip in wanted
        if clip.job_id in there
    ]
    if rows:
        tx.conn.execute(INSERT_CLIPS, rows)
    for row in rows:
        _log(tx, row["of_job_id"], f"The clip “{row['title']}” was ordered.", row["job_id"])


def rename(tx: Transaction, of_job_id: str, job_id: str, title: str) -> None:
    """Give a clip another title. Raises NotFound."""
    mine = (MADE_CLIPS.c.job_id == job_id, MADE_CLIPS.c.of_job_id == of_job_id)
    if not tx.conn.execute(update(MADE_CLIPS).where(*mine).values(title=title)).rowcount:
        raise NotFound("There is no such clip.")
    _log(tx, of_job_id, f"A clip is called “{title}” now.", job_id)


def remove(tx: Transaction, job_id: str) -> None:
    """Delete what is stored of a job as a clip; the job that it is of gets a line in its log."""
    mine = delete(MADE_CLIPS).where(MADE_CLIPS.c.job_id == job_id).returning(MADE_CLIPS.c.of_job_id, MADE_CLIPS.c.title)
    for row in tx.conn.execute(mine).all():
        if tx.conn.execute(select(JOBS.c.id).where(JOBS.c.id == row.of_job_id)).first() is not None:
            _log(tx, row.of_job_id, f"The clip “{row.title}” was removed.", job_id)


def _log(tx: Transaction, of_job_id: str, message: str, job_id: str) -> None:
    tx.append(of_job_id, [LogLine(level="info", message=message, fields={"clip_id": job_id})])


def of(conn: Connection, job: JobRecord) -> ClipOf | None:
    """Of which job a job cuts a clip, and its title; None for other jobs."""
    if job.options.operation is not Operation.CUT_CLIP:
        return None
    query = select(MADE_CLIPS.c.of_job_id, MADE_CLIPS.c.title).where(MADE_CLIPS.c.job_id == job.id)
    row = conn.execute(query).one_or_none()
    return None if row is None else ClipOf(row.of_job_id, row.title)


def of_pinned(job_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a job cuts a clip of a pinned one, which keeps its clips too."""
    pinned = JOBS.alias()
    mine = (MADE_CLIPS.c.job_id == job_id, pinned.c.id == MADE_CLIPS.c.of_job_id, pinned.c.pinned.is_(True))
    return exists().where(*mine)


def is_pinned(conn: Connection, job_id: str) -> bool:
    """Whether a job cuts a clip of a pinned one."""
    return conn.execute(select(JOBS.c.id).where(JOBS.c.id == job_id, of_pinned(JOBS.c.id))).first() is not None


def ids_of(conn: Connection, of_job_id: str) -> list[str]:
    """The ids of the clips of a job, the first one first."""
    query = select(MADE_CLIPS.c.job_id).join(JOBS, JOBS.c.id == MADE_CLIPS.c.job_id)
    return list(conn.execute(query.where(MADE_CLIPS.c.of_job_id == of_job_id).order_by(JOBS.c.num)).scalars())


def clips_of(conn: Connection, of_job_id: str) -> list[MadeClip]:
    """The clips of a job, the first one first."""
    return _clips(conn, MADE_CLIPS.c.of_job_id == of_job_id)


def clip(conn: Connection, of_job_id: str, job_id: str) -> MadeClip:
    """Read a clip of a job. Raises NotFound."""
    found = _clips(conn, MADE_CLIPS.c.of_job_id == of_job_id, MADE_CLIPS.c.job_id == job_id)
    if not found:
        raise NotFound("There is no such clip.")
    return found[0]


def check_replaced(conn: Connection, of_job_id: str, job_id: str, key: str | None) -> None:
    """Raise NotFound unless the job has this clip, or had it when the same was ordered before, with this key."""
    query = select(MADE_CLIPS.c.job_id).where(MADE_CLIPS.c.job_id == job_id, MADE_CLIPS.c.of_job_id == of_job_id)
    if conn.execute(query).first() is not None:
        return
    if key is None or conn.execute(select(JOBS.c.id).where(JOBS.c.idempotency_key == key)).first() is None:
        raise NotFound("There is no such clip.")


def _clips(conn: Connection, *which: ColumnElement[bool]) -> list[MadeClip]:
    query = select(MADE_CLIPS.c.of_job_id, MADE_CLIPS.c.title, *JOB_COLUMNS).join(
        JOBS, JOBS.c.id == MADE_CLIPS.c.job_id
    )
    rows = conn.execute(query.where(*which).order_by(JOBS.c.num)).all()
    jobs = [(row[0], row[1], job_of(row[2:])) for row in rows]  # type: ignore[arg-type]
    ids = [job.id for _, _, job in jobs]
    outputs = _outputs(conn, ids)
    files: dict[str, list[Artifact]] = {}
    for row in conn.execute(select(ARTIFACTS).where(ARTIFACTS.c.job_id.in_(ids))) if ids else ():
        files.setdefault(row.job_id, []).append(artifact_of(row))
    return [
        MadeClip(job, of_job_id, title, outputs.get(job.id), tuple(files.get(job.id, ())))
        for of_job_id, title, job in jobs
    ]


def _outputs(conn: Connection, job_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the stage that cuts a clip has recorded, by job."""
    if not job_ids:
        return {}
    mine = (STAGES.c.job_id.in_(job_ids), STAGES.c.name == Operation.CUT_CLIP.value)
    query = select(STAGES.c.job_id, OUTPUTS.c.output).join(OUTPUTS, OUTPUTS.c.key == STAGES.c.key).where(*mine)
    return {row.job_id: row.output for row in conn.execute(query)}
