"""A worker in a process of its own: `python -m tests.conformance.other_worker DATA_DIR DATABASE_URL RESOURCES QUEUE`.

It prints a word when it is open, and runs until it is killed.
"""

import asyncio
import sys
from pathlib import Path

from tests.workers import worker_in


async def live(data_dir: Path, database_url: str, resources: str, queue: str) -> None:
    """Until somebody kills us."""
    async with worker_in(data_dir, database_url, resources, queue, whisper_decoding="sequential"):
        print("word: open", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), *sys.argv[2:5]))
