"""Checks free disk space before a download, and frees space when the disk is full."""

import os
import shutil
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure


def require_free_disk(size_bytes: int, folder: Path, *, reserve_bytes: int) -> None:
    """Raise JobFailure (`disk_full`), without spending a retry, if so many bytes in `folder` would use the reserve.

    Files of an earlier attempt in the folder count as already stored.
    """
    there_bytes = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    found = os.statvfs(folder)
    free_bytes = found.f_bavail * found.f_frsize - reserve_bytes
    if size_bytes - there_bytes > free_bytes:
        raise JobFailure(
            ErrorCode.DISK_FULL,
            f"The download needs about {size_bytes / 1e6:.0f} MB of disk and {max(0, free_bytes) / 1e6:.0f} MB are "
            "free for it. It goes on by itself when there is room: delete finished jobs, or set RETENTION_DAYS or "
            "MAX_DATA_BYTES.",
            counts=False,
        )


def release_reserve(folder: Path) -> None:
    """Remove a partial download: on a full disk it would block all other jobs, and the database too."""
    for path in folder.iterdir():
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
