"""Keeps SQLite's write-ahead log small.

SQLite copies the log to the database by itself, but restarts it only while there is no reader. With busy dashboards
there is always one, and the log grows. So when it has become large, the writer waits for the current readers; later
ones read from the database and do not delay it.
"""

import logging
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from app.db.access import BUSY_MS, Access

log = logging.getLogger(__name__)

#: The log is emptied from this size on; if a reader takes too long, the next attempt is a quarter of it later.
LARGE_BYTES = 16 << 20
#: How long writes may wait for readers, milliseconds. A backup of a large database takes longer.
TIMEOUT_MS = 500


class WriteAheadLog:
    """The log beside a database file. Only the writer may empty it, between two transactions."""

    def __init__(self, database: Path, access: Access) -> None:
        self._file = database.with_name(f"{database.name}-wal")
        self._access = access
        self._next_bytes = LARGE_BYTES

    def size_bytes(self) -> int:
        """The size of the log on disk."""
        try:
            return self._file.stat().st_size
        except FileNotFoundError:
            return 0

    async def keep_small(self) -> None:
        """Empty the log if it has become large; otherwise costs one `stat`."""
        size_bytes = self.size_bytes()
        if size_bytes < self._next_bytes:
            return
        if await self._access.run(_emptied):
            self._next_bytes = LARGE_BYTES
        else:
            self._next_bytes = size_bytes + LARGE_BYTES // 4
            log.info("the write-ahead log has %.0f MB; somebody reads from it for long", size_bytes / 1e6)

    async def save(self) -> bool:
        """Copy the whole log to the database, even if the log's name was removed; returns whether that succeeded."""
        return await self._access.run(_emptied)


def _emptied(conn: Connection) -> bool:
    """Empty the log outside of any transaction, and so without SQLAlchemy, which would begin one."""
    plain = cast(sqlite3.Connection, conn.connection.dbapi_connection)
    try:
        plain.execute(f"PRAGMA busy_timeout={TIMEOUT_MS}")
        busy, _, _ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.Error as error:  # nothing is lost; if the disk is at fault the next write fails
        log.warning("the write-ahead log could not be emptied: %s", error)
        return False
    finally:
        plain.execute(f"PRAGMA busy_timeout={BUSY_MS}")
