"""Runs servers and workers that share one PostgreSQL, one Redis and one data folder, each in a process of its own.

With a `data_dir` a part has that folder instead.

Every part can be killed, held, stopped and started again. What runs is `python main.py serve` and `python main.py
worker`, with a stage that sleeps beside the product's own.
"""

import contextlib
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest

from app.processes.sandbox import MARK
from tests import postgres as databases
from tests.media import MediaShelf
from tests.postgres import DURABLE, blank_postgres
from tests.programs import Program
from tests.redis import RedisServer, running_redis
from tests.server import Server

#: Long enough for a renewal to come late on a busy machine, short enough to wait for.
LEASE_S = 4.0
#: Things happen within this time on a busy machine, seconds.
PATIENCE_S = 60.0


def until(holds: Callable[[], Any], what: str, *, within_s: float = PATIENCE_S) -> Any:
    """Poll until something is true; returns it."""
    deadline = time.monotonic() + within_s
    while not (found := holds()):
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        time.sleep(0.02)
    return found


def napping(command: str) -> list[str]:
    """The command line of a program of ours that knows the sleeping stage."""
    return [sys.executable, "-m", "tests.napping", command]


def celery_worker() -> list[str]:
    """The command line with which Celery itself starts a worker; it gets an interpreter of its own."""
    return [str(Path(sys.executable).with_name("celery")), "-A", "app.celery", "worker"]


def marked(part: str) -> list[int]:
    """Processes with such a part in the mark that a server's or worker's children have in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            variables = (folder / "environ").read_bytes().split(b"\0")
            if any(text.startswith(f"{MARK}=".encode()) and part.encode() in text for text in variables):
                found.append(int(folder.name))
    return found


def _parent(pid: int) -> int:
    """The id of a process's parent; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


class Worker(Program):
    """A `python main.py worker`, or another command that runs one."""

    def start(self) -> Self:
        """Start it and return at once."""
        self.launch()
        return self

    def await_ready(self) -> Self:
        """Wait until it receives messages."""
        until(self._is_ready, f"the worker is ready; its log:\n{self.log()}")
        return self

    def _is_ready(self) -> bool:
        assert self.alive(), self.log()
        return " ready." in self.log_file.read_text(errors="replace")


class NappingServer(Server):
    """A server that knows the sleeping stage."""

    def command(self) -> list[str]:
        return napping("serve")


class Cluster:
    """Servers and workers on one database, one broker and one data folder in `folder`."""

    def __init__(self, folder: Path, postgres: databases.Cluster, redis: RedisServer, database_url: str) -> None:
        self.folder = folder
        self.postgres = postgres
        self.redis = redis
        self.database_url = database_url
        self.data_dir = folder / "data"
        self.servers: list[Server] = []
        self.workers: list[Worker] = []
        self._numbers = itertools.count()

    def settings(self, **settings: str) -> dict[str, str]:
        """The settings of each part, with others beside them."""
        return {
            "ENGINE": "celery",
            "CELERY_BROKER_URL": self.redis.url,
            "LEASE_SECONDS": str(LEASE_S),
            "RETRY_BASE_DELAY": "0",
            "MAX_CONCURRENT_JOBS": "2",
            **settings,
        }

    def add_server(self, *, data_dir: Path | None = None, **settings: str) -> Server:
        """Start one more server, which knows the sleeping stage."""
        folder = self._folder_of(f"server-{next(self._numbers)}")
        url, data = self.database_url, data_dir or self.data_dir
        server = NappingServer(folder, database_url=url, data_dir=data, **self.settings(**settings))
        self.servers.append(server)
        return server.start()

    def add_worker(self, command: list[str] | None = None, *, data_dir: Path | None = None, **settings: str) -> Worker:
        """Start one more worker, which knows the sleeping stage unless there is a command; it may not be ready yet."""
        folder = self._folder_of(f"worker-{next(self._numbers)}")
        places = {"DATABASE_URL": self.database_url, "DATA_DIR": str(data_dir or self.data_dir)}
        worker = Worker(folder, command or napping("worker"), **self.settings(**places, **settings))
        self.workers.append(worker)
        return worker.start()

    def stage_processes(self) -> list[int]:
        """The processes in which stages of media run now: copies of children of the workers."""
        return [pid for worker in self.workers for pid in marked(f"-{worker.pid}-") if _parent(pid) != worker.pid]

    def _folder_of(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def retire(self, worker: Worker) -> None:
        """Kill a worker that is not needed any more."""
        worker.kill()
        self.workers.remove(worker)

    def stop(self) -> None:
        """Kill all servers and workers."""
        for program in (*self.workers, *self.servers):
            if program.alive():
                program.kill()


@contextmanager
def running_cluster(folder: Path, postgres: databases.Cluster) -> Iterator[Cluster]:
    """A database, a broker and a folder, without servers and workers yet."""
    with running_redis(folder / "redis") as redis, blank_postgres(postgres.url) as url:
        cluster = Cluster(folder, postgres, redis, url)
        try:
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two servers and two workers for the tests of a module; each leaves as many running, and no job that waits."""
    with (
        databases.cluster(*DURABLE) as postgres,
        running_cluster(tmp_path_factory.mktemp("cluster"), postgres) as cluster,
    ):
        cluster.add_server()
        cluster.add_server()
        for worker in [cluster.add_worker() for _ in range(2)]:
            worker.await_ready()
        yield cluster


@pytest.fixture(scope="module")
def video_id(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A short film that was uploaded to the cluster."""
    return cluster.servers[0].upload(MediaShelf(tmp_path_factory.mktemp("film")).video(seconds=1))


def nap(server: Server, video_id: str, *, name: str, count: int = 1, seconds: float = 0.1, **body: Any) -> str:
    """Create a job that sleeps `count` times; returns its id."""
    options = {"prompt": f"{name} {count} {seconds}"}
    job = server.submit("audio_extraction", video_id=video_id, options=options, **body)
    return str(job["id"])


def lines_of(server: Server, job_id: str) -> list[str]:
    """The lines that a sleeping job has published, without their times."""
    events = server.events(job_id)
    return [event["data"]["text"].split("@ ")[1] for event in events if event["type"] == "transcript_segment"]
