"""Keeping SQLite's write-ahead log small.

SQLite moves the log into the database by itself, but begins it anew only at a moment when nobody reads from it. With
busy dashboards there is no such moment, and it grows for as long as they stay. So when it has become large, the writer
waits for those who read just now: who comes meanwhile reads the database and holds nothing up.
"""

import logging
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from app.db.engine import BUSY_MS, Access

log = logging.getLogger(__name__)

#: The log is emptied when it has become that large; if somebody reads for too long, again a quarter later.
LARGE_BYTES = 16 << 20
#: How long changes may have to wait for somebody who reads, milliseconds. A backup of a large database takes longer.
PATIENCE_MS = 500


class WriteAheadLog:
    """The log beside a database file. Only the writer may empty it, between two transactions."""

    def __init__(self, database: Path, access: Access) -> None:
        self._file = database.with_name(f"{database.name}-wal")
        self._access = access
        self._next_bytes = LARGE_BYTES

    def size_bytes(self) -> int:
        """Its size on the disk."""
        try:
            return self._file.stat().st_size
        except FileNotFoundError:
            return 0

    async def keep_small(self) -> None:
        """Empty it if it has become large; costs one look at the file if not."""
        size_bytes = self.size_bytes()
        if size_bytes < self._next_bytes:
            return
        if await self._access.run(_emptied):
            self._next_bytes = LARGE_BYTES
        else:
            self._next_bytes = size_bytes + LARGE_BYTES // 4
            log.info("the write-ahead log has %.0f MB; somebody reads from it for long", size_bytes / 1e6)

    async def save(self) -> bool:
        """Put all that it holds into the database, also where it has lost its name; whether that was done."""
        return await self._access.run(_emptied)


def _emptied(conn: Connection) -> bool:
    """Outside of any transaction, hence past SQLAlchemy, which would begin one."""
    plain = cast(sqlite3.Connection, conn.connection.dbapi_connection)
    try:
        plain.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        busy, _, _ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.Error as error:  # nothing is lost by it, and the next change will tell if the disk is at fault
        log.warning("the write-ahead log could not be emptied: %s", error)
        return False
    finally:
        plain.execute(f"PRAGMA busy_timeout={BUSY_MS}")
