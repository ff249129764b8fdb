"""Intercepts SIGTERM and SIGINT before the handlers of the server that runs the application."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def _nothing() -> None:
    """Do nothing: before the start and after the end there is nothing to stop."""


class Signals:
    """Calls functions at signals while the application runs and shuts down.

    `stop` is called at each signal. The server waits for open streams before it ends the lifespan, but notifies only
    sockets: an event stream would block it for ever. `hurry` is called at a SIGINT that is not the first signal. The
    server handles that too, but is already waiting for the lifespan's end.
    """

    def __init__(self) -> None:
        self.stop: Callable[[], None] = _nothing
        self.hurry: Callable[[], None] = _nothing
        self._count = 0

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Intercept signals for the duration of the block; works only in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

        def received(number: int, frame: Any) -> None:
            loop.call_soon_threadsafe(self._called, number)
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)
            elif handler is signal.SIG_DFL:
                signal.signal(number, signal.SIG_DFL)
                signal.raise_signal(number)

        for number in before:
            signal.signal(number, received)
        try:
            yield
        finally:
            for number, handler in before.items():
                if signal.getsignal(number) is received:
                    signal.signal(number, handler)

    def _called(self, number: int) -> None:
        self._count += 1
        self.stop()
        if self._count > 1 and number == signal.SIGINT:
            self.hurry()
