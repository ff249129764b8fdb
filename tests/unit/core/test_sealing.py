"""Small secrets at rest."""

import stat
from pathlib import Path

import pytest

from app.core.sealing import KEY_FILE, Seal


@pytest.mark.parametrize("text", ["user:s3cr3t", "", "ключ:пароль", "x" * 5000])
def test_what_was_sealed_is_opened(text: str, tmp_path: Path) -> None:
    """Also after a restart; it looks different each time, and never like itself."""
    sealed = Seal(tmp_path).seal(text)
    assert Seal(tmp_path).open(sealed) == text
    assert Seal(tmp_path).seal(text) != sealed
    assert not text or text not in sealed


def test_the_key_is_its_users_alone(tmp_path: Path) -> None:
    """And made only when something is sealed."""
    assert Seal(tmp_path).open("x") is None
    assert list(tmp_path.iterdir()) == []
    Seal(tmp_path).seal("x")
    (key,) = tmp_path.iterdir()
    assert (key.name, stat.S_IMODE(key.stat().st_mode), key.stat().st_size) == (KEY_FILE, 0o600, 32)


def test_without_its_key_nothing_is_opened(tmp_path: Path) -> None:
    """Nor what was changed, nor what never was sealed."""
    sealed = Seal(tmp_path).seal("user:s3cr3t")
    changed = ("A" if sealed[-5] != "A" else "B").join([sealed[:-5], sealed[-4:]])
    assert [Seal(tmp_path).open(other) for other in (changed, "", "no base64!", "AAAA")] == [None] * 4
    other = tmp_path / "other"
    other.mkdir()
    Seal(other).seal("x")
    assert Seal(other).open(sealed) is None
