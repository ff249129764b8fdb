"""Records for the next start when the server was last alive, and whether it was stopped in order."""

import asyncio
import contextlib
import os
from pathlib import Path

from app.core.background_loop import BackgroundLoop

#: Time between two updates, seconds.
SIGN_EVERY_S = 5.0
#: The file in DATA_DIR that a server creates when it is requested to stop.
STOPPING = "stopping"


class LifeSign(BackgroundLoop):
    """Updates the time of a file (the server's lock) for the duration of the `async with` block.

    Create it before the lock is taken: it reads what the previous server left.
    """

    def __init__(self, lock: Path) -> None:
        self._lock = lock
        self._note = lock.with_name(STOPPING)
        self.last_ms: int | None = None  #: of the previous server, Unix milliseconds
        self.was_orderly = os.path.lexists(self._note)  #: whether that server was requested to stop
        with contextlib.suppress(OSError):
            self.last_ms = lock.stat().st_mtime_ns // 1_000_000

    def begin(self) -> None:
        """Record that the previous server's jobs are recovered; from now on the files describe this server."""
        self._note.unlink(missing_ok=True)

    def stopping(self) -> None:
        """Record that the server was requested to stop: its jobs are not the cause if it dies now."""
        with contextlib.suppress(OSError):  # a full disk; the server may still end in order
            self._note.touch()

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(OSError):  # gone, or read-only: health reports it
                os.utime(self._lock)
            await asyncio.sleep(SIGN_EVERY_S)
