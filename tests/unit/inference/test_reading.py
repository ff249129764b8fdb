"""Forms of a word that are one thing."""

import pytest

from app.inference.reading import stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Phones", "phone"),
        ("cities", "city"),
        ("boxes", "box"),
        ("matches", "match"),
        ("Germany's", "germany"),
        ("Mars", "mar"),
        ("bus", "bus"),
        ("glass", "glass"),
        ("analysis", "analysis"),
        ("Köln", "köln"),
    ],
)
def test_singular_and_plural_share_a_stem(word: str, expected: str) -> None:
    """English plurals and genitives go; a name that only looks like a plural has its own stem, which nobody sees."""
    assert stem(word) == expected
