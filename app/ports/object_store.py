"""The port to the object store that has a second copy of every finished file (`STORAGE_URL`).

An object is whole or missing: no client ever sees a part of one. Its name is the SHA-256 of its content.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


class StoreAway(OSError):
    """The object store cannot be reached, or refuses. The text is for operators and has no secret in it."""


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How far the copies are: files that are safe in the store at `place`, and files that wait to be copied.

    `away` is why the store cannot be reached; None if it can.
    """

    place: str
    copied: int
    waiting: int
    away: str | None


class ObjectStore(Protocol):
    """Objects by name. All methods block, and any number of threads may call them at once.

    Each raises StoreAway if the store does not answer in time or refuses. A change that was refused may still have
    been made.
    """

    @property
    def place(self) -> str:
        """Where the objects are, for people."""

    def check(self, *, used: bool) -> None:
        """Check that the store answers. `used`: it should have objects of ours, so it is not created."""

    def mark(self) -> str:
        """The id that the store got when it was created; "" for one whose address always leads to the same store."""

    def expect(self, mark: str) -> None:
        """From now on raise StoreAway unless the store has this mark."""

    def put(self, name: str, parts: Iterable[bytes], size_bytes: int, suffix: str) -> None:
        """Store `parts`, `size_bytes` in all, under a name; an object of that name is replaced.

        `suffix` is the extension of the file, by which browsers get its media type. What `parts` raises is raised, and
        then the object is not there.
        """

    def get(self, name: str) -> Iterator[bytes]:
        """Yield the content of an object in parts. Raises FileNotFoundError if there is none."""

    def size_of(self, name: str) -> int | None:
        """The size of an object, bytes; None if there is none."""

    def delete(self, name: str) -> None:
        """Delete an object. Nothing happens if there is none."""

    def names(self) -> Iterator[str]:
        """Yield the names of all objects."""

    def link(self, name: str, expires_s: int) -> str | None:
        """A signed URL by which anybody may read an object for that long, seconds; None if nothing can be signed."""
