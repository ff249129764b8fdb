"""Writes the bytecode of the whole package, so that no child compiles what it imports."""

import compileall
import sys
import threading
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def write_bytecode() -> None:
    """Compile all modules of `app` that have no current bytecode; a few milliseconds where all have.

    Children may write only to their own folder, and the modules that do a stage's work are imported by children alone:
    without this every child would compile them again, a second of processor time at each start. Does nothing where
    Python is not to write bytecode (PYTHONDONTWRITEBYTECODE) or the folder is read-only.
    """
    if not sys.dont_write_bytecode:
        compileall.compile_dir(PACKAGE, quiet=2)


def write_bytecode_beside() -> None:
    """Compile in a thread; modules that are imported meanwhile have the old bytecode or the new one."""
    threading.Thread(target=write_bytecode, name="bytecode", daemon=True).start()
