"""Gives a file a second name."""

import os
import shutil
from pathlib import Path


def link_or_copy(path: Path, name: Path) -> None:
    """Make a file readable as `name` too; it is copied where the file system has no links. Raises OSError."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copyfile(path, name, follow_symlinks=False)
