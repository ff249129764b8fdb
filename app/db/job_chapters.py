"""Stores what takes the place of the recorded chapters of a job: corrected titles, and chapters that people set."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from app.db.conflicts import insert_or_replace
from app.db.records import ARTIFACTS, JOB_CHAPTERS
from app.db.transaction import Transaction
from app.jobs.chapters import KIND, UNCHANGED, ChangedChapters
from app.jobs.record import Artifact
from app.jobs.results import Chapter


def changed_of(conn: Connection, job_id: str) -> ChangedChapters:
    """What was changed of the chapters of a job."""
    row = conn.execute(select(JOB_CHAPTERS).where(JOB_CHAPTERS.c.job_id == job_id)).one_or_none()
    return UNCHANGED if row is None else ChangedChapters(read_list(row.found), read_list(row.given), row.revision)


def put(tx: Transaction, job_id: str, changed: ChangedChapters) -> None:
    """Store it, in the place of what was stored before."""
    row = {
        "job_id": job_id,
        "found": _written(changed.found),
        "given": _written(changed.given),
        "revision": changed.revision,
        "updated_ms": tx.now_ms,
    }
    insert_or_replace(tx.conn, JOB_CHAPTERS, row)


def copy(tx: Transaction, source_id: str, job_id: str) -> None:
    """Give another job, on the same video, the changed chapters of a job."""
    changed = changed_of(tx.conn, source_id)
    if changed is not UNCHANGED:
        put(tx, job_id, changed)


def without_changed(tx: Transaction, job_id: str, files: Sequence[Artifact]) -> Sequence[Artifact]:
    """The files of a stage that ends, without those whose content was changed since: they are there already."""
    mine = [file.id for file in files if file.kind == KIND]
    if not mine or changed_of(tx.conn, job_id) is UNCHANGED:
        return files
    there = set(tx.conn.execute(select(ARTIFACTS.c.id).where(ARTIFACTS.c.id.in_(mine))).scalars())
    return [file for file in files if file.id not in there]


def remove(tx: Transaction, job_id: str) -> None:
    """Delete what was changed of the chapters of a job."""
    tx.conn.execute(delete(JOB_CHAPTERS).where(JOB_CHAPTERS.c.job_id == job_id))


def read_list(chapters: list[Any] | None) -> tuple[Chapter, ...] | None:
    """Chapters of their JSON; None stays None."""
    return None if chapters is None else tuple(map(Chapter.model_validate, chapters))


def _written(chapters: Sequence[Chapter] | None) -> list[Any] | None:
    return None if chapters is None else [chapter.model_dump() for chapter in chapters]
