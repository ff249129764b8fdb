"""Two clocks. The time of day is for people and promises (`run_at`); it jumps when somebody sets it. Spans are measured
by the time since the machine was started, which never does."""

import time
from collections.abc import Callable

#: A clock that was set by less than this is not worth putting right anything for, milliseconds.
TOLERANCE_MS = 5_000


def unix_ms() -> int:
    """The time of day, Unix milliseconds."""
    return time.time_ns() // 1_000_000


def since_boot_s() -> float:
    """Seconds since the machine was started, those that it slept included; where that is not told, without them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Drift:
    """How far the time of day has moved against real time since the last time that it was asked."""

    def __init__(self, now_ms: Callable[[], int], elapsed_s: Callable[[], float]) -> None:
        self._now_ms = now_ms
        self._elapsed_s = elapsed_s
        self._start_ms = self._read()

    def _read(self) -> int:
        return self._now_ms() - int(self._elapsed_s() * 1000)

    def jumped_ms(self) -> int:
        """By how much the clock was set (negative: back) since it last told of that; 0 within the tolerance.

        Steps below the tolerance add up until they reach it.
        """
        start_ms = self._read()
        by_ms = start_ms - self._start_ms
        if abs(by_ms) < TOLERANCE_MS:
            return 0
        self._start_ms = start_ms
        return by_ms
