"""Removes this program's folders, never a mount inside them, and links instead of their targets."""

import contextlib
import logging
import os
import shutil
from pathlib import Path

log = logging.getLogger(__name__)

MOUNTS = Path("/proc/self/mountinfo")


def remove_tree(folder: Path) -> bool:
    """Remove a folder and its content; returns whether nothing is left. Raises nothing.

    A link is unlinked. A folder with a mount in it, or on it, is kept, and that is logged.
    """
    if folder.is_symlink() or not folder.is_dir():
        with contextlib.suppress(OSError):
            folder.unlink(missing_ok=True)
        return not os.path.lexists(folder)
    mounted = mounted_in(folder)
    if mounted:
        log.warning("%s is not removed: %s is mounted in it", folder, mounted[0])
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def mounted_in(folder: Path) -> list[Path]:
    """The mount points at the folder or below it, as this process sees them."""
    try:
        lines = MOUNTS.read_text(errors="surrogateescape").splitlines()
    except OSError:  # not Linux
        return [folder] if os.path.ismount(folder) else []
    inside = folder.resolve()
    points = (Path(_plain(line.split()[4])) for line in lines)
    return [point for point in points if point == inside or inside in point.parents]


def bytes_in(folder: Path) -> int:
    """The size of the files in a folder, bytes; 0 if it does not exist. Links do not count."""
    return sum(
        path.lstat().st_size
        for path in (folder.rglob("*") if folder.is_dir() else ())
        if path.is_file() and not path.is_symlink()
    )


def _plain(escaped: str) -> str:
    """Decode a path from mountinfo, where spaces, tabs, newlines and backslashes are octal."""
    for octal, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        escaped = escaped.replace(octal, char)
    return escaped
