"""Runs a Redis for a test: Debian's `redis-server` on a free loopback port, with its data in a temporary folder.

It can be killed and started again with its data. Where it is not installed, tests are skipped.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from tests.server import free_port

MISSING = "no Redis here; install Debian's `redis-server`"
STARTS_WITHIN_S = 30.0
#: What is acknowledged survives the process: each write is in its log before it is answered. Nothing has to survive the
#: system, so the log is never synced; with `everysec` a write can wait in memory for a sync that is under way.
DURABLE = ("--appendonly", "yes", "--appendfsync", "no", "--save", "")


@dataclass
class RedisServer:
    """A `redis-server`. The folder outlives the process, so that `start` after `kill` is a restart."""

    program: str
    folder: Path
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """The URL of database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def client(self) -> "redis.Redis":
        """A client that returns text; a context manager."""
        return redis.Redis.from_url(self.url, decode_responses=True)

    def start(self) -> None:
        """Start the server and wait until it has loaded its data."""
        address = ("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder))
        log = self.folder / "redis.log"
        self._process = subprocess.Popen([self.program, *address, *DURABLE, "--logfile", str(log)])
        deadline = time.monotonic() + STARTS_WITHIN_S
        with self.client() as client:
            while True:
                assert self._process.poll() is None, log.read_text(errors="replace")
                try:
                    client.ping()
                except redis.ConnectionError:  # or one of its kind: it is loading
                    assert time.monotonic() < deadline, log.read_text(errors="replace")
                    time.sleep(0.02)
                else:
                    return

    def kill(self) -> None:
        """Kill the server with SIGKILL and wait for it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """Kill the server if it is running, and start it with its data on the same port."""
        self.kill()
        self.start()

    def lose(self) -> None:
        """Kill the server if it is running, and start it without its data on the same port."""
        self.kill()
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.start()


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """A running Redis without any keys, with its data in a new folder; skips where there is none."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip(MISSING)
    folder.mkdir()
    server = RedisServer(program, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A running Redis without any keys."""
    with running_redis(tmp_path / "redis") as server:
        yield server
