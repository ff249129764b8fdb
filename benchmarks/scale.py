"""What answers cost when the table holds 100,000 jobs with their events and transcripts, beside 100.

Both servers run at the same time and are asked in turn. The jobs are copies of one transcription that was really made.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil

from app.cli.server_process import ServerProcess
from app.media.ffmpeg import find_ffmpeg
from benchmarks.frame.conditions import ROOT
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import CPU_S, CPU_US, MEMORY_MB, WALL_S, WALL_US, Run, Side, pairs
from benchmarks.frame.population import copy_id, multiply
from benchmarks.frame.processes import cpu_of_tree, metered
from benchmarks.frame.server import running
from benchmarks.jobs import await_ends

SAMPLE = ROOT / "models" / "demo" / "sample.mp4"
SAMPLE_S = 12
MANY, FEW = 100_000, 100
BESIDE = f"{FEW} jobs"
#: The most that a figure may grow from FEW to MANY jobs.
AIM = 2.0
#: CPU time is counted in steps of this, seconds.
TICK_S = 0.01
#: Requests a run.
REQUESTS = 200


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as folder:
        finished = populated(Path(folder) / "finished", one_job)
        yield from of_answers(*finished)
        yield from of_starts("finished", *finished)
    with TemporaryDirectory(prefix="bench-") as folder:
        waiting = populated(Path(folder) / "waiting", one_waiting_job)
        yield from of_starts("waiting", *waiting)


def populated(folder: Path, make: Callable[[Path], None]) -> tuple[Path, Path]:
    """Folders of servers with MANY and with FEW copies of the job that `make` puts into one."""
    few, many = folder / "few", folder / "many"
    few.mkdir(parents=True)
    make(few)
    shutil.copytree(few, many)
    multiply(few / "jobs.db", FEW)
    multiply(many / "jobs.db", MANY)
    return many, few


def of_answers(many: Path, few: Path) -> Iterator[Figure]:
    """What each request of PATHS costs."""
    with server_of(many) as larger, server_of(few) as smaller:
        for what, path in PATHS.items():
            ours = Side("ours", answers(larger.address, larger.pid, path, MANY))
            found = pairs(ours, Side(BESIDE, answers(smaller.address, smaller.pid, path, FEW)))
            yield found.figure(f"{what}, each of {MANY:,} jobs", CPU_US, aim=AIM, beside=BESIDE)
            yield found.figure(f"{what}, each of {MANY:,} jobs: time", WALL_US)


def of_starts(state: str, many: Path, few: Path) -> Iterator[Figure]:
    """How long a start takes, how many jobs a second it reads, and what they weigh."""
    found = pairs(Side("ours", starts(many, MANY)), Side(BESIDE, starts(few, FEW)))
    yield found.figure(f"start with {MANY:,} {state} jobs", WALL_S)
    yield found.figure(f"start with {MANY:,} {state} jobs: CPU", CPU_S)
    rates = [(MANY - FEW) / max(larger.cpu_s - smaller.cpu_s, TICK_S) for larger, smaller in found.rounds]
    note = "by the CPU that they add to a start"
    yield of_runs(f"{state} jobs read in a second", rates, "1/s", aim=50_000, better="higher", note=note)
    yield found.figure(f"memory after a start with {MANY:,} {state} jobs", MEMORY_MB, note="SQLite's pages are in it")
    grown = [(larger.memory_bytes - smaller.memory_bytes) / (MANY - FEW) / 1e3 for larger, smaller in found.rounds]
    yield of_runs(f"memory for each 1,000 {state} jobs", grown, "MB")


def server_of(folder: Path) -> AbstractContextManager[ServerProcess]:
    """A server on that folder that deletes nothing."""
    return running(folder, RETENTION_DAYS="0")


def starts(folder: Path, jobs: int) -> Callable[[], Run]:
    """A run of one start, until the server is healthy."""

    def measured() -> Run:
        began = time.perf_counter()
        with server_of(folder) as server:
            wall_s = time.perf_counter() - began
            return Run(jobs, wall_s, cpu_of_tree(server.pid), memory_bytes=psutil.Process(server.pid).memory_info().rss)

    return measured


#: What is requested, by words; `{n}` is a number that differs from request to request, `{id}` the id of that job.
PATHS = {
    "the newest 50 jobs": "/api/v1/jobs?limit=50",
    "50 completed jobs of one type": "/api/v1/jobs?limit=50&status_filter=completed&job_type=transcription",
    "a job": "/api/v1/jobs/{id}",
    "a job's events": "/api/v1/jobs/{id}/events",
    "a job's transcript": "/api/v1/jobs/{id}/transcript",
    "statistics": "/api/v1/statistics",
    "the queue's status": "/api/v1/jobs/queue/status",
    "a search that finds one job": "/api/v1/jobs?limit=50&q={id}",
    "a search that finds nothing": "/api/v1/jobs?limit=50&q=nowhere{n}",
}


def one_job(folder: Path) -> None:
    """Let a server make one transcription in that folder."""
    with server_of(folder) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        sent = client.post("/api/v1/videos", content=short(folder), headers={"Content-Type": "video/mp4"})
        order = {"video_id": sent.raise_for_status().json()["video_id"], "job_type": "transcription"}
        client.post("/api/v1/jobs", json=order).raise_for_status()
        await_ends(folder / "jobs.db")


def one_waiting_job(folder: Path) -> None:
    """Put a job into the paused queue of a server in that folder."""
    with server_of(folder) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        client.post("/api/v1/jobs/queue/pause").raise_for_status()
        order = {"url": "https://example.com/watch", "job_type": "transcription"}
        client.post("/api/v1/jobs", json=order).raise_for_status()


def short(folder: Path) -> bytes:
    """The first seconds of the sample."""
    cut = folder / "short.mp4"
    command = [
        find_ffmpeg(),
        "-nostdin",
        "-loglevel",
        "error",
        "-t",
        str(SAMPLE_S),
        "-i",
        str(SAMPLE),
        "-c",
        "copy",
        str(cut),
    ]
    subprocess.run(command, check=True)
    return cut.read_bytes()


def answers(address: str, pid: int, path: str, jobs: int) -> Callable[[], Run]:
    """A run of REQUESTS requests, one after the other, of jobs all over the table."""

    def measured() -> Run:
        numbers = [1 + (at * 7919) % (jobs - 1) for at in range(REQUESTS)]
        requests = (request("GET", path.format(n=number, id=copy_id(number))) for number in numbers)
        with metered(pid) as meter:
            found = load(address, requests, connections=1)
        return meter.run(REQUESTS, found.latencies_ms)

    return measured
