"""Renews this server's leases, and detects expired leases of other servers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from app.core.background_loop import BackgroundLoop
from app.core.clock import since_boot_s
from app.db.writer import StorageFailed
from app.jobs.leases import Held, Lease
from app.ports.leases import Leases

log = logging.getLogger(__name__)

#: Renewals per lease time; another server is considered dead after two that did not come.
RENEWALS = 3
#: Time to the next attempt after a failed one, and the least time between two checks, seconds.
AGAIN_S, SOON_S = 1.0, 0.05


class LeasedWork(Protocol):
    """Work of this process that continues only while its lease is valid."""

    def leased(self) -> Held:
        """The work in progress; its leases are in the store."""

    def lost(self, gone: Held) -> None:
        """Stop work whose lease another process has now. Work that has ended is ignored. Must not wait."""


class LeaseKeeper(BackgroundLoop):
    """Renews three times per lease time, for the duration of the `async with` block.

    Another server is dead when its lease has expired by this server's clock and, by the time since boot, was not
    renewed for as long as two renewals take: so a clock that was set or is ahead takes nothing from a living
    server. A late check (this server was held up, the database was away) begins that time anew, as the others
    may have been held up too. `recover` receives the leases of the dead. This server's own leases are never judged.
    """

    def __init__(
        self,
        leases: Leases,
        work: Sequence[LeasedWork],
        *,
        lease_s: float,
        now_ms: Callable[[], int],
        recover: Callable[[Sequence[Lease]], Awaitable[None]],
        elapsed_s: Callable[[], float] = since_boot_s,
    ) -> None:
        self._leases = leases
        self._work = work
        self._every_s = lease_s / RENEWALS
        self._now_ms = now_ms
        self._recover = recover
        self._elapsed_s = elapsed_s
        self._seen_s: dict[Lease, float] = {}  # lease of another server → when it was first seen with this expiry
        self._checked_s = elapsed_s()

    async def check(self) -> float:
        """Renew, and recover the work of dead servers; returns the seconds until the next check."""
        before = Held()
        for work in self._work:
            before |= work.leased()
        if before and (gone := before - await self._leases.renew(before.keys)):
            for work in self._work:
                work.lost(gone)
        others, now_s = await self._leases.others(), self._elapsed_s()
        late, self._checked_s = now_s - self._checked_s > 2 * self._every_s, now_s
        self._note(others, afresh=late)
        if dead := [lease for lease in self._seen_s if self._left_s(lease) <= 0]:
            await self._recover(dead)
            self._note([lease for lease in others if lease not in dead])
        return max(SOON_S, min([self._every_s, *map(self._left_s, self._seen_s)]))

    def _note(self, leases: Sequence[Lease], *, afresh: bool = False) -> None:
        known = {} if afresh else self._seen_s
        self._seen_s = {lease: known.get(lease, self._checked_s) for lease in leases}

    def _left_s(self, lease: Lease) -> float:
        """Seconds until the lease's holder is considered dead."""
        by_clock_s = (lease.until_ms - self._now_ms()) / 1000
        return max(by_clock_s, self._seen_s[lease] + 2 * self._every_s - self._elapsed_s())

    async def _watch(self) -> None:
        while True:
            try:
                wait_s = await self.check()
            except StorageFailed as failure:
                log.warning("leases were not renewed: %s", failure)
                wait_s = AGAIN_S
            except Exception:  # the next check may succeed, and without one the leases expire
                log.exception("leases were not renewed")
                wait_s = AGAIN_S
            await asyncio.sleep(wait_s)
