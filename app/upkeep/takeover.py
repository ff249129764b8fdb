"""Jobs of servers that died: put back into this server's queue, or judged, with the commit."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from app.db import deaths
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.leases import Lease
from app.jobs.plan import Plans
from app.jobs.record import JobRecord
from app.jobs.states import JobState

log = logging.getLogger(__name__)

#: What becomes of a job that was running when its server ended.
HOW_IT_GOES_ON = {
    JobState.QUEUED: "goes on",
    JobState.CANCELLED: "is cancelled, as was asked",
    JobState.PENDING: "may be the cause: it goes on in a moment, one such job at a time",
    JobState.FAILED: "was at the same point too often, so it has failed as crashed",
}


class Takeover:
    """Takes over what other servers left running. `offer` hands a job to the queue and must not wait."""

    def __init__(
        self, store: Store, plans: Plans, *, offer: Callable[[JobRecord], None], partial_bytes: Callable[[str], int]
    ) -> None:
        self._store = store
        self._plans = plans
        self._offer = offer
        self._partial_bytes = partial_bytes

    async def recover(self, dead: Sequence[Lease]) -> None:
        """Put back the jobs under these leases, of those that were not renewed meanwhile. Raises StorageFailed."""
        for job in await self._store.write(self._unit, dead):
            log.warning("job %s was running on a server that has died; it %s", job.id, HOW_IT_GOES_ON[job.status])

    def _unit(self, tx: Transaction, dead: Sequence[Lease]) -> list[JobRecord]:
        left = deaths.recover_expired(tx, self._plans, dead, partial_bytes=self._partial_bytes)
        tx.effects.extend(partial(self._offer, job) for job in left)
        return left
