"""Fixtures for all tests."""

import hypothesis
import pytest

from app.core.bytecode import write_bytecode

# No example of a property has a deadline: the clock of a busy machine decides about no test.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

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
    """Compile the package once, before any worker starts: the tests start hundreds of children.

    No example of a property has a deadline: the clock of a busy machine decides about no test.
    """
    hypothesis.settings.register_profile("project")
    hypothesis.settings.load_profile("project")
    if not hasattr(config, "workerinput"):
        write_bytecode()
