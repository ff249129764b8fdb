"""Limits the requests of a key, or of an address without one, in a moving window (`RATE_LIMIT`).

Loaded only where a limit is set. The library parses limits and applies them; its own store in memory starts a thread
for each hundredth of a second with a request, which walks over all clients, so the windows are kept here.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from app.api.forwarded import client_key
from app.api.reply import Reply
from app.core.caller import MASTER, Caller
from app.core.errors import RateLimited

#: Keys and addresses that are counted at the same time; beyond it the one that was silent longest begins anew.
MOST_CLIENTS = 10_000


class Windows(MemoryStorage):
    """The times of the latest requests by client and limit. `clock` counts seconds."""

    STORAGE_SCHEME = ["windows"]  # noqa: RUF012 - typed by the library

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` requests if the window of `expiry` seconds has room for them; whether it had."""
        times = self._latest(key, expiry)
        if len(times) + amount > limit:
            return False
        times.extend([self._clock()] * amount)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The time of the oldest request in the window (now without any), and their number."""
        times = self._latest(key, expiry)
        return times[0] if times else self._clock(), len(times)

    def _latest(self, key: str, expiry: int) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        since = self._clock() - expiry
        while times and times[0] <= since:
            times.popleft()
        if len(self._times) > MOST_CLIENTS:
            self._times.popitem(last=False)
        return times


class RateLimits:
    """Counts requests and refuses those above the limits, `60/minute` or several as `10/second; 600/hour`."""

    def __init__(self, text: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = parse_many(text)
        self._clock = clock
        self._window = MovingWindowRateLimiter(Windows(clock))

    def count(self, scope: Scope, reply: Reply, caller: Caller | None) -> None:
        """Count a request of this caller, or of its address without one; its answer shows what is left.

        Raises RateLimited.
        """
        client = _client(scope, caller)
        full = [limit for limit in self._limits if not self._window.test(limit, client)]
        for limit in () if full else self._limits:
            self._window.hit(limit, client)
        standings = [(self._window.get_window_stats(limit, client), limit) for limit in full or self._limits]
        stats, limit = min(standings, key=lambda one: one[0].remaining)
        free_in_s = max(0.0, stats.reset_time - self._clock())
        reply.extra = [
            (b"x-ratelimit-limit", b"%d" % limit.amount),
            (b"x-ratelimit-remaining", b"%d" % max(0, stats.remaining)),
            (b"x-ratelimit-reset", b"%d" % math.ceil(time.time() + free_in_s)),
        ]
        if full:
            raise RateLimited(
                f"More requests than RATE_LIMIT allows ({limit}). Send fewer, or come back later.",
                retry_after_s=max(1, math.ceil(free_in_s)),
            )


def _client(scope: Scope, caller: Caller | None) -> str:
    if caller is not None and caller.key_id is not None:
        return f"key {caller.key_id}"
    return "key" if caller == MASTER else f"address {client_key(scope)}"
