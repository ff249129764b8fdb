"""Which edition of a source is the latest: a file that was changed behind its link is another one.

Results of the one before stay with the jobs that made them.
"""

from sqlalchemy import Connection, select

from app.db.facts import set_flag
from app.db.queries import flag
from app.db.records import OUTPUTS
from app.db.transaction import Transaction


def edition_of(conn: Connection, key: str) -> int:
    """The latest edition of the source whose first edition is fetched under `key`; the first is 0."""
    return int(flag(conn, f"edition {key}").get("number", 0))


def next_edition(tx: Transaction, key: str, *, after: int) -> int:
    """Begin a new edition, unless somebody has begun one since `after`. Returns the latest."""
    latest = edition_of(tx.conn, key)
    if latest != after:
        return latest
    set_flag(tx, f"edition {key}", {"number": after + 1})
    return after + 1


def recorded_ms(conn: Connection, key: str) -> int | None:
    """When the output under a key was recorded, Unix milliseconds; None when there is none."""
    return conn.execute(select(OUTPUTS.c.created_ms).where(OUTPUTS.c.key == key)).scalar_one_or_none()
