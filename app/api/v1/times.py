"""Times as clients see them."""

from datetime import UTC, datetime
from functools import lru_cache

#: The last moment of the calendar, Unix milliseconds.
LAST_MS = 253_402_300_799_999


def iso(ts_ms: int | None) -> str | None:
    """`2026-11-20T10:15:30.123Z` for Unix milliseconds; later than any date becomes the last date."""
    if ts_ms is None:
        return None
    ts_ms = min(ts_ms, LAST_MS)
    return f"{_second(ts_ms // 1000)}.{ts_ms % 1000:03d}Z"


@lru_cache(maxsize=1024)
def _second(ts_s: int) -> str:
    """The time to the second. A job has several times within the same one, and so have the jobs of a list."""
    return f"{datetime.fromtimestamp(ts_s, UTC):%Y-%m-%dT%H:%M:%S}"
