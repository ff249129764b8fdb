"""Opening the database: pragmas, the lock against a second server, migrations, and the two ways in.

Writes go through one connection (`writer.py`); reads have a small pool of their own and see a consistent snapshot
(WAL). PostgreSQL gets the same statements over asyncpg.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.errors import AppError, DatabaseInUse


class DatabaseUnusable(AppError):
    """The database cannot be opened, is damaged, or is newer than this program; the message says what to do."""


def async_url(url: str) -> str:
    """The URL with its async driver.

    `sqlite:///x` → `sqlite+aiosqlite:///x`, `postgresql://…` → `postgresql+asyncpg://…`.
    """
    for plain, mapped in (
        ("sqlite:///", "sqlite+aiosqlite:///"),
        ("postgresql://", "postgresql+asyncpg://"),
        ("postgres://", "postgresql+asyncpg://"),
    ):
        if url.startswith(plain):
            return mapped + url.removeprefix(plain)
    return url


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for memory and for other databases."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def open_engine(url: str, *, writer: bool, synchronous: str, pool_size: int = 4) -> AsyncEngine:
    """An engine whose connections are set up for their role. A SQLite writer takes the write lock as it begins."""
    is_sqlite = url.startswith("sqlite")
    options: dict[str, Any] = {"pool_size": 1 if writer else pool_size, "max_overflow": 0}
    if not is_sqlite:
        options["pool_pre_ping"] = True
    engine = create_async_engine(async_url(url), **options)
    if is_sqlite:
        _prepare_sqlite(engine, writer=writer, synchronous=synchronous)
    return engine


def _prepare_sqlite(engine: AsyncEngine, *, writer: bool, synchronous: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "busy_timeout=10000",
            "temp_store=MEMORY",
            "cache_size=-16000",
            "journal_size_limit=33554432",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


class ServerLock:
    """An advisory lock file: a second server must not run the same jobs or use the same folder."""

    def __init__(self, path: Path, what: str) -> None:
        self._path = path
        self._what = what
        self._fd: int | None = None

    def acquire(self) -> None:
        """Raises DatabaseInUse, naming the process that holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(fd, 200).decode(errors="replace").strip()
            os.close(fd)
            pid = holder if holder.isdigit() else "unknown"
            raise DatabaseInUse(
                f"{self._what} is in use by another server (process {pid}). "
                "Stop that one, or give this one its own DATABASE_URL and DATA_DIR."
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, str(os.getpid()).encode(), 0)
        self._fd = fd

    def release(self) -> None:
        """Give it back; the kernel does the same when the process dies."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def check_integrity(conn: Connection) -> None:
    """Raises DatabaseUnusable when SQLite finds damage."""
    answer = conn.execute(text("PRAGMA quick_check(5)")).scalars().all()
    if list(answer) != ["ok"]:
        raise DatabaseUnusable(
            f"The database is damaged ({'; '.join(map(str, answer))[:200]}). Restore a backup made with "
            "`python main.py backup`, or move the file away to start empty."
        )
