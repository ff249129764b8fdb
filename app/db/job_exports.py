"""Stores which jobs wait for the export of their files, at their end and after corrections, until it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, select, update

from app.db import exported_files, queries
from app.db.exported_files import ExportedFile
from app.db.flags import set_flag
from app.db.queries import FLAGS
from app.db.records import JOBS
from app.db.transaction import Transaction
from app.jobs.events import LogLine, warning_line
from app.jobs.webhooks import HookEvent, hook_event

#: Prefix of the names of flags with a job whose files wait; its id follows.
PREFIX = "export "
#: How long after a correction exported texts follow, and at most after the first of several, milliseconds.
SETTLE_MS, LONGEST_MS = 10_000, 60_000


@dataclass(frozen=True, slots=True)
class JobExport:
    """A job whose files are to be exported; not before `next_ms` (Unix milliseconds), as `tries` have failed so far.

    `holder` is the process that exports them, until `held_until_ms`. `requests` counts what has asked for it, the first
    of them at `since_ms`.
    """

    job_id: str
    tries: int = 0
    next_ms: int = 0
    holder: str | None = None
    held_until_ms: int = 0
    requests: int = 1
    since_ms: int = 0


def record(tx: Transaction) -> None:
    """Request the export of each job that completes in this transaction."""
    for stored in tx.events:
        if hook_event(stored.event) is HookEvent.JOB_COMPLETED:
            put(tx, JobExport(stored.job_id))


def waiting(conn: Connection) -> list[JobExport]:
    """All that wait, the next one first."""
    rows = conn.execute(select(FLAGS.c.value).where(FLAGS.c.name.startswith(PREFIX)))
    return sorted((JobExport(**value) for value in rows.scalars()), key=lambda one: (one.next_ms, one.job_id))


def put(tx: Transaction, export: JobExport) -> None:
    """Store what has become of an export."""
    set_flag(tx, f"{PREFIX}{export.job_id}", asdict(export))


def remove(tx: Transaction, job_id: str) -> None:
    """Forget an export: it is done, or its job is gone."""
    set_flag(tx, f"{PREFIX}{job_id}", {})


def renew(tx: Transaction, job_id: str) -> None:
    """Request that the exported texts of a job become as its transcript is; of several requests the last one counts."""
    known = _locked(tx, job_id)
    if known is None and not exported_files.of_job(tx.conn, job_id):
        return
    export = known or JobExport(job_id, requests=0)
    since_ms = export.since_ms or tx.now_ms
    next_ms = max(export.next_ms, min(tx.now_ms + SETTLE_MS, since_ms + LONGEST_MS))
    put(tx, replace(export, next_ms=next_ms, requests=export.requests + 1, since_ms=since_ms))


def hold(tx: Transaction, job_id: str, holder: str, *, for_ms: int, alone: bool) -> JobExport | None:
    """Reserve an export for this process; None if another one has it. `alone`: there is no other."""
    known = _locked(tx, job_id)
    if known is None or known.next_ms > tx.now_ms:
        return None
    if not alone and known.holder not in (None, holder) and known.held_until_ms > tx.now_ms:
        return None
    held = replace(known, holder=holder, held_until_ms=tx.now_ms + for_ms)
    put(tx, held)
    return held


def fail(tx: Transaction, export: JobExport, pause_ms: int) -> None:
    """Let an export that failed be tried again."""
    known = _locked(tx, export.job_id) or export
    put(tx, replace(known, tries=export.tries + 1, next_ms=tx.now_ms + pause_ms, holder=None))


def _locked(tx: Transaction, job_id: str) -> JobExport | None:
    """The export of a job, which no other server changes until this transaction ends."""
    query = select(FLAGS.c.value).where(FLAGS.c.name == f"{PREFIX}{job_id}").with_for_update()
    value = tx.conn.execute(query).scalar_one_or_none()
    return JobExport(**value) if value else None


def warn(tx: Transaction, job_id: str, warning: Mapping[str, Any]) -> None:
    """Add a warning to a job that has ended, and to its log; one of the same code is replaced. Raises NotFound."""
    job = queries.job(tx.conn, job_id)
    others = [one for one in job.warnings if one["code"] != warning["code"]]
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(warnings=[*others, dict(warning)]))
    tx.append(job_id, [warning_line(warning)])


def forget(tx: Transaction, job_id: str) -> None:
    """Forget all exports of a job that is gone."""
    remove(tx, job_id)
    exported_files.remove(tx, job_id)


def finish(
    tx: Transaction, export: JobExport, code: str, files: Sequence[ExportedFile], notes: Sequence[str] = ()
) -> None:
    """The files are in the folder, among them these texts: a warning of this code ends. Raises NotFound.

    What was requested meanwhile is still to be done. `notes` are lines for the job's log. Its row is changed before the
    export's, as a correction does it: else one could wait for the other.
    """
    job_id = export.job_id
    job = queries.job(tx.conn, job_id)
    exported_files.put(tx, job_id, files)
    lines = list(notes)
    if any(one["code"] == code for one in job.warnings):
        left = [one for one in job.warnings if one["code"] != code]
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(warnings=left))
        lines.append("The job's files are in EXPORT_DIR now.")
    if lines:
        tx.append(job_id, [LogLine(level="info", message=line, stage="export", fields={}) for line in lines])
    known = _locked(tx, job_id)
    if known is None or known.requests == export.requests:
        remove(tx, job_id)
    else:
        put(tx, replace(known, tries=0, holder=None, since_ms=tx.now_ms))
