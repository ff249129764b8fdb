"""Stores blobs in a folder of this machine and, as copies, in an object store.

A blob is kept in the folder, like everything that children write; a copy is made once a record refers to it
(`app.upkeep.copying`). Where the file is gone from the folder and its copy is known, it is fetched back and its hash
checked before anything reads it. Children know the folder only: what they read is fetched before they begin, so they
need no credentials.
"""

import errno
import hashlib
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from app.jobs.results import Blob
from app.ports.blob_store import Damaged, Swept
from app.ports.object_store import ObjectStore
from app.storage.blobs import BlobFolder, Content
from app.storage.transfers import Transfers

log = logging.getLogger(__name__)


class CopyMissing(Exception):
    """The object store has no copy of a content that should be there."""


class TieredBlobs:
    """A `BlobStore` over a folder and an object store. A content with a copy exists with every suffix.

    `shared`: other machines make copies too, so a content that is not known is looked for in the object store.
    """

    def __init__(
        self,
        local: BlobFolder,
        objects: ObjectStore,
        transfers: Transfers,
        *,
        reserve_bytes: int = 0,
        link_s: int = 900,
        shared: bool = False,
    ) -> None:
        self.objects = objects
        self.transfers = transfers
        self._local = local
        self._reserve_bytes = reserve_bytes
        self._link_s = link_s
        self._shared = shared
        self._lock = threading.Lock()
        self._copied: set[str] = set()
        self._pins: Counter[str] = Counter()
        self._read_s: dict[str, float] = {}  # when a content was last read, Unix seconds
        self._fetching: dict[str, threading.Lock] = {}
        self._fresh: dict[str, Blob] = {}
        self._dropped: set[str] = set()
        self._lost: set[str] = set()
        self.wake: Callable[[], None] = lambda: (
            None
        )  #: called from any thread when there is something to copy or delete

    @property
    def spec(self) -> str:
        """See `BlobStore.spec`: that of the folder."""
        return self._local.spec

    def keep(self, path: Path, suffix: str) -> Blob:
        """See `BlobStore.keep`: in the folder."""
        return self._local.keep(path, suffix)

    def exists(self, blob: Blob) -> bool:
        """See `BlobStore.exists`."""
        return self._local.exists(blob) or self._has_copy(blob.sha256)

    def has_content(self, sha256: str) -> bool:
        """See `BlobStore.has_content`."""
        return self._local.has_content(sha256) or self._has_copy(sha256)

    def _has_copy(self, sha256: str) -> bool:
        if sha256 not in self._copied and self._shared and self.objects.size_of(sha256) is not None:
            self._copied.add(sha256)
        return sha256 in self._copied

    @contextmanager
    def local_copy(self, blob: Blob) -> Iterator[Path]:
        """See `BlobStore.local_copy`: fetched back before, if need be. Raises StoreAway too."""
        with self._pinned([blob.sha256]):
            self._fetch(blob)
            with self._local.local_copy(blob) as path:
                yield path

    @asynccontextmanager
    async def held(self, blobs: Callable[[], Iterable[Blob]]) -> AsyncIterator[None]:
        """See `BlobStore.held`: fetches what is not in the folder. Raises StoreAway, or OSError if the disk is full."""
        wanted = set(blobs())
        with self._pinned([blob.sha256 for blob in wanted]):
            for blob in wanted:
                if not self._local.exists(blob):
                    await self.transfers.run(partial(self._fetch, blob))
            yield

    @contextmanager
    def _pinned(self, hashes: Collection[str]) -> Iterator[None]:
        """Keep contents in the folder for the block."""
        with self._lock:
            self._pins.update(hashes)
        try:
            yield
        finally:
            with self._lock:
                self._read_s.update(dict.fromkeys(hashes, time.time()))
                self._pins.subtract(hashes)
                self._pins = +self._pins

    def _fetch(self, blob: Blob) -> None:
        """Bring a blob into the folder, if only its copy is left. What has a wrong content counts as no copy."""
        if self._local.exists(blob) or not self._has_copy(blob.sha256):
            return
        with self._lock:
            turn = self._fetching.setdefault(blob.sha256, threading.Lock())
        try:
            with turn:
                if not self._local.exists(blob):
                    self._download(blob)
        except (CopyMissing, Damaged) as error:
            self._note_lost(blob.sha256)
            raise FileNotFoundError(blob.sha256) from error
        finally:
            with self._lock:
                self._fetching.pop(blob.sha256, None)

    def _download(self, blob: Blob) -> None:
        if not Path(self._local.spec).is_dir():
            raise OSError(errno.ENODEV, "the folder for files is not there: is its disk mounted?")
        self._check_room(blob.size_bytes)
        with self._local.incoming() as path:
            with path.open("wb") as file:
                for part in self._parts_of_copy(blob.sha256):
                    self.transfers.check()
                    file.write(part)
            self._local.adopt(path, blob)
        log.info("fetched %s back from %s", blob.sha256, self.objects.place)

    def _parts_of_copy(self, sha256: str) -> Iterator[bytes]:
        try:
            yield from self.objects.get(sha256)
        except FileNotFoundError as error:
            self.objects.check(used=True)  # a bucket that is not there has lost nothing
            raise CopyMissing(sha256) from error

    def _note_lost(self, sha256: str) -> None:
        log.error("the copy of %s is not in %s any more, or has another content", sha256, self.objects.place)
        self._copied.discard(sha256)
        with self._lock:
            self._lost.add(sha256)
        self.wake()

    def _check_room(self, size_bytes: int) -> None:
        lacking = size_bytes + self._reserve_bytes - _free_bytes(self._local)
        if lacking > 0 and self.evict(lacking) < lacking:
            raise OSError(errno.ENOSPC, "the disk has no room for a file that is fetched back")

    def recorded(self, blobs: Iterable[Blob]) -> None:
        """See `BlobStore.recorded`: they wait to be copied."""
        fresh = {blob.sha256: blob for blob in blobs if blob.sha256 not in self._copied}
        if fresh:
            self._fresh |= fresh
            self.wake()

    def link(self, blob: Blob) -> str | None:
        """See `BlobStore.link`: signed by the object store."""
        return self.objects.link(blob.sha256, self._link_s) if blob.sha256 in self._copied else None

    def delete(self, hashes: Iterable[str]) -> int:
        """See `BlobStore.delete`: here at once, their copies later."""
        doomed = list(hashes)
        freed = self._local.delete(doomed)
        self._copied.difference_update(doomed)
        if doomed:
            self.drop_copies(doomed)
        return freed

    def sweep(self, referenced: set[str], older_than_s: float) -> Swept:
        """See `BlobStore.sweep`: in the folder. A copy is only made of what is referenced."""
        return self._local.sweep(referenced, older_than_s)

    # What makes and deletes copies.

    def copied(self, hashes: Iterable[str]) -> None:
        """Note that these contents are safe in the object store."""
        self._copied.update(hashes)

    def uncopied(self, hashes: Iterable[str]) -> None:
        """Note that these contents are not in the object store any more."""
        self._copied.difference_update(hashes)

    def drop_copies(self, hashes: Iterable[str]) -> None:
        """Note that copies have to go."""
        with self._lock:
            self._dropped.update(hashes)
        self.wake()

    @property
    def copied_count(self) -> int:
        """The number of contents that are safe in the object store."""
        return len(self._copied)

    def take_fresh(self) -> list[str]:
        """Return the hashes that were recorded since the last call."""
        taken, self._fresh = list(self._fresh), {}
        return taken

    def take_dropped(self) -> list[str]:
        """Return the hashes that were deleted since the last call."""
        with self._lock:
            taken, self._dropped = list(self._dropped), set()
        return taken

    def take_lost(self) -> list[str]:
        """Return the hashes whose copies were found missing or wrong since the last call."""
        with self._lock:
            taken, self._lost = list(self._lost), set()
        return taken

    def is_copied(self, blob: Blob) -> bool:
        """Whether the object store has the content, wherever else it is. Raises StoreAway."""
        return self.objects.size_of(blob.sha256) == blob.size_bytes

    def send(self, sha256: str) -> int | None:
        """Copy a content into the object store; returns its size, None if it is not in the folder.

        Raises StoreAway, Damaged, Stopped.
        """
        path = self._local.file_of(sha256)
        if path is None:
            return None
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with file:
            size_bytes = os.fstat(file.fileno()).st_size
            self.objects.put(sha256, _checked(self.transfers.parts(file), sha256), size_bytes, path.suffix)
        return size_bytes

    def local_bytes(self) -> int:
        """See `BlobStore.local_bytes`."""
        return sum(content.size_bytes for content in self.contents())

    async def make_room(self, size_bytes: int) -> int:
        """See `BlobStore.make_room`: files with a copy go, those first that were not read for longest."""
        return await self.transfers.run(lambda: self.evict(size_bytes))

    def evict(self, size_bytes: int, *, but: Collection[str] = ()) -> int:
        """Delete files with a copy, those first that were not read for longest; returns the bytes freed.

        Each copy is looked for before. Those with the hashes `but` stay. Raises StoreAway.
        """
        freed = 0
        for content in sorted(self.contents(), key=self.idle_since_s):
            if freed >= size_bytes:
                break
            if content.sha256 not in but:
                freed += self.evict_one(content)
        return freed

    def evict_one(self, content: Content) -> int:
        """Delete one file if its copy is there and nothing reads it; returns the bytes freed. Raises StoreAway."""
        sha256 = content.sha256
        if sha256 not in self._copied or self._pins[sha256]:
            return 0
        if self.objects.size_of(sha256) != content.size_bytes:
            self.objects.check(used=True)  # as in `_parts_of_copy`
            self._note_lost(sha256)
            return 0
        with self._lock:
            return 0 if sha256 not in self._copied or self._pins[sha256] else self._local.delete([sha256])

    def contents(self) -> list[Content]:
        """The files in the folder."""
        found = list(self._local.contents())
        with self._lock:
            self._read_s = {one.sha256: at for one in found if (at := self._read_s.get(one.sha256)) is not None}
        return found

    def idle_since_s(self, content: Content) -> float:
        """When a content was last kept or read, Unix seconds."""
        return max(content.kept_s, self._read_s.get(content.sha256, 0.0))


def _checked(parts: Iterable[bytes], sha256: str) -> Iterator[bytes]:
    """Yield the parts. Raises Damaged after the last one if they are not the content of the hash."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        yield part
    if digest.hexdigest() != sha256:
        raise Damaged(f"the file of {sha256} has another content")


def _free_bytes(local: BlobFolder) -> int:
    found = os.statvfs(local.spec)
    return found.f_bavail * found.f_frsize
