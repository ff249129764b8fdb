"""Runs a PostgreSQL for the tests: a cluster in a temporary folder, on loopback, which is removed afterwards.

TEST_POSTGRES_URL names another server, with a role that may create databases. Without either, tests are skipped.
"""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

MISSING = "no PostgreSQL here; install Debian's `postgresql`, or set TEST_POSTGRES_URL"
#: Options for speed: nothing has to survive a crash.
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _as_owner(folder: Path) -> list[str]:
    """The prefix to run as user `postgres` if this is root, which PostgreSQL refuses; skips without that user."""
    if os.geteuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip(MISSING)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server, `postgresql://…/`, up to the name of a database."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield named.rpartition("/")[0] + "/"
        return
    programs = _programs()
    if programs is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    try:
        owner = _as_owner(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data = folder / "data"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/"}
        initdb = [*owner, programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, **quiet)  # type: ignore[call-overload]
        command = [*owner, programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, *FAST]
        server = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
        try:
            url = f"postgresql://tester@127.0.0.1:{port}/"
            _in_thread(_await_ready(url, server))
            yield url
        finally:
            server.terminate()
            server.communicate(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _await_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    async with asyncio.timeout(60):
        while True:
            assert server.poll() is None, server.communicate()[1].decode()
            try:
                connection = await asyncpg.connect(f"{url}postgres")
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)
                continue
            await connection.close()
            return


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{url}postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _in_thread(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread with a separate loop, because the test's loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """Create an empty database and yield its URL; it is dropped at the end."""
    name = f"t{uuid.uuid4().hex}"
    _in_thread(_execute(server, f"CREATE DATABASE {name}"))
    yield f"{server}{name}"
    _in_thread(_execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database for one test."""
    with empty_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of each kind that is served."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jobs.db'}"
        return
    with empty_database(request.getfixturevalue("postgres_server")) as url:
        yield url
