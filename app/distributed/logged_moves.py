"""Follows how jobs and stages go, whichever process has committed it, for the figures of a server."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Self

from app.core.background_loop import BackgroundLoop
from app.db import event_log, queries
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.events import StoredEvent

log = logging.getLogger(__name__)

#: Time between two reads of the log, seconds, and events that one statement reads.
EVERY_S, AT_ONCE = 1.0, 1000


class LoggedMoves(BackgroundLoop):
    """Calls its listeners with all moves that are committed during the block, once and in order, within a second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: list[Callable[[Sequence[StoredEvent]], None]] = []
        self._after = 0

    def listen(self, listener: Callable[[Sequence[StoredEvent]], None]) -> None:
        """Call `listener` with further moves. It must not wait and not raise."""
        self._listeners.append(listener)

    async def __aenter__(self) -> Self:
        self._after = await self._store.read(queries.newest_event_id)
        return await super().__aenter__()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.read()
            except StorageFailed as failure:
                log.warning("moves of jobs are counted later: %s", failure)
            except Exception:
                log.exception("moves of jobs were not counted")

    async def read(self) -> None:
        """Read what is new. Raises StorageFailed."""
        more = True
        while more:
            events, self._after = await self._store.read(event_log.moves_after, self._after, limit=AT_ONCE)
            more = len(events) == AT_ONCE
            for listener in self._listeners if events else ():
                listener(events)
