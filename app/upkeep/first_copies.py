"""Copies files into the object store before a commit refers to them, where machines have no folder in common.

Another machine may read a file as soon as the commit is made, and this one may be gone by then. What is copied and then
not committed is deleted later, as a copy that nothing refers to.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from functools import partial

from app.db import file_copies, folders
from app.db.file_copies import CopyGone, FileGone
from app.db.folders import CopyTime
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.results import Blob
from app.ports.object_store import StoreAway
from app.storage.tiered_blobs import TieredBlobs

log = logging.getLogger(__name__)

#: How long the deletion of an older copy of the same content is waited for, and the interval of looks at it, seconds.
LEAVES_WITHIN_S, LOOK_EVERY_S = 30.0, 0.2


class FirstCopies:
    """Makes copies from the folder with this id, so many at once.

    `is_away`: the store did not answer lately; `found_away` is called when it does not answer here.
    """

    def __init__(
        self,
        store: Store,
        blobs: TieredBlobs,
        folder_id: str,
        is_away: Callable[[], bool],
        *,
        at_once: int,
        found_away: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._folder_id = folder_id
        self._is_away = is_away
        self._found_away = found_away
        self._turns = asyncio.Semaphore(at_once)

    async def make(self, blobs: Collection[Blob]) -> frozenset[str]:
        """Copy files, unless that can wait; returns the hashes of those that must be there at the commit.

        Raises StoreAway, or FileGone if a file does not exist.
        """
        when = await self._store.read(folders.copy_time, self._folder_id, self._store.now_ms())
        if when is CopyTime.LATER or (when is CopyTime.EARLY and self._is_away()):
            return frozenset()
        wanted = {blob.sha256: blob for blob in blobs}
        copying = [asyncio.ensure_future(self._copy(wanted[sha256])) for sha256 in sorted(wanted)]
        try:
            await asyncio.gather(*copying)
        except StoreAway as away:
            self._found_away()
            if when is CopyTime.FIRST:
                raise
            log.info("files are copied later, as the store is away: %s", away)
            return frozenset()
        finally:
            for one in copying:
                one.cancel()
            await asyncio.gather(*copying, return_exceptions=True)
        return frozenset(wanted)

    async def _copy(self, blob: Blob) -> None:
        run = self._blobs.transfers.run
        async with self._turns:
            await self._hold(blob.sha256)
            if await run(partial(self._blobs.is_copied, blob)):  # from before, or an earlier try of this
                return
            if await run(partial(self._blobs.send, blob.sha256)) is None:
                raise FileGone(blob.sha256)

    async def _hold(self, sha256: str) -> None:
        """From now on a copy does not leave for a while, whether it is there or not."""
        deadline = time.monotonic() + LEAVES_WITHIN_S
        while await self._store.write(file_copies.hold, sha256) is None:
            if time.monotonic() > deadline:
                raise StoreAway("an older copy of the same content is still being deleted there")
            await asyncio.sleep(LOOK_EVERY_S)

    def check(self, tx: Transaction, hashes: Collection[str]) -> None:
        """Raise CopyGone unless all copies are there. They stay until the transaction has ended."""
        if gone := set(hashes) - file_copies.held(tx, hashes):
            self._blobs.uncopied(gone)
            raise CopyGone(min(gone))

    def record(self, tx: Transaction, hashes: Collection[str]) -> None:
        """Record that they are there. Before, the folder keeps its files: no record refers to them yet."""
        file_copies.confirm(tx, hashes)
        tx.effects.append(lambda: self._blobs.copied(hashes))
