"""How fast jobs move through the store, beside the same rows written by bare SQLite in one thread."""

import asyncio
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.db import moves
from app.db.store import Store
from app.db.writer import GROUP
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import NewJob
from app.jobs.states import Cause
from app.stages.registry import Registry
from benchmarks.figure import Figure, of_runs

JOBS = 3000
RUNS = 3


def run() -> Iterator[Figure]:
    ours, bare, cpu, ratio = [], [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            bare.append(JOBS / bare_sqlite(Path(folder)))
            wall_s, cpu_s = asyncio.run(lives(Path(folder)))
        ours.append(JOBS / wall_s)
        cpu.append(cpu_s / JOBS * 1e6)
        ratio.append(ours[-1] / bare[-1])
    yield of_runs("whole lives (submit, claim, complete), jobs/s", ours, "1/s")
    yield of_runs("CPU of a whole life", cpu, "µs")
    yield of_runs("the same rows by bare sqlite3, grouped alike", bare, "1/s")
    yield of_runs("ours ÷ bare", ratio, "×", better="higher")


async def lives(folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of JOBS jobs from submission to completion, as many callers as jobs."""
    plans = Registry.discovered().plans
    async with Store(f"sqlite:///{folder / 'jobs.db'}") as store:
        wall, cpu = time.perf_counter(), time.process_time()
        submitted = await asyncio.gather(*(store.write(moves.submit, _job()) for _ in range(JOBS)))
        await asyncio.gather(*(store.write(moves.claim, job.id, plans) for job, _ in submitted))
        await asyncio.gather(*(store.write(moves.finish, job.id, 1, Cause.COMPLETE) for job, _ in submitted))
        return time.perf_counter() - wall, time.process_time() - cpu


def _job() -> NewJob:
    return NewJob(
        id=str(uuid.uuid4()),
        url="http://example.org/a.mp4",
        video_id=None,
        source_identity="a",
        job_type=JobType.TRANSCRIPTION,
        priority=5,
        options=ProcessingOptions(),
        meta={},
        user_id=None,
        max_retries=3,
    )


def bare_sqlite(folder: Path) -> float:
    """Seconds for three updates and three event rows a job, GROUP jobs a commit, nothing else around it."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("CREATE TABLE jobs (num INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, status TEXT, data TEXT)")
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, job_id TEXT, seq INT, data TEXT)")
        db.execute("CREATE UNIQUE INDEX u ON events (job_id, seq)")
        ids = [str(uuid.uuid4()) for _ in range(JOBS)]
        began = time.perf_counter()
        for seq, state in enumerate(("queued", "processing", "completed"), 1):
            for start in range(0, JOBS, GROUP):
                part = ids[start : start + GROUP]
                db.execute("BEGIN IMMEDIATE")
                if seq == 1:
                    db.executemany(
                        "INSERT INTO jobs (id, status, data) VALUES (?, ?, ?)", [(i, state, "x" * 600) for i in part]
                    )
                else:
                    db.executemany("UPDATE jobs SET status = ? WHERE id = ?", [(state, i) for i in part])
                rows = [(i, seq, "x" * 150) for i in part]
                db.executemany("INSERT INTO events (job_id, seq, data) VALUES (?, ?, ?)", rows)
                db.execute("COMMIT")
        return time.perf_counter() - began
