"""Several processes on one PostgreSQL and Redis: throughput by workers, cancels and lines through another server.

All run on this machine: servers, workers, PostgreSQL and Redis share its cores, so jobs a second end where those do.
Jobs that only sleep show what workers cost each other. Their stage is one of the tests'.
"""

import asyncio
import json
import re
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import httpx
import websockets

from benchmarks._machines import DEFAULTS, SAMPLE, add_workers, connections, drained, orders, several, until_zero
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.pairs import CPU_US, P50_MS, P99_MS, RATE, Pairs, Run, Side, pairs, quantile
from benchmarks.frame.processes import memory_of_tree
from benchmarks.peers.sides import ON_REDIS, drain
from benchmarks.speech import variants
from tests.cluster import Cluster, NappingServer, nap
from tests.server import Server

#: Priorities of jobs that only the workers of one queue take, and how many workers it has.
PRIORITIES = {1: 8, 2: 5, 4: 0}
QUEUES = {1: "high_priority", 2: "default", 4: "low_priority"}
#: Sleeping jobs for each worker, which runs two at once, and how long each sleeps, seconds.
NAPS, NAP_S = 6, 6.0
RECORDED, IN_CHILDREN = 1000, 100
CANCELS = 100
#: Lines of a job, and the time between two of them, seconds.
LINES, APART_S = 100, 0.05
SENT_AT = re.compile(r"@([0-9.]+)@")
NUMBERS = count(1)


def run() -> Iterator[Figure]:
    with several() as cluster:
        for _ in range(2):
            cluster.add_server(**DEFAULTS)
        add_workers(cluster, 2, QUEUES[2])
        video_id = cluster.servers[0].upload(SAMPLE)
        drained(cluster, orders(video_id, [None], PRIORITIES[2]))  # records what all jobs share
        yield from _sizes(cluster)
        yield from _beside_celery(cluster, video_id)
        yield from _lines(cluster, video_id)
        yield from _cancels(cluster)
        add_workers(cluster, 1, QUEUES[1])
        add_workers(cluster, 4, QUEUES[4])
        yield from _throughput(cluster, video_id)


def _sizes(cluster: Cluster) -> Iterator[Figure]:
    """What idle processes take. Workers have one warm child by now."""
    port = cluster.postgres.port
    for name, programs in (("server", cluster.servers), ("worker", cluster.workers)):
        memory = [memory_of_tree(one.pid) / 1e6 for one in programs]
        yield of_runs(f"resident memory of an idle {name}", memory, "MB")
        yield of_runs(f"connections of a {name} to PostgreSQL", [connections(one, port) for one in programs], "")


def _beside_celery(cluster: Cluster, video_id: str) -> Iterator[Figure]:
    celery = ON_REDIS["celery"]
    plain = Side(celery, partial(drain, "celery_queue", str(cluster.redis.port), RECORDED, cluster.redis.pid))

    def recorded() -> Run:
        return drained(cluster, orders(video_id, [None] * RECORDED, PRIORITIES[2]))

    def in_children() -> Run:
        prompts = [f"short-{next(NUMBERS)} 0 0" for _ in range(IN_CHILDREN)]
        return drained(cluster, orders(video_id, prompts, PRIORITIES[2]))

    found = pairs(Side("ours", recorded), plain, Side("children", in_children))
    for at, what, note in (
        (0, "jobs that have nothing left to do", "stored, with their events; no worker claims them"),
        (2, "jobs with a stage that does nothing", "claimed by a worker; the stage has a process of its own"),
    ):
        beside = Pairs(("ours", celery), tuple((runs[at], runs[1]) for runs in found.rounds))
        yield beside.figure(f"{what}, 2 workers", RATE, note=note)
        yield beside.figure(f"{what}, 2 workers, each", CPU_US)


def _throughput(cluster: Cluster, video_id: str) -> Iterator[Figure]:
    """Jobs a second of each worker, where 4, 2 and 1 of them work at a time."""

    def slept(workers: int) -> Run:
        prompts = [f"nap-{next(NUMBERS)} 1 {NAP_S}" for _ in range(NAPS * workers)]
        return drained(cluster, orders(video_id, prompts, PRIORITIES[workers]))

    one, two, four = (Side(_workers(number), partial(slept, number)) for number in (1, 2, 4))
    found = pairs(four, two, one)
    note = f"jobs that sleep {NAP_S:g} s, {NAPS} for each worker, two at once: {2 / NAP_S:.3g} a second are possible"
    for at, number in ((1, 2), (0, 4)):
        rounds = tuple((_each(runs[at], number), runs[2]) for runs in found.rounds)
        beside = Pairs((_workers(number), one.name), rounds)
        yield beside.figure(f"sleeping jobs, each of {number} workers", RATE, aim=0.9, beside=one.name, note=note)
        beside = Pairs((_workers(number), one.name), tuple((runs[at], runs[2]) for runs in found.rounds))
        yield beside.figure(f"a sleeping job, {number} workers, all processes", CPU_US)


def _each(run: Run, workers: int) -> Run:
    """A worker's share of a run."""
    return Run(run.operations // workers, run.wall_s, run.cpu_s / workers)


def _workers(number: int) -> str:
    return f"{number} worker{'s' * (number > 1)}"


def _lines(cluster: Cluster, video_id: str) -> Iterator[Figure]:
    """From the stage's process to a socket on the server that did not accept the job, and on the only one."""
    accepting, other = cluster.servers
    with TemporaryDirectory(prefix="bench-") as folder, NappingServer(Path(folder), **DEFAULTS) as alone:
        own_id = alone.upload(SAMPLE)
        apart = Side("ours", lambda: asyncio.run(_latencies(accepting, other, video_id)))
        single = Side("one process, SQLite", lambda: asyncio.run(_latencies(alone, alone, own_id)))
        single.run()  # records what all jobs share
        found = pairs(apart, single)
    name = "from a worker's line to a socket of another server"
    yield found.figure(f"{name}, p50", P50_MS, note=f"{LINES} lines, {1 / APART_S:g} a second")
    yield found.figure(f"{name}, p99", P99_MS)
    more = [P99_MS.of(runs[0]) - P99_MS.of(runs[1]) for runs in found.rounds]
    yield of_runs(f"{name}, p99: more than in one process", more, "ms", aim=150)


async def _latencies(accepting: Server, followed: Server, video_id: str) -> Run:
    """Follow a job that writes LINES lines; each one has the time at which it was sent."""
    began = time.perf_counter()
    job_id = await asyncio.to_thread(
        nap, accepting, video_id, name=f"lines-{next(NUMBERS)}", count=LINES, seconds=APART_S
    )
    took_ms = []
    async with websockets.connect(f"{followed.ws_url}/ws/{job_id}?after=0", compression=None) as socket:
        async for message in socket:
            now_s = time.monotonic()
            if sent := SENT_AT.search(str(message)):
                took_ms.append((now_s - float(sent[1])) * 1000)
    if len(took_ms) != LINES:
        raise RuntimeError(f"{len(took_ms)} of {LINES} lines arrived")
    return Run(LINES, time.perf_counter() - began, 0.0, took_ms)


def _cancels(cluster: Cluster) -> Iterator[Figure]:
    """Transcriptions that are running are cancelled at the server that did not accept them, one after another."""
    with TemporaryDirectory(prefix="bench-") as folder:
        video_id = cluster.servers[0].upload(next(variants(Path(folder))))
    answered_ms, stopped_ms = asyncio.run(_cancelled(cluster, video_id))
    name = "cancel of a running transcription at another server"
    note = f"{CANCELS} cancels, each after the first line"
    yield Figure(f"{name}, answered, p50", quantile(answered_ms, 0.5), "ms", note=note)
    yield Figure(f"{name}, answered, p99", quantile(answered_ms, 0.99), "ms")
    note = "until its stage has ended on the worker"
    yield Figure(f"{name}, stopped, p50", quantile(stopped_ms, 0.5), "ms", note=note)
    yield Figure(f"{name}, stopped, p99", quantile(stopped_ms, 0.99), "ms", aim=1500)


async def _cancelled(cluster: Cluster, video_id: str) -> tuple[list[float], list[float]]:
    """How long each cancel took until it was answered, and until nothing of the job ran any more, milliseconds."""
    accepting, other = cluster.servers
    answered_ms, stopped_ms = [], []
    database = await asyncpg.connect(cluster.database_url)
    async with (
        httpx.AsyncClient(base_url=accepting.base_url, timeout=60) as one,
        httpx.AsyncClient(base_url=other.base_url, timeout=60) as two,
    ):
        for number in range(CANCELS):
            order = {"video_id": video_id, "job_type": "transcription", "options": {"prompt": f"Take {number}."}}
            job_id = (await one.post("/api/v1/jobs", json=order)).raise_for_status().json()["id"]
            await _first_line(other, job_id)
            began = time.perf_counter()
            (await two.post(f"/api/v1/jobs/{job_id}/cancel")).raise_for_status()
            answered_ms.append((time.perf_counter() - began) * 1000)
            await until_zero(database, "SELECT count(*) FROM key_leases", every_s=0.002)
            stopped_ms.append((time.perf_counter() - began) * 1000)
    await database.close()
    return answered_ms, stopped_ms


async def _first_line(server: Server, job_id: str) -> None:
    async with websockets.connect(f"{server.ws_url}/ws/{job_id}?after=0", compression=None) as socket:
        async for message in socket:
            if json.loads(message)["type"] == "transcript_segment":
                return
    raise RuntimeError(f"{job_id} has ended without a line")
