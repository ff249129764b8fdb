"""Runs blocking transfers in threads of their own, so that slow ones occupy no thread that others wait for."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, TypeVar

T = TypeVar("T")
CHUNK_BYTES = 1 << 20
#: How long a stop waits for transfers to notice it, seconds. A request that hangs does not hold up the server's end.
ENDS_WITHIN_S = 3.0


class Stopped(Exception):
    """The server stops."""


class Transfers:
    """Runs functions in threads, at most `slots` at once. Create it in an event loop."""

    def __init__(self, slots: int) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._stopped = threading.Event()
        self._threads: set[threading.Thread] = set()

    async def run(self, function: Callable[[], T]) -> T:
        """Call `function` in a thread and return its result. If this is cancelled the thread goes on."""
        async with self._slots:
            self.check()
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[T] = loop.create_future()
            thread = threading.Thread(target=self._work, args=(function, loop, answer), name="transfer", daemon=True)
            self._threads.add(thread)
            thread.start()
            return await asyncio.shield(answer)

    def _work(self, function: Callable[[], T], loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[T]") -> None:
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - it is the caller's
            _set(loop, answer, error=error)
        else:
            _set(loop, answer, result=result)
        finally:
            self._threads.discard(threading.current_thread())

    def check(self) -> None:
        """Raise Stopped if the server stops."""
        if self._stopped.is_set():
            raise Stopped

    def parts(self, file: IO[bytes]) -> Iterator[bytes]:
        """Yield a file's content. Raises Stopped at the next part if the server stops."""
        while part := file.read(CHUNK_BYTES):
            self.check()
            yield part

    def close(self) -> None:
        """End the transfers: at their next part, or at the end of the process."""
        self._stopped.set()
        deadline = time.monotonic() + ENDS_WITHIN_S
        for thread in list(self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))


def _set(
    loop: asyncio.AbstractEventLoop,
    answer: "asyncio.Future[T]",
    *,
    result: T | None = None,
    error: Exception | None = None,
) -> None:
    def arrive() -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
            answer.exception()  # seen: its caller may have gone
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    if not loop.is_closed():
        loop.call_soon_threadsafe(arrive)
