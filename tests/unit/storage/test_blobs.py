"""The store of blobs in a folder: its layout, and what lies beside it."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from app.jobs.results import Blob
from app.storage.blobs import BlobFolder


@pytest.fixture
def store(tmp_path: Path) -> BlobFolder:
    return BlobFolder(tmp_path / "blobs")


def write(path: Path, content: bytes = b"film") -> Path:
    path.write_bytes(content)
    return path


def aged(path: Path, by_s: float) -> None:
    then = path.stat().st_mtime - by_s
    os.utime(path, (then, then))


def test_keep_moves_the_file_under_its_hash(store: BlobFolder, tmp_path: Path) -> None:
    """The blob says hash, size and suffix, the file is there, and the original is gone."""
    path = write(tmp_path / "a.mp4")
    blob = store.keep(path, ".mp4")
    assert blob == Blob(sha256=hashlib.sha256(b"film").hexdigest(), size_bytes=4, suffix=".mp4")
    assert store.path_of(blob).read_bytes() == b"film"
    assert store.path_of(blob).parent.name == blob.sha256[:2]
    assert not path.exists()


def test_same_content_is_stored_once(store: BlobFolder, tmp_path: Path) -> None:
    """A second file with equal content ends in the same blob."""
    first = store.keep(write(tmp_path / "a"), ".mp4")
    second = store.keep(write(tmp_path / "b"), ".mp4")
    assert first == second
    assert not (tmp_path / "b").exists()
    assert len([path for path in (tmp_path / "blobs").rglob("*") if path.is_file() and path.name != ".lock"]) == 1


def test_a_blob_cannot_be_written_by_accident(store: BlobFolder, tmp_path: Path) -> None:
    """Kept files lose their write permission."""
    blob = store.keep(write(tmp_path / "a"), "")
    assert store.path_of(blob).stat().st_mode & 0o222 == 0


def test_a_damaged_blob_is_replaced(store: BlobFolder, tmp_path: Path) -> None:
    """A file of another size under the right name (a crash of the disk) does not win over the good one."""
    blob = store.keep(write(tmp_path / "a"), "")
    store.path_of(blob).chmod(0o644)
    store.path_of(blob).write_bytes(b"fi")
    store.keep(write(tmp_path / "b"), "")
    assert store.path_of(blob).read_bytes() == b"film"


def test_a_file_of_another_file_system_is_copied(store: BlobFolder, tmp_path: Path) -> None:
    """Where a rename cannot do it, the content is copied and the original removed."""
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    path = write(elsewhere / f"blobs-{os.getpid()}")
    blob = store.keep(path, ".bin")
    assert store.path_of(blob).read_bytes() == b"film"
    assert not path.exists()
    assert not list((tmp_path / "blobs").glob("incoming-*"))


def test_delete_frees_the_content(store: BlobFolder, tmp_path: Path) -> None:
    """Delete removes the content under every suffix and tells the bytes; again it frees nothing."""
    blob = store.keep(write(tmp_path / "a"), ".mp4")
    store.keep(write(tmp_path / "b"), ".m4v")
    assert store.delete([blob.sha256]) == 8
    assert not store.path_of(blob).exists()
    assert store.delete([blob.sha256]) == 0


def test_sweep_takes_what_is_old_and_unreferenced(store: BlobFolder, tmp_path: Path) -> None:
    """Referenced blobs, young blobs and files of others stay."""
    used, fresh, old = (store.keep(write(tmp_path / n, n.encode()), "") for n in ("used", "fresh", "old"))
    for blob in (used, old):
        aged(store.path_of(blob), 100)
    foreign = write(tmp_path / "blobs" / "notes.txt")
    aged(foreign, 100)
    swept = store.sweep({used.sha256}, older_than_s=50)
    assert (swept.files, swept.size_bytes) == (1, 3)
    assert store.path_of(used).exists()
    assert store.path_of(fresh).exists()
    assert not store.path_of(old).exists()
    assert foreign.exists()


def test_sweep_takes_half_copied_files(store: BlobFolder, tmp_path: Path) -> None:
    """What a killed process left half-way goes, once it is old."""
    store.keep(write(tmp_path / "a"), "")
    left = write(tmp_path / "blobs" / "incoming-k3_x9abc")
    aged(left, 100)
    assert store.sweep({hashlib.sha256(b"film").hexdigest()}, older_than_s=50).files == 1
    assert not left.exists()


def test_keeping_and_sweeping_at_once_loses_nothing(store: BlobFolder, tmp_path: Path) -> None:
    """With an eager sweeper beside it, what `keep` has just returned is there."""
    stop = threading.Event()

    def sweep() -> None:
        while not stop.is_set():
            store.sweep(set(), older_than_s=30)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for n in range(100):
            path = write(tmp_path / "f", str(n % 3).encode())
            blob = store.keep(path, "")
            assert store.path_of(blob).exists()
            aged(store.path_of(blob), 100)
    finally:
        stop.set()
        sweeper.join()
