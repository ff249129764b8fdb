"""Clocks."""

from datetime import UTC, datetime, timedelta

from app.core.clock import Clock, SystemClock
from tests.fakes import FakeClock


def test_system_clock_tells_aware_utc() -> None:
    """A time without its zone would be compared wrongly somewhere."""
    assert SystemClock().now().tzinfo is UTC
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_monotonic_never_runs_backwards() -> None:
    """Spans are measured with it."""
    clock: Clock = SystemClock()
    first = clock.monotonic()
    assert clock.monotonic() >= first


def test_fake_clock_goes_on_when_told() -> None:
    """Both of its clocks move together, and only by `advance`."""
    clock: Clock = (fake := FakeClock())
    before, started = clock.now(), clock.monotonic()
    assert clock.now() == before
    fake.advance(90)
    assert clock.now() - before == timedelta(seconds=90)
    assert clock.monotonic() - started == 90
