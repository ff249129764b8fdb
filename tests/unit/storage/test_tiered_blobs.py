"""A folder with copies in an object store: what is fetched back, what may go, and what is never lost."""

import asyncio
import errno
import threading
from pathlib import Path

import pytest

from app.jobs.results import Blob
from app.ports.blob_store import Damaged
from app.ports.object_store import StoreAway
from app.storage import tiered_blobs
from app.storage.blobs import BlobFolder
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Transfers
from tests.object_stores import MemoryObjects


class Machine:
    """A machine's folder over an object store."""

    def __init__(self, folder: Path, objects: MemoryObjects, *, shared: bool = False) -> None:
        (folder / "blobs").mkdir(parents=True)
        self.folder = folder
        self.local = BlobFolder(folder / "blobs")
        self.blobs = TieredBlobs(self.local, objects, Transfers(4), shared=shared)

    def keep(self, content: bytes, *, copied: bool = True) -> Blob:
        """A file; `copied`: with a copy."""
        path = self.folder / "made"
        path.write_bytes(content)
        blob = self.blobs.keep(path, ".mp4")
        if copied:
            assert self.blobs.send(blob.sha256) == len(content)
            self.blobs.copied([blob.sha256])
        return blob

    def read(self, blob: Blob) -> bytes:
        """The content."""
        with self.blobs.local_copy(blob) as path:
            return path.read_bytes()


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


@pytest.fixture
def machine(tmp_path: Path, objects: MemoryObjects) -> Machine:
    return Machine(tmp_path / "one", objects)


def test_what_is_safe_goes_in_the_order_in_which_it_was_read(machine: Machine) -> None:
    """Those first that were not read for longest."""
    kept = {n: machine.keep(bytes([n] * 4)) for n in range(8)}
    order = [3, 0, 7, 5, 1, 6, 2, 4]
    for n in order:
        machine.read(kept[n])
    for gone, n in enumerate(order, 1):
        assert machine.blobs.evict(1) == 4
        assert not machine.local.exists(kept[n])
        assert sum(map(machine.local.exists, kept.values())) == len(order) - gone


def test_only_what_is_safe_and_not_read_goes(machine: Machine) -> None:
    """And only as much as is wanted."""
    first, second, third = (machine.keep(content) for content in (b"1111", b"2222", b"3333"))
    alone = machine.keep(b"alone", copied=False)
    machine.read(first)
    with machine.blobs.local_copy(second):
        assert machine.blobs.evict(1) == 4
        assert [machine.local.exists(blob) for blob in (first, second, third)] == [True, True, False]
        assert machine.blobs.evict(100) == 4
    assert [machine.local.exists(blob) for blob in (first, second, third, alone)] == [False, True, False, True]
    assert all(map(machine.blobs.exists, (first, second, third, alone)))
    assert machine.read(third) == b"3333"


def test_nothing_goes_while_its_copy_cannot_be_seen(machine: Machine, objects: MemoryObjects) -> None:
    """Neither when the store is away nor when it has lost the copy."""
    blob = machine.keep(b"film")
    objects.away = "is away"
    with pytest.raises(StoreAway):
        machine.blobs.evict(1)
    objects.away = None
    objects.objects.clear()
    assert machine.blobs.evict(1) == 0
    assert machine.local.exists(blob)
    assert machine.blobs.take_lost() == [blob.sha256]


def test_a_copy_with_another_content_is_not_used(machine: Machine, objects: MemoryObjects) -> None:
    """It counts as lost: its stage makes the file anew."""
    blob = machine.keep(b"film")
    machine.blobs.evict(4)
    objects.objects[blob.sha256] = b"liar"
    with pytest.raises(FileNotFoundError):
        machine.read(blob)
    assert not machine.blobs.exists(blob)
    assert machine.blobs.take_lost() == [blob.sha256]
    assert not any(path.is_file() and path.name != ".lock" for path in (machine.folder / "blobs").rglob("*"))


def test_a_damaged_file_is_not_copied(machine: Machine, objects: MemoryObjects) -> None:
    """A copy is what its name says, or it is not there."""
    blob = machine.keep(b"film", copied=False)
    path = machine.local.path_of(blob)
    path.chmod(0o600)
    path.write_bytes(b"fi1m")
    with pytest.raises(Damaged):
        machine.blobs.send(blob.sha256)
    assert objects.objects == {}


def test_what_is_away_is_not_read_while_the_store_is(machine: Machine, objects: MemoryObjects) -> None:
    """It is not lost by that."""
    blob = machine.keep(b"film")
    machine.blobs.evict(4)
    objects.away = "is away"
    with pytest.raises(StoreAway):
        machine.read(blob)
    assert machine.blobs.exists(blob)
    objects.away = None
    assert machine.read(blob) == b"film"


def test_a_bucket_that_is_gone_has_lost_nothing(machine: Machine, objects: MemoryObjects) -> None:
    """It may be another one by mistake: what was in it is not given up."""
    blob, here = machine.keep(b"film"), machine.keep(b"here")
    machine.blobs.evict(4)
    objects.objects.clear()

    def check(*, used: bool) -> None:
        raise StoreAway("no such bucket")

    objects.check = check  # type: ignore[method-assign]
    for call in (lambda: machine.read(blob), lambda: machine.blobs.evict(1)):
        with pytest.raises(StoreAway, match="no such bucket"):
            call()
    assert machine.blobs.take_lost() == []
    assert all(map(machine.blobs.exists, (blob, here)))


def test_nothing_is_fetched_where_the_disk_is_not(machine: Machine) -> None:
    """It would fill the one below."""
    blob = machine.keep(b"film")
    machine.blobs.evict(4)
    (machine.folder / "blobs").rename(machine.folder / "unmounted")
    with pytest.raises(OSError, match="mounted"):
        machine.read(blob)
    assert not (machine.folder / "blobs").exists()


def test_a_full_disk_gets_room_from_what_is_safe(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the fetch fails as a full disk does."""
    old, wanted = machine.keep(b"old!"), machine.keep(b"wanted")
    machine.read(old)
    machine.blobs.evict(1)
    assert not machine.local.exists(wanted)
    machine.keep(b"alone", copied=False)
    free = [3]
    monkeypatch.setattr(tiered_blobs, "_free_bytes", lambda _: free[0])
    assert machine.read(wanted) == b"wanted"
    assert not machine.local.exists(old)
    free[0] = -100
    with pytest.raises(OSError, match="no room") as full:
        machine.read(old)
    assert full.value.errno == errno.ENOSPC


async def test_readers_of_one_file_fetch_it_once(machine: Machine, objects: MemoryObjects) -> None:
    """All of them get it."""
    blob = machine.keep(b"film")
    machine.blobs.evict(4)
    began, fetched, answer = threading.Event(), [], objects.get

    def get(name: str):  # type: ignore[no-untyped-def]
        fetched.append(name)
        began.wait(10)
        return answer(name)

    objects.get = get  # type: ignore[method-assign]

    async def read() -> bytes:
        async with machine.blobs.held(lambda: [blob]):
            return machine.read(blob)

    readers = [asyncio.create_task(read()) for _ in range(3)]
    while not fetched:
        await asyncio.sleep(0.01)
    began.set()
    assert await asyncio.gather(*readers) == [b"film"] * 3
    assert fetched == [blob.sha256]


async def test_machines_that_share_a_store_read_what_others_kept(tmp_path: Path, objects: MemoryObjects) -> None:
    """Without a word between them; a child of the second opens its folder."""
    one, other = (Machine(tmp_path / name, objects, shared=True) for name in ("one", "other"))
    blob = one.keep(b"film")
    assert other.blobs.exists(blob)
    assert other.blobs.has_content(blob.sha256)
    async with other.blobs.held(lambda: [blob]):
        assert BlobFolder(Path(other.blobs.spec)).path_of(blob).read_bytes() == b"film"
    nowhere = Blob(sha256="0" * 64, size_bytes=1)
    assert not other.blobs.exists(nowhere)


def test_only_a_copy_has_a_link(machine: Machine) -> None:
    """A file that is still on its way has none."""
    away, here = machine.keep(b"away"), machine.keep(b"here", copied=False)
    assert machine.blobs.link(away) == f"https://objects.example/{away.sha256}?expires=900"
    assert machine.blobs.link(here) is None
