"""The `Retry-After` header of other servers."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from app.core.retry_after import retry_after_s


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("30", 30),
        ("999999999", 86_400),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("²", None),
        (f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT", None),
    ],
)
def test_retry_after(header: str | None, wait_s: float | None) -> None:
    """Seconds or a date, never more than a day, never less than nothing."""
    assert retry_after_s(header) == wait_s


def test_retry_after_as_a_date() -> None:
    """A date counts from now."""
    at = datetime.now(UTC) + timedelta(seconds=90)
    assert retry_after_s(format_datetime(at, usegmt=True)) == pytest.approx(90, abs=3)
