"""Reads the `Retry-After` header of other servers' answers."""

import email.utils
from datetime import UTC, datetime
from typing import Final

MAX_RETRY_AFTER_S: Final = 24 * 3600.0


def retry_after_s(header: str | None) -> float | None:
    """Seconds to wait by a Retry-After header of seconds or a date; None if it is neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(float(header), MAX_RETRY_AFTER_S)
    try:
        at = email.utils.parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if at.tzinfo is None:
        return None
    return min(max(0.0, (at - datetime.now(UTC)).total_seconds()), MAX_RETRY_AFTER_S)
