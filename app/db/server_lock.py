"""The lock file against a second server on one database or folder."""

import fcntl
import os
from pathlib import Path

from app.core.errors import DatabaseInUse, FolderUnusable


def is_held(path: Path) -> bool:
    """Whether a server holds the lock file."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False


class ServerLock:
    """An advisory lock file, so that a second server cannot run the same jobs or use the same folder."""

    def __init__(self, path: Path, what: str) -> None:
        self._path = path
        self._what = what
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises DatabaseInUse, which names the process that holds it, or FolderUnusable."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderUnusable(self._path.parent, error) from error
        try:
            self._hold(fd)
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd

    def _hold(self, fd: int) -> None:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(fd, 200).decode(errors="replace").strip()
            pid = holder if holder.isdigit() else "unknown"
            raise DatabaseInUse(
                f"{self._what} is in use by another server (process {pid}). "
                "Stop that one, or give this one its own DATABASE_URL and DATA_DIR."
            ) from None
        try:
            os.ftruncate(fd, 0)
            os.pwrite(fd, str(os.getpid()).encode(), 0)
        except OSError as error:
            raise FolderUnusable(self._path.parent, error) from error

    def release(self) -> None:
        """Release the lock; the kernel does so too when the process dies."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
