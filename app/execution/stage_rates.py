"""How fast this machine is at each stage: measured, kept in the store, used for progress and ETA."""

from app.db import facts, queries
from app.db.store import Store
from app.jobs.estimate import Rate, learn, prior
from app.jobs.record import JobRecord
from app.stages.catalog import Catalog


class Pace:
    """The rates, by stage and variant (model, size of clips). Before the first measurement a stated prior."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog
        self._rates: dict[tuple[str, str], Rate] = {}

    async def load(self) -> None:
        """Take what was measured before."""
        self._rates = await self._store.read(queries.rates)

    def expect(self, stage: str, job: JobRecord) -> Rate:
        """The rate to reckon with for this stage of this job."""
        return self._rates.get((stage, self._catalog.variant(stage, job))) or prior(stage)

    async def learn(self, stage: str, job: JobRecord, seconds: float) -> None:
        """Take in a measured run."""
        variant = self._catalog.variant(stage, job)
        rate = learn(self._rates.get((stage, variant)), seconds, self._catalog.work_s(stage, job))
        self._rates[stage, variant] = rate
        await self._store.write(facts.set_rate, stage, variant, rate)
