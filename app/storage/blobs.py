"""Stores blobs in a folder: every file of a job is at `<root>/ab/<sha256><suffix>`.

A file is added by `keep` and is complete from the first instant that its name exists: it is synced, then renamed.
Equal content is stored once. The database records which blobs are in use; `sweep` removes the others, but only those
that have been left alone for a while, because a child keeps its files a moment before the server records them. `keep`
therefore renews the time of an existing blob, and both hold one lock file while they check and act.

Used by the server and by its children alike, so nothing heavy is imported.
"""

import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from app.jobs.results import Blob
from app.ports.blob_store import Damaged, Swept

CHUNK_BYTES = 1 << 20
NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
#: A file that is being copied into the store, as `tempfile` names it.
INCOMING = re.compile(r"incoming-[a-z0-9_]{8}")


def is_blob_name(name: str) -> bool:
    """Whether a store created something of that name in the root."""
    return re.fullmatch(r"[0-9a-f]{2}|\.lock", name) is not None or INCOMING.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Content:
    """A stored content: its size in bytes, and when it was last kept, Unix seconds."""

    sha256: str
    size_bytes: int
    kept_s: float


class BlobFolder:
    """A `BlobStore` in the folder `root` (`DATA_DIR/blobs`). Any number of processes may use the same root at once."""

    def __init__(self, root: Path, *, lists: bool = True) -> None:
        self._root = root
        self._lists = lists

    @property
    def spec(self) -> str:
        """See `BlobStore.spec`: the path of the folder."""
        return str(self._root)

    def keep(self, path: Path, suffix: str) -> Blob:
        """Move the finished file at `path` into the store; reads all of it to hash it.

        From the same file system it is renamed, from another one it is copied first. `path` is gone afterwards.
        Raises OSError (also for a symbolic link) and leaves `path` alone then.
        """
        self._root.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
        if path.stat(follow_symlinks=False).st_dev != self._root.stat().st_dev:
            return self._keep_from_afar(path, suffix)
        sha256, size_bytes = _hash_and_sync(path)
        blob = Blob(sha256=sha256, size_bytes=size_bytes, suffix=suffix)
        path.chmod(0o400)
        self._settle(path, blob)
        return blob

    def adopt(self, path: Path, blob: Blob) -> None:
        """Move the file at `path` into the store as `blob`. Raises Damaged if it has another content."""
        if _hash_and_sync(path) != (blob.sha256, blob.size_bytes):
            raise Damaged(f"the content of {blob.sha256} is another one")
        path.chmod(0o400)
        self._settle(path, blob)

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A new empty file in the store's file system, for `adopt`; removed at the end of the block if it is left."""
        self._root.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=self._root)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def file_of(self, sha256: str) -> Path | None:
        """A file with the content, of any suffix; None if there is none. Raises ValueError for an invalid hash."""
        return next(self._under_any_suffix(sha256), None)

    def contents(self) -> Iterator[Content]:
        """Yield every stored file."""
        for path in self._candidates(set()):
            try:
                info = path.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(info.st_mode) and NAME.fullmatch(path.name):
                yield Content(path.name[:64], info.st_size, info.st_mtime)

    def lock_file(self) -> Path:
        """The file that is locked while the store changes; created if it is missing."""
        self._root.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
        lock = self._root / ".lock"
        if not lock.exists():
            lock.touch()
        return lock

    def path_of(self, blob: Blob) -> Path:
        """The path of the blob, whether it exists or not."""
        return self._root / blob.sha256[:2] / f"{blob.sha256}{blob.suffix}"

    def exists(self, blob: Blob) -> bool:
        """See `BlobStore.exists`."""
        return self.path_of(blob).is_file()

    def has_content(self, sha256: str) -> bool:
        """See `BlobStore.has_content`."""
        return next(self._under_any_suffix(sha256), None) is not None

    @contextmanager
    def local_copy(self, blob: Blob) -> Iterator[Path]:
        """See `BlobStore.local_copy`: the file itself, which costs nothing."""
        path = self.path_of(blob)
        path.stat()
        yield path

    def held(self, _: Callable[[], Iterable[Blob]]) -> AbstractAsyncContextManager[None]:
        """See `BlobStore.held`: they are where they are read."""
        return nullcontext()

    def recorded(self, _: Iterable[Blob]) -> None:
        """See `BlobStore.recorded`: nothing follows."""

    def link(self, _: Blob) -> str | None:
        """See `BlobStore.link`: there is none."""
        return None

    def local_bytes(self) -> int | None:
        """See `BlobStore.local_bytes`: every blob is."""
        return None

    async def make_room(self, _: int) -> int:
        """See `BlobStore.make_room`: a file here is the only one."""
        return 0

    def delete(self, hashes: Iterable[str]) -> int:
        """See `BlobStore.delete`."""
        return sum(self._delete(sha256) for sha256 in hashes)

    def _delete(self, sha256: str) -> int:
        with self._locked():
            return sum(_remove(path) for path in list(self._under_any_suffix(sha256)))

    def _under_any_suffix(self, sha256: str) -> Iterator[Path]:
        if re.fullmatch("[0-9a-f]{64}", sha256) is None:
            raise ValueError(f"not a sha256: {sha256!r}")
        found = (path for path in (self._root / sha256[:2]).glob(f"{sha256}*") if NAME.fullmatch(path.name))
        return (path for path in found if path.is_file() and not path.is_symlink())

    def sweep(self, referenced: set[str], older_than_s: float) -> Swept:
        """See `BlobStore.sweep`. Foreign are: other names, links, folders, and mounts."""
        before = time.time() - older_than_s
        sizes = [size for path in self._candidates(referenced) if (size := self._remove_if_older(path, before))]
        return Swept(files=len(sizes), size_bytes=sum(sizes))

    def _candidates(self, referenced: set[str]) -> Iterator[Path]:
        for entry in _entries(self._root):
            if INCOMING.fullmatch(entry.name):
                yield Path(entry.path)
            elif re.fullmatch("[0-9a-f]{2}", entry.name) and entry.is_dir(follow_symlinks=False):
                if entry.stat(follow_symlinks=False).st_dev != self._root.stat().st_dev:
                    continue
                names = ((inner, NAME.fullmatch(inner.name)) for inner in _entries(Path(entry.path)))
                yield from (Path(inner.path) for inner, name in names if name and name[1] not in referenced)

    def _remove_if_older(self, path: Path, before: float) -> int:
        with self._locked():
            try:
                info = path.stat(follow_symlinks=False)
                return _remove(path) if stat.S_ISREG(info.st_mode) and info.st_mtime < before else 0
            except FileNotFoundError:
                return 0

    def _keep_from_afar(self, path: Path, suffix: str) -> Blob:
        with self.incoming() as copy:
            if path.is_symlink():
                raise OSError(f"{path.name} is a symbolic link")
            shutil.copyfile(path, copy)
            blob = self.keep(copy, suffix)
        path.unlink()
        return blob

    def _settle(self, path: Path, blob: Blob) -> None:
        """Rename a hashed and synced file to its hash, or delete it if the same content exists."""
        place = self.path_of(blob)
        place.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if place.exists() and place.stat().st_size == blob.size_bytes:
                os.utime(place)
                path.unlink()
                return
            os.utime(path)
            path.replace(place)
        if self._lists:
            _sync_folder(place.parent)

    def sync_names(self, blobs: Iterable[Blob]) -> None:
        """Make the names of kept blobs survive a power cut, for a process that could not list the store's folders."""
        for folder in {self.path_of(blob).parent for blob in blobs}:
            _sync_folder(folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the store's lock; for moments only. The kernel releases it when a process dies."""
        with self.lock_file().open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _hash_and_sync(path: Path) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
        os.fsync(file.fileno())
    return digest.hexdigest(), size_bytes


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except FileNotFoundError:
        return []


def _remove(path: Path) -> int:
    size_bytes = path.stat().st_size
    path.unlink()
    return size_bytes
