"""The four requests that clients send most, over HTTP, beside the least that they could cost.

Creating a job: 32 connections, the queue paused, each answer after the commit; beside the same route without a
database. Many jobs in one request, beside their rows written by bare sqlite3. A list of 50 jobs and a single job, 32
connections; beside the same rows read by bare sqlite3 and written as JSON once, without HTTP.
"""

import itertools
import json
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.frame.figure import Figure
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import CPU_US, P99_MS, RATE, Run, Side, pairs
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.peers.bare_route import served

CONNECTIONS = 32
POSTS, BULKS, BULK_JOBS, LISTS, GETS = 3000, 6, 500, 1000, 3000
JOBS, PAGE = "/api/v1/jobs", "/api/v1/jobs?limit=50"
BARE = "bare sqlite3, one JSON dump"


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as folder, running(Path(folder), MAX_QUEUE_SIZE="10000000") as server:
        database = Path(folder) / "jobs.db"
        with httpx.Client(base_url=server.address, timeout=60) as client:
            client.post("/api/v1/queue/pause").raise_for_status()
            answer = client.post(JOBS, json=order()).raise_for_status().text

            def sent(requests: list[bytes], *, each: int = 1, connections: int = CONNECTIONS, status: int = 200) -> Run:
                with metered(server.pid) as meter:
                    answers = load(server.address, iter(requests), connections=connections, status=status)
                return meter.run(len(requests) * each, answers.latencies_ms)

            yield from posts(sent, answer)
            yield from bulks(sent, database)
            yield from reads(sent, client, database)


def order() -> dict[str, Any]:
    return {"url": f"https://example.com/videos/{uuid.uuid4()}.mp4", "job_type": "transcription"}


def post() -> bytes:
    return request("POST", JOBS, json.dumps(order()).encode())


def posts(sent: Callable[..., Run], answer: str) -> Iterator[Figure]:
    with served(answer) as (address, pid):

        def bare() -> Run:
            requests = [post() for _ in range(POSTS)]
            with metered(pid) as meter:
                answers = load(address, iter(requests), connections=CONNECTIONS, status=201)
            return meter.run(POSTS, answers.latencies_ms)

        ours = Side("ours", lambda: sent([post() for _ in range(POSTS)], status=201))
        found = pairs(ours, Side("without a database", bare))
    yield found.figure("POST of a job", CPU_US, aim=350)
    yield found.figure("POST of a job", RATE, aim=0.5, beside="without a database")
    yield found.figure("POST of a job, p99", P99_MS, aim=50)


def bulks(sent: Callable[..., Run], database: Path) -> Iterator[Figure]:
    def ours() -> Run:
        bodies = [{"action": "create", "jobs": [order() for _ in range(BULK_JOBS)]} for _ in range(BULKS)]
        requests = [request("POST", f"{JOBS}/bulk", json.dumps(body).encode()) for body in bodies]
        return sent(requests, each=BULK_JOBS, connections=1)

    with TemporaryDirectory(prefix="bench-") as folder, closing(_empty_copy(database, Path(folder))) as db:
        found = pairs(Side("ours", ours), Side("bare sqlite3, the same rows", lambda: _insert(db)))
    yield found.figure(f"bulk create, {BULK_JOBS} jobs a request, per job", CPU_US, aim=150)
    yield found.figure(f"bulk create, {BULK_JOBS} jobs a request", RATE)


def reads(sent: Callable[..., Run], client: httpx.Client, database: Path) -> Iterator[Figure]:
    ids = [job["id"] for job in client.get(JOBS, params={"limit": 200}).json()["items"]]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        db.row_factory = lambda cursor, row: dict(zip((column[0] for column in cursor.description), row, strict=True))

        def page() -> None:
            total = db.execute("SELECT count(*) AS total FROM jobs").fetchone()
            json.dumps(total | {"items": db.execute("SELECT * FROM jobs ORDER BY num DESC LIMIT 50").fetchall()})

        def one(job_id: str) -> None:
            job = db.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
            stages = db.execute("SELECT * FROM job_stages WHERE job_id = ?", (job_id,)).fetchall()
            json.dumps(job | {"stages": stages})

        lists = pairs(
            Side("ours", lambda: sent([request("GET", PAGE)] * LISTS)),
            Side(BARE, lambda: _repeated(page, LISTS)),
        )
        wanted = list(itertools.islice(itertools.cycle(ids), GETS))
        turn = itertools.cycle(ids)
        gets = pairs(
            Side("ours", lambda: sent([request("GET", f"{JOBS}/{job_id}") for job_id in wanted])),
            Side(BARE, lambda: _repeated(lambda: one(next(turn)), GETS)),
        )
    yield lists.figure("GET of 50 jobs", RATE, aim=1200)
    yield lists.figure("GET of 50 jobs", CPU_US)
    yield gets.figure("GET of a job", RATE, aim=2500)
    yield gets.figure("GET of a job", CPU_US)


def _repeated(work: Callable[[], None], count: int) -> Run:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        work()
    return Run(count, time.perf_counter() - wall, time.process_time() - cpu)


def _empty_copy(database: Path, folder: Path) -> sqlite3.Connection:
    """A database with the same tables and indexes (but no triggers) and one row of each that a new job has."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("ATTACH ? AS other", (f"file:{database}?mode=ro",))
    schema = (
        "SELECT sql FROM other.sqlite_master WHERE tbl_name IN ('jobs', 'events', 'job_texts') "
        "AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
    )
    for (statement,) in db.execute(schema).fetchall():
        db.execute(statement)
    for table in ("jobs", "events", "job_texts"):
        db.execute(f"INSERT INTO {table} SELECT * FROM other.{table} LIMIT 1")
    db.execute("DETACH other")
    return db


def _insert(db: sqlite3.Connection) -> Run:
    """Insert as many jobs as a round of ours creates, copies of the one that is there."""
    rows = {}
    for table in ("jobs", "events", "job_texts"):
        cursor = db.execute(f"SELECT * FROM {table} LIMIT 1")
        rows[table] = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    wall, cpu = time.perf_counter(), time.process_time()
    (last,) = db.execute("SELECT max(num) FROM jobs").fetchone()
    for start in range(last + 1, last + 1 + BULKS * BULK_JOBS, BULK_JOBS):
        numbered = [(number, str(uuid.uuid4())) for number in range(start, start + BULK_JOBS)]
        fresh = {
            "jobs": [rows["jobs"] | {"num": number, "id": job_id} for number, job_id in numbered],
            "events": [rows["events"] | {"id": number, "job_id": job_id} for number, job_id in numbered],
            "job_texts": [rows["job_texts"] | {"num": number} for number, _ in numbered],
        }
        db.execute("BEGIN IMMEDIATE")
        for table, made in fresh.items():
            columns = ", ".join(f":{name}" for name in rows[table])
            db.executemany(f"INSERT INTO {table} VALUES ({columns})", made)
        db.execute("COMMIT")
    return Run(BULKS * BULK_JOBS, time.perf_counter() - wall, time.process_time() - cpu)
