"""The services that make films from prompts, as clients see them."""

from typing import Annotated, Literal

from pydantic import Field

from app.api.v1.schemas.base import Incoming, Outgoing, ShortText, Time


class ProviderView(Outgoing):
    """One service."""

    provider: str = Field(examples=["demo"])
    status: Literal["healthy", "degraded", "unhealthy", "disabled"] = Field(
        description="unhealthy: its circuit is open; disabled: it is not in PROVIDERS, or has no key"
    )
    circuit: Literal["closed", "open", "half_open"] = Field(
        description="open: it is passed over until open_until; half_open: one order tries it"
    )
    open_until: Time | None
    last_checked_at: Time | None = Field(description="When it was last used or tested")
    consecutive_failures: int
    avg_response_time_ms: float | None
    cost_per_request: float = Field(description="Price of a film with the provider's own defaults, US dollars")
    spent_today_usd: float = Field(description="What was ordered today (UTC), orders with a lost answer included")
    models: list[str]


class ProvidersView(Outgoing):
    """All services, those of PROVIDERS first, in the order in which they are tried."""

    providers: list[ProviderView]


class ProviderTest(Incoming):
    """A service to test by a request that costs nothing."""

    provider: ShortText = Field(examples=["demo"])
    timeout: Annotated[float, Field(gt=0, le=120)] = Field(30, description="Seconds to wait for its answer")


class ProviderTested(Outgoing):
    """The outcome of a test."""

    provider: str
    ok: bool
    response_time_ms: int
    error: str | None = Field(description="For people; null if it went well")
