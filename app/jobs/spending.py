"""Decides what may be ordered of paid services: a budget for each day (UTC), as pure functions; and what is recorded.

An order is charged when its intent is recorded, and is free again only if it was certainly never placed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

#: Sums of prices differ by less than this in floating point, US dollars.
ROUNDING_USD = 1e-6


class OrderState(StrEnum):
    """The state of an order at a service."""

    INTENDED = "intended"
    PLACED = "placed"
    REFUSED = "refused"  #: certainly never placed, so it costs nothing
    LOST = "lost"  #: nobody knows whether it was placed, so it counts as paid
    FAILED = "failed"  #: placed, and will never have a result
    SILENT = "silent"  #: placed, and the service does not answer about it just now
    DONE = "done"


@dataclass(frozen=True, slots=True)
class OrderMove:
    """A step of an order, for the record. `mark` identifies the order.

    `price_usd` is that of an intended order. `took_ms` is how long the service took to answer; `fault`: the failure is
    the service's own.
    """

    mark: str
    provider: str
    state: OrderState
    model: str = ""
    price_usd: float = 0.0
    order_id: str = ""
    took_ms: int | None = None
    fault: bool = False


def affords(spent_usd: float, price_usd: float, budget_usd: float) -> bool:
    """Whether an order keeps within a day's budget; 0 is no limit, and what is free always does."""
    return budget_usd <= 0 or price_usd <= 0 or spent_usd + price_usd <= budget_usd + ROUNDING_USD


def day_of(now_ms: int) -> str:
    """The day (UTC) of a time in Unix milliseconds, as 2026-11-26."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).date().isoformat()


def next_day_ms(now_ms: int) -> int:
    """The beginning of the next day (UTC), Unix milliseconds."""
    today = datetime.fromtimestamp(now_ms / 1000, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((today + timedelta(days=1)).timestamp() * 1000)
