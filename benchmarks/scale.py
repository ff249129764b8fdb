"""What answers cost when the table holds 100,000 jobs with their events and transcripts, beside 100.

Both servers run at the same time and are asked in turn. The jobs are copies of one transcription that was really made.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from app.media.ffmpeg import find_ffmpeg
from benchmarks.frame.conditions import ROOT
from benchmarks.frame.figure import Figure
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import CPU_US, WALL_US, Run, Side, pairs
from benchmarks.frame.population import copy_id, multiply
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.jobs import await_ends

SAMPLE = ROOT / "models" / "demo" / "sample.mp4"
SAMPLE_S = 12
MANY, FEW = 100_000, 100
BESIDE = f"{FEW} jobs"
#: The most that a figure may grow from FEW to MANY jobs.
AIM = 2.0
#: Requests a run.
REQUESTS = 200


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as folder:
        place = Path(folder)
        one_job(place / "few")
        shutil.copytree(place / "few", place / "many")
        for name, count in (("few", FEW), ("many", MANY)):
            multiply(place / name / "jobs.db", count)
        with running(place / "many", RETENTION_DAYS="0") as many, running(place / "few", RETENTION_DAYS="0") as few:
            for what, path in PATHS.items():
                found = pairs(
                    Side("ours", answers(many.address, many.pid, path, MANY)),
                    Side(BESIDE, answers(few.address, few.pid, path, FEW)),
                )
                yield found.figure(f"{what}, {MANY:,} jobs", CPU_US, aim=AIM, beside=BESIDE)
                yield found.figure(f"{what}, {MANY:,} jobs, time", WALL_US, aim=AIM, beside=BESIDE)


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
    folder.mkdir()
    with running(folder, RETENTION_DAYS="0") as server, httpx.Client(base_url=server.address, timeout=60) as client:
        sent = client.post("/api/v1/videos", content=short(folder), headers={"Content-Type": "video/mp4"})
        order = {"video_id": sent.raise_for_status().json()["video_id"], "job_type": "transcription"}
        client.post("/api/v1/jobs", json=order).raise_for_status()
        await_ends(folder / "jobs.db")


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
