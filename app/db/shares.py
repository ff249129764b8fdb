"""Stores share links by the hash of their token; a link is deleted with its job."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from app.core.errors import NotFound, WrongState
from app.db.api_keys import API_KEYS
from app.db.records import JOBS, _table
from app.db.tables.access import ShareRow
from app.db.transaction import Transaction
from app.jobs.shares import Share

SHARES = _table(ShareRow)
SHARE_COLUMNS = [SHARES.c[one.name] for one in fields(Share)]
#: Links that a job may have.
MOST_OF_A_JOB = 200


def add(tx: Transaction, new: Share) -> Share:
    """Store a link. Raises NotFound for a missing job, and WrongState if the job has as many as it may."""
    job = tx.conn.execute(select(JOBS.c.num).where(JOBS.c.id == new.job_id).with_for_update()).first()
    if job is None:
        raise NotFound(f"There is no job {new.job_id}.")
    count = select(func.count()).select_from(SHARES).where(SHARES.c.job_id == new.job_id)
    if tx.conn.execute(count).scalar_one() >= MOST_OF_A_JOB:
        raise WrongState(f"The job has {MOST_OF_A_JOB} links. Revoke some of them first.")
    made = replace(new, created_ms=tx.now_ms)
    tx.conn.execute(insert(SHARES).values(asdict(made)))
    return made


def share(conn: Connection, share_id: str) -> Share:
    """Read a link. Raises NotFound."""
    row = conn.execute(select(*SHARE_COLUMNS).where(SHARES.c.id == share_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no share link {share_id}.")
    return _share(row)


def page(
    conn: Connection, *, limit: int, offset: int, job_id: str | None = None, owner: str | None = None
) -> tuple[Sequence[Share], int]:
    """Read a page of links, newest first, and the number of all: of this job, and of this user's jobs, if named."""
    which = [] if job_id is None else [SHARES.c.job_id == job_id]
    if owner is not None:
        which.append(SHARES.c.job_id.in_(select(JOBS.c.id).where(JOBS.c.user_id == owner)))
    newest = select(*SHARE_COLUMNS).where(*which).order_by(SHARES.c.num.desc()).limit(limit).offset(offset)
    total = select(func.count()).select_from(SHARES).where(*which)
    return [_share(row) for row in conn.execute(newest)], conn.execute(total).scalar_one()


def open_share(conn: Connection, digest: str, now_ms: int) -> Share | None:
    """The link with a token of this hash, also an expired one; None if there is none, or its key has ended."""
    row = conn.execute(select(*SHARE_COLUMNS).where(SHARES.c.digest == digest)).one_or_none()
    if row is None:
        return None
    found = _share(row)
    if found.key_id is None:
        return found
    ends = select(API_KEYS.c.revoked_ms, API_KEYS.c.expires_ms).where(API_KEYS.c.id == found.key_id)
    key = conn.execute(ends).one_or_none()
    if key is None or key.revoked_ms is not None or (key.expires_ms is not None and now_ms >= key.expires_ms):
        return None
    return found


def revoke(tx: Transaction, share_id: str) -> None:
    """Delete a link. Raises NotFound."""
    if tx.conn.execute(delete(SHARES).where(SHARES.c.id == share_id)).rowcount == 0:
        raise NotFound(f"There is no share link {share_id}.")


def remove_job(tx: Transaction, job_id: str) -> None:
    """Delete the links of a job."""
    tx.conn.execute(delete(SHARES).where(SHARES.c.job_id == job_id))


def _share(row: Row[Any]) -> Share:
    return Share(**dict(zip((one.name for one in fields(Share)), row, strict=True)))
