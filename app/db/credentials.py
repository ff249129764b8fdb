"""User names and passwords of links, sealed, for as long as their job may still need them."""

from sqlalchemy import Connection

from app.db.facts import set_flag
from app.db.queries import flag
from app.db.transaction import Transaction


def keep_credentials(tx: Transaction, job_id: str, sealed: str) -> None:
    """Keep what a job's link needs; see `core.sealing`."""
    set_flag(tx, _name(job_id), {"sealed": sealed})


def credentials_of(conn: Connection, job_id: str) -> str | None:
    """What is kept for a job, sealed; None when it has ended, or its link needs nothing."""
    return flag(conn, _name(job_id)).get("sealed")


def forget_credentials(tx: Transaction, job_id: str) -> None:
    """The job has ended for good: completed, failed without another attempt, or cancelled."""
    set_flag(tx, _name(job_id), {})


def _name(job_id: str) -> str:
    return f"credentials {job_id}"
