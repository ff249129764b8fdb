"""Fakes for what tests must control; media, models and processes are always real."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A clock that only moves by `advance`."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Advance both clocks by `seconds`."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds
