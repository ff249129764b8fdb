"""Ends orders at services that make films when their jobs were cancelled, where the service can do that.

Which orders these are is read from the record of orders, so none is forgotten over a restart.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from app.core.background_loop import BackgroundLoop
from app.core.errors import JobFailure
from app.core.settings import Settings
from app.db import provider_orders
from app.db.provider_orders import PlacedOrder
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import JobChange
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.processes.child_executor import ChildAsides
from app.providers.film_catalog import CATALOG
from app.providers.film_choice import access_of
from app.service.providers import service_input
from app.stages.asides.film_service.contract import FILM_SERVICE

log = logging.getLogger(__name__)

#: Time of one request, and between two tries where the service does not answer, seconds.
TIMEOUT_S, AGAIN_S = 20.0, 60.0


class FilmCancels(BackgroundLoop):
    """Ends abandoned orders for the duration of the block."""

    def __init__(self, settings: Settings, store: Store, asides: ChildAsides) -> None:
        self._settings = settings
        self._store = store
        self._asides = asides
        self._wake = asyncio.Event()
        self._wake.set()

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Check soon if a job with a prompt was cancelled."""
        for change in changes:
            if isinstance(change, JobRecord) and change.generation and change.status is JobState.CANCELLED:
                self._wake.set()

    async def _watch(self) -> None:
        wait_s: float | None = None
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()
            self._wake.clear()
            try:
                wait_s = None if await self._end_all() else AGAIN_S
            except StorageFailed as failure:
                log.warning("orders of cancelled jobs are ended later: %s", failure)
                wait_s = AGAIN_S
            except Exception:
                log.exception("orders of cancelled jobs were not ended")
                wait_s = AGAIN_S

    async def _end_all(self) -> bool:
        """End abandoned orders; returns whether none is left that could be."""
        left = False
        for order in await self._store.read(provider_orders.abandoned):
            if await self._end(order):
                await self._store.write(provider_orders.end, order.mark)
            else:
                left = True
        return not left

    async def _end(self, order: PlacedOrder) -> bool:
        """End an order; returns whether nothing more can be done about it."""
        spec = CATALOG.get(order.provider)
        if spec is None or not spec.can_cancel:
            log.info("job %s was cancelled; its order at %s cannot be", order.job_id, order.provider)
            return True
        if spec.needs_key and access_of(self._settings, spec.name).key is None:
            log.warning("the order of job %s at %s cannot be ended without its key", order.job_id, order.provider)
            return True
        try:
            params = service_input(self._settings, spec, TIMEOUT_S, order.order_id)
            outcome = await self._asides.run(FILM_SERVICE, params)
        except JobFailure as failure:
            log.warning("the order of job %s at %s was not ended: %s", order.job_id, order.provider, failure.message)
            return False
        log.info("order of job %s at %s: %s", order.job_id, order.provider, outcome.error or "ended")
        return outcome.ok or not outcome.may_pass
