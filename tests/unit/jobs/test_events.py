"""Times on the wire."""

from app.jobs.events import iso


def test_times_are_utc_with_milliseconds() -> None:
    """Unix milliseconds become ISO 8601 with a Z."""
    assert iso(1_700_000_000_007) == "2023-11-14T22:13:20.007Z"
    assert iso(None) is None
