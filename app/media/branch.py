"""A second pipe from ffmpeg, read by a thread of its own beside its standard output."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO


class Branch:
    """A pipe that ffmpeg writes to, as its descriptor `far_end`, and a thread reads from.

    `finish` raises the thread's error. The pipe is closed with `stack`.
    """

    def __init__(self, stack: ExitStack) -> None:
        read_end, self.far_end = os.pipe()
        self._reading = stack.enter_context(os.fdopen(read_end, "rb"))
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._handed_over = False
        stack.callback(self._close)

    def hand_over(self) -> None:
        """Close our copy of ffmpeg's end, so that the pipe ends with ffmpeg."""
        os.close(self.far_end)
        self._handed_over = True

    def read_with(self, read: Callable[[IO[bytes]], None]) -> None:
        self._thread = threading.Thread(target=self._read, args=(read,), name="ffmpeg-branch", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error

    def _read(self, read: Callable[[IO[bytes]], None]) -> None:
        try:
            read(self._reading)
        except BaseException as error:  # noqa: BLE001 -- raised again by `finish`, in the thread that waits
            self._error = error
            for _ in self._reading:  # never block ffmpeg
                pass

    def _close(self) -> None:
        if not self._handed_over:
            os.close(self.far_end)
        if self._thread is not None:
            self._thread.join()
