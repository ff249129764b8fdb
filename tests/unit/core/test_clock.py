"""The clocks, and noticing that one of them was set."""

import time

from app.core.clock import Drift, since_boot_s, unix_ms


def test_the_time_of_day_is_in_milliseconds() -> None:
    """As everybody else's."""
    assert abs(unix_ms() - time.time() * 1000) < 5000


def test_the_time_since_boot_never_runs_backwards() -> None:
    """Spans are measured with it."""
    first = since_boot_s()
    assert since_boot_s() >= first


def test_a_clock_that_is_set_is_told_once() -> None:
    """Time that passes is no jump, and small steps count when they have added up."""
    wall, boot = [1_000_000], [50.0]
    drift = Drift(lambda: wall[0], lambda: boot[0])
    wall[0] += 60_000
    boot[0] += 60
    assert drift.jumped_ms() == 0
    wall[0] -= 86_400_000
    assert drift.jumped_ms() == -86_400_000
    assert drift.jumped_ms() == 0
    wall[0] += 3000
    assert drift.jumped_ms() == 0
    wall[0] += 3000
    assert drift.jumped_ms() == 6000
