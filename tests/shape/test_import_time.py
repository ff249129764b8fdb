"""What importing the server loads, asked of a fresh interpreter."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.test_imports import HEAVY

#: Light enough for the server, and needed by few starts.
LATER = {"alembic", "google", "httpx2", "mcp", "obstore", "opentelemetry.sdk"}
PROJECT_DIR = Path(__file__).parents[2]


@pytest.mark.parametrize("module", ["main", "app.application", "app.cli.app"])
def test_importing_the_server_loads_no_heavy_library(module: str) -> None:
    """The server starts in moments because models, decoders and numpy are loaded by its children only."""
    heavy = HEAVY | LATER | ({"sqlalchemy"} if module == "app.cli.app" else set())  # most commands read no database
    loaded = f"[name for name in {sorted(heavy)!r} if name in sys.modules]"
    code = f"import sys, {module}, app.stages.registry; app.stages.registry.Registry.discovered(); print(*{loaded})"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
