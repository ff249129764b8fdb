"""Identifies callers without a stored key as makers of share links: `API_KEY`, or everybody while no key is needed.

A link is valid while the key that made it is. A stored key is found by its id; the master key has none. So each of its
links records a hash of it, which is slow to guess from, and the link ends when the key is another one: as sessions do.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable

from app.core.caller import MASTER, Caller
from app.db import shares
from app.db.store import Store

#: The maker of links that were made while no key was needed.
EVERYBODY_MADE = "everybody"
#: The cost of a hash: 16 MB and about 50 ms, once in the life of the process.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class ShareMakers:
    """The makers of this server's links. `key` is the master key, if any; `locked` returns whether a key is needed."""

    def __init__(self, store: Store, *, key: str, locked: Callable[[], bool]) -> None:
        self._store = store
        self._key = key
        self._locked = locked
        self._hash: str | None = None
        self._hashing = asyncio.Lock()

    async def open(self) -> None:
        """Give links from before makers were recorded to the key of now."""
        if await self._store.read(shares.has_unmarked):
            await self._store.write(shares.mark, await self.current() or EVERYBODY_MADE)

    async def of(self, caller: Caller) -> str | None:
        """What a link of this caller records; None for a stored key."""
        if caller.key_id is not None:
            return None
        return await self._of_key() if caller == MASTER else EVERYBODY_MADE

    async def current(self) -> str | None:
        """The maker whose links are valid now; None if only those of stored keys are."""
        if self._key:
            return await self._of_key()
        return None if self._locked() else EVERYBODY_MADE

    async def _of_key(self) -> str:
        async with self._hashing:
            if self._hash is None:
                salt = await self._store.read(shares.maker_salt)
                if salt is None:
                    salt = await self._store.write(shares.set_maker_salt, secrets.token_hex(16))
                made = await asyncio.to_thread(hashlib.scrypt, self._key.encode(), salt=bytes.fromhex(salt), **SCRYPT)
                self._hash = made.hex()
            return self._hash
