"""Whose the unfinished jobs are: loaded, followed, and counted by user."""

from pathlib import Path

from app.db import moves
from app.execution.active_jobs import ActiveJobs
from app.execution.local_queue import LocalQueue
from app.execution.queue_feed import QueueFeed
from app.jobs.queue_brief import QueueBrief
from tests.stages import PLANS
from tests.stores import new_job, open_store


async def test_owners_are_known_while_a_job_is_active(tmp_path: Path) -> None:
    """Those from before the start, and those that come; of a user the brief has only that user's jobs."""
    async with open_store(tmp_path) as store:
        old, _ = await store.write(moves.submit, new_job(user_id="ann"))
        ended, _ = await store.write(moves.submit, new_job(user_id="ann"))
        await store.write(moves.cancel, ended.id)

        async def enqueue(_: str) -> None:
            raise AssertionError

        queue = LocalQueue(now_ms=store.now_ms, enqueue=enqueue)
        active = ActiveJobs(store, queue)
        await active.start()
        await QueueFeed(store, queue).start()
        other, _ = await store.write(moves.submit, new_job(user_id="bea"))
        mine, _ = await store.write(moves.submit, new_job(user_id="ann"))
        nobodys, _ = await store.write(moves.submit, new_job())
        owners = [active.owner(job.id) for job in (old, other, mine, nobodys, ended)]
        assert owners == [("ann",), ("bea",), ("ann",), (None,), None]
        await store.write(moves.claim, old.id, PLANS)
        assert active.brief("ann") == QueueBrief(waiting=1, running=1, next_ids=(mine.id,))
        assert active.brief("cleo") == QueueBrief()
        await store.write(moves.cancel, mine.id)
        assert active.owner(mine.id) is None
