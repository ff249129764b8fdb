"""Bytecode of the modules that only children import."""

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from app.core.bytecode import PACKAGE

CHILD_ONLY = PACKAGE / "stages" / "transcribe" / "run.py"


@pytest.mark.parametrize("forbidden", [False, True])
def test_what_only_children_import_is_compiled_unless_python_must_not_write(tmp_path: Path, forbidden: bool) -> None:
    """Into the folder that Python itself would use."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1" * forbidden}
    program = "from app.core.bytecode import write_bytecode; write_bytecode()"
    subprocess.run([sys.executable, "-c", program], cwd=PACKAGE.parent, env=environment, check=True)
    name = Path(cache_from_source(str(CHILD_ONLY))).name
    assert (tmp_path / CHILD_ONLY.parent.relative_to("/") / name).is_file() is not forbidden
