"""A fresh store for each test, on each database that is served."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.db.store import Store
from tests.postgres import empty_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jobs.db'}"
        return
    with empty_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store on an empty database."""
    async with Store(database_url) as opened:
        yield opened
