"""Times as clients see them."""

from datetime import UTC, datetime

#: The last moment of the calendar, Unix milliseconds.
LAST_MS = 253_402_300_799_999


def iso(ts_ms: int | None) -> str | None:
    """`2026-11-20T10:15:30.123Z` for Unix milliseconds; later than any date becomes the last date."""
    if ts_ms is None:
        return None
    ts_ms = min(ts_ms, LAST_MS)
    moment = datetime.fromtimestamp(ts_ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ts_ms % 1000:03d}Z"
