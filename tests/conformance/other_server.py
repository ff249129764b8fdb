"""A second engine in a process of its own: `python -m tests.conformance.other_server FOLDER DATABASE_URL LINK`.

It downloads the link for a job, prints the job's id when that has begun, prints a line when nothing runs here any more,
and waits for its end.
"""

import asyncio
import sys
from pathlib import Path

from tests.conformance.places import shared_engine
from tests.engines import JobType


async def live(folder: Path, database_url: str, link: str) -> None:
    """Until somebody kills us."""
    async with shared_engine(folder, database_url) as engine:
        job = await engine.submit(JobType.AUDIO_EXTRACTION, None, url=link)
        await engine.in_stage(job.id, "fetch")
        print("word:", job.id, flush=True)
        while engine.at_work():
            await asyncio.sleep(0.02)
        print("word: at rest", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
