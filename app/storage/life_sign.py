"""When the server was last alive, and whether it was asked to end: for the start after it."""

import asyncio
import contextlib
import os
from pathlib import Path

from app.core.background_loop import BackgroundLoop

#: Time between two signs, seconds.
SIGN_EVERY_S = 5.0
#: The note in DATA_DIR of a server that was asked to end.
STOPPING = "stopping"


class LifeSign(BackgroundLoop):
    """Renews the time of a file (the server's lock) for as long as the `async with` block lasts.

    Make it before the lock is taken: it reads what the server before has left.
    """

    def __init__(self, lock: Path) -> None:
        self._lock = lock
        self._note = lock.with_name(STOPPING)
        self.last_ms: int | None = None  #: of the server before, Unix milliseconds
        self.was_orderly = os.path.lexists(self._note)  #: whether that server was asked to end
        with contextlib.suppress(OSError):
            self.last_ms = lock.stat().st_mtime_ns // 1_000_000

    def begin(self) -> None:
        """The jobs of the server before have been taken up: what ends now is this one."""
        self._note.unlink(missing_ok=True)

    def stopping(self) -> None:
        """The server was asked to end: whatever becomes of it now, its jobs are not the cause."""
        with contextlib.suppress(OSError):  # a full disk; the end may be orderly all the same
            self._note.touch()

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(OSError):  # gone, or read-only: health says so
                os.utime(self._lock)
            await asyncio.sleep(SIGN_EVERY_S)
