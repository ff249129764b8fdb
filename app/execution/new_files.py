"""Files that a record is about to refer to: they exist, and other machines will reach them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.errors import ErrorCode, JobFailure
from app.db.file_copies import FileGone
from app.db.transaction import Transaction
from app.jobs.results import Blob
from app.ports.blob_store import BlobStore
from app.ports.object_store import StoreAway

#: The wait before a job tries a store again that is away, seconds.
AGAIN_S = 30.0


class Copies(Protocol):
    """Copies of files that are made before records refer to them."""

    async def make(self, blobs: Collection[Blob]) -> frozenset[str]:
        """Copy files to where all machines reach them; returns the hashes of those that must be there at the commit.

        Raises StoreAway, or FileGone if a file does not exist.
        """

    def check(self, tx: Transaction, hashes: Collection[str]) -> None:
        """Raise CopyGone unless all copies are there. They stay until the transaction has ended."""

    def record(self, tx: Transaction, hashes: Collection[str]) -> None:
        """Record that they are there."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Files that a transaction may refer to; `copied` are the hashes of those with a copy."""

    files: "NewFiles"
    blobs: Sequence[Blob]
    copied: frozenset[str] = frozenset()

    def refer(self, tx: Transaction) -> None:
        """Call it in the transaction that refers to them, before its first change. Raises FileGone."""
        self.check(tx)
        self.record(tx)

    def check(self, tx: Transaction) -> None:
        """Raise FileGone if a file, or a copy, has been deleted meanwhile. Changes nothing."""
        self.files.check(tx, self)

    def record(self, tx: Transaction) -> None:
        """Record their copies, and let the others be made after the commit."""
        self.files.record(tx, self)


class NewFiles:
    """Files of this process before their records are. Without `copies` they are copied later, if at all."""

    def __init__(self, blobs: BlobStore, copies: Copies | None = None) -> None:
        self._blobs = blobs
        self._copies = copies

    @property
    def may_wait(self) -> bool:
        """Whether files may have to be copied before their record is made."""
        return self._copies is not None

    async def ready(self, blobs: Sequence[Blob]) -> Ready:
        """Copy files, where the machines have no folder in common. Raises StoreAway, or FileGone."""
        if self._copies is None or not blobs:
            return Ready(self, blobs)
        return Ready(self, blobs, await self._copies.make(blobs))

    def check(self, tx: Transaction, ready: Ready) -> None:
        """See `Ready.check`."""
        for blob in ready.blobs:
            if not self._blobs.exists(blob):
                raise FileGone(blob.sha256)
        if self._copies is not None and ready.copied:
            self._copies.check(tx, ready.copied)

    def record(self, tx: Transaction, ready: Ready) -> None:
        """See `Ready.record`."""
        if self._copies is not None and ready.copied:
            self._copies.record(tx, ready.copied)
        if ready.blobs:
            tx.effects.append(lambda: self._blobs.recorded(ready.blobs))


def waiting_for_store(away: StoreAway) -> JobFailure:
    """The failure of an attempt that needs a file of an object store that is away; no retry is spent."""
    message = f"A file of the job is only in STORAGE_URL, which cannot be reached: {away}. The job goes on by itself "
    message += "when it is back."
    return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=True, retry_after_s=AGAIN_S, counts=False)
