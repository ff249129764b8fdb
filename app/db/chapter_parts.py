"""Reads the chapters of a job with all that a change of them concerns, and deletes their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete

from app.db import deletion, queries, stage_log
from app.db.job_chapters import changed_of, read_list
from app.db.records import ARTIFACTS
from app.db.transaction import Transaction
from app.jobs.chapters import KIND, ChangedChapters
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Chapter


@dataclass(frozen=True, slots=True)
class ChapterParts:
    """The chapters of a job: the source's `own`, those that were `found`, what was `changed`, and their files."""

    job: JobRecord
    own: tuple[Chapter, ...]
    found: tuple[Chapter, ...]
    changed: ChangedChapters
    files: Sequence[Artifact]

    @property
    def shown(self) -> Sequence[Chapter]:
        """The chapters of now."""
        return self.changed.shown(self.own, self.found)

    @property
    def etag(self) -> str:
        """Names the chapters that people have set, in quotes."""
        return f'"{self.changed.revision}"'


def read(conn: Connection, job_id: str, stages: tuple[str, str]) -> ChapterParts:
    """Read the chapters of a job; `stages` have the source's own and the found ones. Raises NotFound."""
    job = queries.job(conn, job_id)
    keys = {stage.name: stage.key for stage in stage_log.stages_of_job(conn, job_id)}
    own, found = (_recorded(conn, keys.get(name)) for name in stages)
    files = [file for file in queries.artifacts_of(conn, job_id) if file.kind == KIND]
    return ChapterParts(job, own, found, changed_of(conn, job_id), files)


def _recorded(conn: Connection, key: str | None) -> tuple[Chapter, ...]:
    record = stage_log.output_by_key(conn, key) if key is not None else None
    chapters = record.output.get("chapters") if record is not None else None
    return read_list(chapters) or ()


def remove_files(tx: Transaction, files: Sequence[Artifact]) -> list[str]:
    """Delete files of chapters; returns hashes that are no longer referenced."""
    if not files:
        return []
    tx.conn.execute(delete(ARTIFACTS).where(ARTIFACTS.c.id.in_([file.id for file in files])))
    old = {file.blob.sha256 for file in files}
    return sorted(old - deletion.referenced(tx.conn, old))
