"""Stores share links by the hash of their token; a link is deleted with its job."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from app.core.errors import NotFound, WrongState
from app.db import job_parts
from app.db.api_keys import API_KEYS
from app.db.conflicts import insert_missing
from app.db.queries import FLAGS, flag
from app.db.records import JOBS, _table
from app.db.tables.access import ShareRow
from app.db.transaction import Transaction
from app.jobs.shares import Share, ShareState

SHARES = _table(ShareRow)
SHARE_COLUMNS = [SHARES.c[one.name] for one in fields(Share)]
#: Links that a job may have.
MOST_OF_A_JOB = 200
#: The name of the flag with the salt of `Share.maker`.
SALT = "salt of share links"
#: Links by callers without a stored key from before their maker was recorded.
UNMARKED = (SHARES.c.key_id.is_(None), SHARES.c.maker.is_(None))


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
    which = _of(job_id, owner)
    newest = select(*SHARE_COLUMNS).where(*which).order_by(SHARES.c.num.desc()).limit(limit).offset(offset)
    total = select(func.count()).select_from(SHARES).where(*which)
    return [_share(row) for row in conn.execute(newest)], conn.execute(total).scalar_one()


def with_digest(conn: Connection, digest: str) -> Share | None:
    """The link with a token of this hash."""
    row = conn.execute(select(*SHARE_COLUMNS).where(SHARES.c.digest == digest)).one_or_none()
    return None if row is None else _share(row)


def states(conn: Connection, found: Sequence[Share], *, now_ms: int, maker: str | None) -> list[ShareState]:
    """Whether each link opens what it is to; `maker` is that of callers without a stored key now."""
    valid = _valid_keys(conn, {one.key_id for one in found if one.key_id is not None}, now_ms)
    clips = {one.job_id: job_parts.clips_of(conn, one.job_id) for one in found if one.clip is not None}

    def state(one: Share) -> ShareState:
        if not (one.maker == maker if one.key_id is None else one.key_id in valid):
            return ShareState.KEY_ENDED
        if one.has_expired(now_ms):
            return ShareState.EXPIRED
        gone = one.clip is not None and one.clip_in(clips[one.job_id]) is None
        return ShareState.CLIP_GONE if gone else ShareState.OPEN

    return [state(one) for one in found]


def _valid_keys(conn: Connection, ids: Collection[str], now_ms: int) -> set[str]:
    """Those of these stored keys that are neither revoked nor expired."""
    if not ids:
        return set()
    unexpired = API_KEYS.c.expires_ms.is_(None) | (API_KEYS.c.expires_ms > now_ms)
    query = select(API_KEYS.c.id).where(API_KEYS.c.id.in_(ids), API_KEYS.c.revoked_ms.is_(None), unexpired)
    return set(conn.execute(query).scalars())


def maker_salt(conn: Connection) -> str | None:
    """The salt of `Share.maker`; None before the first one is hashed."""
    return flag(conn, SALT).get("salt")


def set_maker_salt(tx: Transaction, salt: str) -> str:
    """Store the salt of `Share.maker`, unless another process has; returns the stored one."""
    insert_missing(tx.conn, FLAGS, [{"name": SALT, "value": {"salt": salt}}])
    return str(flag(tx.conn, SALT)["salt"])


def has_unmarked(conn: Connection) -> bool:
    """Whether there are links of callers without a stored key from before their maker was recorded."""
    return conn.execute(select(SHARES.c.num).where(*UNMARKED).limit(1)).first() is not None


def mark(tx: Transaction, maker: str) -> None:
    """Record who made those links."""
    tx.conn.execute(update(SHARES).where(*UNMARKED).values(maker=maker))


def revoke(tx: Transaction, share_id: str) -> None:
    """Delete a link. Raises NotFound."""
    if tx.conn.execute(delete(SHARES).where(SHARES.c.id == share_id)).rowcount == 0:
        raise NotFound(f"There is no share link {share_id}.")


def revoke_all(tx: Transaction, *, job_id: str | None = None, owner: str | None = None) -> int:
    """Delete all links: of this job, and of this user's jobs, if named. Returns their number."""
    return tx.conn.execute(delete(SHARES).where(*_of(job_id, owner))).rowcount


def _of(job_id: str | None, owner: str | None) -> list[ColumnElement[bool]]:
    which = [] if job_id is None else [SHARES.c.job_id == job_id]
    if owner is not None:
        which.append(SHARES.c.job_id.in_(select(JOBS.c.id).where(JOBS.c.user_id == owner)))
    return which


def remove_job(tx: Transaction, job_id: str) -> None:
    """Delete the links of a job."""
    tx.conn.execute(delete(SHARES).where(SHARES.c.job_id == job_id))


def _share(row: Row[Any]) -> Share:
    return Share(**dict(zip((one.name for one in fields(Share)), row, strict=True)))
