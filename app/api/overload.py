"""Refuses requests above the connection limits; health requests are always served."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

from app.api.forwarded import FORWARDED, client_key
from app.api.hosts import HEALTH_PATHS
from app.core.errors import Unavailable

#: Key in the scope that the server sets for connections above its limits.
CROWDED = "crowded"
RETRY_AFTER_S = 10


class ConnectionLimits:
    """Refuses requests on connections above the limits, and more than `limit` at once of one forwarded address.

    A proxy sends the requests of many clients over few connections, so those are counted here.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: Counter[str] = Counter()

    def check(self, scope: Scope) -> str | None:
        """Raise Unavailable above the limits; returns the address under which the request is `counted`, if any."""
        if scope["path"] in HEALTH_PATHS:
            return None
        if scope.get(CROWDED):
            raise _too_many()
        return client_key(scope) if scope.get(FORWARDED) else None

    @contextmanager
    def counted(self, key: str) -> Iterator[None]:
        """Count a request of a forwarded address while it is served. Raises Unavailable."""
        if self._open[key] >= self._limit:
            raise _too_many()
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]


def _too_many() -> Unavailable:
    return Unavailable(
        "Too many connections are open. Close some, or come back later.",
        retry_after_s=RETRY_AFTER_S,
        code="too_many_connections",
    )
