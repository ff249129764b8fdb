"""Bounds concurrent work of requests: some run, some wait, the rest are refused."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.errors import TooManyRequests, Unavailable

#: The Retry-After of a refused request, seconds.
RETRY_AFTER_S = 5


class WaitingLine:
    """A waiting line: `at_once` requests run and `waiting` more wait, at most `of_one` of one client."""

    def __init__(self, at_once: int, *, waiting: int, of_one: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._places = at_once + waiting
        self._of_one = of_one
        self._present: Counter[str] = Counter()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a slot for the block; waits for one, first in, first out. Safe to cancel.

        Raises TooManyRequests if this client has too many requests in the line, Unavailable if the line is full.
        """
        if self._present[client] >= self._of_one:
            raise TooManyRequests("Too many of your requests wait already.", retry_after_s=RETRY_AFTER_S)
        if self._present.total() >= self._places:
            raise Unavailable("Too many such requests wait already.", retry_after_s=RETRY_AFTER_S, code="busy")
        self._present[client] += 1
        try:
            async with self._slots:
                yield
        finally:
            self._present[client] -= 1
            if not self._present[client]:
                del self._present[client]
