"""How long the server takes to start, and what it weighs while it waits."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil

from app.cli.server_process import PROJECT_DIR
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.server import running

RUNS = 7


def run() -> Iterator[Figure]:
    yield of_runs("import app.application", [imported("app.application") for _ in range(RUNS)], "s", aim=0.4, part=True)
    ready, resident = zip(*(started() for _ in range(RUNS)), strict=True)
    yield of_runs("from exec to a healthy answer", ready, "s", aim=2.0)
    yield of_runs("resident memory of the idle server", resident, "MB", aim=150)


def imported(module: str) -> float:
    """Seconds that the import takes in a fresh interpreter, the interpreter's own start not counted."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_DIR, capture_output=True, text=True, check=True)
    return float(done.stdout)


def started() -> tuple[float, float]:
    """Seconds until the server answers, and its megabytes a second later."""
    began = time.perf_counter()
    with running() as server:
        ready_s = time.perf_counter() - began
        time.sleep(1)
        return ready_s, psutil.Process(server.pid).memory_info().rss / 1e6
