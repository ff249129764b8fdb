"""Moves of a job in the store alone, beside the same rows written by bare SQLite in one thread."""

import asyncio
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from app.db import moves
from app.db.store import Store
from app.db.writer import GROUP
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import NewJob
from app.jobs.states import Cause
from app.stages.registry import Registry
from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import CPU_US, RATE, Run, Side, pairs
from benchmarks.frame.processes import metered

JOBS = 3000
BARE = "the same rows by bare sqlite3, grouped alike"


def run() -> Iterator[Figure]:
    moved = pairs(Side("ours", _in_folder(lives)), Side(BARE, _in_folder(bare_sqlite)))
    what = "three moves of a job in the store (submit, claim, finish)"
    yield moved.figure(f"{what}, rate", RATE, part=True)
    yield moved.figure(f"{what}, each job", CPU_US, part=True)


def _in_folder(work: Callable[[Path], None]) -> Callable[[], Run]:
    def measured() -> Run:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, metered(os.getpid()) as meter:
            work(Path(folder))
        return meter.run(JOBS)

    return measured


def lives(folder: Path) -> None:
    """JOBS jobs from submission to completion, as many callers as jobs."""
    asyncio.run(_lives(folder))


async def _lives(folder: Path) -> None:
    plans = Registry.discovered().plans
    async with Store(f"sqlite:///{folder / 'jobs.db'}") as store:
        submitted = await asyncio.gather(*(store.write(moves.submit, _job()) for _ in range(JOBS)))
        await asyncio.gather(*(store.write(moves.claim, job.id, plans) for job, _ in submitted))
        await asyncio.gather(*(store.write(moves.finish, job.id, 1, Cause.COMPLETE) for job, _ in submitted))


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


def bare_sqlite(folder: Path) -> None:
    """Three updates and three event rows a job, GROUP jobs a commit, nothing else around it."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("CREATE TABLE jobs (num INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, status TEXT, data TEXT)")
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, job_id TEXT, seq INT, data TEXT)")
        db.execute("CREATE UNIQUE INDEX u ON events (job_id, seq)")
        ids = [str(uuid.uuid4()) for _ in range(JOBS)]
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
