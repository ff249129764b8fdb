"""A fresh store for each test, on each database that is served."""

from collections.abc import AsyncIterator

import pytest

from app.db.store import Store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store on an empty database."""
    async with Store(database_url) as opened:
        yield opened
