"""The peers as sides of a pair; those that are not installed are left out, with a word on standard error."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil

from app.core.lifeline import tied_to
from benchmarks.frame.conditions import ROOT
from benchmarks.frame.pairs import Run, Side
from benchmarks.frame.processes import metered

HUEY = "huey (SQLite, fsync)"
ON_REDIS = {"arq": "arq (Redis)", "saq": "saq (Redis)", "celery": "Celery (Redis, 2 processes)"}
STARTS_WITHIN_S = 10.0


@contextmanager
def peers(count: int) -> Iterator[list[Side]]:
    """A side for each peer that is installed; a run of it runs `count` waiting jobs that do nothing."""
    sides = [Side(HUEY, lambda: _in_new_folder(count))] if _installed("huey") else []
    with _on_redis(ON_REDIS) as (names, redis, port):
        yield [
            *sides,
            *(Side(ON_REDIS[name], partial(drain, f"{name}_queue", str(port), count, redis)) for name in names),
        ]


@contextmanager
def echoes(count: int) -> Iterator[list[Side]]:
    """A side for each peer that is installed and does not poll a file; a run of it enqueues `count` jobs singly."""
    with _on_redis(("saq", "arq")) as (names, _, port):
        yield [Side(ON_REDIS[name], partial(_echo, name, port, count)) for name in names]


@contextmanager
def _on_redis(wanted: Iterable[str]) -> Iterator[tuple[list[str], int, int]]:
    """Those of the peers that are installed, and the process id and port of a Redis for them."""
    names = [name for name in wanted if _installed(name)]
    if names and shutil.which("redis-server") is None:
        print(f"there is no redis-server here: {', '.join(names)} left out", file=sys.stderr)
        names = []
    if not names:
        yield [], 0, 0
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, redis_server(Path(folder)) as (redis, port):
        yield names, redis, port


def _echo(name: str, port: int, count: int) -> Run:
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.peers.echo", name, str(port), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        process.kill()
    return Run(count, time.perf_counter() - began, 0.0, json.loads(told))


def _installed(package: str) -> bool:
    found = importlib.util.find_spec(package) is not None
    if not found:
        print(f"{package} is not installed: left out (pip install -r benchmarks/requirements.txt)", file=sys.stderr)
    return found


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[int, int]]:
    """A Redis on a free loopback port: its process id and its port. It appends to a file, synced once a second."""
    port = _free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", ""]
    command += ["--appendonly", "yes", "--appendfsync", "everysec"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=tied_to(os.getpid())) as redis:
        try:
            _await_port(redis, port)
            yield redis.pid, port
        finally:
            redis.terminate()


def drain(module: str, place: str, count: int, *others: int) -> Run:
    """Let a peer's process run its jobs; the CPU is that of it, its children and the `others`."""
    command = [sys.executable, "-m", f"benchmarks.peers.{module}", place, str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        _expect("ready", process.stdout.readline(), module)
        with metered(process.pid, *others) as meter:
            process.stdin.write("go\n")
            process.stdin.flush()
            _expect("done", process.stdout.readline(), module)
        process.stdin.close()
    return meter.run(count)


def _in_new_folder(count: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return drain("huey_queue", folder, count)


def _expect(word: str, line: str, module: str) -> None:
    if line.strip() != word:
        raise RuntimeError(f"{module} reported {line.strip()!r} instead of {word!r}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not any(one.laddr.port == port for one in psutil.Process(process.pid).net_connections("tcp")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("redis-server does not start")
        time.sleep(0.02)
