"""The queue of a worker process: an idle slot takes a job when a message wakes it.

All workers know all waiting jobs, so without messages every idle one would claim each new job, and all but one in vain.
A message wakes one. It decides nothing else: the slot takes the first job of the order, whichever the message names. A
slot that has just ended a job takes the next without a message, and jobs that wait for longer than a moment though a
slot is idle are taken without one too: a message may be lost, or be held by a worker that is busy.
"""

import asyncio
import contextlib
import random
from collections import deque

from app.execution.local_queue import LocalQueue

#: Time that a job waits for a message beside an idle slot, seconds, and the random part of it.
PATIENCE_S, JITTER_S = 0.2, 0.1


class WokenQueue(LocalQueue):
    """See `JobQueue`. One event loop."""

    _closed = False

    def __init__(self, **parts: object) -> None:
        super().__init__(**parts)  # type: ignore[arg-type]
        self._wakes: deque[asyncio.Future[None]] = deque()
        self._woken = asyncio.Event()

    async def wake(self) -> None:
        """Wake one slot: the message of a job has come. Returns when a slot has taken it up, or the queue is closed."""
        if self._closed:
            return
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wakes.append(wake)
        self._woken.set()
        await wake

    def close(self) -> None:
        """Let no message wait any more: the worker stops."""
        self._closed = True
        while self._wakes:
            self._end(self._wakes.popleft())

    async def take(self) -> str:
        """See `JobQueue.take`."""
        while not self.has_more():
            await self._until_woken()
        if self._wakes:
            self._end(self._wakes.popleft())
        return await super().take()

    async def _until_woken(self) -> None:
        """Wait for a message, or until a job waits in vain for one."""
        self._woken.clear()
        self._arrival.clear()
        if self._wakes:
            self._end(self._wakes.popleft())
            return
        arrived = asyncio.ensure_future(self._arrival.wait())
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait([arrived, woken], return_when=asyncio.FIRST_COMPLETED)
            if not woken.done():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE_S + random.uniform(0, JITTER_S)):
                        await woken
        finally:
            arrived.cancel()
            woken.cancel()

    @staticmethod
    def _end(wake: "asyncio.Future[None]") -> None:
        if not wake.done():
            wake.set_result(None)
