"""arq: its worker in burst mode, its results kept for the hour that is its default, all read in one poll."""

import asyncio
import sys
from typing import Any

from arq import create_pool
from arq.connections import RedisSettings
from arq.worker import Worker

from benchmarks.peers.drain import done, sign


async def nothing(_: dict[Any, Any]) -> None:
    """The job."""


async def main(port: int, count: int) -> None:
    """Enqueue, run, report."""
    redis = await create_pool(RedisSettings(port=port))
    for _ in range(count):
        await redis.enqueue_job("nothing")
    worker = Worker(
        [nothing],
        redis_pool=redis,
        burst=True,
        poll_delay=0.01,
        queue_read_limit=count,
        handle_signals=False,
        log_results=False,
    )
    await asyncio.to_thread(sign)
    await worker.main()
    assert worker.jobs_complete == count
    await asyncio.to_thread(done)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
