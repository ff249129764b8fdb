"""Holds the stored API keys in memory, where every request finds them, and follows changes by other processes.

The command line writes beside the running server; a poll of one row notices it. What a revoked or expired key has
opened ends with it.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Self

from app.core.api_keys import digest_of
from app.core.background_loop import BackgroundLoop
from app.core.caller import Caller
from app.core.ending import Ending
from app.db import api_keys
from app.db.store import Store
from app.db.writer import StorageFailed

log = logging.getLogger(__name__)

#: Time between two polls, seconds: for so long at most a key works that another process has revoked.
POLL_S = 0.5


@dataclass(eq=False, slots=True)
class HeldKey:
    """A valid key: its caller, its expiry (Unix milliseconds, None for never), and what is set when it ends."""

    caller: Caller
    until_ms: int | None
    ended: Ending = field(default_factory=Ending)


class KeyRing(BackgroundLoop):
    """The stored keys of a server, for the duration of the block. `locked`: there is one, or was.

    While the keys cannot be read, those that are known stay in force.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._change: str | None = None
        self._checking = asyncio.Lock()
        self._by_digest: dict[str, HeldKey] = {}
        self._by_id: dict[str, HeldKey] = {}
        self.locked = False

    def find(self, key: str) -> HeldKey | None:
        """The key, if it is stored and valid."""
        return self._valid(self._by_digest.get(digest_of(key))) if self._by_digest else None

    def by_id(self, key_id: str) -> HeldKey | None:
        """The key with this id, if it is valid."""
        return self._valid(self._by_id.get(key_id))

    def _valid(self, held: HeldKey | None) -> HeldKey | None:
        if held is None or held.ended.is_set():
            return None
        if held.until_ms is not None and self._store.now_ms() >= held.until_ms:
            held.ended.set()
            return None
        return held

    async def check(self) -> None:
        """Put in force what has changed in the database, and end keys whose time is over. Raises StorageFailed."""
        async with self._checking:
            await self._check()

    async def _check(self) -> None:
        for held in self._by_id.values():
            self._valid(held)
        change, stored = await self._store.read(api_keys.changed_since, self._change)
        if stored is None:
            return
        now_ms = self._store.now_ms()
        before, self._by_id, self._by_digest = self._by_id, {}, {}
        for key in stored:
            if not key.is_valid(now_ms):
                continue
            held = before.pop(key.id) if key.id in before else HeldKey(key.caller, key.expires_ms)
            self._by_id[key.id] = self._by_digest[key.digest] = held
        for held in before.values():
            held.ended.set()
        self.locked = bool(stored)
        if change:
            await self._store.write(api_keys.put_in_force, change)
        self._change = change

    async def __aenter__(self) -> Self:
        await self.check()
        return await super().__aenter__()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            try:
                await self.check()
            except StorageFailed as error:
                log.warning("the API keys could not be read: %s", error)
