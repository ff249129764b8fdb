"""The lock against a second server on one PostgreSQL database, as the lock file is for SQLite.

A connection of its own holds it, and the database gives it back when that connection ends, however the server ends.
A database that starts anew forgets it.
"""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.core.errors import DatabaseInUse, DatabaseUnusable
from app.db.engine import driver_url

#: The number that servers agree on; PostgreSQL counts these locks for each database apart.
NUMBER = 0x6A6F6273
#: A server that was killed a moment ago may still seem to hold it for this long, seconds.
PATIENCE_S, LOOK_EVERY_S = 5.0, 0.1
#: So that a machine that lost its power is noticed in half a minute, not in two hours.
KEEP_ALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}


class PostgresLock:
    """Held from `acquire` to `release`."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            driver_url(url),
            pool_size=1,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": KEEP_ALIVE},
        )
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> None:
        """Raises DatabaseInUse, or DatabaseUnusable when the database does not let us in."""
        try:
            self._connection = await self._engine.connect()
            held = await self._tried(self._connection)
        except DBAPIError as error:
            await self.release()
            raise DatabaseUnusable(f"The database cannot be used ({error.orig}). Check DATABASE_URL.") from error
        if not held:
            await self.release()
            raise DatabaseInUse(
                "The database is in use by another server. Stop that one, or give this one its own DATABASE_URL and "
                "DATA_DIR."
            )

    async def _tried(self, connection: AsyncConnection) -> bool:
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        query, given = text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER}
        while not (await connection.execute(query, given)).scalar_one():
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(LOOK_EVERY_S)
        return True

    async def release(self) -> None:
        """Give it back, with its connection."""
        if self._connection is not None:
            await self._connection.close()
        await self._engine.dispose()
