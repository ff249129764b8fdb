"""Whether a client takes what is sent to it."""

import asyncio
import math


class WriteWatch:
    """Watches what a transport has not got rid of yet; a client that takes any of it, however slowly, is alive."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._least: float = math.inf
        self._since: float | None = None

    def moved(self, now: float) -> None:
        """The client took enough that more may be sent."""
        self._least, self._since = math.inf, now

    def is_stuck(self, now: float, limit_s: float) -> bool:
        """Whether something waits and nothing of it was taken for `limit_s` seconds; to be asked now and then."""
        size = self._transport.get_write_buffer_size()
        if size == 0:
            self._least, self._since = math.inf, None
        elif size < self._least or self._since is None:
            self._least, self._since = size, now
        else:
            return now - self._since > limit_s
        return False
