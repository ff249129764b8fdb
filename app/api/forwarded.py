"""Determines a request's client address from trusted proxies' headers (`TRUSTED_PROXIES`); others are ignored."""

from starlette.datastructures import Headers
from starlette.types import Scope

from app.core.client_addresses import Proxies, address_key

#: Key in the scope of requests whose address comes from a proxy, which shares its connections.
FORWARDED = "forwarded"


class Forwarded:
    """Sets the request's client address and scheme from X-Forwarded-For and X-Forwarded-Proto."""

    def __init__(self, proxies: Proxies) -> None:
        self._proxies = proxies

    def apply(self, scope: Scope, headers: Headers) -> None:
        """Set them in the scope of a request of a trusted proxy."""
        if peer_of(scope) not in self._proxies:
            return
        client = self._proxies.client_of(",".join(headers.getlist("x-forwarded-for")))
        scheme = headers.get("x-forwarded-proto", "").strip().lower()
        if client is not None:
            scope["client"], scope[FORWARDED] = (client, 0), True
        if scheme in ("http", "https"):
            scope["scheme"] = scheme if scope["type"] == "http" else scheme.replace("http", "ws")


def peer_of(scope: Scope) -> str:
    """The client's address; empty for a local socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def client_key(scope: Scope) -> str:
    """The key of a request in limits per address."""
    return address_key(peer_of(scope))
