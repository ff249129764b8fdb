"""Each engine in turn, on each of its databases."""

from functools import partial
from pathlib import Path

import pytest

from tests.conformance.engines import ENGINES, PLACES, Open
from tests.current_schema import put_database

#: One server on PostgreSQL does what the distributed engine does on it, and less.
EACH = [pytest.param(place, marks=pytest.mark.long if place == "embedded-postgresql" else ()) for place in PLACES]


@pytest.fixture(params=EACH)
def place(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, on each of its databases."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(request: pytest.FixtureRequest, place: str, tmp_path: Path) -> str:
    """The URL of the engine's database: empty, at the current schema."""
    if place.endswith("sqlite"):
        put_database(tmp_path / "jobs.db")
        return f"sqlite:///{tmp_path / 'jobs.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def open_engine(place: str, database_url: str) -> Open:
    """What opens the engine."""
    return partial(ENGINES[place.partition("-")[0]], database_url=database_url)
