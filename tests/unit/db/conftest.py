"""A fresh store for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.db.store import Store
from tests.stores import open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store on an empty database."""
    async with open_store(tmp_path) as opened:
        yield opened
