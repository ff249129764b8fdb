"""Cleans up at a start after a server that was killed.

It kills leftover children and removes partial files.
"""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from app.core.removal import remove_tree
from app.processes.sandbox import MARK
from app.storage.data_folder import UPLOADS, is_work_name

log = logging.getLogger(__name__)

#: Killed processes must be gone within this time, seconds.
GONE_WITHIN_S = 5.0


def processes_of(owner_tag: str) -> list[int]:
    """The ids of processes with our mark, in their environment or parameters: children and their descendants."""
    folders = Path("/proc").glob("[0-9]*")
    return [int(folder.name) for folder in folders if int(folder.name) != os.getpid() and _is_of(folder, owner_tag)]


def _is_of(folder: Path, owner_tag: str) -> bool:
    """Whether a process has the mark. Only root may read a child's environment; others read its command line."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        try:
            return f"{MARK}={owner_tag}".encode() in (folder / "environ").read_bytes().split(b"\0")
        except PermissionError:
            return f'"owner_tag":"{owner_tag}"'.encode() in (folder / "cmdline").read_bytes()
    return False


def kill_leftovers(owner_tag: str) -> int:
    """Kill leftover processes of an earlier server and wait until they are gone; returns their number."""
    first = processes_of(owner_tag)
    deadline = time.monotonic() + GONE_WITHIN_S
    left = first
    while left and time.monotonic() < deadline:
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
        left = processes_of(owner_tag)
    if left:
        log.error("processes of an earlier server do not go away: %s", left)
    return len(first)


def sweep_work(work_dir: Path, keep: Iterable[str], *, older_than_s: float | None = None) -> int:
    """Remove work folders and partial uploads, except for the named folders (downloads that are resumed).

    Where other processes are at work in the folder, only what has not been changed for `older_than_s` seconds. Only
    names of our pattern are removed; links are unlinked, not followed. Returns how many were removed.
    """
    kept = set(keep)
    left = [entry for entry in _ours_in(work_dir, is_work_name) if entry.name not in kept]
    uploads = work_dir / UPLOADS
    if not uploads.is_symlink():
        left += _ours_in(uploads, is_work_name)
    if older_than_s is not None:
        left = [entry for entry in left if _changed_s(entry) < time.time() - older_than_s]
    return sum(remove_tree(entry) for entry in left)


def _changed_s(entry: Path) -> float:
    """When a file or anything in a folder was changed last, Unix seconds; now if it goes just now."""
    try:
        inside = list(entry.rglob("*")) if entry.is_dir() and not entry.is_symlink() else []
        return max(path.lstat().st_mtime for path in (entry, *inside))
    except OSError:
        return time.time()


def _ours_in(folder: Path, ours: Callable[[str], bool]) -> list[Path]:
    return [entry for entry in folder.iterdir() if ours(entry.name)] if folder.is_dir() else []
