"""Refuses requests above the connection limits; health requests are always served."""

from collections import Counter

from starlette.types import ASGIApp, Receive, Scope, Send

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

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in HEALTH_PATHS:
            await self._app(scope, receive, send)
        elif scope.get(CROWDED):
            raise _too_many()
        elif scope.get(FORWARDED):
            await self._counted(client_key(scope), scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _counted(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        if self._open[key] >= self._limit:
            raise _too_many()
        self._open[key] += 1
        try:
            await self._app(scope, receive, send)
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
