"""Looks after the folder of a machine that shares files with others by the object store.

The others know of the folder as long as its processes renew it. What it has from the store is a cache with a limit.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from app.core.background_loop import BackgroundLoop
from app.db import file_copies, folders
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.states import JobState
from app.ports.object_store import StoreAway
from app.storage.tiered_blobs import TieredBlobs
from app.storage.transfers import Stopped

log = logging.getLogger(__name__)

#: Time between two looks at the size of the folder, and between two renewals and sweeps, seconds.
LOOK_EVERY_S, RENEW_EVERY_S = 10.0, 3600.0


class OwnFolder(BackgroundLoop):
    """Renews, sweeps and limits the folder with this id for the duration of the block."""

    def __init__(
        self,
        store: Store,
        blobs: TieredBlobs,
        folder_id: str,
        *,
        cache_bytes: int,
        sweep: Callable[[], Awaitable[None]],
    ) -> None:
        """`cache_bytes`: the size to which files with a copy are limited; 0 sets none."""
        self._store = store
        self._blobs = blobs
        self._folder_id = folder_id
        self._cache_bytes = cache_bytes
        self._sweep = sweep
        self._renew_at = time.monotonic() + RENEW_EVERY_S  # it was recorded at the start

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except (StoreAway, StorageFailed) as away:
                log.warning("the folder is not looked after just now: %s", away)
            except Stopped:
                return
            except Exception:  # the next look may succeed
                log.exception("the folder was not looked after")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Do what is due. Raises StoreAway, StorageFailed, Stopped."""
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + RENEW_EVERY_S
            await self._store.write(folders.renew, self._folder_id)
            await self._sweep()
        if self._cache_bytes and not await self._store.read(folders.is_shared, self._folder_id):
            await self._limit()

    async def _limit(self) -> None:
        """Delete files with a copy that no running job uses, those first that were not read for longest."""
        run = self._blobs.transfers.run
        over = await run(self._blobs.local_bytes) - self._cache_bytes
        if over <= 0:
            return
        used = await self._store.read(file_copies.in_use, [JobState.PROCESSING])
        if freed := await run(lambda: self._blobs.evict(over, but=used)):
            log.info("%.1f MB that are safe in %s were deleted here", freed / 1e6, self._blobs.objects.place)
