"""Stores flags, small values that survive a restart: cool-downs of hosts, the database's id, the queue's pause."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, cast, delete, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.db.conflicts import insert_missing, insert_or_replace
from app.db.queries import FLAGS, flag
from app.db.transaction import Transaction
from app.jobs.changes import QueuePaused

#: Prefix of the names of flags with a host's cool-down.
COOLING = "cooling "


def set_flag(tx: Transaction, name: str, value: dict[str, Any]) -> None:
    """Store a small value across restarts; an empty value deletes it."""
    if value:
        insert_or_replace(tx.conn, FLAGS, {"name": name, "value": value})
    else:
        tx.conn.execute(delete(FLAGS).where(FLAGS.c.name == name))


def pause_queue(tx: Transaction, name: str, *, paused: bool, draining: bool = False) -> None:
    """Store that the queue is paused, or not, under the flag `name`; the queues follow with the commit."""
    set_flag(tx, name, {"paused": True, "draining": draining} if paused else {})
    tx.changes.append(QueuePaused(paused, draining))


def cool(tx: Transaction, host: str, until_ms: int) -> None:
    """Set a host's cool-down, unless it has a longer one; expired ones of all hosts are deleted."""
    over = select(FLAGS.c.name).where(FLAGS.c.name.startswith(COOLING), _until_ms(FLAGS.c.value) <= tx.now_ms)
    # Rows that another writer is changing are left to it: this must not wait with deleted rows in hand.
    tx.conn.execute(delete(FLAGS).where(FLAGS.c.name.in_(over.with_for_update(skip_locked=True))))
    row = {"name": f"{COOLING}{host}", "value": {"until_ms": until_ms}}
    insert_or_replace(tx.conn, FLAGS, row, where=_is_shorter)


def _until_ms(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(value["until_ms"].as_string(), BigInteger)


def _is_shorter(excluded: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
    return _until_ms(FLAGS.c.value) < _until_ms(excluded["value"])


def cooling_until_ms(conn: Connection, host: str) -> int:
    """The end of a host's cool-down, Unix milliseconds; 0 without one."""
    return int(flag(conn, f"{COOLING}{host}").get("until_ms", 0))


def identity(tx: Transaction) -> str:
    """The id of this database, generated at the first call."""
    insert_missing(tx.conn, FLAGS, [{"name": "database", "value": {"id": uuid.uuid4().hex}}])
    return str(flag(tx.conn, "database")["id"])


def prove_writable(tx: Transaction) -> None:
    """Write a small value: on a read-only file SQLite refuses the write, not the start of the transaction."""
    set_flag(tx, "written", {"at_ms": tx.now_ms})
