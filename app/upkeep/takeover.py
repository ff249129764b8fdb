"""Recovers jobs of servers that died: puts them back into this server's queue, or fails them, with the commit."""

import logging
from collections.abc import Callable, Sequence

from app.db import deaths
from app.db.store import Store
from app.jobs.leases import Lease
from app.jobs.plan import Plans
from app.jobs.states import JobState
from app.storage.life_sign import LifeSign

log = logging.getLogger(__name__)

#: What happens to a job that was running when its server ended.
OUTCOMES = {
    JobState.QUEUED: "goes on",
    JobState.CANCELLED: "is cancelled, as was asked",
    JobState.PENDING: "may be the cause: it goes on in a moment, one such job at a time",
    JobState.FAILED: "was at the same point too often, so it has failed as crashed",
}


class Takeover:
    """Takes over jobs that this server, when it was killed, and other servers left running."""

    def __init__(self, store: Store, plans: Plans, *, partial_bytes: Callable[[str], int]) -> None:
        self._store = store
        self._plans = plans
        self._partial_bytes = partial_bytes

    async def recover_own(self, sign: LifeSign) -> None:
        """Before any job runs: put back, or fail, the jobs that this server left running when it ended."""
        left = await self._store.write(
            deaths.recover,
            self._plans,
            exclusive=self._store.exclusive,
            orderly=sign.was_orderly,
            died_ms=sign.last_ms,
            partial_bytes=self._partial_bytes,
        )
        sign.begin()
        for job in left:
            log.warning("job %s was running when the server ended; it %s", job.id, OUTCOMES[job.status])

    async def recover(self, dead: Sequence[Lease]) -> None:
        """Put back the jobs under these leases, unless they were renewed meanwhile. Raises StorageFailed."""
        recovered = await self._store.write(
            deaths.recover_expired, self._plans, dead, partial_bytes=self._partial_bytes
        )
        for job in recovered:
            log.warning("job %s was running on a server that has died; it %s", job.id, OUTCOMES[job.status])
