"""Noticing that the machine's clock was set, and putting right what the queue keeps in its time."""

import asyncio
import logging
from collections.abc import Callable
from typing import Self

from app.core.background_loop import BackgroundLoop
from app.core.clock import TOLERANCE_MS, Drift, since_boot_s
from app.db import clock_moves
from app.db.store import Store

log = logging.getLogger(__name__)

#: Time between two looks, seconds.
LOOK_EVERY_S = 1.0


class ClockWatch(BackgroundLoop):
    """Looks once a second for as long as the `async with` block lasts."""

    def __init__(
        self,
        store: Store,
        *,
        elapsed_s: Callable[[], float] = since_boot_s,
    ) -> None:
        self._store = store
        self._drift = Drift(store.now_ms, elapsed_s)
        self._owed_ms = 0
        self._checking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._since_the_last_server()
        return await super().__aenter__()

    async def check(self) -> None:
        """Put right what a clock that was set has moved. Who is about to judge by age looks first."""
        async with self._checking:
            self._owed_ms += self._drift.jumped_ms()
            if self._owed_ms:
                await self._put_right(self._owed_ms)
                self._owed_ms = 0

    async def _since_the_last_server(self) -> None:
        """A clock that was set back while no server ran shows in events from the future."""
        by_ms = await self._store.read(clock_moves.set_back_ms, self._store.now_ms())
        if by_ms <= -TOLERANCE_MS:
            await self._put_right(by_ms)

    async def _put_right(self, by_ms: int) -> None:
        await self._store.write(clock_moves.set_clock, by_ms)
        log.warning(
            "the machine's clock was set %s by %.0f s; waits go on as they were",
            "forward" if by_ms > 0 else "back",
            abs(by_ms) / 1000,
        )

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.check()
            except Exception:  # the next look tries again
                log.exception("a clock that was set could not be put right")
