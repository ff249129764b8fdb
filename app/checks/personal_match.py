"""What a finder of personal data returns."""

from typing import NamedTuple


class PersonalMatch(NamedTuple):
    """Personal data in a text from character `start` to before `end`, its plain `value`, and how sure it is, 0..1."""

    start: int
    end: int
    value: str
    confidence: float


def masked(value: str) -> str:
    """The first and the last character; not even the length of what is between."""
    return f"{value[0]}***{value[-1]}"
