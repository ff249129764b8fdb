"""The application for the API's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.asgi import App, app_in


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A running application without a key; the queue is paused."""
    async with app_in(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """One application for all tests of a module that leave it as it was."""
    async with app_in(tmp_path_factory.mktemp("app")) as running:
        yield running
