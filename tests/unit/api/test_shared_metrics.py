"""The figures of a server that has no workers itself are those of all machines."""

import asyncio
from pathlib import Path

from sqlalchemy import update

from app.db import moves, workers
from app.db.records import JOBS
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.leases import Holder
from app.jobs.states import Cause
from app.jobs.worker_processes import WorkerProcess
from tests.asgi import App, app_in
from tests.redis import RedisServer
from tests.stages import PLANS

EARLIER_MS = 600_000
GPU = WorkerProcess("gpu-7-a", "gpu", 7, ("default",), {"transcribe": 2}, 2, "1", started_ms=1)


def _queued_earlier(tx: Transaction, job_id: str) -> None:
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(queued_ms=JOBS.c.queued_ms - EARLIER_MS))


async def _shows(app: App, *samples: str) -> None:
    """Wait until /metrics has each of the samples."""
    async with asyncio.timeout(30):
        while missing := [one for one in samples if one not in (await app.http.get("/metrics")).text.splitlines()]:
            await asyncio.sleep(0.05)
    assert not missing


async def test_a_server_counts_what_workers_do_and_shows_what_is_wrong(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Jobs that ended elsewhere, workers by machine, for how long jobs wait, and that the broker is away."""
    settings = {"engine": "celery", "database_url": postgres_url, "redis_url": redis_server.url}
    async with app_in(tmp_path, **settings) as app, Store(postgres_url, shared=True) as elsewhere:
        await _shows(app, "job_queue_oldest_seconds 0.0", 'broker_up{kind="redis"} 1.0')
        done, waiting = (await app.create())["id"], (await app.create())["id"]
        elsewhere.work_as(Holder(GPU.worker_id))
        await elsewhere.write(workers.report, GPU, begins=True)
        job = await elsewhere.write(moves.claim, done, PLANS)
        assert job is not None
        await _shows(app, *(f'job_host_workers{{host="gpu",state="{state}"}} 1.0' for state in ("busy", "idle")))
        await elsewhere.write(moves.finish, done, job.attempt, Cause.COMPLETE)
        await _shows(
            app,
            'job_completion_total{status="completed"} 1.0',
            'job_processing_time_seconds_count{status="completed"} 1.0',
            'job_queue_depth{status="queued"} 1.0',
        )
        await elsewhere.write(_queued_earlier, waiting)
        oldest = next(
            float(line.split()[1])
            for line in (await app.http.get("/metrics")).text.splitlines()
            if line.startswith("job_queue_oldest_seconds ")
        )
        assert EARLIER_MS <= oldest * 1000 < 2 * EARLIER_MS
        redis_server.kill()
        await _shows(app, 'broker_up{kind="redis"} 0.0')
