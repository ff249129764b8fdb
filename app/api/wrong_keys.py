"""Counts, logs and delays wrong keys by address, without locking out clients with the right key.

Each address has a few free attempts. After that a response takes up to a second and only a few are processed at once,
so that thousands of connections guess no faster than a handful; the right key is delayed too, because a quick response
would reveal it. From an address that has sent the right key or a session before, the right key is accepted at once,
even while others guess from it.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from app.core.errors import TooManyRequests
from app.core.incidents import EVERY_S, Incidents

#: Free wrong keys of one address, and seconds after which one is forgiven.
FREE, FORGIVEN_S = 10, 6.0
#: The first delay and the longest, seconds.
DELAY_S, LONGEST_S = 0.1, 1.0
#: Guesses of one address that are processed at once, and those that wait.
AT_ONCE, WAITING = 4, 32
#: Addresses that are tracked, for wrong keys and for right ones.
ADDRESSES = 4096


class _Score:
    """The wrong keys of one address."""

    def __init__(self, now: float) -> None:
        self.wrong = 0.0
        self.since = now
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.present = 0

    def delay_s(self, now: float) -> float:
        """The delay of the next response, seconds; 0 while guesses are free."""
        self.wrong = max(0.0, self.wrong - (now - self.since) / FORGIVEN_S)
        self.since = now
        return min(LONGEST_S, DELAY_S * 2 ** min(20.0, self.wrong - FREE)) if self.wrong >= FREE else 0.0


class Guesses:
    """Delays the results of key checks by address. One event loop."""

    def __init__(
        self,
        incidents: Incidents,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._incidents = incidents
        self._clock = clock
        self._sleep = sleep
        self._scores: OrderedDict[str, _Score] = OrderedDict()
        self._friends: OrderedDict[str, None] = OrderedDict()
        self._flush: asyncio.TimerHandle | None = None

    @property
    def wrong(self) -> int:
        """The number of wrong keys since the start."""
        return self._incidents.counts.total()

    def trust(self, address: str) -> None:
        """Record that the right key, or a session, came from this address."""
        self._friends[address] = None
        self._friends.move_to_end(address)
        if len(self._friends) > ADDRESSES:
            self._friends.popitem(last=False)

    async def judge(self, address: str, place: str, *, right: bool) -> bool:
        """Return whether the key was right, after the delay; `place` is where it was in the request, for the log.

        Raises TooManyRequests if too many keys of this address are waiting.
        """
        score = self._scores.get(address)
        if right and (score is None or address in self._friends or not score.delay_s(self._clock())):
            self.trust(address)
            return True
        score = score or self._remember(address)
        delay_s = score.delay_s(self._clock())
        if not right:
            score.wrong += 1
            self._note(place, address)
        if delay_s:
            await self._wait(score, delay_s)
        if right:
            self.trust(address)
        return right

    def _remember(self, address: str) -> _Score:
        score = self._scores[address] = _Score(self._clock())
        if len(self._scores) > ADDRESSES:
            self._scores.popitem(last=False)
        return score

    async def _wait(self, score: _Score, delay_s: float) -> None:
        if score.present >= AT_ONCE + WAITING:
            raise TooManyRequests("Too many wrong keys come from your address.", retry_after_s=10)
        score.present += 1
        try:
            async with score.slots:
                await self._sleep(delay_s)
        finally:
            score.present -= 1

    def _note(self, place: str, address: str) -> None:
        self._incidents.note(place, address)
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(EVERY_S, self._flush_now)

    def _flush_now(self) -> None:
        self._flush = None
        self._incidents.flush()
