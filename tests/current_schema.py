"""Empty databases at the current schema: migrated once, then copied for each test that does not migrate itself."""

import asyncio
import os
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.db.access import open_access
from app.db.migrate import migrate

ResultT = TypeVar("ResultT")


def in_thread(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run in a thread with a separate loop, because the test's loop may be running; returns its result."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def migrated(url: str) -> None:
    """Bring an empty database to the current schema."""
    access = open_access(url, writer=True, synchronous="normal")
    await migrate(access, check=None)
    await access.dispose()


@cache
def _sqlite_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "jobs.db"
        in_thread(migrated(f"sqlite:///{file}"))
        return file.read_bytes()


def put_database(file: Path) -> None:
    """Put a SQLite database there, unless there is one. Only its owner may read it, as one of the server's."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as target:
            target.write(_sqlite_bytes())
