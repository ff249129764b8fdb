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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.current_schema import in_thread, migrated, put_database
from tests.postgres_reset import FreshState, fresh_state, reset

MISSING = "no PostgreSQL here; install Debian's `postgresql`, or set TEST_POSTGRES_URL"
#: Options for speed: nothing has to survive a crash.
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")

#: As fast as it can be if what is committed has to survive a kill of the server, and nothing one of the system.
DURABLE = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")


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


class Cluster:
    """A PostgreSQL of the tests' own on loopback, in a temporary folder. It can be ended at once and started again."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._owner = _as_owner(folder)
        self._folder, self._programs, self._data = folder, programs, folder / "data"
        self._options: tuple[str, ...] = ()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"postgresql://tester@127.0.0.1:{self.port}/"  #: up to the name of a database
        self._run("initdb", "-D", self._data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*self._owner, self._programs / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")

    @property
    def pid(self) -> int:
        """The id of its first process, or of what started that as another user."""
        return self._server.pid

    def start(self, *options: str) -> None:
        """Start it, with these options or those of before, and wait until it takes connections."""
        self._options = options or self._options
        place = ["-D", self._data, "-h", "127.0.0.1", "-p", str(self.port), "-k", self._folder]
        self._server = subprocess.Popen(
            [*self._owner, self._programs / "postgres", *place, *self._options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
        )
        in_thread(_await_ready(self.url, self._server))

    def kill(self) -> None:
        """End it at once, as other servers of the tests are killed."""
        self.end()

    def restart(self) -> None:
        """End it at once, and start it with its data."""
        self.end()
        self.start()

    def end(self) -> None:
        """End it as a crash would: every connection breaks, and the next start recovers from the log."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        self._server.communicate(timeout=30)


@contextmanager
def cluster(*options: str) -> Iterator[Cluster]:
    """A running PostgreSQL of its own; skips the test where none is installed."""
    programs = _programs()
    if programs is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    try:
        made = Cluster(folder, programs)
        made.start(*options)
        try:
            yield made
        finally:
            made.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server, `postgresql://…/`, up to the name of a database."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield named.rpartition("/")[0] + "/"
        return
    with cluster(*FAST) as ours:
        yield ours.url


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


@contextmanager
def blank_postgres(server: str, *, like: str = "template1") -> Iterator[str]:
    """Create a database as a copy of another and yield its URL; it is dropped at the end."""
    name = f"t{uuid.uuid4().hex}"
    in_thread(_execute(server, f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield f"{server}{name}"
    in_thread(_execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


class Databases:
    """Databases at the current schema, all empty: one is made if none is free, and emptied after its use.

    To empty one takes a fifth of what it takes to copy it and to drop it.
    """

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._free: list[str] = []
        self._fresh: FreshState | None = None

    @contextmanager
    def one(self) -> Iterator[str]:
        """The URL of one for the block."""
        name = self._free.pop() if self._free else self._copied()
        url = f"{self._server}{name}"
        try:
            yield url
        finally:
            if self._emptied(url):
                self._free.append(name)
            else:
                in_thread(_execute(self._server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def _copied(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        in_thread(_execute(self._server, f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY"))
        if self._fresh is None:
            self._fresh = in_thread(fresh_state(f"{self._server}{name}"))
        return name

    def _emptied(self, url: str) -> bool:
        """Make it as it was; returns whether it is: a test may have changed its schema, or dropped it."""
        assert self._fresh is not None
        return in_thread(reset(url, self._fresh))


@pytest.fixture(scope="session")
def _postgres_databases(postgres_server: str) -> Iterator[Databases]:
    """Databases at the current schema, which tests use one after the other."""
    with blank_postgres(postgres_server) as template:
        in_thread(migrated(template))
        yield Databases(postgres_server, template.rpartition("/")[2])


@pytest.fixture
def postgres_url(_postgres_databases: Databases) -> Iterator[str]:
    """The URL of a database for one test: empty, at the current schema."""
    with _postgres_databases.one() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of each kind that is served: empty, at the current schema."""
    if request.param == "sqlite":
        put_database(tmp_path / "jobs.db")
        return f"sqlite:///{tmp_path / 'jobs.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of each kind that is served, without any schema: for tests of migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jobs.db'}"
        return
    with blank_postgres(request.getfixturevalue("postgres_server")) as url:
        yield url
