"""Jobs over an object store that is stopped and started again: all finish, and all copies are there in the end."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

from app.db import file_copies, queries
from app.jobs.options import JobType
from app.jobs.states import JobState
from app.storage.blobs import BlobFolder
from tests.engines import Engine, engine_in
from tests.media import MediaShelf
from tests.object_stores import S3Server


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.05)


async def _referenced(engine: Engine) -> set[str]:
    return (await engine.store.read(file_copies.read)).referenced


async def test_a_store_that_is_stopped_under_jobs(tmp_path: Path, media: MediaShelf) -> None:
    """Files that are gone from the machine are fetched back for the job that needs them; deleted ones leave."""
    server = S3Server()
    objects = server.opened("films")
    async with engine_in(tmp_path, **server.settings("films")) as engine:
        copies = engine.health.copies
        film = await engine.upload(media.talk_of(seconds=8))
        server.stop()
        jobs = [
            await engine.submit(JobType.AUDIO_EXTRACTION, film, options={"audio_format": form})
            for form in ("mp3", "wav")
        ]
        assert {(await engine.ended(job.id)).status for job in jobs} == {JobState.COMPLETED}
        await _until(lambda: copies().away is not None)  # type: ignore[union-attr]
        server.start()
        await _until(lambda: copies().waiting == 0)  # type: ignore[union-attr]
        assert copies().away is None  # type: ignore[union-attr]
        names = set(objects.names())
        assert names == await _referenced(engine)
        assert all(hashlib.sha256(b"".join(objects.get(name))).hexdigest() == name for name in names)

        here = BlobFolder(engine.settings.data_dir / "blobs")
        assert here.delete(names) > 0  # the machine's disk is lost
        again = await engine.submit(JobType.AUDIO_EXTRACTION, film, options={"audio_format": "flac"})
        assert (await engine.ended(again.id)).status == JobState.COMPLETED
        assert (await engine.stages(again.id))["fetch"].cached
        artifacts = await engine.store.read(queries.artifacts_of, jobs[0].id)
        (sound,) = [one.blob for one in artifacts if one.blob.suffix == ".mp3"]
        assert not here.exists(sound)  # only what the job needed was fetched

        for job in (*jobs, again):
            await engine.jobs.delete(job.id)
        await _until(lambda: not list(objects.names()))
    server.stop()
