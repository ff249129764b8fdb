"""What every `BlobStore` does: what is kept is there until it is deleted or swept, and can be read."""

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.jobs.results import Blob
from app.ports.blob_store import BlobStore
from app.storage.blobs import BlobFolder
from app.storage.opening import open_blobs
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Transfers
from tests.contracts.flat_folder import FlatFolder
from tests.object_stores import MemoryObjects


@dataclass
class Kind:
    """A store of one implementation, and how another process opens it by its spec.

    `age` lets a content have been kept earlier, by seconds.
    """

    store: BlobStore
    age: Callable[[Blob, float], None]
    folder: Path
    opened: Callable[[str], BlobStore]

    def keep(self, content: bytes = b"film", suffix: str = ".mp4") -> Blob:
        """A blob of that content."""
        path = self.folder / f"given{suffix}"
        path.write_bytes(content)
        return self.store.keep(path, suffix)


def _in_folder(folder: Path) -> Kind:
    store = BlobFolder(folder / "blobs")

    def age(blob: Blob, by_s: float) -> None:
        with store.local_copy(blob) as path:
            then = path.stat().st_mtime - by_s
            os.utime(path, (then, then))

    return Kind(store, age, folder, open_blobs)


def _flat(folder: Path) -> Kind:
    store = FlatFolder(folder / "blobs")
    return Kind(store, lambda blob, by_s: store.age(blob.sha256, by_s), folder, lambda spec: FlatFolder(Path(spec)))


def _tiered(folder: Path) -> Kind:
    local = _in_folder(folder)
    store = TieredBlobs(BlobFolder(folder / "blobs"), MemoryObjects(), Transfers(1))
    return Kind(store, local.age, folder, open_blobs)


class Copied(TieredBlobs):
    """Every file has a copy at once, and none stays in the folder."""

    def keep(self, path: Path, suffix: str) -> Blob:
        """See `BlobStore`."""
        blob = super().keep(path, suffix)
        self.send(blob.sha256)
        self.copied([blob.sha256])
        self.evict(blob.size_bytes)
        return blob


@pytest.fixture
def away(tmp_path: Path) -> Kind:
    """A store whose files are in the object store alone."""
    (tmp_path / "blobs").mkdir(exist_ok=True)
    store = Copied(BlobFolder(tmp_path / "blobs"), MemoryObjects(), Transfers(1))
    return Kind(store, lambda *_: None, tmp_path, open_blobs)


@pytest.fixture(params=[_in_folder, _flat, _tiered], ids=["BlobFolder", "FlatFolder", "TieredBlobs"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    """Each implementation in turn, empty."""
    made: Kind = request.param(tmp_path)
    return made


def _read(store: BlobStore, blob: Blob) -> bytes:
    with store.local_copy(blob) as path:
        return path.read_bytes()


def test_what_is_kept_can_be_read(kind: Kind) -> None:
    """The blob says hash, size and suffix; the file that was given is gone."""
    blob = kind.keep()
    assert blob == Blob(sha256=hashlib.sha256(b"film").hexdigest(), size_bytes=4, suffix=".mp4")
    assert (kind.store.exists(blob), kind.store.has_content(blob.sha256)) == (True, True)
    assert _read(kind.store, blob) == b"film"
    assert not (kind.folder / "given.mp4").exists()


def test_what_is_kept_can_be_read_where_the_spec_is_known(kind: Kind) -> None:
    """A child opens the store of its server, and the server finds what the child kept."""
    blob, opened = kind.keep(), kind.opened(kind.store.spec)
    assert _read(opened, blob) == b"film"
    (kind.folder / "made").write_bytes(b"clip")
    assert _read(kind.store, opened.keep(kind.folder / "made", ".mp4")) == b"clip"


def test_a_copy_has_the_suffix_of_its_blob(kind: Kind) -> None:
    """Programs tell the format of a file by it."""
    for suffix in (".mp4", ""):
        with kind.store.local_copy(kind.keep(suffix=suffix)) as path:
            assert path.suffix == suffix


def test_equal_content_is_the_same_blob(kind: Kind) -> None:
    """Kept again, it frees its bytes once."""
    assert kind.keep() == kind.keep()
    assert kind.store.delete([kind.keep().sha256]) == 4


def test_a_blob_is_of_its_suffix_and_content_of_any(kind: Kind) -> None:
    """A stage may keep the same bytes under two names."""
    blob = kind.keep()
    other = Blob(sha256=blob.sha256, size_bytes=4, suffix=".m4v")
    assert not kind.store.exists(other)
    assert kind.keep(suffix=".m4v") == other
    kind.store.delete([blob.sha256])
    assert not any(map(kind.store.exists, (blob, other)))
    assert not kind.store.has_content(blob.sha256)


def test_what_is_not_there_cannot_be_read(kind: Kind) -> None:
    """Nor does it free anything."""
    blob = Blob(sha256="0" * 64, size_bytes=4, suffix=".mp4")
    assert (kind.store.exists(blob), kind.store.has_content(blob.sha256)) == (False, False)
    with pytest.raises(FileNotFoundError), kind.store.local_copy(blob):
        pytest.fail("there is nothing to read")
    assert kind.store.delete([blob.sha256]) == 0


def test_a_file_that_was_opened_is_read_to_its_end(kind: Kind) -> None:
    """A download goes on while its job is deleted."""
    blob = kind.keep()
    with kind.store.local_copy(blob) as path, path.open("rb") as file:
        kind.store.delete([blob.sha256])
        assert file.read() == b"film"
    assert not kind.store.exists(blob)


def test_a_link_is_refused(kind: Kind) -> None:
    """It could lead anywhere: nothing is stored, and the link stays."""
    secret, link = kind.folder / "secret", kind.folder / "link"
    secret.write_bytes(b"secret")
    link.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic"):
        kind.store.keep(link, ".txt")
    assert link.is_symlink()
    assert not kind.store.has_content(hashlib.sha256(b"secret").hexdigest())


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "*" * 64, "A" * 64])
def test_what_is_no_hash_is_refused(kind: Kind, name: str) -> None:
    """It never reaches a file system."""
    with pytest.raises(ValueError, match="not a sha256"):
        kind.store.delete([name])
    with pytest.raises(ValueError, match="not a sha256"):
        kind.store.has_content(name)


def test_a_sweep_takes_what_is_old_and_unreferenced(kind: Kind) -> None:
    """Referenced blobs and young ones stay."""
    used, fresh, old = (kind.keep(content) for content in (b"used", b"fresh", b"old"))
    for blob in (used, old):
        kind.age(blob, 100)
    swept = kind.store.sweep({used.sha256}, older_than_s=50)
    assert (swept.files, swept.size_bytes) == (1, 3)
    assert [kind.store.exists(blob) for blob in (used, fresh, old)] == [True, True, False]


def test_keeping_again_saves_a_blob_from_the_sweep(kind: Kind) -> None:
    """It counts as young, so that the new job can still record it."""
    blob = kind.keep()
    kind.age(blob, 100)
    kind.keep()
    assert kind.store.sweep(set(), older_than_s=50).files == 0
    assert kind.store.exists(blob)


def test_keeping_and_sweeping_at_once_loses_nothing(kind: Kind) -> None:
    """With an eager sweeper beside it, what `keep` has just returned is there."""
    stop = threading.Event()

    def sweep() -> None:
        while not stop.is_set():
            kind.store.sweep(set(), older_than_s=30)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for n in range(100):
            blob = kind.keep(str(n % 3).encode())
            assert kind.store.exists(blob)
    finally:
        stop.set()
        sweeper.join()


def test_what_is_away_is_there_all_the_same(away: Kind) -> None:
    """It can be read as often as wanted, opened files to their end, and is gone with its deletion."""
    blob = away.keep()
    assert not any((away.folder / "blobs").glob("*/*"))
    assert (away.store.exists(blob), away.store.has_content(blob.sha256)) == (True, True)
    assert [_read(away.store, blob) for _ in range(2)] == [b"film", b"film"]
    assert away.keep() == blob
    with away.store.local_copy(blob) as path, path.open("rb") as file:
        assert path.suffix == ".mp4"
        away.store.delete([blob.sha256])
        assert file.read() == b"film"
    assert not away.store.exists(blob)


async def test_what_is_held_can_be_read_by_another_process(kind: Kind, away: Kind) -> None:
    """A child opens the store by its spec; what is nowhere is left out."""
    missing = Blob(sha256="0" * 64, size_bytes=4, suffix=".mp4")
    for one in (kind, away):
        blob = one.keep()
        async with one.store.held(lambda blob=blob: [blob, missing]):  # type: ignore[misc]
            assert _read(one.opened(one.store.spec), blob) == b"film"
