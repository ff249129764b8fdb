"""Stores the entries that feeds have had. An entry becomes a job in the transaction that creates the job, and once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, select, update

from app.core.errors import NotFound, WrongState
from app.db import feeds
from app.db.records import FEED_ENTRIES, FEEDS, JOBS
from app.db.transaction import Transaction
from app.jobs.changes import FeedChanged
from app.jobs.feeds import SETTLE_MS, EntryState, Feed, FeedEntry, Found, Listing, of_the_past, renamed, slid_in

ENTRY_COLUMNS = [FEED_ENTRIES.c[one.name] for one in fields(FeedEntry)]
#: Entries that one statement inserts, and the keys that one compares.
AT_ONCE = 500
OF_THE_PAST = "It was there before the feed."
RENAMED = "The same entry was there under another name and link."
GONE = "The file is gone."


def record(tx: Transaction, held: Feed, listing: Listing) -> bool:
    """Record what a check has found; returns whether a file may still grow.

    The first listing is the feed's past, of which the newest `last` entries are taken, also if it is empty; so is what
    appears later at the old end of a list that is cut, and what was published before the feed while it listed nothing.
    """
    known = feeds.feed(tx.conn, held.id)
    mine = FEED_ENTRIES.c.feed_id == held.id
    rows = tx.conn.execute(select(*ENTRY_COLUMNS).where(mine)).all()
    keys = {row.key for row in rows}
    identities = {row.identity for row in rows if row.identity is not None}
    left_out = _left_out(tx, known, listing, rows, lambda one: one.key in keys or one.identity in identities)
    new: list[dict[str, Any]] = []
    for one, reason in zip(listing.entries, left_out, strict=True):
        if one.key not in keys and one.identity not in identities:
            keys.add(one.key)
            identities.update({one.identity} - {None})
            new.append(_new(tx, known, one, reason))
    for start in range(0, len(new), AT_ONCE):
        tx.conn.execute(insert(FEED_ENTRIES), new[start : start + AT_ONCE])
    if known.is_folder:
        _settle_files(tx, mine, rows, {one.key for one in listing.entries})
    values = {"seeded": True, "title": listing.title, "kind": listing.kind.value}
    tx.conn.execute(update(FEEDS).where(FEEDS.c.id == held.id).values(values))
    tx.changes.append(FeedChanged(known.id, known.user_id))
    arriving = select(FEED_ENTRIES.c.num).where(mine, FEED_ENTRIES.c.state == EntryState.ARRIVING.value)
    return tx.conn.execute(arriving.limit(1)).first() is not None


def _left_out(
    tx: Transaction, known: Feed, listing: Listing, rows: Sequence[Row[Any]], is_known: Callable[[Found], bool]
) -> list[str | None]:
    """For each entry that is found why no job is made of it if it is new; None if one is."""
    reason = OF_THE_PAST
    if not known.seeded or not (rows or known.is_folder):  # files state no time, and a folder may well be empty first
        past = of_the_past(
            listing, last=known.last, since_ms=known.created_ms, now_ms=tx.now_ms, was_empty=known.seeded
        )
    elif any(map(is_known, listing.entries)):
        older = slid_in(listing, is_known)
        past = [place < older for place in range(len(listing.entries))]
    else:
        past, reason = renamed(listing, {(row.title, row.published_ms) for row in rows}), RENAMED
    return [reason if one else None for one in past]


def _new(tx: Transaction, known: Feed, one: Found, reason: str | None) -> dict[str, Any]:
    state = EntryState.ARRIVING if known.is_folder else EntryState.WAITING
    return {
        "feed_id": known.id,
        "key": one.key,
        "identity": one.identity,
        "place": one.place,
        "title": one.title,
        "published_ms": one.published_ms,
        "duration_s": one.duration_s,
        "state": (state if reason is None else EntryState.SKIPPED).value,
        "reason": reason,
        "seen_ms": tx.now_ms,
        "ended_ms": None if reason is None else tx.now_ms,
    }


def _settle_files(tx: Transaction, mine: ColumnElement[bool], rows: Sequence[Row[Any]], found: set[str]) -> None:
    """Let files become jobs that have not changed for a while; delete the entries of those that have, or are gone.

    Files that were gone when they were to be copied wait again once they are back, as those of a disk that was not
    mounted.
    """
    arriving = [row for row in rows if row.state == EntryState.ARRIVING.value]
    still = [row for row in arriving if row.key in found]
    settled = [
        row.num for row in still if not 0 <= tx.now_ms - row.seen_ms < SETTLE_MS
    ]  # also seen before a clock's jump
    settled += [
        row.num for row in rows if row.state == EntryState.REFUSED.value and row.reason == GONE and row.key in found
    ]
    gone = [row.num for row in arriving if row.key not in found]
    waits = {"state": EntryState.WAITING.value, "reason": None, "ended_ms": None}
    for start in range(0, len(settled), AT_ONCE):
        some = FEED_ENTRIES.c.num.in_(settled[start : start + AT_ONCE])
        tx.conn.execute(update(FEED_ENTRIES).where(mine, some).values(waits))
    for start in range(0, len(gone), AT_ONCE):
        tx.conn.execute(delete(FEED_ENTRIES).where(mine, FEED_ENTRIES.c.num.in_(gone[start : start + AT_ONCE])))


def waiting(conn: Connection, feed_id: str, limit: int) -> list[FeedEntry]:
    """The entries that wait to become jobs, oldest first."""
    mine = (FEED_ENTRIES.c.feed_id == feed_id, FEED_ENTRIES.c.state == EntryState.WAITING.value)
    query = select(*ENTRY_COLUMNS).where(*mine).order_by(FEED_ENTRIES.c.num).limit(limit)
    return [_entry(row) for row in conn.execute(query)]


def page(
    conn: Connection, feed_id: str, state: EntryState | None, *, limit: int, offset: int
) -> tuple[list[tuple[FeedEntry, str | None, Mapping[str, Any] | None]], int]:
    """A feed's entries, newest first, each with the status and the error of its job; and the number of all."""
    mine = [FEED_ENTRIES.c.feed_id == feed_id]
    if state is not None:
        mine.append(FEED_ENTRIES.c.state == state.value)
    total = conn.execute(select(func.count()).select_from(FEED_ENTRIES).where(*mine)).scalar_one()
    joined = FEED_ENTRIES.outerjoin(JOBS, JOBS.c.id == FEED_ENTRIES.c.job_id)
    query = select(*ENTRY_COLUMNS, JOBS.c.status, JOBS.c.error).select_from(joined).where(*mine)
    rows = conn.execute(query.order_by(FEED_ENTRIES.c.num.desc()).limit(limit).offset(offset))
    return [(_entry(row[: len(ENTRY_COLUMNS)]), row[-2], row[-1]) for row in rows], total


def counts(conn: Connection, feed_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """The number of entries of feeds, by state; and as `failed` that of taken ones whose jobs have failed."""
    failed = func.sum(case((JOBS.c.status == "failed", 1), else_=0))
    joined = FEED_ENTRIES.outerjoin(JOBS, JOBS.c.id == FEED_ENTRIES.c.job_id)
    query = select(FEED_ENTRIES.c.feed_id, FEED_ENTRIES.c.state, func.count(), failed).select_from(joined)
    query = query.where(FEED_ENTRIES.c.feed_id.in_(feed_ids)).group_by(FEED_ENTRIES.c.feed_id, FEED_ENTRIES.c.state)
    found = {one: dict.fromkeys([*map(str, EntryState), "failed"], 0) for one in feed_ids}
    for feed_id, state, number, failures in conn.execute(query):
        found[feed_id][state] = number
        found[feed_id]["failed"] += failures or 0
    return found


def refuse(tx: Transaction, num: int, reason: str) -> None:
    """Record why no job could be made of an entry."""
    _end(tx, num, EntryState.REFUSED, reason=reason)


def skip(tx: Transaction, num: int, reason: str, sha256: str | None = None) -> None:
    """Record why no job is made of an entry."""
    _end(tx, num, EntryState.SKIPPED, reason=reason, sha256=sha256)


def wait(tx: Transaction, feed_id: str, num: int) -> None:
    """Let an entry become a job after all. Raises NotFound, or WrongState for one that was not left out."""
    mine = (FEED_ENTRIES.c.feed_id == feed_id, FEED_ENTRIES.c.num == num)
    state = tx.conn.execute(select(FEED_ENTRIES.c.state).where(*mine).with_for_update()).scalar_one_or_none()
    if state is None:
        raise NotFound(f"There is no entry {num} of this feed.")
    if state not in (EntryState.SKIPPED.value, EntryState.REFUSED.value):
        raise WrongState(f"This entry is {state}: it was not left out.")
    waits = {"state": EntryState.WAITING.value, "reason": None, "ended_ms": None}
    tx.conn.execute(update(FEED_ENTRIES).where(*mine).values(waits))
    _changed(tx, num)


def back(tx: Transaction, num: int) -> None:
    """Forget an entry whose file has changed since it was found: the next check finds it as it is then."""
    _changed(tx, num)
    tx.conn.execute(delete(FEED_ENTRIES).where(_waiting(num)))


def same_file(conn: Connection, feed_id: str, sha256: str) -> FeedEntry | None:
    """The entry of a feed with the same content that has become a job."""
    mine = (FEED_ENTRIES.c.feed_id == feed_id, FEED_ENTRIES.c.sha256 == sha256)
    taken = FEED_ENTRIES.c.state == EntryState.TAKEN.value
    row = conn.execute(select(*ENTRY_COLUMNS).where(*mine, taken).limit(1)).first()
    return None if row is None else _entry(row)


def _end(tx: Transaction, num: int, state: EntryState, **values: Any) -> None:
    ended = {"state": state.value, "ended_ms": tx.now_ms}
    tx.conn.execute(update(FEED_ENTRIES).where(_waiting(num)).values(ended | values))
    _changed(tx, num)


def _changed(tx: Transaction, num: int) -> None:
    """Record that the feed of an entry has changed."""
    of_entry = select(FEEDS.c.id, FEEDS.c.user_id).join(FEED_ENTRIES, FEED_ENTRIES.c.feed_id == FEEDS.c.id)
    row = tx.conn.execute(of_entry.where(FEED_ENTRIES.c.num == num)).one_or_none()
    if row is not None:
        tx.changes.append(FeedChanged(row.id, row.user_id))


def _waiting(num: int) -> ColumnElement[bool]:
    return (FEED_ENTRIES.c.num == num) & (FEED_ENTRIES.c.state == EntryState.WAITING.value)


class Takings:
    """Entries that become jobs in one transaction, each once: what else requests a job of one is refused."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._admitted: set[int] = set()

    def admit(self, num: int) -> None:
        """Check that an entry waits, and lock it. Raises WrongState if it is a job by now, NotFound if it is gone."""
        query = select(FEED_ENTRIES.c.state).where(FEED_ENTRIES.c.num == num).with_for_update()
        state = self._tx.conn.execute(query).scalar_one_or_none()
        if state is None:
            raise NotFound("The feed was deleted.")
        if state != EntryState.WAITING.value or num in self._admitted:
            raise WrongState("This entry has become a job already.")
        self._admitted.add(num)

    def record(self, num: int, job_id: str, sha256: str | None) -> None:
        """Record the job of an admitted entry."""
        _end(self._tx, num, EntryState.TAKEN, job_id=job_id, sha256=sha256)


def _entry(row: Any) -> FeedEntry:
    values = dict(zip((one.name for one in fields(FeedEntry)), row, strict=True))
    return FeedEntry(**values | {"state": EntryState(values["state"])})
