"""Loads the rates of stages again, which other processes measure too."""

import asyncio
import logging

from app.core.background_loop import BackgroundLoop
from app.db.writer import StorageFailed
from app.execution.stage_rates import StageRates

log = logging.getLogger(__name__)

#: Time between two reads, seconds: rates change slowly.
EVERY_S = 20.0


class RatesRefresh(BackgroundLoop):
    """Loads them at intervals, for the duration of the block."""

    def __init__(self, rates: StageRates) -> None:
        self._rates = rates

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self._rates.load()
            except StorageFailed as failure:
                log.warning("the rates of stages could not be read: %s", failure)
            except Exception:
                log.exception("the rates of stages were not read")
