"""Databases of released versions: `python -m tests.schemas` writes the one of this version.

Run it once for each new migration, with the code that the migration is released with, and commit the file: a dump of a
small database with jobs in every state, made by a real engine. Files of earlier schemas are never written again.
"""

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from app.db import flags, moves
from app.db.revisions import HEAD
from tests.engines import JobType, engine_in
from tests.media import MediaShelf
from tests.stages import PLANS

FOLDER = Path(__file__).parent / "unit" / "db" / "schemas"
YEAR_MS = 365 * 86_400_000


async def fill(folder: Path, media: MediaShelf) -> Path:
    """Create a database with finished, failed, cancelled, running and waiting jobs; returns its file."""
    quick = {"audio_format": "mp3", "max_clips": 1, "clip_duration": 5}
    async with engine_in(folder) as engine:
        talk, silent = await engine.upload(media.talk_of(seconds=8)), await engine.upload(media.video_only())
        done = await engine.submit(JobType.FULL_PROCESSING, talk, options=quick, meta={"from": "us"}, user_id="ada")
        failed = await engine.submit(JobType.AUDIO_EXTRACTION, silent)
        for job in (done, failed):
            await engine.ended(job.id)
        await engine.jobs.pin(done.id, pinned=True)
        await engine.jobs.pause()
        later = await engine.submit(JobType.ANALYSIS, talk, run_at_ms=engine.store.now_ms() + YEAR_MS)
        await engine.submit(JobType.TRANSCRIPTION, talk, idempotency_key="key", request_hash="hash")
        cancelled = await engine.submit(JobType.TRANSCRIPTION, talk, priority=9)
        await engine.jobs.cancel(cancelled.id)
        again = await engine.submit(JobType.CLIP_GENERATION, talk)
        claimed = await engine.store.write(moves.claim, again.id, PLANS)
        assert claimed is not None
        error = {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": True}
        await engine.store.write(
            moves.postpone, again.id, claimed.attempt, due_ms=later.due_ms or 0, failures=1, error=error
        )
        await engine.store.write(flags.cool, "example.org", later.due_ms or 0)
        running = await engine.submit(JobType.TRANSCRIPTION, talk)
        await engine.store.write(moves.claim, running.id, PLANS)
        copy = folder / "copy.db"  # before the engine ends: its end would put the running job back
        with closing(sqlite3.connect(folder / "jobs.db")) as live, closing(sqlite3.connect(copy)) as target:
            live.backup(target)
    return copy


def dumped(database: Path) -> str:
    """The database as SQL. An index of letters is built anew from its whole table, instead of page by page."""
    with closing(sqlite3.connect(database)) as connection:
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        again = [f"{sql};\nINSERT INTO {name} ({name}) VALUES ('rebuild');" for name, sql in indexes.fetchall()]
        for line in again:
            connection.execute(f"DROP TABLE {line.split()[3]}")
        if again:
            again.append("UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);")
        return "\n".join([*connection.iterdump(), *again]) + "\n"


def restored(schema: Path, database: Path) -> None:
    """Create the database of a file in `schemas`."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(schema.read_text())


def main() -> int:
    """Write the file of this version's schema, if it is not there yet."""
    target = FOLDER / f"{HEAD}.sql"
    if target.exists():
        print(f"{target} is there already; a released schema does not change", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        shelf = Path(folder) / "media"
        shelf.mkdir()
        target.write_text(dumped(asyncio.run(fill(Path(folder), MediaShelf(shelf)))))
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
