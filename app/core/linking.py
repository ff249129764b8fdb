"""Gives a file a second name, or the name that only the first of several processes may give."""

import os
import shutil
from contextlib import suppress
from pathlib import Path


def link_or_copy(path: Path, name: Path) -> None:
    """Make a file readable as `name` too; it is copied where the file system has no links. Raises OSError."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copyfile(path, name, follow_symlinks=False)


def name_unless_taken(path: Path, name: Path) -> None:
    """Rename a finished file, unless something has that name: of several processes or machines the first one wins.

    `path` is gone afterwards. Raises OSError. Where the file system has no links the last of two at once wins.
    """
    try:
        with suppress(FileExistsError):
            os.link(path, name)
    except OSError:
        if not os.path.lexists(name):
            path.replace(name)
    finally:
        path.unlink(missing_ok=True)
