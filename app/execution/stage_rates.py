"""Measures and stores how fast this machine is at each stage, for progress and ETA."""

from app.core.settings import Settings
from app.db import queries, rates
from app.db.store import Store
from app.jobs.estimate import Rate, learn
from app.jobs.record import JobRecord
from app.stages.stage import AnyStage


class StageRates:
    """The rates by stage and variant (model, size of clips); before the first measurement the stage's prior."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._rates: dict[tuple[str, str], Rate] = {}

    async def load(self) -> None:
        """Load the stored rates."""
        self._rates = await self._store.read(queries.rates)

    def expect(self, stage: AnyStage, job: JobRecord) -> Rate:
        """The expected rate of this stage of this job."""
        return self._rates.get((stage.name, stage.variant(job, self._settings))) or stage.prior

    async def learn(self, stage: AnyStage, job: JobRecord, seconds: float) -> None:
        """Update the rate with a measured run."""
        variant = stage.variant(job, self._settings)
        rate = learn(self._rates.get((stage.name, variant)), seconds, stage.work_s(job))
        self._rates[stage.name, variant] = rate
        await self._store.write(rates.set_rate, stage.name, variant, rate)
