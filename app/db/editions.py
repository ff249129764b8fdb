"""Stores the latest edition of each source; a file that changes behind its link becomes a new edition.

Results of earlier editions stay with the jobs that made them.
"""

from sqlalchemy import Connection, select

from app.db.flags import set_flag
from app.db.queries import flag
from app.db.records import OUTPUTS
from app.db.transaction import Transaction


def edition_of(conn: Connection, key: str) -> int:
    """The latest edition of the source whose first edition was fetched under `key`; the first is 0."""
    return int(flag(conn, f"edition {key}").get("number", 0))


def next_edition(tx: Transaction, key: str, *, after: int) -> int:
    """Start a new edition, unless the latest is already newer than `after`. Returns the latest."""
    latest = edition_of(tx.conn, key)
    if latest != after:
        return latest
    set_flag(tx, f"edition {key}", {"number": after + 1})
    return after + 1


def recorded_ms(conn: Connection, key: str) -> int | None:
    """The time at which the output under a key was recorded, Unix milliseconds; None if there is none."""
    return conn.execute(select(OUTPUTS.c.created_ms).where(OUTPUTS.c.key == key)).scalar_one_or_none()
