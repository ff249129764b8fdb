"""The services that make films as operators see them: how each fares, what it cost today, and a check that is free."""

import asyncio
import time
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import JobFailure, NotFound
from app.core.settings import Settings
from app.db import provider_orders
from app.db.provider_orders import Health
from app.db.store import Store
from app.jobs.circuits import CircuitPolicy, CircuitState
from app.jobs.spending import day_of
from app.processes.child_executor import ChildAsides
from app.providers.film_catalog import CATALOG
from app.providers.film_choice import access_of, specs_of
from app.providers.films import FilmOrder, ProviderSpec
from app.stages.asides.film_service.contract import FILM_SERVICE, FilmServiceInput, FilmServiceOutput

#: Time for starting the child of a check and loading the service's package, seconds.
LOADING_S = 30.0


class ProviderStatus(StrEnum):
    """How a service fares, in one word."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"
    DISABLED = "disabled"

    @property
    def level(self) -> float:
        """The status as a figure: 1 healthy, 0.5 degraded, 0 otherwise."""
        return {"healthy": 1.0, "degraded": 0.5}.get(self.value, 0.0)


@dataclass(frozen=True, slots=True)
class ProviderReport:
    """One service. Times are Unix milliseconds; `usd_per_film` is the price of a film with its own defaults."""

    name: str
    status: ProviderStatus
    circuit: CircuitState
    open_until_ms: int | None
    checked_ms: int | None
    failures: int
    answer_ms: float | None
    usd_per_film: float
    spent_usd: float
    models: tuple[str, ...]


class Providers:
    """Reads and checks the services."""

    def __init__(self, settings: Settings, store: Store, asides: ChildAsides) -> None:
        self._settings = settings
        self._store = store
        self._asides = asides

    async def reports(self, user_id: str | None) -> list[ProviderReport]:
        """All services: those of PROVIDERS first, in their order. With a user, what that user's jobs cost today."""
        now_ms = self._store.now_ms()
        healths = await self._store.read(provider_orders.healths)
        spent = await self._store.read(provider_orders.spent_by_provider, day_of(now_ms), user_id)
        chosen = self._settings.providers
        specs = specs_of(self._settings)
        names = [*chosen, *(name for name in specs if name not in chosen)]
        return [self._report(specs[name], healths.get(name, Health()), spent.get(name, 0.0), now_ms) for name in names]

    def _report(self, spec: ProviderSpec, health: Health, spent_usd: float, now_ms: int) -> ProviderReport:
        state = health.circuit.state(now_ms)
        return ProviderReport(
            name=spec.name,
            status=self._status(spec, state, health.circuit.failures),
            circuit=state,
            open_until_ms=health.circuit.open_until_ms if state is CircuitState.OPEN else None,
            checked_ms=health.checked_ms,
            failures=health.circuit.failures,
            answer_ms=health.answer_ms,
            usd_per_film=spec.price_usd(FilmOrder(prompt="")),
            spent_usd=spent_usd,
            models=tuple(model.name for model in spec.models),
        )

    def _status(self, spec: ProviderSpec, state: CircuitState, failures: int) -> ProviderStatus:
        keyless = spec.needs_key and access_of(self._settings, spec.name).key is None
        if keyless or spec.name not in self._settings.providers:
            return ProviderStatus.DISABLED
        if state is CircuitState.OPEN:
            return ProviderStatus.UNHEALTHY
        return ProviderStatus.DEGRADED if failures else ProviderStatus.HEALTHY

    async def check(self, name: str, timeout_s: float) -> FilmServiceOutput:
        """Request something free from a service, and record how that went. Raises NotFound."""
        spec = CATALOG.get(name)
        if spec is None:
            raise NotFound(f"There is no provider {name}, but {', '.join(CATALOG)}.")
        if spec.needs_key and access_of(self._settings, name).key is None:
            return FilmServiceOutput(ok=False, took_ms=0, error=f"It has no key. Set {name.upper()}_API_KEY.")
        began = time.monotonic()
        try:
            async with asyncio.timeout(timeout_s + LOADING_S):
                outcome = await self._asides.run(FILM_SERVICE, service_input(self._settings, spec, timeout_s))
        except TimeoutError:
            took_ms = int((time.monotonic() - began) * 1000)
            outcome = FilmServiceOutput(ok=False, took_ms=took_ms, error="It did not answer in time.", may_pass=True)
        except JobFailure as failure:
            outcome = FilmServiceOutput(ok=False, took_ms=0, error=failure.message)
        policy = circuit_policy(self._settings)
        await self._store.write(provider_orders.checked, name, outcome.took_ms, policy, ok=outcome.ok)
        return outcome


def circuit_policy(settings: Settings) -> CircuitPolicy:
    """When circuits open, as it is set."""
    return CircuitPolicy(settings.provider_failures, int(settings.provider_cooldown_seconds * 1000))


def service_input(
    settings: Settings, spec: ProviderSpec, timeout_s: float, order_id: str | None = None
) -> FilmServiceInput:
    """What a child needs to use a service."""
    access = access_of(settings, spec.name)
    return FilmServiceInput(
        entry=spec.entry, base_url=access.base_url, key=access.key, timeout_s=timeout_s, order_id=order_id
    )
