"""The engine's own small parts: what joins the queue to the store."""

import asyncio
from pathlib import Path

from app.db import moves
from app.db.transaction import Transaction
from app.engines.local import _enqueue
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from tests.stores import new_job, open_store


async def test_the_queue_learns_of_changes_in_the_order_of_their_commits(tmp_path: Path) -> None:
    """A job whose time comes as it is cancelled does not come back into the queue behind the cancel."""
    now_ms, told = [1_000_000], list[JobState]()

    def offer(job: JobRecord) -> None:
        told.append(job.status)

    async with open_store(tmp_path, now_ms=lambda: now_ms[0]) as store:
        job, _ = await store.write(moves.submit, new_job(run_at_ms=1_060_000))
        now_ms[0] += 60_000

        def cancel(tx: Transaction) -> None:
            cancelled = moves.cancel(tx, job.id)
            tx.effects.append(lambda: offer(cancelled))

        await asyncio.gather(_enqueue(store, job.id, offer), store.write(cancel))
        assert told == [JobState.QUEUED, JobState.CANCELLED]
