"""Servers and workers of one installation on several machines, all on this one, each in an interpreter of its own."""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from benchmarks.frame.conditions import ROOT
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import Run
from benchmarks.frame.processes import metered
from benchmarks.frame.server import without_own_settings
from tests import postgres as databases
from tests.cluster import Cluster, Worker, running_cluster
from tests.server import Server

SAMPLE = ROOT / "models" / "demo" / "sample.mp4"
#: How often the database is read for jobs that have not ended, seconds.
POLL_S = 0.05
#: The settings that the tests' clusters change, as they are by default.
DEFAULTS: dict[str, Any] = {"LEASE_SECONDS": "15", "LOG_LEVEL": "INFO"}
LEFT = "SELECT count(*) FROM jobs WHERE status NOT IN ('completed', 'failed', 'cancelled')"
FAILED = "SELECT error FROM jobs WHERE status = 'failed' LIMIT 1"


@contextmanager
def several() -> Iterator[Cluster]:
    """PostgreSQL and Redis as they are installed, but for the number of connections; no servers or workers yet."""
    without_own_settings()
    os.environ |= {"TEST_REAL_STARTS": "1", "PYTHONPATH": str(ROOT)}
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        databases.cluster("-c", "max_connections=300") as postgres,
        running_cluster(Path(folder), postgres) as cluster,
    ):
        yield cluster


def add_workers(cluster: Cluster, count: int, queue: str) -> list[Worker]:
    """Start workers of a queue, two jobs each at once, and wait until all are ready."""
    added = [cluster.add_worker(WORKER_QUEUES=queue, **DEFAULTS) for _ in range(count)]
    return [worker.await_ready() for worker in added]


def orders(video_id: str, prompts: Sequence[str | None], priority: int) -> list[bytes]:
    """Requests for jobs: those with a prompt sleep as it says, those without one need sound alone."""
    job = {"video_id": video_id, "job_type": "audio_extraction", "priority": priority}
    options: list[dict[str, str]] = [{} if prompt is None else {"prompt": prompt} for prompt in prompts]
    return [request("POST", "/api/v1/jobs", json.dumps(job | {"options": one}).encode()) for one in options]


def drained(cluster: Cluster, waiting: Sequence[bytes]) -> Run:
    """Let the jobs of these requests wait, then run until all have ended. The CPU is that of all processes."""
    server = cluster.servers[0]
    programs = [one.pid for one in (*cluster.servers, *cluster.workers)]
    with server.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        load(server.base_url, iter(waiting), connections=8, status=201)
        with metered(*programs, cluster.postgres.pid, cluster.redis.pid) as meter:
            client.post("/api/v1/queue/resume").raise_for_status()
            asyncio.run(_await_ends(cluster.database_url))
    return meter.run(len(waiting))


async def _await_ends(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await until_zero(connection, LEFT, every_s=POLL_S)
    if error := await connection.fetchval(FAILED):
        raise RuntimeError(f"a job has failed: {error}")
    await connection.close()


async def until_zero(connection: "asyncpg.Connection[Any]", counting: str, *, every_s: float) -> None:
    """Poll the database until a query counts nothing any more."""
    while True:
        if not await connection.fetchval(counting):
            return
        await asyncio.sleep(every_s)


def connections(program: Server | Worker, port: int) -> int:
    """How many connections a process has to PostgreSQL at this port."""
    return sum(bool(one.raddr) and one.raddr.port == port for one in psutil.Process(program.pid).net_connections("tcp"))
