"""Detects clients that stop reading."""

import asyncio
import math


class WriteWatch:
    """Watches a transport's write buffer; a client that reads anything, however slowly, is alive."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._least: float = math.inf
        self._since: float | None = None

    def moved(self, now: float) -> None:
        """Record that the client has read enough that writing may resume."""
        self._least, self._since = math.inf, now

    def is_stuck(self, now: float, limit_s: float) -> bool:
        """Whether output waits and none was read for `limit_s` seconds; to be called regularly."""
        size = self._transport.get_write_buffer_size()
        if size == 0:
            self._least, self._since = math.inf, None
        elif size < self._least or self._since is None:
            self._least, self._since = size, now
        else:
            return now - self._since > limit_s
        return False
