"""Copies of finished files: made after the commit, made up for after an absence, gone when nobody refers to them."""

import asyncio
import hashlib
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import load_settings
from app.db import deletion, file_copies, moves, stage_log
from app.db.store import Store
from app.jobs.record import JobRecord, OutputRecord
from app.jobs.results import Blob
from app.jobs.states import Cause
from app.ports.object_store import ObjectStore, StoreAway
from app.storage.blobs import BlobFolder
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Transfers
from app.upkeep import copying
from app.upkeep.copying import Copier
from tests.object_stores import MemoryObjects, opened
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage


class Place:
    """One machine with its database, over an object store that outlives it."""

    def __init__(self, folder: Path, objects: Any) -> None:
        self.folder = folder
        self.objects = objects
        self.local = BlobFolder(folder / "blobs")
        self.store: Store
        self.blobs: TieredBlobs
        self.copier: Copier

    @asynccontextmanager
    async def open(self, *, slots: int = 2, keeps_local: bool = True) -> AsyncIterator[None]:
        """A server's life."""
        async with open_store(self.folder) as store:
            self.store = store
            self.blobs = TieredBlobs(self.local, self.objects, Transfers(slots + 2))
            self.copier = Copier(store, self.blobs, slots=slots, keeps_local=keeps_local)
            async with self.copier:
                yield

    def keep(self, content: str) -> Blob:
        """A file that nothing refers to yet."""
        path = self.folder / "made"
        path.write_text(content)
        return self.blobs.keep(path, ".mp4")

    async def record(self, *contents: str, ended: bool = True) -> JobRecord:
        """A job with files."""
        blobs = [self.keep(content) for content in contents]
        job, _ = await self.store.write(moves.submit, new_job())
        claimed = await self.store.write(moves.claim, job.id, PLANS)
        assert claimed is not None
        key = f"fetch-{job.id}"
        await self.store.write(start_stage, job.id, 1, "fetch", key, eta_s=None)

        def commit(tx: Any) -> None:
            stage_log.record_output(tx, OutputRecord(key, "fetch", {}, [], 1.0), blobs)
            tx.effects.append(lambda: self.blobs.recorded(blobs))

        await self.store.write(commit)
        return await self.store.write(moves.finish, job.id, 1, Cause.COMPLETE) if ended else job

    async def delete(self, job: JobRecord) -> None:
        """Delete a job with its files, as a client does."""

        def unit(tx: Any) -> None:
            files = deletion.delete_job(tx, job.id, PLANS)
            tx.chores.append(lambda: self.blobs.delete(files))

        await self.store.write(unit)

    @property
    def stored(self) -> list[str]:
        """What is in the object store."""
        return sorted(content.decode() for content in self.objects.objects.values())

    @property
    def away(self) -> str | None:
        """The standing warning."""
        return self.copier.status().away


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RETRY_S", "RETRY_MOST_S"):
        monkeypatch.setattr(copying, name, 0.05)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, MemoryObjects())


async def test_what_is_recorded_is_copied_under_its_hash(place: Place) -> None:
    """At most so many at once; files that nothing refers to are not."""
    place.objects.gate = threading.Event()
    async with place.open(slots=2):
        place.keep("nobody's")
        await place.record(*"abcdef")
        await until(lambda: place.objects.sending == 2)
        assert place.copier.status().waiting == 6
        place.objects.gate.set()
        await until(lambda: place.copier.status().copied == 6)
        assert place.stored == list("abcdef")
        assert place.objects.most_sending == 2
        await until(lambda: place.copier.status().waiting == 0)
        await place.record("a")  # known already
        await until(lambda: place.copier.status().waiting == 0)
    assert len(place.objects.sent) == 6


async def test_jobs_end_while_the_store_is_away_and_all_is_made_up_for(place: Place) -> None:
    """The warning stands as long as it is."""
    place.objects.away = "is away"
    async with place.open():
        assert (await place.record("a")).status == "completed"
        await until(lambda: place.away == "is away")
        place.objects.away = None
        await until(lambda: place.stored == ["a"])
        await until(lambda: place.away is None)
        place.objects.away = "again"
        await place.record("b")
        await until(lambda: place.away == "again")
        assert place.copier.status().waiting == 1
        place.objects.away = None
        await until(lambda: place.copier.status().copied == 2)
        await until(lambda: place.away is None)


@pytest.mark.parametrize("is_reported", [True, False])
async def test_an_absence_is_noticed_though_nothing_is_copied(
    place: Place, monkeypatch: pytest.MonkeyPatch, is_reported: bool
) -> None:
    """At once if a request of others has failed, else soon."""
    monkeypatch.setattr(copying, "CHECK_EVERY_S", 3600.0 if is_reported else 0.05)
    async with place.open():
        await place.record("a")
        await until(lambda: place.copier.status().copied == 1)
        place.objects.away = "is away"
        if is_reported:
            place.copier.look_soon()
        await until(lambda: place.away == "is away")
        place.objects.away = None
        await until(lambda: place.away is None)


async def test_a_restart_goes_on_with_what_was_not_copied(place: Place) -> None:
    """And knows what was, also while the store is away."""
    async with place.open():
        await place.record("a")
        await until(lambda: place.copier.status().copied == 1)
        place.objects.gate = threading.Event()
        await place.record("b", "c")
        await until(lambda: place.objects.sending == 2)
        place.objects.away = "is away"
        place.objects.gate.set()
    place.objects.gate = None
    async with place.open():
        assert place.copier.status().copied == 1
        place.objects.away = None
        await until(lambda: place.copier.status().copied == 3)
    assert place.stored == list("abc")


async def test_a_copy_whose_record_was_lost_is_found_again(place: Place) -> None:
    """A server was killed between the two: nothing is sent a second time."""
    async with place.open():
        await place.record("a")
        await until(lambda: place.copier.status().copied == 1)
        await place.store.write(file_copies.lost, sorted(place.objects.objects))
    async with place.open():
        await until(lambda: place.copier.status().copied == 1)
    assert len(place.objects.sent) == 1


async def test_copies_go_with_the_last_job_that_refers_to_them(place: Place) -> None:
    """Those of others stay; and what is made again is copied again."""
    async with place.open():
        one, _ = await place.record("both", "one"), await place.record("both", "other")
        await until(lambda: place.copier.status().copied == 3)
        await place.delete(one)
        await until(lambda: place.stored == ["both", "other"])
        await place.record("one")
        await until(lambda: place.stored == ["both", "one", "other"])
        await until(lambda: place.copier.status().copied == 3)


async def test_a_deletion_while_the_store_is_away_is_made_up_for(place: Place) -> None:
    """Also after a restart."""
    async with place.open():
        job = await place.record("a", "b")
        await until(lambda: place.copier.status().copied == 2)
        place.objects.away = "is away"
        await place.delete(job)
        await until(lambda: place.away is not None)
    place.objects.away = None
    async with place.open():
        await until(lambda: place.stored == [])


async def test_a_deletion_that_is_cut_off_goes_on_though_others_delete_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was deleted until then is recorded, and what was claimed is not left to the end of the claim."""
    monkeypatch.setattr(Store, "exclusive", False)
    async with place.open():
        job = await place.record("a", "b", "c")
        await until(lambda: place.copier.status().copied == 3)
        delete, deleted = place.objects.delete, list[str]()

        def cut_off(name: str) -> None:
            if len(deleted) == 1:
                place.objects.away = "is away"
            delete(name)
            deleted.append(name)

        monkeypatch.setattr(place.objects, "delete", cut_off)
        await place.delete(job)
        await until(lambda: place.away is not None)
        assert len((await place.store.read(file_copies.read)).others) == 2
        monkeypatch.setattr(place.objects, "delete", delete)
        place.objects.away = None
        await until(lambda: place.stored == [])
        await place.record("a", "b", "c")
        await until(lambda: place.copier.status().copied == 3)


async def test_a_job_that_is_deleted_while_its_file_is_sent_leaves_no_copy(place: Place) -> None:
    """Nothing would ever look for it."""
    async with place.open():
        place.objects.gate = threading.Event()
        job = await place.record("a")
        await until(lambda: place.objects.sending == 1)
        await place.delete(job)
        place.objects.gate.set()
        await until(lambda: place.objects.sent != [] and place.stored == [])
        assert (await place.store.read(file_copies.read)).copied == set()
        await until(lambda: place.copier.status().waiting == 0)


async def test_copies_that_the_store_has_lost_are_made_anew(place: Place) -> None:
    """It came back from a backup, or as another one."""
    async with place.open():
        await place.record("a", "b")
        await until(lambda: place.copier.status().copied == 2)
        place.objects.away = "is away"
        await place.record("c")
        await until(lambda: place.away is not None)
        place.objects.objects.clear()
        place.objects.away = None
        await until(lambda: place.stored == list("abc"))
        await until(lambda: place.copier.status().copied == 3)


async def test_another_folder_in_the_place_of_the_store_is_no_empty_store(tmp_path: Path) -> None:
    """The doctor, say, has marked it while the disk was not mounted: no copy counts as lost, none is made there."""

    def objects() -> ObjectStore:
        return opened(load_settings(storage_url=f"file://{tmp_path / 'mnt'}"))

    place = Place(tmp_path, objects())
    async with place.open():
        await place.record("a")
        await until(lambda: place.copier.status().copied == 1)
    (tmp_path / "mnt").rename(tmp_path / "elsewhere")
    place.objects = objects()
    place.objects.check(used=False)
    async with place.open():
        await until(lambda: place.away is not None)
        await place.record("b")
        assert place.copier.status().copied == 1
        shutil.rmtree(tmp_path / "mnt")
        (tmp_path / "elsewhere").rename(tmp_path / "mnt")
        await until(lambda: place.copier.status().copied == 2)
    assert len(list(place.objects.names())) == 2


async def test_a_folder_that_was_used_is_not_created_anew(tmp_path: Path) -> None:
    """Though no copy was made there yet: its disk is not mounted any more."""
    one = Place(tmp_path, opened(load_settings(storage_url=f"file://{tmp_path / 'mnt'}")))
    async with one.open():
        await until(lambda: (tmp_path / "mnt").exists() and one.copier._open.is_set())
        (tmp_path / "mnt").rename(tmp_path / "elsewhere")
        with pytest.raises(StoreAway, match="mounted"):
            await one.copier._compare()
        assert not (tmp_path / "mnt").exists()


async def test_a_file_that_nobody_noted_is_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is referred to by a record, and on this machine."""
    monkeypatch.setattr(copying, "SCAN_EVERY_S", 0.05)
    async with place.open():
        monkeypatch.setattr(place.blobs, "recorded", lambda _: None)
        await place.record("a")
        await until(lambda: place.copier.status().copied == 1)


async def test_files_with_a_copy_leave_once_no_job_at_work_uses_them(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If they are not to be kept; they are read all the same."""
    monkeypatch.setattr(copying, "EVICT_EVERY_S", 0.05)
    monkeypatch.setattr(copying, "IDLE_S", -1.0)
    async with place.open(keeps_local=False):
        running = await place.record("running", ended=False)
        await place.record("ended")
        ended = _blob("ended")
        await until(lambda: not place.local.exists(ended))
        assert place.local.exists(_blob("running"))
        await place.store.write(moves.finish, running.id, 1, Cause.COMPLETE)
        await until(lambda: not place.local.exists(_blob("running")))
        with place.blobs.local_copy(ended) as path:
            assert path.read_text() == "ended"


def _blob(content: str) -> Blob:
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Blob(sha256=sha256, size_bytes=len(content), suffix=".mp4")
