"""Files by their content: uploads, artifacts, and what stages hand on to each other.

The database says which blobs are in use. The store keeps what it is given, complete from the first instant that
`exists` says so, and forgets what it is told to forget.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.jobs.results import Blob


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    files: int
    size_bytes: int


class BlobStore(Protocol):
    """All methods block: call them in a thread. Any number of threads may use one store at once.

    Each method may raise OSError when the store cannot be reached, or is full; nothing has changed then.
    """

    def keep(self, path: Path, suffix: str) -> Blob:
        """Move the finished file at `path` into the store; `path` is gone afterwards.

        Content that is there already, under the same suffix, is stored once, and counts as kept just now. `suffix` is
        a file extension with its dot, or empty. Raises OSError, also for a symbolic link, and leaves `path` alone
        then.
        """

    def exists(self, blob: Blob) -> bool:
        """Whether this blob, of this suffix, is there."""

    def has_content(self, sha256: str) -> bool:
        """Whether the content is there, under whatever suffix. Raises ValueError for what is no hash."""

    def local_copy(self, blob: Blob) -> AbstractContextManager[Path]:
        """A path at which the content can be read, and not written, until the block ends.

        A file that was opened inside the block can be read to its end even if the blob is deleted meanwhile. Raises
        FileNotFoundError on entry when the blob is not there.
        """

    def delete(self, hashes: Iterable[str]) -> int:
        """Remove contents, under whatever suffixes; returns the bytes freed. What is not there frees nothing.

        Raises ValueError for what is no hash.
        """

    def sweep(self, referenced: set[str], older_than_s: float) -> Swept:
        """Remove what was last kept more than `older_than_s` seconds ago and whose hash is not in `referenced`.

        What a killed process left half-kept goes by the same age. What is not the store's own stays.
        """
