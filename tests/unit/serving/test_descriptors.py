"""Open files: as many as there may be, and some that connections leave alone."""

import resource
import subprocess
import sys

import pytest

from app.serving.descriptors import OPEN_FILES, descriptors_for_connections


@pytest.mark.parametrize(
    ("open_files", "expected"), [(64, 1), (256, 192), (1024, 768), (20_000, 17_952), (65_536, 63_488)]
)
def test_connections_leave_some(open_files: int, expected: int) -> None:
    """A quarter, from 64 to 2048."""
    assert descriptors_for_connections(open_files) == expected


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    """As far as a server has use for it."""
    script = (
        "import resource; from app.serving.descriptors import allow_open_files;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard));"
        "print(allow_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    assert done.stdout.split() == [str(wanted)] * 2
