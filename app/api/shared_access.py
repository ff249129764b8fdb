"""Puts keys and sessions in force that another server has created or ended."""

import asyncio
import logging
from collections.abc import Sequence

from app.api.sessions import Sessions
from app.core.background_loop import BackgroundLoop
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import AccessChanged, JobChange
from app.service.key_ring import KeyRing

log = logging.getLogger(__name__)

#: Least time between two reads for requests whose key or session is not known, seconds.
PAUSE_S = 0.05


class SharedAccess(BackgroundLoop):
    """Follows other servers for the duration of the block; does nothing where there are none."""

    def __init__(self, store: Store, ring: KeyRing, sessions: Sessions) -> None:
        self._shared = store.shared
        self._ring = ring
        self._sessions = sessions
        self._changed = asyncio.Event()
        self._next: asyncio.Task[None] | None = None
        store.follow_changes(self._receive, own=False)

    def _receive(self, changes: Sequence[JobChange]) -> None:
        if any(isinstance(change, AccessChanged) for change in changes):
            self._changed.set()

    async def catch_up(self) -> bool:
        """Put in force what was committed until now; returns whether another server could have changed something.

        Concurrent calls share a read that begins after them, so that unknown keys cost the database little.
        """
        if not self._shared:
            return False
        if self._next is None:
            self._next = asyncio.create_task(self._read_soon(), name="keys and sessions of other servers")
        await asyncio.shield(self._next)
        return True

    async def _read_soon(self) -> None:
        await asyncio.sleep(PAUSE_S)
        self._next = None
        await self._read()

    async def _read(self) -> None:
        try:
            await self._ring.check()
            await self._sessions.reload()
        except StorageFailed as failure:
            log.warning("keys and sessions of other servers could not be read: %s", failure)

    async def _watch(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._read()
            except Exception:
                log.exception("keys and sessions of other servers were not read")
