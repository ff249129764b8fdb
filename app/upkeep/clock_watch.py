"""Detects that the machine's clock was set, and shifts the queue's times."""

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Self

from app.core.background_loop import BackgroundLoop
from app.core.clock import TOLERANCE_MS, Drift, since_boot_s
from app.db import clock_moves
from app.db.store import Store
from app.db.writer import StorageFailed

log = logging.getLogger(__name__)

#: Time between two checks, seconds.
CHECK_EVERY_S = 1.0


class ClockWatch(BackgroundLoop):
    """Checks the clock once a second for the duration of the `async with` block."""

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

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        try:
            await self.check()
            await self._store.write(clock_moves.note_stop)
        except StorageFailed as failure:
            log.warning("the time of the stop could not be recorded: %s", failure)

    async def check(self) -> None:
        """Shift stored times if the clock was set. Call it before decisions by age."""
        async with self._checking:
            self._owed_ms += self._drift.jumped_ms()
            if self._owed_ms:
                await self._put_right(self._owed_ms)
                self._owed_ms = 0

    async def _since_the_last_server(self) -> None:
        """Detect a clock that was set back while no server ran, by a stop or events in the future."""
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
            await asyncio.sleep(CHECK_EVERY_S)
            try:
                await self.check()
            except Exception:  # the next check tries again
                log.exception("a clock that was set could not be put right")
