"""Connects to the database, with its pragmas, for reads and for writes.

Writes go through one connection (`writer.py`); reads have a small pool of their own and see a consistent snapshot
(WAL). Both run plain functions over a SQLAlchemy connection, so PostgreSQL gets the same statements over asyncpg.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from app.db.json_columns import read_json, write_json

T = TypeVar("T")
#: SQLite's timeout for a lock, milliseconds.
BUSY_MS = 10_000


#: For one transaction: its statements' time limit, and plans that are made for the values. A plan for any text would
#: look for a word that every job has in the index, which takes seconds, as for one that few have.
LIMITED = text(
    "SELECT set_config('statement_timeout', :ms, true), set_config('plan_cache_mode', 'force_custom_plan', true)"
)
#: A process that is held up in a transaction for so long, milliseconds, loses it, with the rows that it has locked:
#: else a stopped worker would keep its job, and the turn to write events, from all others.
HELD_UP_MS = 5_000
#: Settings of sessions on PostgreSQL. What is read often is in memory, and disks do not spin: a random page costs
#: little more than the next one. By PostgreSQL's own figure, 4, it reads whole tables for 200 rows of them.
SESSION = {"idle_in_transaction_session_timeout": str(HELD_UP_MS), "random_page_cost": "1.1"}
#: PostgreSQL's code for a cancelled statement, also by its time limit.
_QUERY_CANCELED = "57014"
#: Steps of SQLite between two checks of the clock: about twenty rows, each of which may take milliseconds.
_STEPS = 100


class OutOfTime(Exception):
    """Statements exceeded their time limit, seconds."""


def driver_url(url: str) -> str:
    """The URL with our driver: asyncpg for PostgreSQL, the standard library's module for SQLite.

    libpq's `sslmode` is asyncpg's `ssl`.
    """
    for plain, mapped in (
        ("sqlite+aiosqlite:///", "sqlite:///"),
        ("postgresql://", "postgresql+asyncpg://"),
        ("postgres://", "postgresql+asyncpg://"),
    ):
        if url.startswith(plain):
            url = mapped + url.removeprefix(plain)
    return url.replace("sslmode=", "ssl=") if url.startswith("postgresql") else url


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL, with links resolved as SQLite does; None for memory and other databases.

    Lock and log are beside the real file, so that two names mean one database.
    """
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database)).resolve()


class Access(Protocol):
    """Runs functions with a connection without blocking the event loop."""

    async def run(self, function: Callable[[Connection], T], *, within_s: float | None = None) -> T:
        """Call `function` with a connection and return its result.

        Raises OutOfTime if its statements take longer than `within_s`.
        """

    async def dispose(self) -> None:
        """Close every connection."""


class SqliteAccess:
    """SQLite in its own threads: one hop to a thread and back per transaction, not per statement.

    Compared with aiosqlite, which hops four times per statement: less than a third of the CPU for a submitted job.
    """

    def __init__(self, url: str, *, writer: bool, synchronous: str, threads: int) -> None:
        self._engine = create_engine(
            driver_url(url),
            pool_size=threads,
            max_overflow=0,
            connect_args={"check_same_thread": False},
            json_deserializer=read_json,
            json_serializer=write_json,
        )
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        prepare_sqlite(self._engine, writer=writer, synchronous=synchronous)

    async def run(self, function: Callable[[Connection], T], *, within_s: float | None = None) -> T:
        """See `Access.run`."""

        def call() -> T:
            with self._engine.connect() as connection:
                if within_s is None:
                    return function(connection)
                with _sqlite_deadline(connection, within_s):
                    return function(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def dispose(self) -> None:
        """See `Access.dispose`."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()


class AsyncAccess:
    """PostgreSQL over asyncpg: the same functions, without threads.

    A reader's function sees one snapshot, as with SQLite.
    """

    def __init__(self, url: str, *, writer: bool, connections: int) -> None:
        self._engine = create_async_engine(
            driver_url(url),
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            json_deserializer=read_json,
            json_serializer=write_json,
            isolation_level="READ COMMITTED" if writer else "REPEATABLE READ",
            connect_args={"server_settings": SESSION},
        )

    async def run(self, function: Callable[[Connection], T], *, within_s: float | None = None) -> T:
        """See `Access.run`."""
        async with self._engine.connect() as connection:
            if within_s is None:
                return await connection.run_sync(function)
            await connection.execute(LIMITED, {"ms": str(max(1, round(within_s * 1000)))})
            try:
                return await connection.run_sync(function)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) == _QUERY_CANCELED:
                    raise OutOfTime(within_s) from error
                raise

    async def dispose(self) -> None:
        """See `Access.dispose`."""
        await self._engine.dispose()


def open_access(url: str, *, writer: bool, synchronous: str, connections: int = 4) -> Access:
    """Open access for reads or for writes. A SQLite writer takes the write lock at the start of a transaction."""
    size = 1 if writer else connections
    if url.startswith("sqlite"):
        return SqliteAccess(url, writer=writer, synchronous=synchronous, threads=size)
    return AsyncAccess(url, writer=writer, connections=size)


@contextmanager
def _sqlite_deadline(connection: Connection, within_s: float) -> Iterator[None]:
    """Interrupt the connection's statements after a time limit."""
    driver: Any = connection.connection.driver_connection
    deadline = time.monotonic() + within_s
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise OutOfTime(within_s) from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def prepare_sqlite(engine: Engine, *, writer: bool, synchronous: str) -> None:
    """Set the pragmas of each connection, and how its transactions begin."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            f"busy_timeout={BUSY_MS}",
            "temp_store=MEMORY",
            "cache_size=-16000",
            "journal_size_limit=33554432",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")
