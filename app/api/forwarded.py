"""Determines a request's client address from trusted proxies' headers (`TRUSTED_PROXIES`); others are ignored."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.client_addresses import Proxies, address_key

#: Key in the scope of requests whose address comes from a proxy, which shares its connections.
FORWARDED = "forwarded"


class Forwarded:
    """Sets the request's client address and scheme from X-Forwarded-For and X-Forwarded-Proto."""

    def __init__(self, app: ASGIApp, *, proxies: Proxies) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and peer_of(scope) in self._proxies:
            headers = Headers(scope=scope)
            client = self._proxies.client_of(",".join(headers.getlist("x-forwarded-for")))
            scheme = headers.get("x-forwarded-proto", "").strip().lower()
            if client is not None:
                scope["client"], scope[FORWARDED] = (client, 0), True
            if scheme in ("http", "https"):
                scope["scheme"] = scheme if scope["type"] == "http" else scheme.replace("http", "ws")
        await self._app(scope, receive, send)


def peer_of(scope: Scope) -> str:
    """The client's address; empty for a local socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def client_key(scope: Scope) -> str:
    """The key of a request in limits per address."""
    return address_key(peer_of(scope))
