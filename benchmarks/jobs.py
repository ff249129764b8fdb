"""A job that has nothing left to do, from the queue to its end, beside other queues' jobs that do nothing.

Ours is the whole product: a server of its own, a plan whose stages are all in the record, each event stored and
published. A peer's job has one state. All jobs wait before the clock starts.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.frame.conditions import ROOT
from benchmarks.frame.figure import Figure
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import CPU_US, RATE, Run, Side, pairs
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.peers.sides import peers

SAMPLE = ROOT / "models" / "demo" / "sample.mp4"
JOBS = 1000
#: How often the database is read for jobs that have not ended, seconds.
POLL_S = 0.02


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as folder, running(Path(folder)) as server, peers(JOBS) as others:
        database = Path(folder) / "jobs.db"
        with httpx.Client(base_url=server.address, timeout=60) as client:
            order = first_job(client, database)

            def drained() -> Run:
                client.post("/api/v1/jobs/queue/pause").raise_for_status()
                load(server.address, iter([order] * JOBS), connections=8, status=201)
                with metered(server.pid) as meter:
                    client.post("/api/v1/jobs/queue/resume").raise_for_status()
                    await_ends(database)
                return meter.run(JOBS)

            found = pairs(Side("ours", drained), *others)
    yield found.figure("a job from the queue to its end", CPU_US, aim=800)
    yield found.figure("jobs from the queue to their end", RATE, aim=1200)


def first_job(client: httpx.Client, database: Path) -> bytes:
    """Upload the sample and run the job that puts its stages into the record; returns the request for the next."""
    sent = client.post("/api/v1/videos", content=SAMPLE.read_bytes(), headers={"Content-Type": "video/mp4"})
    order = {"video_id": sent.raise_for_status().json()["video_id"], "job_type": "audio_extraction"}
    client.post("/api/v1/jobs", json=order).raise_for_status()
    await_ends(database)
    return request("POST", "/api/v1/jobs", json.dumps(order).encode())


def await_ends(database: Path) -> None:
    """Wait until every job has ended. Reads the database, so that the server does not pay for it.

    Raises RuntimeError if one did not complete.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        while (counts := dict(db.execute("SELECT status, count(*) FROM jobs GROUP BY status"))).keys() != {"completed"}:
            if counts.get("failed") or counts.get("cancelled"):
                raise RuntimeError(f"jobs did not complete: {counts}")
            time.sleep(POLL_S)
