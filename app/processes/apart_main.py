"""The main program of a process that runs an aside apart: `python apart_main.py KIND BIRTH FOLDER…`.

The folder beside the project's packages may not be listed here, so each package is loaded from its own FOLDER. Then it
is a child like others (`child_main`).
"""

import importlib.util
import runpy
import sys
from pathlib import Path


def load_package(folder: Path) -> None:
    """Make the package in a folder importable. Raises FileNotFoundError."""
    spec = importlib.util.spec_from_file_location(folder.name, folder / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    package = sys.modules[folder.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)


def main() -> None:
    """Load the packages and serve orders until standard input ends."""
    del sys.path[0]  # this file's folder: its modules have longer names
    for folder in sys.argv[3:]:
        load_package(Path(folder))
    runpy.run_module("app.processes.child_main", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
