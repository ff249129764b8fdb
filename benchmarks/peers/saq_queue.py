"""saq: its worker in burst mode with its defaults, but for the wait at its end."""

import asyncio
import logging
import sys
from typing import Any

from saq import Queue, Worker

from benchmarks.peers.drain import done, sign


async def nothing(_: dict[Any, Any]) -> None:
    """The job."""


async def main(port: int, count: int) -> None:
    """Enqueue, run, report."""
    logging.getLogger("saq").setLevel(logging.ERROR)
    queue = Queue.from_url(f"redis://127.0.0.1:{port}/1")
    await queue.connect()
    for _ in range(count):
        await queue.enqueue("nothing")
    worker = Worker(queue, functions=[("nothing", nothing)], burst=True, dequeue_timeout=0.1)
    await asyncio.to_thread(sign)
    await worker.start()
    assert await queue.count("incomplete") == 0
    await asyncio.to_thread(done)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
