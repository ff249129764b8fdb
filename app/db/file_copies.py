"""Records which files have a copy in the object store, which are on their way there, and which leave it.

A copy is recorded before it is begun, so that none is ever there that no record knows; and it leaves in two steps, so
that a file which is referred to again meanwhile is copied anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, literal, or_, select, union, update

from app.core.errors import AppError
from app.db.conflicts import insert_missing
from app.db.deletion import KEEPS_FILE, referenced
from app.db.records import ARTIFACTS, JOBS, STAGES, VIDEOS, _table
from app.db.stage_log import KEY_BLOBS
from app.db.tables.recorded_work import FileCopyRow
from app.db.transaction import Transaction
from app.jobs.states import ACTIVE, JobState

COPIES = _table(FileCopyRow)
#: How long a claim to delete copies holds, milliseconds. Its process begins no deletion in the last part of that time,
#: which is longer than any request to a store takes and any clocks differ.
CLAIM_MS, LAST_PART_MS = 300_000, 200_000
#: How long a copy may be on its way, or there, before anything refers to it, milliseconds: large files, slow lines.
UNREFERRED_MS = 86_400_000
#: Hashes in one statement.
AT_ONCE = 500
NO_CLAIMS: Mapping[str, int] = MappingProxyType({})


class FileGone(AppError):
    """A file that was about to be recorded has been deleted meanwhile; what made it has to run again."""


class CopyGone(FileGone):
    """The copy of a file that was about to be recorded has been deleted meanwhile; it has to be made again."""


class Copies(NamedTuple):
    """The hashes of all files that are referred to, of those with a copy, and of others that are recorded."""

    referenced: set[str]
    copied: set[str]
    others: set[str]


def read(conn: Connection) -> Copies:
    """Read all copies."""
    rows = conn.execute(select(COPIES.c.sha256, COPIES.c.copied_ms, COPIES.c.leaving_ms)).all()
    copied = {row.sha256 for row in rows if row.copied_ms is not None and row.leaving_ms is None}
    return Copies(referenced(conn), copied, {row.sha256 for row in rows} - copied)


def begin(tx: Transaction, hashes: Sequence[str]) -> tuple[set[str], set[str]]:
    """Record that copies begin; returns the files to copy, and those that have a copy already.

    What nothing refers to any more, and what is leaving just now, is in neither.
    """
    wanted = referenced(tx.conn, hashes)
    _release_expired(tx, wanted)
    insert_missing(tx.conn, COPIES, [{"sha256": sha256, "begun_ms": tx.now_ms} for sha256 in sorted(wanted)])
    rows = tx.conn.execute(
        select(COPIES.c.sha256, COPIES.c.copied_ms).where(COPIES.c.sha256.in_(wanted), COPIES.c.leaving_ms.is_(None))
    ).all()
    done = {row.sha256 for row in rows if row.copied_ms is not None}
    return {row.sha256 for row in rows} - done, done


def finish(tx: Transaction, sha256: str) -> bool:
    """Record that a copy is there; False if nothing refers to the file any more, so that the copy has to go."""
    if not referenced(tx.conn, [sha256]):
        return False
    mine = (COPIES.c.sha256 == sha256, COPIES.c.leaving_ms.is_(None))
    tx.conn.execute(update(COPIES).where(*mine).values(copied_ms=tx.now_ms))
    return True


def hold(tx: Transaction, sha256: str) -> bool | None:
    """Record that a copy is made before anything refers to its file; returns whether it is there already.

    None while an older copy leaves: begin again when that is gone.
    """
    _release_expired(tx, [sha256])
    insert_missing(tx.conn, COPIES, [{"sha256": sha256, "begun_ms": tx.now_ms}])
    mine = COPIES.c.sha256 == sha256
    row = tx.conn.execute(select(COPIES.c.copied_ms, COPIES.c.leaving_ms).where(mine).with_for_update()).one()
    if row.leaving_ms is not None:
        return None
    if row.copied_ms is None:
        tx.conn.execute(update(COPIES).where(mine).values(begun_ms=tx.now_ms))
    return row.copied_ms is not None


def _release_expired(tx: Transaction, hashes: Collection[str]) -> None:
    """Let copies be made again whose deletion was cut off: the process that claimed it deletes nothing any more."""
    cut_off = (COPIES.c.sha256.in_(hashes), COPIES.c.leaving_ms < tx.now_ms)
    fresh = {"begun_ms": tx.now_ms, "copied_ms": None, "leaving_ms": None}  # whether it is there is looked up
    tx.conn.execute(update(COPIES).where(*cut_off).values(fresh))


def held(tx: Transaction, hashes: Collection[str]) -> set[str]:
    """The files among these whose copies do not leave, and will not before this transaction has ended."""
    rows = select(COPIES.c.sha256).where(COPIES.c.sha256.in_(hashes), COPIES.c.leaving_ms.is_(None))
    return set(tx.conn.execute(rows.order_by(COPIES.c.sha256).with_for_update()).scalars())


def confirm(tx: Transaction, hashes: Collection[str]) -> None:
    """Record that these copies are there, in the transaction that refers to their files."""
    tx.conn.execute(update(COPIES).where(COPIES.c.sha256.in_(hashes)).values(copied_ms=tx.now_ms))


def found(tx: Transaction, hashes: Sequence[str]) -> set[str]:
    """Record copies that were found in the store, of files that are referred to; returns them."""
    known = set[str]()
    for part in _parts(hashes):
        wanted = referenced(tx.conn, part)
        insert_missing(tx.conn, COPIES, [{"sha256": sha256, "begun_ms": tx.now_ms} for sha256 in sorted(wanted)])
        fresh = (COPIES.c.sha256.in_(wanted), COPIES.c.leaving_ms.is_(None))
        known |= set(
            tx.conn.execute(
                update(COPIES).where(*fresh).values(copied_ms=tx.now_ms).returning(COPIES.c.sha256)
            ).scalars()
        )
    return known


def lost(tx: Transaction, hashes: Sequence[str]) -> None:
    """Record that copies are not in the store: they are made anew."""
    for part in _parts(hashes):
        tx.conn.execute(delete(COPIES).where(COPIES.c.sha256.in_(part), COPIES.c.leaving_ms.is_(None)))


def leave(
    tx: Transaction,
    hashes: Collection[str],
    *,
    busy: Collection[str],
    alone: bool,
    claims: Mapping[str, int] = NO_CLAIMS,
) -> dict[str, int]:
    """Claim copies of files that nothing refers to any more; returns those to delete, with the ends of the claims.

    `busy` are being made here, `claims` are earlier ones of this process. `alone`: no other server makes or deletes
    copies, so older claims are of the dead.
    """
    leaving, until_ms = set[str](), tx.now_ms + CLAIM_MS
    for part in _parts(sorted(set(hashes) - set(busy))):
        held(tx, part)  # what another transaction is about to refer to is seen below, once that has ended
        idle = set(part) - referenced(tx.conn, part)
        free = or_(
            literal(alone),
            COPIES.c.leaving_ms.is_(None),
            COPIES.c.leaving_ms < tx.now_ms,
            _is_claimed(claims),
        )
        ended = or_(literal(alone), COPIES.c.copied_ms.is_not(None), COPIES.c.begun_ms < tx.now_ms - UNREFERRED_MS)
        claim = update(COPIES).where(COPIES.c.sha256.in_(idle), free, ended).values(leaving_ms=until_ms)
        leaving |= set(tx.conn.execute(claim.returning(COPIES.c.sha256)).scalars())
    return dict.fromkeys(leaving, until_ms)


def gone(tx: Transaction, claims: Mapping[str, int]) -> set[str]:
    """Record that claimed copies were deleted; returns files among them that are referred to again."""
    again = set[str]()
    for part in _parts(sorted(claims)):
        tx.conn.execute(delete(COPIES).where(_is_claimed({sha256: claims[sha256] for sha256 in part})))
        again |= referenced(tx.conn, part)
    return again


def _is_claimed(claims: Mapping[str, int]) -> ColumnElement[bool]:
    """Whether a row still has one of these claims, so that no other process has taken it over."""
    return and_(COPIES.c.sha256.in_(list(claims)), COPIES.c.leaving_ms.in_(set(claims.values())))


def in_use(conn: Connection, states: Collection[JobState] = ACTIVE) -> set[str]:
    """Hashes of the files of jobs in these states; without any, of jobs that are not finished."""
    active = JOBS.c.status.in_([state.value for state in states])
    of_stages = (
        select(KEY_BLOBS.c.sha256)
        .join(STAGES, STAGES.c.key == KEY_BLOBS.c.key)
        .join(JOBS, JOBS.c.id == STAGES.c.job_id)
        .where(active)
    )
    of_videos = select(VIDEOS.c.sha256).join(JOBS, JOBS.c.video_id == VIDEOS.c.id).where(active, *KEEPS_FILE)
    of_files = select(ARTIFACTS.c.sha256).join(JOBS, JOBS.c.id == ARTIFACTS.c.job_id).where(active)
    return set(conn.execute(union(of_stages, of_videos, of_files)).scalars())


def _parts(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (hashes[start : start + AT_ONCE] for start in range(0, len(hashes), AT_ONCE))
