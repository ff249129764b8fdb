"""Files that are in the object store before a record refers to them, and what happens when they cannot be."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Unavailable
from app.db import deletion, file_copies, folders, videos
from app.db.file_copies import CopyGone, FileGone
from app.db.folders import Folder
from app.db.store import Store
from app.execution.new_files import NewFiles, Ready
from app.jobs.record import Video
from app.jobs.results import Blob
from app.ports.object_store import StoreAway
from app.service.submissions import check_upload, ready_upload
from app.storage.blobs import BlobFolder
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Transfers
from app.upkeep import own_folder
from app.upkeep.copying import Copier
from app.upkeep.first_copies import FirstCopies
from app.upkeep.own_folder import OwnFolder
from tests.object_stores import MemoryObjects
from tests.stores import open_store


class Machine:
    """A machine with a folder of its own, or the only one if it is `alone`, on a database."""

    def __init__(self, store: Store, folder: Path, objects: MemoryObjects) -> None:
        self.store = store
        self.folder = folder
        self.objects = objects
        self.local = BlobFolder(folder / "blobs")
        (folder / "blobs").mkdir(parents=True)
        self.blobs = TieredBlobs(self.local, objects, Transfers(4), shared=True)
        self.away = False
        self.found_away = 0
        copies = FirstCopies(store, self.blobs, folder.name, lambda: self.away, at_once=2, found_away=self._note_away)
        self.files = NewFiles(self.blobs, copies)

    def _note_away(self) -> None:
        self.found_away += 1

    def keep(self, content: str) -> Blob:
        """A file that nothing refers to yet."""
        path = self.folder / "made"
        path.write_text(content)
        return self.blobs.keep(path, ".mp4")

    async def record(self, ready: Ready) -> Video:
        """Store a video of the file."""
        (blob,) = ready.blobs

        def unit(tx: Any) -> Video:
            check_upload(tx, ready)
            ready.record(tx)
            return videos.add_video(tx, Video(f"{blob.sha256[:8]}", "a.mp4", blob, {}))

        return await self.store.write(unit)

    def read(self, blob: Blob) -> str:
        """The content, fetched if need be."""
        with self.blobs.local_copy(blob) as path:
            return path.read_text()


@asynccontextmanager
async def _machines(folder: Path, objects: MemoryObjects, *names: str) -> AsyncIterator[list[Machine]]:
    async with open_store(folder) as store:
        for name in names:
            await store.write(folders.join, Folder(name, f"/{name}"), store="s3://films")
        yield [Machine(store, folder / name, objects) for name in names]


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


async def test_a_file_is_in_the_store_before_its_record_is(tmp_path: Path, objects: MemoryObjects) -> None:
    """So another machine reads it when the first one and its folder are gone; it is sent once."""
    async with _machines(tmp_path, objects, "one", "other") as (one, other):
        blob = one.keep("film")
        ready = await one.files.ready([blob])
        assert list(objects.objects.values()) == [b"film"]
        assert not await one.store.read(deletion.referenced)
        await one.record(ready)
        assert (await one.store.read(file_copies.read)).copied == {blob.sha256}
        one.local.delete([blob.sha256])
        assert other.read(blob) == "film"
        await other.files.ready([blob])
        assert objects.sent == [blob.sha256]


async def test_what_was_sent_before_the_store_went_is_not_sent_again(tmp_path: Path, objects: MemoryObjects) -> None:
    """A try that failed on one file has the others there; until the commit their folder keeps them."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        blobs = [one.keep("thumbnail"), one.keep("film")]
        await one.files.ready(blobs[:1])
        assert one.blobs.evict(1_000_000) == 0
        objects.away = "is away"
        with pytest.raises(StoreAway):
            await one.files.ready(blobs)
        objects.away = None
        await one.files.ready(blobs)
        assert objects.sent == [blob.sha256 for blob in blobs]
        await one.record(await one.files.ready(blobs[1:]))
        assert objects.sent == [blob.sha256 for blob in blobs]
        assert one.blobs.evict(1_000_000) == len("film")


async def test_nothing_is_recorded_while_the_store_is_away(tmp_path: Path, objects: MemoryObjects) -> None:
    """The client of an upload is told; what is not recorded leaves nothing to be read."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        objects.away = "is away"
        blob = one.keep("film")
        with pytest.raises(StoreAway):
            await one.files.ready([blob])
        with pytest.raises(Unavailable) as refusal:
            await ready_upload(one.files, Video("v", "a.mp4", blob, {}))
        assert refusal.value.code == "storage_away"
        assert one.found_away == 2
        assert (await one.store.read(file_copies.read)).copied == set()


async def test_with_one_folder_a_store_that_is_away_holds_up_nothing(tmp_path: Path, objects: MemoryObjects) -> None:
    """The copy is made after the commit, as in a server alone."""
    async with _machines(tmp_path, objects, "one") as (one,):
        objects.away = "is away"
        async with Copier(one.store, one.blobs, slots=2, keeps_local=True):
            await one.record(await one.files.ready([one.keep("film")]))
            objects.away = None
            async with asyncio.timeout(20):
                while not objects.objects:
                    await asyncio.sleep(0.01)
        one.away, objects.away = True, "must not be asked"
        assert (await one.files.ready([one.keep("known to be away")])).copied == frozenset()


async def test_in_the_folder_that_all_share_copies_are_made_later(tmp_path: Path, objects: MemoryObjects) -> None:
    """Nothing waits for them there."""
    async with _machines(tmp_path, objects, "one") as (one,):
        await one.store.write(folders.alone, Folder("one", "/one"))
        ready = await one.files.ready([one.keep("film")])
        assert (ready.copied, objects.objects) == (frozenset(), {})
        await one.record(ready)
        assert one.blobs.take_fresh() == [blob.sha256 for blob in ready.blobs]


async def test_a_copy_that_left_before_the_commit_is_made_again(tmp_path: Path, objects: MemoryObjects) -> None:
    """Its record would be the only trace of it. While it leaves, no other is made."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        blob = one.keep("film")
        ready = await one.files.ready([blob])
        await one.store.write(file_copies.confirm, [blob.sha256])  # of another use, which has ended
        leaving = await one.store.write(file_copies.leave, [blob.sha256], busy=[], alone=False)
        with pytest.raises(CopyGone):
            await one.store.write(ready.check)
        with pytest.raises(Unavailable, match="Upload it again"):
            await one.record(ready)
        again = asyncio.ensure_future(one.files.ready([blob]))
        while not (await one.store.read(file_copies.read)).others:
            await asyncio.sleep(0.01)
        objects.delete(blob.sha256)
        assert not again.done()
        await one.store.write(file_copies.gone, leaving)
        await one.record(await again)
        assert objects.objects == {blob.sha256: b"film"}


async def test_a_copy_that_the_store_has_lost_is_made_again(tmp_path: Path, objects: MemoryObjects) -> None:
    """Before anything else refers to it."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        blob = one.keep("film")
        await one.record(await one.files.ready([blob]))
        objects.objects.clear()
        await one.files.ready([blob])
        assert objects.objects == {blob.sha256: b"film"}


async def test_a_file_that_is_not_there_is_not_recorded(tmp_path: Path, objects: MemoryObjects) -> None:
    """It was deleted in between; the same content may have been another job's."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        blob = one.keep("film")
        one.local.delete([blob.sha256])
        with pytest.raises(FileGone):
            await one.files.ready([blob])


async def test_a_file_is_fetched_once_when_many_want_it(tmp_path: Path, objects: MemoryObjects) -> None:
    """The others wait for it."""
    async with _machines(tmp_path, objects, "one", "other") as (one, other):
        blob = one.keep("film")
        await one.record(await one.files.ready([blob]))
        got, release = list[str](), threading.Event()
        get = objects.get

        def slow(name: str) -> Any:
            got.append(name)
            release.wait(20)
            return get(name)

        objects.get = slow  # type: ignore[method-assign]

        async def read() -> None:
            async with other.blobs.held(lambda: [blob]):
                assert other.local.exists(blob)

        readers = [asyncio.ensure_future(read()) for _ in range(4)]
        while not got:
            await asyncio.sleep(0.01)
        release.set()
        await asyncio.gather(*readers)
        assert len(got) == 1


async def test_a_cache_has_a_limit(tmp_path: Path, objects: MemoryObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not read for longest goes; what is only here, is being read or is used by a running job stays."""
    async with _machines(tmp_path, objects, "one", "other") as (one, _):
        kept = [one.keep(f"{number:04d}") for number in range(5)]
        for blob in kept[1:]:
            await one.record(await one.files.ready([blob]))
        for blob in reversed(kept[1:]):
            one.read(blob)
        swept: list[int] = []

        async def sweep() -> None:
            swept.append(1)

        async def look(cache_bytes: int) -> list[bool]:
            await OwnFolder(one.store, one.blobs, "one", cache_bytes=cache_bytes, sweep=sweep).look()
            return [one.local.exists(blob) for blob in kept]

        assert await look(0) == await look(20) == [True] * 5
        assert await look(16) == [True, True, True, True, False]
        monkeypatch.setattr(file_copies, "in_use", lambda *_: {kept[3].sha256})
        with one.blobs.local_copy(kept[2]):
            assert await look(1) == [True, False, True, True, False]
        await one.store.write(folders.alone, Folder("one", "/one"))
        assert await look(1) == [True, False, True, True, False]
        assert not swept
        monkeypatch.setattr(own_folder, "RENEW_EVERY_S", 0.0)
        await look(0)
        assert swept
