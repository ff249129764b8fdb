"""What `make check` checks besides tests, so that the test command alone tells whether a change may go in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).parents[2]


def complaints(*command: str) -> str:
    """What a tool says, empty when it is content. The tools themselves are not to be measured for coverage."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT_DIR, env=quiet, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "--quiet", "."), ("ruff", "format", "--check", "--quiet", "."), ("codespell_lib",)],
    ids=["lint", "format", "spelling"],
)
def test_source_is_clean(command: tuple[str, ...]) -> None:
    """Linter, formatter and spelling have nothing to say."""
    assert complaints(*command) == ""


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_types_hold() -> None:
    """`mypy --strict` finds nothing in app/."""
    assert complaints("mypy") == ""
