"""Times on the wire."""

from app.api.v1.times import LAST_MS, iso


def test_times_are_utc_with_milliseconds() -> None:
    """Unix milliseconds become ISO 8601 with a Z."""
    assert iso(1_700_000_000_007) == "2023-11-14T22:13:20.007Z"
    assert iso(None) is None


def test_a_time_beyond_the_calendar_is_told_as_its_last() -> None:
    """A wait for ever, moved by a clock that was set forward: one job must not make every list fail."""
    assert iso(LAST_MS + 1) == iso(LAST_MS) == "9999-12-31T23:59:59.999Z"
