"""SIGTERM and SIGINT, heard before whoever handles them: the server that runs the application."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def _nothing() -> None:
    """Before the start and after the end there is nothing to stop."""


class Signals:
    """What signals call while the application runs, and until it has ended.

    `stop` is called by each. The server waits for open streams before it ends the lifespan, and tells only sockets
    that it goes down: a stream of events would hold it up for ever. `hurry` is called by a SIGINT that is not the
    first signal. The server hears that too, but has begun to wait for the lifespan's end by then.
    """

    def __init__(self) -> None:
        self.stop: Callable[[], None] = _nothing
        self.hurry: Callable[[], None] = _nothing
        self._count = 0

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Hear signals for as long as the block lasts; only a process's main thread can."""
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
