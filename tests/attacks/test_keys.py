"""What an operator sets as the key, and what strangers try in its place."""

from pathlib import Path

import pytest

from tests.server import Server

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("schlüssel", "beyond ASCII"),
        ("ключ", "beyond ASCII"),
        ("two\tparts", "control characters"),
        ("two\nparts", "control characters"),
        (" key", "a blank"),
        ("key ", "a blank"),
        ("   ", "a blank"),
        ("x" * 1001, "longer than 1000"),
    ],
)
def test_a_key_that_no_header_carries_is_refused_at_the_start(tmp_path: Path, key: str, why: str) -> None:
    """In one line that names the setting and not the key; such a server would refuse everybody."""
    code, said = Server(tmp_path, API_KEY=key).refused()
    assert code == 2
    (line,) = said.strip().splitlines()
    assert line.startswith("error: API_KEY: ")
    assert why in line
    assert key.strip() == "" or key.strip() not in line
