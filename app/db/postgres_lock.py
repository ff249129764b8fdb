"""The lock against a second server on one PostgreSQL database, like the lock file for SQLite.

A separate connection holds it, and the database releases it when that connection ends, however the server ends. It is
lost when the database restarts.
"""

import asyncio

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.core.errors import DatabaseInUse, DatabaseUnusable
from app.db.access import driver_url

#: The lock's number, common to all servers; PostgreSQL scopes it to the database.
NUMBER = 0x6A6F6273
#: A server that was just killed may still seem to hold it for this long, seconds; and the polling interval.
TIMEOUT_S, CHECK_EVERY_S = 5.0, 0.1
#: Keep-alive settings with which a machine that lost power is noticed in half a minute instead of two hours.
KEEP_ALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}


def is_held(conn: Connection) -> bool:
    """Whether a server holds the lock of this database."""
    query = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :number AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return bool(conn.execute(query, {"number": NUMBER}).scalar_one())


def other_connections(conn: Connection) -> int:
    """The number of connections to this database besides this one and that which holds the lock."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
        "AND pid <> pg_backend_pid() AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND "
        "objid = :number AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    return int(conn.execute(query, {"number": NUMBER}).scalar_one())


class PostgresLock:
    """An advisory lock, held from `acquire` to `release`."""

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
        """Take the lock. Raises DatabaseInUse, or DatabaseUnusable if the database cannot be reached."""
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
        deadline = asyncio.get_running_loop().time() + TIMEOUT_S
        query, values = text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER}
        while not (await connection.execute(query, values)).scalar_one():
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(CHECK_EVERY_S)
        return True

    async def release(self) -> None:
        """Release the lock and close its connection."""
        if self._connection is not None:
            await self._connection.close()
        await self._engine.dispose()
