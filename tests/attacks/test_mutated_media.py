"""Damaged media: a part of `make fuzz-media`."""

import subprocess
import sys

import pytest

from tests.forked_python import ROOT

pytestmark = pytest.mark.slow


def test_damaged_media_is_probed_or_refused() -> None:
    """By a known code: no other exception, no death of the process, no endless work, no length that cannot be."""
    command = (sys.executable, "-m", "tests.mutated_media", "--count=125", "--seed=1")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "accepted" in done.stdout
    assert "unsupported_media" in done.stdout
