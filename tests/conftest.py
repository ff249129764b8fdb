"""Fixtures for all tests."""

from pathlib import Path

import hypothesis
import pytest

from app.core.bytecode import write_bytecode
from tests.forked_children import copy_children

# No example of a property has a deadline: the clock of a busy machine decides about no test.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

#: Folders whose files take long, with servers and browsers; they go first, so that the last files to be run are short.
LONG_FIRST = ("faults", "attacks", "integration", "acceptance", "conformance", "distributed", "browser", "shape")
HERE = Path(__file__).parent

pytest_plugins = [
    "tests.media",
    "tests.clocks",
    "tests.speech",
    "tests.hub",
    "tests.servers",
    "tests.programs",
    "tests.server",
    "tests.postgres",
    "tests.redis",
    "tests.cluster",
]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once, before any worker starts: the tests start hundreds of children.

    No example of a property has a deadline: the clock of a busy machine decides about no test.
    """
    hypothesis.settings.register_profile("project")
    hypothesis.settings.load_profile("project")
    config.option.loadscopereorder = False  # xdist would end with the files of the fewest tests, which take longest
    if not hasattr(config, "workerinput"):
        write_bytecode()
    copy_children(openmp=False)  # tests of this process may have used it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders of long tests first."""

    def place(item: pytest.Item) -> int:
        folders = [number for number, name in enumerate(LONG_FIRST) if item.path.is_relative_to(HERE / name)]
        return folders[0] if folders else len(LONG_FIRST)

    items.sort(key=place)
