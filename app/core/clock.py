"""Provides two clocks: the time of day, for users and `run_at`, which jumps when it is set; and time since boot, for
durations, which never jumps."""

import time
from collections.abc import Callable

#: Steps of the clock below this need no correction, milliseconds.
TOLERANCE_MS = 5_000


def unix_ms() -> int:
    """The time of day, Unix milliseconds."""
    return time.time_ns() // 1_000_000


def since_boot_s() -> float:
    """Seconds since the machine was started, including sleep if the system counts it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Drift:
    """Measures how far the time of day was moved against elapsed time."""

    def __init__(self, now_ms: Callable[[], int], elapsed_s: Callable[[], float]) -> None:
        self._now_ms = now_ms
        self._elapsed_s = elapsed_s
        self._start_ms = self._read()

    def _read(self) -> int:
        return self._now_ms() - int(self._elapsed_s() * 1000)

    def jumped_ms(self) -> int:
        """How far the clock was set since the last reported step (negative: back); 0 within the tolerance.

        Steps below the tolerance add up until they reach it.
        """
        start_ms = self._read()
        by_ms = start_ms - self._start_ms
        if abs(by_ms) < TOLERANCE_MS:
            return 0
        self._start_ms = start_ms
        return by_ms
