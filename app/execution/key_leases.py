"""Single flight across processes: before this process works on a stage key, it acquires the lease on it.

Within one process jobs share a flight (`single_flight`), which needs no lease. Between processes the lease decides: a
process that does not get it waits until the output is recorded, which releases it, or until the lease expires.

Leases are acquired, released and renewed through the port, except where the output is recorded: the fence and the
release at the end use the store's functions (`app.db.leases`). They must be part of the transaction that records the
output, so that no other process can acquire the lease between the check and the commit; the port has no transactions,
because its implementations need not be in the database of the output.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.db import leases
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.jobs.leases import Held
from app.ports.leases import Leases

log = logging.getLogger(__name__)

#: Time between two attempts to get a lease that another process holds, seconds.
POLL_S = 1.0


@dataclass(eq=False, slots=True)
class KeyHold:
    """The lease on one key during its work. `scope` ends the work when the lease is lost."""

    key: str
    scope: asyncio.Timeout
    released: bool = False

    def fence(self, tx: Transaction) -> None:
        """Raise KeyLeaseLost if the lease is another's now; call it before the transaction's first change."""
        leases.require(tx, self.key)

    def release(self, tx: Transaction) -> None:
        """End the lease with this transaction, because the work is done."""
        leases.release(tx, self.key)
        tx.effects.append(self._note)

    def _note(self) -> None:
        self.released = True

    def lose(self) -> None:
        """End the work at once."""
        if not self.released and not self.scope.expired():
            self.scope.reschedule(asyncio.get_running_loop().time())


class KeyLeases:
    """The keys that this process works on. One event loop."""

    def __init__(self, leases: Leases, *, worker_id: str, poll_s: float = POLL_S) -> None:
        self._leases = leases
        self._worker_id = worker_id
        self._poll_s = poll_s
        self._holds: dict[str, KeyHold] = {}

    def leased(self) -> Held:
        """The keys of work in progress."""
        return Held(keys=frozenset(hold.key for hold in self._holds.values() if not hold.released))

    def lost(self, gone: Held) -> None:
        """End the work on keys that another process has taken over; its `held` block raises KeyLeaseLost."""
        for hold in list(self._holds.values()):
            if hold.key in gone.keys:
                hold.lose()

    @asynccontextmanager
    async def held(self, key: str, *, wait: bool = True) -> AsyncIterator[KeyHold]:
        """Hold the lease on a key for the block; waits while another process holds it, or raises KeyLeaseLost.

        If the lease is lost the block is cancelled and KeyLeaseLost is raised. Raises StorageFailed.
        """
        hold: KeyHold | None = None
        try:
            await self._acquire(key, wait=wait)
            async with asyncio.timeout(None) as scope:
                hold = self._holds[key] = KeyHold(key, scope)
                yield hold
        except TimeoutError:
            if hold is None or not hold.scope.expired():
                raise
            raise leases.KeyLeaseLost(f"Another process works on {key} now.") from None
        finally:
            self._holds.pop(key, None)
            if hold is None or not hold.released:
                await asyncio.shield(self._release(key))

    async def _acquire(self, key: str, *, wait: bool) -> None:
        waits = False
        while (await self._leases.acquire(key)).worker_id != self._worker_id:
            if not wait:
                raise leases.KeyLeaseLost(f"Another process works on {key} now.")
            if not waits:
                log.info("%s is worked on by another process; its output is waited for", key)
            waits = True
            await asyncio.sleep(self._poll_s)

    async def _release(self, key: str) -> None:
        try:
            await self._leases.release(key)
        except StorageFailed as failure:  # it is not renewed, so it expires
            log.warning("the lease on %s was not released: %s", key, failure)
