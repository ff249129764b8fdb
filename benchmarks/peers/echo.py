"""How long a peer's worker on Redis takes to begin a job that was enqueued in the same process, one after another.

Reports all times at once, then works on until it is killed.
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

#: Between two jobs, so that each finds an idle worker, seconds.
PAUSE_S = 0.01

Enqueue = Callable[[], Awaitable[object]]


async def saq(port: int, begun: asyncio.Event, count: int) -> None:
    """saq with its defaults."""
    from saq import Queue, Worker

    async def nothing(_: dict[Any, Any]) -> None:
        begun.set()

    logging.getLogger("saq").setLevel(logging.ERROR)
    queue = Queue.from_url(f"redis://127.0.0.1:{port}/3")
    await queue.connect()
    worker = Worker(queue, functions=[("nothing", nothing)])
    working = asyncio.create_task(worker.start())
    await _report(lambda: queue.enqueue("nothing"), begun, count)
    await working


async def arq(port: int, begun: asyncio.Event, count: int) -> None:
    """arq, polling every 10 ms instead of every half second."""
    from arq import create_pool
    from arq.connections import RedisSettings
    from arq.worker import Worker, func

    async def nothing(_: dict[Any, Any]) -> None:
        begun.set()

    redis = await create_pool(RedisSettings(port=port, database=4))
    worker = Worker(
        [func(nothing, name="nothing")], redis_pool=redis, poll_delay=0.01, handle_signals=False, log_results=False
    )
    working = asyncio.create_task(worker.async_run())
    await _report(lambda: redis.enqueue_job("nothing"), begun, count)
    await working


async def _report(enqueue: Enqueue, begun: asyncio.Event, count: int) -> None:
    """Print the milliseconds of each job but the first, which meets a worker that is still starting."""
    took = []
    for _ in range(count + 1):
        begun.clear()
        began = time.perf_counter()
        await enqueue()
        await begun.wait()
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PAUSE_S)
    print(json.dumps(took[1:]), flush=True)


if __name__ == "__main__":
    peer = {"saq": saq, "arq": arq}[sys.argv[1]]
    asyncio.run(peer(int(sys.argv[2]), asyncio.Event(), int(sys.argv[3])))
