"""Stores which completed jobs wait for the export of their files, until these are in the folder."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from app.db import queries
from app.db.flags import set_flag
from app.db.queries import FLAGS, flag
from app.db.records import JOBS
from app.db.transaction import Transaction
from app.jobs.events import LogLine, warning_line
from app.jobs.webhooks import HookEvent, hook_event

#: Prefix of the names of flags with a job whose files wait; its id follows.
PREFIX = "export "


@dataclass(frozen=True, slots=True)
class JobExport:
    """A job whose files are to be exported; not before `next_ms` (Unix milliseconds), as `tries` have failed so far.

    `holder` is the process that exports them, until `held_until_ms`.
    """

    job_id: str
    tries: int = 0
    next_ms: int = 0
    holder: str | None = None
    held_until_ms: int = 0


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


def hold(tx: Transaction, export: JobExport, holder: str, *, for_ms: int, alone: bool) -> bool:
    """Reserve an export for this process; False if another one has it. `alone`: there is no other."""
    known = flag(tx.conn, f"{PREFIX}{export.job_id}")
    if not known or known["next_ms"] > tx.now_ms:
        return False
    if not alone and known["holder"] not in (None, holder) and known["held_until_ms"] > tx.now_ms:
        return False
    put(tx, JobExport(**known | {"holder": holder, "held_until_ms": tx.now_ms + for_ms}))
    return True


def warn(tx: Transaction, job_id: str, warning: Mapping[str, Any]) -> None:
    """Add a warning to a job that has ended, and to its log; one of the same code is replaced. Raises NotFound."""
    job = queries.job(tx.conn, job_id)
    others = [one for one in job.warnings if one["code"] != warning["code"]]
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(warnings=[*others, dict(warning)]))
    tx.append(job_id, [warning_line(warning)])


def finish(tx: Transaction, job_id: str, code: str) -> None:
    """The files are in the folder: a warning of this code ends. Raises NotFound."""
    remove(tx, job_id)
    job = queries.job(tx.conn, job_id)
    if any(one["code"] == code for one in job.warnings):
        left = [one for one in job.warnings if one["code"] != code]
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(warnings=left))
        line = LogLine(level="info", message="The job's files are in EXPORT_DIR now.", stage="export", fields={})
        tx.append(job_id, [line])
