"""The port to files stored by their content: uploads, artifacts, and files that stages pass to each other.

The database records which blobs are in use. The store keeps files, each complete as soon as `exists` is true, and
deletes them on request.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.jobs.results import Blob


class Damaged(OSError):
    """A file whose content is not what its hash says."""


@dataclass(frozen=True, slots=True)
class Swept:
    """The files and bytes that a sweep removed."""

    files: int
    size_bytes: int


class BlobStore(Protocol):
    """A store of blobs. Methods block if they are not async: call them in a thread. Any number of threads may use one
    store at once.

    Each method may raise OSError if the store cannot be reached or is full; then nothing has changed.
    """

    @property
    def spec(self) -> str:
        """Names this store, so that another process on this machine can open it (`app.storage.opening`)."""

    def keep(self, path: Path, suffix: str) -> Blob:
        """Move the finished file at `path` into the store; `path` is gone afterwards.

        Content that exists already with the same suffix is stored once, and its time is renewed. `suffix` is a file
        extension with its dot, or empty. Raises OSError, also for a symbolic link, and then leaves `path` unchanged.
        """

    def exists(self, blob: Blob) -> bool:
        """Whether this blob exists, with this suffix."""

    def has_content(self, sha256: str) -> bool:
        """Whether the content exists, with any suffix. Raises ValueError for an invalid hash."""

    def local_copy(self, blob: Blob) -> AbstractContextManager[Path]:
        """A read-only path of the content, valid until the block ends.

        A file that was opened inside the block can be read to its end even if the blob is deleted meanwhile. Raises
        FileNotFoundError on entry if the blob does not exist.
        """

    def held(self, blobs: Callable[[], Iterable[Blob]]) -> AbstractAsyncContextManager[None]:
        """Keep these blobs readable at once, here and for other processes of this machine, for the block.

        `blobs` may be called in a thread, or not at all where every blob is. Missing blobs are left out.
        """

    def recorded(self, blobs: Iterable[Blob]) -> None:
        """Note that a committed record refers to these blobs. Must not wait, and never raises."""

    def link(self, blob: Blob) -> str | None:
        """A URL by which a client may read the blob elsewhere for a while; None if there is none."""

    def local_bytes(self) -> int | None:
        """The size of the files on this machine, bytes; None if every blob is there."""

    async def make_room(self, size_bytes: int) -> int:
        """Free so many bytes of this machine's disk, as far as that loses no blob; returns the bytes freed."""

    def delete(self, hashes: Iterable[str]) -> int:
        """Delete contents, with any suffix; returns the bytes freed. Missing contents free nothing.

        Raises ValueError for an invalid hash.
        """

    def sweep(self, referenced: set[str], older_than_s: float) -> Swept:
        """Delete contents that were last kept over `older_than_s` seconds ago and whose hash is not in `referenced`.

        Partial files of killed processes are deleted at the same age. Foreign files stay.
        """
