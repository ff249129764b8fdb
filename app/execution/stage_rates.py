"""How fast this machine is at each stage: measured, kept in the store, used for progress and ETA."""

from app.core.settings import Settings
from app.db import facts, queries
from app.db.store import Store
from app.jobs.estimate import Rate, learn
from app.jobs.record import JobRecord
from app.stages.stage import AnyStage


class Pace:
    """The rates, by stage and variant (model, size of clips). Before the first measurement a stated prior."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._rates: dict[tuple[str, str], Rate] = {}

    async def load(self) -> None:
        """Take what was measured before."""
        self._rates = await self._store.read(queries.rates)

    def expect(self, stage: AnyStage, job: JobRecord) -> Rate:
        """The rate to reckon with for this stage of this job."""
        return self._rates.get((stage.name, stage.variant(job, self._settings))) or stage.prior

    async def learn(self, stage: AnyStage, job: JobRecord, seconds: float) -> None:
        """Take in a measured run."""
        variant = stage.variant(job, self._settings)
        rate = learn(self._rates.get((stage.name, variant)), seconds, stage.work_s(job))
        self._rates[stage.name, variant] = rate
        await self._store.write(facts.set_rate, stage.name, variant, rate)
