"""Stores feeds: what is checked, when, and how the checks ended. One process at a time checks a feed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, or_, select, update

from app.core.errors import NotFound, WrongState
from app.db.records import FEED_ENTRIES, FEEDS
from app.db.transaction import Transaction
from app.jobs.changes import FeedChanged
from app.jobs.feeds import CheckOutcome, Feed, FeedKind, Schedule, next_check_ms

#: Most feeds of one user.
MOST_FEEDS = 500
#: How long a feed belongs to the process that checks it, milliseconds; another one checks it after that, which does no
#: harm if the first is only slow: each entry becomes a job once.
CHECK_MS = 30 * 60_000
#: Columns that are fields of a feed under another name.
APART = ("num", "every_s", "daily_at", "time_zone", "kind")


def add(tx: Transaction, new: Feed) -> Feed:
    """Store a feed, which is checked at once unless it is paused. Raises WrongState if the user has too many."""
    count = select(func.count()).select_from(FEEDS).where(FEEDS.c.user_id.is_not_distinct_from(new.user_id))
    if tx.conn.execute(count).scalar_one() >= MOST_FEEDS:
        raise WrongState(f"There are {MOST_FEEDS} feeds, which is as many as one can have. Delete one first.")
    next_ms = None if new.paused else tx.now_ms
    made = replace(new, created_ms=tx.now_ms, updated_ms=tx.now_ms, next_ms=next_ms)
    tx.conn.execute(insert(FEEDS).values(_row(made)))
    tx.changes.append(FeedChanged(made.id, made.user_id))
    return made


def change(tx: Transaction, feed_id: str, wanted: Feed) -> Feed:
    """Store a feed's changed fields; its next check follows from a changed schedule or pause. Raises NotFound."""
    known = feed(tx.conn, feed_id)
    next_ms = known.next_ms
    if wanted.paused:
        next_ms = None
    elif known.paused or wanted.schedule != known.schedule:
        next_ms = tx.now_ms if known.paused else min(wanted.schedule.next_ms(tx.now_ms), known.next_ms or tx.now_ms)
    made = replace(wanted, next_ms=next_ms, updated_ms=tx.now_ms)
    settings = ("name", "every_s", "daily_at", "time_zone", "max_new", "preset_id", "job_type", "options", "priority")
    row = _row(made)
    values = {name: row[name] for name in (*settings, "paused", "next_ms", "updated_ms")}
    tx.conn.execute(update(FEEDS).where(FEEDS.c.id == feed_id).values(values))
    tx.changes.append(FeedChanged(known.id, known.user_id))
    return feed(tx.conn, feed_id)


def check_soon(tx: Transaction, feed_id: str) -> Feed:
    """Let a feed be checked now, also a paused one. Raises NotFound."""
    tx.conn.execute(update(FEEDS).where(FEEDS.c.id == feed_id).values(next_ms=tx.now_ms))
    found = feed(tx.conn, feed_id)
    tx.changes.append(FeedChanged(found.id, found.user_id))
    return found


def remove(tx: Transaction, feed_id: str) -> None:
    """Delete a feed and its log; its jobs stay. Raises NotFound."""
    known = feed(tx.conn, feed_id)
    tx.changes.append(FeedChanged(known.id, known.user_id, deleted=True))
    tx.conn.execute(delete(FEED_ENTRIES).where(FEED_ENTRIES.c.feed_id == feed_id))
    tx.conn.execute(delete(FEEDS).where(FEEDS.c.id == feed_id))


def feed(conn: Connection, feed_id: str) -> Feed:
    """Read one feed. Raises NotFound."""
    row = conn.execute(select(FEEDS).where(FEEDS.c.id == feed_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no feed {feed_id}.")
    return _feed(row)


def page(conn: Connection, user_id: str | None, *, limit: int, offset: int) -> tuple[list[Feed], int]:
    """Feeds, newest first, and their number: those of a user, with None those of all."""
    mine = () if user_id is None else (FEEDS.c.user_id == user_id,)
    total = conn.execute(select(func.count()).select_from(FEEDS).where(*mine)).scalar_one()
    query = select(FEEDS).where(*mine).order_by(FEEDS.c.num.desc()).limit(limit).offset(offset)
    return [_feed(row) for row in conn.execute(query)], total


def set_clock(tx: Transaction, by_ms: int) -> None:
    """Move the next checks after the clock was set by `by_ms` milliseconds: intervals go on, a time of day is kept."""
    moved = update(FEEDS).where(FEEDS.c.every_s.is_not(None), FEEDS.c.next_ms.is_not(None))
    tx.conn.execute(moved.values(next_ms=FEEDS.c.next_ms + by_ms))
    daily = select(FEEDS).where(FEEDS.c.daily_at.is_not(None), FEEDS.c.next_ms.is_not(None))
    for known in map(_feed, tx.conn.execute(daily).all()):
        next_ms = min(known.next_ms or 0, known.schedule.next_ms(tx.now_ms))
        tx.conn.execute(update(FEEDS).where(FEEDS.c.id == known.id).values(next_ms=next_ms))


def next_due_ms(conn: Connection, now_ms: int, *, folders: bool) -> int | None:
    """When a feed is due next, Unix milliseconds; None if all are paused. `folders`: also one of a folder."""
    free_ms = case((FEEDS.c.until_ms <= now_ms + CHECK_MS, FEEDS.c.until_ms), else_=0)
    later = select(FEEDS.c.next_ms, free_ms).where(FEEDS.c.next_ms.is_not(None), *_kinds(folders))
    return min((max(row[0], row[1]) for row in conn.execute(later)), default=None)


def take_due(tx: Transaction, *, folders: bool) -> Feed | None:
    """Take a feed that is due, for this process; `folders`: also one of a folder. None if there is none."""
    held = FEEDS.c.until_ms.between(tx.now_ms + 1, tx.now_ms + CHECK_MS)  # no longer than that: the clock was set back
    free = or_(FEEDS.c.until_ms.is_(None), ~held)
    due = select(FEEDS.c.num).where(FEEDS.c.next_ms <= tx.now_ms, free, *_kinds(folders))
    due = due.order_by(FEEDS.c.next_ms).limit(1).with_for_update(skip_locked=True)
    num = tx.conn.execute(due).scalar_one_or_none()
    if num is None:
        return None
    mine = update(FEEDS).where(FEEDS.c.num == num).values(until_ms=tx.now_ms + CHECK_MS)
    taken = _feed(tx.conn.execute(mine.returning(FEEDS)).one())
    tx.changes.append(FeedChanged(taken.id, taken.user_id))
    return taken


def _kinds(folders: bool) -> tuple[ColumnElement[bool], ...]:
    return () if folders else (FEEDS.c.kind != FeedKind.FOLDER.value,)


def release_all(tx: Transaction) -> None:
    """Release what an earlier run of the only server held."""
    tx.conn.execute(update(FEEDS).where(FEEDS.c.until_ms.is_not(None)).values(until_ms=None))


def settle(tx: Transaction, held: Feed, outcome: CheckOutcome) -> Feed | None:
    """Record how a check has ended and when the next one is; None if another process has the feed by now."""
    query = select(FEEDS).where(FEEDS.c.id == held.id, FEEDS.c.until_ms == held.until_ms).with_for_update()
    row = tx.conn.execute(query).one_or_none()
    if row is None:
        return None
    now = _feed(row)
    now = replace(now, failures=now.failures + 1 if outcome.error is not None else 0)
    next_ms = None if now.paused else next_check_ms(now, outcome, tx.now_ms)
    if now.next_ms not in (None, held.next_ms) and (now.next_ms or 0) <= tx.now_ms:
        next_ms = now.next_ms  # a check was requested during this one
    values = {"failures": now.failures, "error": outcome.error, "last_ms": tx.now_ms, "next_ms": next_ms}
    tx.conn.execute(update(FEEDS).where(FEEDS.c.id == held.id).values(values | {"until_ms": None}))
    tx.changes.append(FeedChanged(now.id, now.user_id))
    return feed(tx.conn, held.id)


def _row(one: Feed) -> dict[str, Any]:
    fields = Feed.__dataclass_fields__.keys() - {"schedule"}
    row = {name: getattr(one, name) for name in fields}
    schedule = {"every_s": one.schedule.every_s, "daily_at": one.schedule.at, "time_zone": one.schedule.time_zone}
    return row | schedule | {"kind": one.kind.value, "options": dict(one.options)}


def _feed(row: Row[Any]) -> Feed:
    values = {name: value for name, value in row._mapping.items() if name not in APART}
    schedule = Schedule(row.every_s, row.daily_at, row.time_zone)
    return Feed(**values, kind=FeedKind(row.kind), schedule=schedule)
