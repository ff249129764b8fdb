"""Stores browser sessions with their expiry. Only hashes are stored, so a copy of the database opens no session."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, select

from app.db.flags import set_flag
from app.db.queries import FLAGS, flag
from app.db.transaction import Transaction
from app.jobs.changes import AccessChanged

#: Prefix of the names of flags with a session; its hash follows.
PREFIX = "session "
#: Prefix of the names of flags with a ticket; its hash follows.
TICKETS = "ticket "
#: The name of the flag with the key that the sessions belong to.
KEY = "key of sessions"
#: Greatest number of sessions, and of those of one stored key; beyond it the oldest end. So who has a stored key ends
#: no session of others, however often it is used to sign in.
MOST, MOST_OF_KEY = 1000, 50


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session that expires at `until_ms`, Unix milliseconds. `key_id` is its stored key; None is the master key."""

    until_ms: int
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoredTicket:
    """A ticket for a socket that expires at `until_ms`, Unix milliseconds, with the rights of its holder.

    `kind` is `master`, `key` (`holder` is the id of a stored key) or `session` (`holder` is the session's hash).
    """

    until_ms: int
    kind: str
    holder: str


def sessions(conn: Connection) -> dict[str, StoredSession]:
    """All sessions by their hashes."""
    rows = conn.execute(select(FLAGS.c.name, FLAGS.c.value).where(FLAGS.c.name.startswith(PREFIX)))
    return {name.removeprefix(PREFIX): StoredSession(int(value["until_ms"]), value.get("key")) for name, value in rows}


def begin_session(tx: Transaction, digest: str, new: StoredSession) -> list[str]:
    """Store a new session; returns the hashes of ended ones: expired ones, and the oldest of too many."""
    known = sorted(sessions(tx.conn).items(), key=lambda entry: entry[1].until_ms)
    ended = [found for found, one in known if one.until_ms <= tx.now_ms]
    if new.key_id is not None:
        own = [found for found, one in known if one.key_id == new.key_id and one.until_ms > tx.now_ms]
        ended += own[: max(0, len(own) + 1 - MOST_OF_KEY)]
    going_on = [found for found, _ in known if found not in ended]
    ended += going_on[: max(0, len(going_on) + 1 - MOST)]
    for found in ended:
        end_session(tx, found)
    of_key = {} if new.key_id is None else {"key": new.key_id}
    set_flag(tx, f"{PREFIX}{digest}", {"until_ms": new.until_ms} | of_key)
    tx.changes.append(AccessChanged())
    return ended


def end_session(tx: Transaction, digest: str) -> None:
    """Delete a session."""
    set_flag(tx, f"{PREFIX}{digest}", {})
    tx.changes.append(AccessChanged())


def add_ticket(tx: Transaction, digest: str, new: StoredTicket, *, most: int) -> bool:
    """Store a ticket; False if its holder has too many. Those whose time is over are deleted."""
    rows = tx.conn.execute(select(FLAGS.c.name, FLAGS.c.value).where(FLAGS.c.name.startswith(TICKETS))).all()
    over = [name for name, value in rows if int(value["until_ms"]) <= tx.now_ms]
    if sum(value["holder"] == new.holder for name, value in rows if name not in over) >= most:
        return False
    for name in over:
        set_flag(tx, name, {})
    set_flag(tx, f"{TICKETS}{digest}", asdict(new))
    return True


def take_ticket(tx: Transaction, digest: str) -> StoredTicket | None:
    """Delete a ticket and return it, so that it is used once; None if there is none, or its time is over."""
    used = delete(FLAGS).where(FLAGS.c.name == f"{TICKETS}{digest}").returning(FLAGS.c.value)
    value = tx.conn.execute(used).scalar_one_or_none()
    found = None if value is None else StoredTicket(**value)
    return found if found is not None and found.until_ms > tx.now_ms else None


def key_of_sessions(conn: Connection) -> dict[str, str]:
    """The stored description of the key that the sessions belong to; empty if there is none."""
    return {name: str(value) for name, value in flag(conn, KEY).items()}


def end_master_sessions(tx: Transaction, key: dict[str, str]) -> None:
    """End every session of the master key; new ones belong to this one."""
    for digest, session in sessions(tx.conn).items():
        if session.key_id is None:
            end_session(tx, digest)
    set_flag(tx, KEY, dict(key))
