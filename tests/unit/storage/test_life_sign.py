"""What a start knows of the server before it."""

import asyncio
import os
from pathlib import Path

import pytest

from app.storage import life_sign
from app.storage.life_sign import LifeSign


async def test_the_next_server_knows_when_the_last_one_was_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file's time is renewed for as long as it lives."""
    monkeypatch.setattr(life_sign, "SIGN_EVERY_S", 0.01)
    lock = tmp_path / "server.lock"
    assert LifeSign(lock).last_ms is None
    lock.touch()
    async with asyncio.timeout(10), LifeSign(lock):
        for _ in range(2):
            os.utime(lock, (1, 1))
            while lock.stat().st_mtime == 1:
                await asyncio.sleep(0.005)
    os.utime(lock, (5, 5))
    assert LifeSign(lock).last_ms == 5000


def test_a_server_that_was_asked_to_end_leaves_a_note(tmp_path: Path) -> None:
    """The next one reads it once."""
    lock = tmp_path / "server.lock"
    LifeSign(lock).stopping()
    after = LifeSign(lock)
    assert after.was_orderly
    after.begin()
    assert not LifeSign(lock).was_orderly
