"""Records which folders the processes of an installation use as their DATA_DIR: one that all share, or several.

Each folder has an id in its mark. The one folder of an installation is stored by the first process that needs it to be
the only one; folders of machines that reach each other's files by the object store are stored beside it, and forgotten
when no process has renewed them for a day.
"""

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, delete, select

from app.core.errors import StartRefused
from app.db.conflicts import insert_missing
from app.db.flags import set_flag
from app.db.queries import FLAGS, flag
from app.db.transaction import Transaction

#: The flag with the id of the one folder, and the prefix of the names of flags of further folders.
SHARED, OWN = "folder", "folder of a machine "
#: The flag with the place of the object store by which machines reach each other's files.
STORE = "store of machines"
#: The flag with the mark that the object store had when it was first used, and its place.
MARK = "mark of the store"
#: Time without a renewal after which nobody uses a folder any more, milliseconds.
UNUSED_AFTER_MS = 86_400_000


class FolderOther(StartRefused):
    """DATA_DIR is not the folder that has the files of this database, and no object store has them."""


class CopyTime(Enum):
    """When a file is copied to the object store: after the commit that refers to it, or before.

    `EARLY`: before, unless the store is away. `FIRST`: before, since other machines have other folders.
    """

    LATER = "later"
    EARLY = "early"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Folder:
    """The DATA_DIR of this process: the id of its mark, and its path for people."""

    id: str
    path: str


def alone(tx: Transaction, folder: Folder) -> None:
    """Record the folder of a server that runs alone: all files are there."""
    if not is_shared(tx.conn, folder.id):
        set_flag(tx, SHARED, {"id": folder.id})
    tx.conn.execute(delete(FLAGS).where(FLAGS.c.name == STORE))


def join(tx: Transaction, folder: Folder, *, store: str) -> None:
    """Record the folder of one of several processes; `store` is the place of its object store, "" without one.

    Raises FolderOther if it would not reach the others' files.
    """
    others = _others(tx.conn, folder.id, tx.now_ms)
    if store:
        _agree_on(tx, store, is_alone=not others and flag(tx.conn, SHARED).get("id") in (None, folder.id))
        if not is_shared(tx.conn, folder.id):
            renew(tx, folder.id)
        return
    if others and flag(tx.conn, SHARED).get("id") in (None, folder.id):
        raise FolderOther(
            f"Other machines of this database have their files in other folders than DATA_DIR {folder.path}, and share "
            "them in an object store: set STORAGE_URL here too."
        )
    insert_missing(tx.conn, FLAGS, [{"name": SHARED, "value": {"id": folder.id}}])
    if not is_shared(tx.conn, folder.id):
        raise FolderOther(
            f"DATA_DIR {folder.path} is not the folder that has the files of this database. Mount that one there, or "
            "set STORAGE_URL on all machines so that each may have its own; if that folder is gone for good, start "
            "the server once with ENGINE=local on this one."
        )


def _agree_on(tx: Transaction, store: str, *, is_alone: bool) -> None:
    """Record the object store of the machines. Raises FolderOther if others have another one."""
    insert_missing(tx.conn, FLAGS, [{"name": STORE, "value": {"place": store}}])
    used = flag(tx.conn, STORE).get("place")
    if used == store:
        return
    if not is_alone:
        raise FolderOther(
            f"The machines of this database share their files in {used}, not in {store}: set the same STORAGE_URL "
            "on all."
        )
    set_flag(tx, STORE, {"place": store})


def mark_of(conn: Connection, place: str) -> str | None:
    """The mark that the object store at a place had when it was first used; None if it was not yet."""
    known = flag(conn, MARK)
    return str(known["mark"]) if known.get("place") == place else None


def settle_mark(tx: Transaction, place: str, mark: str) -> str:
    """Record the mark of an object store that is first used; returns that of the process which was first."""
    insert_missing(tx.conn, FLAGS, [{"name": MARK, "value": {"place": place, "mark": mark}}])
    if (known := mark_of(tx.conn, place)) is not None:
        return known
    set_flag(tx, MARK, {"place": place, "mark": mark})
    return mark


def renew(tx: Transaction, folder_id: str) -> None:
    """Record that a process uses a folder of its own; call it several times a day. Deletes those of the past."""
    if is_shared(tx.conn, folder_id):
        return
    set_flag(tx, f"{OWN}{folder_id}", {"seen_ms": tx.now_ms})
    known = tx.conn.execute(select(FLAGS).where(FLAGS.c.name.startswith(OWN))).all()
    unused = [row.name for row in known if row.value["seen_ms"] < tx.now_ms - UNUSED_AFTER_MS]
    if unused:
        tx.conn.execute(delete(FLAGS).where(FLAGS.c.name.in_(unused)))


def is_shared(conn: Connection, folder_id: str) -> bool:
    """Whether this is the one folder of the installation, which keeps its files."""
    return bool(flag(conn, SHARED).get("id") == folder_id)


def copy_time(conn: Connection, folder_id: str, now_ms: int) -> CopyTime:
    """When files of this folder are copied. With one folder a store that is away holds up nothing."""
    shared = flag(conn, SHARED).get("id")
    if _others(conn, folder_id, now_ms) or shared not in (None, folder_id):
        return CopyTime.FIRST
    return CopyTime.EARLY if shared is None else CopyTime.LATER


def _others(conn: Connection, folder_id: str, now_ms: int) -> list[str]:
    """The ids of folders that other machines use now, beside the one folder."""
    rows = conn.execute(select(FLAGS).where(FLAGS.c.name.startswith(OWN))).all()
    used = [row.name.removeprefix(OWN) for row in rows if row.value["seen_ms"] >= now_ms - UNUSED_AFTER_MS]
    return [one for one in used if one != folder_id]
