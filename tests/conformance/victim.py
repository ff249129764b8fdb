"""An engine in a process of its own, to be killed.

`python -m tests.conformance.victim ENGINE FOLDER STATE MEDIA DATABASE_URL`.
It brings one job into the state, prints the job's id, and waits for its end.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from app.core.errors import ErrorCode
from app.db import moves
from app.db.transaction import Transaction
from tests.conformance.engines import ENGINES
from tests.engines import Engine, JobType
from tests.media import MediaShelf
from tests.stages import PLANS

#: Where a kill may meet a job. "again": it waits for its next attempt; "stopping": its cancel was acknowledged.
STATES = ("pending", "again", "queued", "processing", "stopping", "completed", "failed", "cancelled")
PENDING_MS = 4_000


def _cancel_unseen(tx: Transaction, job_id: str) -> None:
    """A cancel that is acknowledged while the work goes on: nobody here learns of it in time."""
    moves.cancel(tx, job_id)
    tx.changes.clear()


async def bring(engine: Engine, state: str, media: MediaShelf) -> str:
    """The id of a job in that state."""
    values: dict[str, Any] = {"run_at_ms": engine.store.now_ms() + PENDING_MS} if state == "pending" else {}
    if state in ("queued", "again", "cancelled"):
        await engine.jobs.pause()
    path = media.video_only() if state == "failed" else media.talk()
    kind = JobType.AUDIO_EXTRACTION if state in ("failed", "completed") else JobType.TRANSCRIPTION
    job = await engine.submit(kind, await engine.upload(path), **values)
    if state in ("completed", "failed"):
        await engine.ended(job.id)
    if state in ("processing", "stopping"):
        await engine.in_stage(job.id, "transcribe")
    if state == "stopping":
        await engine.store.write(_cancel_unseen, job.id)
    if state == "cancelled":
        await engine.jobs.cancel(job.id)
    if state == "again":
        claimed = await engine.store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        error = {"code": ErrorCode.CRASHED.value, "message": "died", "stage": "fetch", "retryable": True}
        due_ms = engine.store.now_ms() + PENDING_MS
        await engine.store.write(moves.postpone, job.id, claimed.attempt, due_ms=due_ms, error=error, failures=1)
    return job.id


async def live(name: str, folder: Path, state: str, media: MediaShelf, database_url: str) -> None:
    """Until somebody kills us."""
    async with ENGINES[name](folder, database_url=database_url) as engine:
        print("word:", await bring(engine, state, media), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], Path(sys.argv[2]), sys.argv[3], MediaShelf(Path(sys.argv[4])), sys.argv[5]))
