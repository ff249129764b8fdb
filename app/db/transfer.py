"""Copies an installation from one database into another, empty one: all of it or nothing.

The target's schema, rows and sequences are written and compared in one transaction. If the process or the database ends
before its commit the target is as empty as it was, and the command can be repeated. The source is only read.
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection, Table, create_engine, delete, func, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.core.errors import AppError, DatabaseInUse
from app.db import numbers, revisions
from app.db.access import driver_url, prepare_sqlite, sqlite_file
from app.db.postgres_lock import CHECK_EVERY_S, TIMEOUT_S, PostgresLock, other_connections
from app.db.server_lock import ServerLock
from app.db.sqlite_checks import check_integrity, refuse_foreign
from app.db.table_copies import CopiedTable, copy_table, unequal
from app.db.tables import METADATA
from app.db.tables.operation import FlagRow, TelemetryRow
from app.db.tables.recorded_work import WorkerRow
from app.db.upgrade import upgrade

#: What servers and workers without jobs have written by themselves; a target may have it, and loses it.
OF_NO_CONTENT = frozenset(row.__tablename__ for row in (FlagRow, TelemetryRow, WorkerRow))


class TransferRefused(AppError):
    """The databases do not allow it; the message has the reason. Nothing was changed."""


class TransferFailed(AppError):
    """It was begun and failed. The target is as it was before."""


class Progress(Protocol):
    """Receives how far it is."""

    def copying(self, table: str, done: int, total: int) -> None:
        """`done` of `total` rows of a table are written."""

    def comparing(self, table: str) -> None:
        """The rows of a table are being read again."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What was copied: the number of rows by table, and of those with values that the target cannot store."""

    rows: dict[str, int]
    changed: dict[str, int]


async def transfer(source_url: str, target_url: str, progress: Progress) -> Transfer:
    """Copy the database at one URL into that at another.

    Raises TransferRefused, TransferFailed, DatabaseInUse, DatabaseUnusable or FolderUnusable.
    """
    source_file, target_file = sqlite_file(source_url), sqlite_file(target_url)
    if driver_url(source_url) == driver_url(target_url):
        raise TransferRefused("source and target are the same database")
    if source_file is not None and target_file is not None:
        raise TransferRefused("both are SQLite files: `python main.py backup FILE` copies one")
    if source_file is not None and not source_file.is_file():
        raise TransferRefused(f"there is no database at {source_file}")
    for file in (source_file, target_file):
        if file is not None:
            refuse_foreign(file)
    async with AsyncExitStack() as stack:
        try:
            for url in (source_url, target_url):
                await stack.enter_async_context(_held(url))
            source = await stack.enter_async_context(connected(source_url, writer=False))
            target = await stack.enter_async_context(connected(target_url, writer=True))
            return await _together(source, target, partial(_run, progress=progress))
        except (DBAPIError, OSError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise TransferFailed(
                f"{' '.join(str(reason).split())}. The target is as it was: try again. If it has content then, only "
                "the answer to the last step was lost, and the copy is complete"
            ) from error


@asynccontextmanager
async def _held(url: str) -> AsyncIterator[None]:
    """Lock servers out, as a server locks out another one."""
    file = sqlite_file(url)
    if file is not None:
        lock = ServerLock(file.with_name(f"{file.name}.lock"), file.name)
        lock.acquire()
        try:
            yield
        finally:
            lock.release()
        return
    session = PostgresLock(url)
    await session.acquire()
    try:
        yield
    finally:
        await session.release()


@asynccontextmanager
async def connected(url: str, *, writer: bool) -> AsyncIterator[Connection | AsyncConnection]:
    """Open a connection whose JSON columns are texts, in a transaction that is committed at the end of the block."""
    texts: dict[str, Any] = {"json_serializer": _unchanged, "json_deserializer": _unchanged}
    if sqlite_file(url) is not None:
        engine = create_engine(driver_url(url), connect_args={"check_same_thread": False}, **texts)
        prepare_sqlite(engine, writer=writer, synchronous="full")
        try:
            with engine.connect() as connection, connection.begin():
                yield connection
        finally:
            engine.dispose()
        return
    level = "READ COMMITTED" if writer else "REPEATABLE READ"
    async_engine = create_async_engine(driver_url(url), isolation_level=level, **texts)
    try:
        async with async_engine.connect() as opened, opened.begin():
            yield opened
    finally:
        await async_engine.dispose()


def _unchanged(value: Any) -> Any:
    return value


async def _together(
    source: Connection | AsyncConnection,
    target: Connection | AsyncConnection,
    run: Callable[[Connection, Connection], Transfer],
) -> Transfer:
    """Call a plain function with both connections, of which one at least is of PostgreSQL."""

    def call(_: Connection) -> Transfer:
        return run(_plain(source), _plain(target))

    through = source if isinstance(source, AsyncConnection) else target
    assert isinstance(through, AsyncConnection)
    return await through.run_sync(call)


def _plain(connection: Connection | AsyncConnection) -> Connection:
    return connection if isinstance(connection, Connection) else connection.sync_connection  # type: ignore[return-value]


def _run(source: Connection, target: Connection, *, progress: Progress) -> Transfer:
    _check_source(source)
    _prepare_target(target)
    wanted = _tables()
    totals = {table.name: _count(source, table) for table in wanted}
    copied = [
        copy_table(source, target, table, partial(progress.copying, table.name, total=totals[table.name]))
        for table in wanted
    ]
    for table in wanted:
        if table.autoincrement_column is not None:
            numbers.continue_after(target, table, numbers.last_number(source, table))
    _compare(copied, totals, target, progress)
    if target.dialect.name == "postgresql":
        target.exec_driver_sql("ANALYZE")  # else the first queries are planned for empty tables
    return Transfer(totals, {one.table.name: one.changed for one in copied if one.changed})


def _tables() -> list[Table]:
    """All tables with content of their own. What the databases derive from them, they keep by themselves."""
    return list(METADATA.tables.values())


def _count(conn: Connection, table: Table) -> int:
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def _check_source(source: Connection) -> None:
    if source.dialect.name == "sqlite":
        check_integrity(source)
    _refuse_others(source, "source")
    revision = revisions.revision_of(source)
    if revision is None:
        raise TransferRefused("the source holds no database of this program")
    if revision != revisions.HEAD:
        raise TransferRefused(
            f"the source has schema {revision}, this program {revisions.HEAD}. Start the server of this release on the "
            "source once, which migrates an older one; for a newer one use its release"
        )


def _refuse_others(conn: Connection, what: str) -> None:
    """Raise DatabaseInUse if others stay connected: servers that share a database hold no lock."""
    if conn.dialect.name != "postgresql":
        return
    deadline = time.monotonic() + TIMEOUT_S
    while count := other_connections(conn):
        if time.monotonic() < deadline:
            conn.execute(select(func.pg_sleep(CHECK_EVERY_S), func.pg_stat_clear_snapshot()))
            continue
        raise DatabaseInUse(f"The {what} is in use: {count} other connections are open. Stop all servers and workers.")


def _prepare_target(target: Connection) -> None:
    """Bring the target to the newest schema and leave its tables empty. Raises TransferRefused if it has content."""
    _refuse_others(target, "target")
    revision = revisions.revision_of(target)
    if revision is None:
        if found := inspect(target).get_table_names():
            raise TransferRefused(f"the target holds other tables ({', '.join(sorted(found)[:5])}); it must be empty")
        upgrade(target)
    elif revision != revisions.HEAD:
        raise TransferRefused(f"the target has schema {revision}, not {revisions.HEAD}; take an empty database")
    if target.dialect.name == "postgresql":
        names = ", ".join(table.name for table in _tables())
        target.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in _tables():
        if table.name in OF_NO_CONTENT:
            target.execute(delete(table))
        elif count := _count(target, table):
            raise TransferRefused(
                f"the target has content ({table.name}: {count:,} rows). Nothing is ever overwritten or mixed: take an "
                "empty database"
            )


def _compare(copied: Sequence[CopiedTable], totals: dict[str, int], target: Connection, progress: Progress) -> None:
    """Raise TransferFailed unless the target has all rows, each as it was written."""
    short = [one.table.name for one in copied if one.written.rows != totals[one.table.name]]
    if wrong := short or unequal(copied, target, lambda table: progress.comparing(table.name)):
        raise TransferFailed(f"the copy differs from the source in: {', '.join(wrong)}. Nothing was changed")
