"""Restricts this program's files to its user: folders 0700, files 0600."""

import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger(__name__)

#: The permission bits of group and others.
OTHERS = 0o077


def make_private() -> None:
    """Set the umask so that new files of this process and its children are accessible to its user alone."""
    os.umask(OTHERS)


def tighten(paths: Iterable[Path]) -> int:
    """Remove the permissions of group and others from this user's files and folders; returns how many had some.

    Links and other users' files are not changed. Failures are logged.
    """
    changed = 0
    for path in paths:
        try:
            info = path.stat(follow_symlinks=False)
            ours = info.st_uid == os.geteuid() and (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode))
            if ours and info.st_mode & OTHERS:
                path.chmod(stat.S_IMODE(info.st_mode) & ~OTHERS)
                changed += 1
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("others can still read %s: its rights cannot be changed (%s)", path, error.strerror)
    return changed
