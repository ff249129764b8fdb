"""Versions of the outside libraries against their floors."""

import pytest

from app.media.libraries import is_safe_ffmpeg, library_versions


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("8.1.2", True),
        ("8.1.1", False),
        ("8.0.3", True),
        ("8.0.2", False),
        ("7.1.5", True),
        ("7.1.4", False),
        ("7.0.9", False),
        ("5.1.6-0+deb12u1", False),
        ("n9.0.2-17-g2a571b6068-20260930", True),
        ("8.2", True),
        ("N-118000-gabcdef", None),
        ("git-2026", None),
    ],
)
def test_floors_of_ffmpeg(told: str, safe: bool | None) -> None:
    """Each branch has its floor; newer branches are safe, older ones not, and snapshots do not say."""
    assert is_safe_ffmpeg(told) is safe


def test_the_installed_libraries_are_safe() -> None:
    """What the requirements pin is above the floors."""
    found = library_versions()
    assert [row.safe for row in found] == [True, True], found
