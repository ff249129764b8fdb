"""Sends a response: with safe headers, readable by an allowed origin's page, and measured."""

import time
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from app.api.metrics import KNOWN_METHODS, Metrics
from app.api.origins import make_readable

#: For responses other than pages: nothing in them may run, wherever they are shown. A page has a policy of its own.
DEFAULT_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'; sandbox",
}
#: Those of paths that hold what only this client may see.
API_HEADERS: Final = {**DEFAULT_HEADERS, b"cache-control": b"no-store"}
PRIVATE: Final = ("/api", "/v1/", "/asr", "/detect-language")


class Reply:
    """The `send` of a request or socket. `began` and `closed` tell how far the response is.

    `extra` are headers for the response, whatever it is. Its duration is counted under its route's template, so that
    ids do not become labels.
    """

    def __init__(self, scope: Scope, send: Send, metrics: Metrics, *, origin: str | None = None) -> None:
        self._scope = scope
        self._send = send
        self._metrics = metrics
        self._origin = origin
        self._since = time.perf_counter()
        self.began = self.closed = False
        self.extra: Sequence[tuple[bytes, bytes]] = ()

    async def __call__(self, message: Message) -> None:
        """Send a message."""
        kind = message["type"]
        if kind == "http.response.start":
            self.began = True
            message = {**message, "headers": self._headers(message)}
            self._measure(message["status"])
        elif kind == "websocket.accept":
            self.began = True
        elif kind == "websocket.close":
            self.closed = True
        await self._send(message)

    def _headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        headers = [*message.get("headers", ()), *self.extra]
        if self._origin is not None:
            make_readable(MutableHeaders(raw=headers), self._origin)
        present = {name.lower() for name, _ in headers}
        wanted = API_HEADERS if self._scope["path"].startswith(PRIVATE) else DEFAULT_HEADERS
        headers += [(name, value) for name, value in wanted.items() if name not in present]
        return headers

    def _measure(self, status: int) -> None:
        route = getattr(self._scope.get("route"), "path", "other")
        method = self._scope["method"] if self._scope["method"] in KNOWN_METHODS else "other"
        self._metrics.answered(method, route, status, time.perf_counter() - self._since)
