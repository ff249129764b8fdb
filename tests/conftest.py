"""Fixtures for all tests."""

import pytest

from app.core.bytecode import write_bytecode

pytest_plugins = [
    "tests.media",
    "tests.clocks",
    "tests.speech",
    "tests.hub",
    "tests.servers",
    "tests.server",
    "tests.postgres",
]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, before any worker starts: the tests start hundreds of children."""
    if not hasattr(config, "workerinput"):
        write_bytecode()
