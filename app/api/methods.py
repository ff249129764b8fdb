"""Serves HEAD wherever GET is served, and finds a path's methods for a 405 (RFC 9110, 9.3.2 and 15.5.6)."""

from collections.abc import Iterator, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.route_table import RouteTable

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: Methods that a POST can stand for, and below which path.
OVERRIDING, OVERRIDABLE = frozenset({"PATCH", "DELETE"}), "/api/v1/uploads/"
#: Ending of paths whose response is generated while it is sent, so that its length is unknown before.
ENDLESS = ".zip"


def override(scope: Scope, headers: Headers) -> None:
    """Take the method of a POST that carries a PATCH or a DELETE, for clients that can send neither (tus 1.0)."""
    wanted = headers.get("x-http-method-override", "").upper()
    if scope.get("method") == "POST" and wanted in OVERRIDING:
        scope["method"] = wanted


def has(routes: Sequence[BaseRoute], scope: Scope, method: str) -> bool:
    """Whether a route serves this method at the path of `scope`."""
    with_method = dict(scope) | {"method": method}
    return any(route.matches(with_method)[0] is Match.FULL for route in routes)


def methods_at(routes: Sequence[BaseRoute], scope: Scope) -> list[str]:
    """The methods that are served at the path of `scope`: where a route names the whole path, those of such routes."""
    routes = [route for route in _each(routes) if getattr(route, "path", None) == scope["path"]] or routes
    found = [method for method in METHODS if has(routes, scope, method)]
    return found if "HEAD" in found or not _heads(scope, found) else [*found, "HEAD"]


def _each(routes: Sequence[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes, those of a table one by one."""
    for route in routes:
        yield from route.routes if isinstance(route, RouteTable) else [route]


def _heads(scope: Scope, found: Sequence[str]) -> bool:
    return "GET" in found and not scope["path"].endswith(ENDLESS)


async def serve_head(app: ASGIApp, routes: Sequence[BaseRoute], scope: Scope, receive: Receive, send: Send) -> None:
    """Serve HEAD as GET without the body, unless there is a HEAD route, which may compute the length more cheaply."""
    if has(routes, scope, "HEAD") or not _heads(scope, methods_at(routes, scope)):
        await app(scope, receive, send)
        return
    get_scope = dict(scope) | {"method": "GET", "headers": list(scope["headers"])}
    del MutableHeaders(scope=get_scope)["accept"]  # a page of events has an end, the stream of them has none

    async def without_body(message: Message) -> None:
        scope.update(
            {name: get_scope[name] for name in ("route",) if name in get_scope}
        )  # the figures are kept by route
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    await app(get_scope, receive, without_body)
