"""What answers cost on PostgreSQL when the table holds 1,000,000 jobs, beside 1,000.

Two servers run at the same time, each on its database, and are asked in turn. The jobs are copies of one transcription
that was really made, of several types, states, priorities and users, with their stages and searchable texts, without
events and lines. TEST_POSTGRES_URL names a PostgreSQL, whose databases `bench_many` and `bench_few` are used if they
are there, and stay; without it one is started, with a quarter of a gigabyte of buffers.
"""

import asyncio
import hashlib
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from app.cli.move_database import run_move
from benchmarks.frame.figure import Figure
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import P50_MS, Metric, Run, Side, pairs, quantile
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.scale import one_job
from tests.postgres import cluster

MANY, FEW = 1_000_000, 1_000
BESIDE = f"{FEW:,} jobs"
#: The most that a median may grow from FEW to MANY jobs.
AIM = 2.0
P95_MS = Metric("ms", "lower", lambda run: quantile(run.latencies_ms, 0.95))
#: Requests a run.
REQUESTS = 10
#: What is requested, by words; `{n}` is a number that differs from request to request, `{id}` the id of that job.
PATHS = {
    "the newest 50 jobs": "/api/v1/jobs?limit=50",
    "50 completed jobs of one type": "/api/v1/jobs?limit=50&status_filter=completed&job_type=transcription",
    "50 failed jobs": "/api/v1/jobs?limit=50&status_filter=failed",
    "50 jobs of a user": "/api/v1/jobs?limit=50&user_id=user-{user}",
    "the 50 jobs that ended last": "/api/v1/jobs?limit=50&sort=-completed_at",
    "a job": "/api/v1/jobs/{id}",
    "statistics": "/api/v1/statistics",
    "the queue's status": "/api/v1/jobs/queue/status",
    "a search that finds one job": "/api/v1/jobs?limit=50&q={id}",
    "a search that finds nothing": "/api/v1/jobs?limit=50&q=nowhere{n}",
}
#: What reads every job, or half of them: without an aim.
WHOLE = {
    "a page in the middle": "/api/v1/jobs?limit=50&offset={half}",
    "a search that finds every job": "/api/v1/jobs?limit=50&q=rockets",
    "the 50 jobs that changed last": "/api/v1/jobs?limit=50&sort=-updated_at",
}
#: Users of FEW jobs; of MANY there are a hundred times as many, each with more jobs than a page.
USERS = 10
#: The time between two copies, milliseconds.
APART_MS = 26_000
#: Columns of the copies that differ, by table; `i` is the number of the copy.
COPIED = {
    "jobs": {
        "num": "i + 1",
        "id": "md5(i::text)::uuid::text",
        "video_id": "NULL",
        "video_title": "'Lecture ' || (i * 7919::bigint % 1000003) || ' on rockets'",
        "job_type": "CASE WHEN i % 10 = 0 THEN 'analysis' ELSE job_type END",
        "status": "CASE i % 50 WHEN 1 THEN 'failed' WHEN 2 THEN 'cancelled' ELSE status END",
        "priority": "i % 11",
        "user_id": "'user-' || i % users",
        "idempotency_key": "NULL",
    },
    "job_texts": {
        "num": "i + 1",
        "folded": "'lecture ' || (i * 7919::bigint % 1000003) || ' on rockets' || chr(10) || md5(i::text)::uuid::text",
    },
    "job_stages": {"job_id": "md5(i::text)::uuid::text", "key": "key || '-' || i"},
}


def run() -> Iterator[Figure]:
    with ExitStack() as stack:
        server = os.environ.get("TEST_POSTGRES_URL")
        if server is None:
            server = stack.enter_context(cluster("-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB")).url
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        databases = asyncio.run(_databases(server.rpartition("/")[0], folder))
        larger, smaller = (
            stack.enter_context(running(_made(folder / str(n)), DATABASE_URL=url, RETENTION_DAYS="0"))
            for n, url in enumerate(databases)
        )
        for what, path in (PATHS | WHOLE).items():
            ours = Side("ours", _answers(larger.address, larger.pid, path, MANY))
            found = pairs(ours, Side(BESIDE, _answers(smaller.address, smaller.pid, path, FEW)))
            aim = AIM if what in PATHS else None
            yield found.figure(f"{what}, each of {MANY:,}: p50", P50_MS, aim=aim, beside=BESIDE if aim else "")
            yield found.figure(f"{what}, each of {MANY:,}: p95", P95_MS)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _answers(address: str, pid: int, path: str, jobs: int) -> Callable[[], Run]:
    """A run of REQUESTS requests, one after the other, of jobs all over the table."""

    def measured() -> Run:
        numbers = [1 + (at * 7919 + 13) % (jobs - 1) for at in range(REQUESTS)]
        paths = (path.format(n=n, id=_copy_id(n), user=n % USERS, half=jobs // 2) for n in numbers)
        with metered(pid) as meter:
            found = load(address, (request("GET", one) for one in paths), connections=1)
        return meter.run(REQUESTS, found.latencies_ms)

    return measured


def _copy_id(number: int) -> str:
    return str(uuid.UUID(hashlib.md5(str(number).encode()).hexdigest()))


async def _databases(server: str, folder: Path) -> list[str]:
    """The URLs of the databases with MANY and with FEW jobs, which are made unless they are there."""
    urls = []
    for name, count in (("bench_many", MANY), ("bench_few", FEW)):
        connection = await asyncpg.connect(f"{server}/postgres")
        known = await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name)
        if not known:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        await connection.close()
        urls.append(f"{server}/{name}")
        if not known:
            print(f"making {count:,} jobs", file=sys.stderr, flush=True)
            await asyncio.to_thread(_move_one, folder / name, urls[-1])
            await _multiply(urls[-1], count)
    return urls


def _move_one(folder: Path, url: str) -> None:
    """Let a server make one job, and move it to PostgreSQL."""
    one_job(_made(folder))
    run_move(f"sqlite:///{folder / 'jobs.db'}", url)


async def _multiply(url: str, count: int) -> None:
    """Copy the only job until there are `count`; each copy is older than the one after it."""
    connection = await asyncpg.connect(url)
    for table, changed in COPIED.items():
        columns = await connection.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'",
            table,
        )
        names = [row[0] for row in columns]
        values = [
            changed.get(name) or (f"{name} + (i - {count}) * {APART_MS}::bigint" if name.endswith("_ms") else name)
            for name in names
        ]
        await connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
            f"FROM generate_series(1, {count - 1}) AS i CROSS JOIN (SELECT * FROM {table}) AS one "
            f"CROSS JOIN (SELECT {USERS if count == FEW else 100 * USERS} AS users) AS all_users ORDER BY i"
        )
    await connection.execute(f"SELECT setval(pg_get_serial_sequence('jobs', 'num'), {count})")
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
