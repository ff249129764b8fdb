"""What this program makes is nobody's business but its user's: folders 0700, files 0600."""

import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path

log = logging.getLogger(__name__)

#: Everybody's bits but the owner's.
OTHERS = 0o077


def make_private() -> None:
    """From now on, whatever this process and the programs that it starts make is for its user alone."""
    os.umask(OTHERS)


def tighten(paths: Iterable[Path]) -> int:
    """Take everybody else's rights from files and folders that belong to this user; returns how many had some.

    Links, and what belongs to somebody else, are left as they are. What cannot be changed is logged.
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
