"""Stores user names and passwords of links, encrypted, for as long as their job may need them."""

from sqlalchemy import Connection

from app.db.flags import set_flag
from app.db.queries import flag
from app.db.transaction import Transaction


def store_credentials(tx: Transaction, job_id: str, sealed: str) -> None:
    """Store the encrypted credentials of a job's link; see `core.sealing`."""
    set_flag(tx, _name(job_id), {"sealed": sealed})


def credentials_of(conn: Connection, job_id: str) -> str | None:
    """The encrypted credentials of a job; None if it has ended, or its link has none."""
    return flag(conn, _name(job_id)).get("sealed")


def delete_credentials(tx: Transaction, job_id: str) -> None:
    """Delete the credentials of a job that has ended: completed, failed without another attempt, or cancelled."""
    set_flag(tx, _name(job_id), {})


def _name(job_id: str) -> str:
    return f"credentials {job_id}"
