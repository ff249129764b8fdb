"""Time as a part that can be replaced: whoever asks for the time is given a clock."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of day and measures spans."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC. May jump when the machine's clock is set; never measure with it."""

    def monotonic(self) -> float:
        """Seconds since some fixed instant; never runs backwards. Only differences mean something."""


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
