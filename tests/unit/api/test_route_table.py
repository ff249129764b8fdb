"""The table of routes: it finds what a router with the same routes in the same order would."""

import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Router
from starlette.websockets import WebSocket

from app.api.route_table import FOUND, RouteTable


async def serve(_: Request) -> Response:
    """Answer."""
    return Response()


async def follow(_: WebSocket) -> None:
    """Accept nothing."""


def route(path: str, *methods: str) -> BaseRoute:
    """A route without methods is a socket's."""
    return APIRoute(path, serve, methods=list(methods)) if methods else APIWebSocketRoute(path, follow)


ROUTES = [
    route("/a", "GET"),
    route("/a", "POST"),
    route("/a/fixed", "GET"),
    route("/a/{name}", "GET", "DELETE"),
    route("/a/late", "GET"),
    route("/a/late", "PATCH"),
    route("/{first}/b", "GET"),
    route("/ws/{name}"),
    route("/ws/{name}", "GET"),
]


def test_the_first_route_that_fits_is_found() -> None:
    """With its parameters; another method fits in part, another path or kind not at all."""
    table, router = RouteTable(ROUTES), Router(routes=ROUTES)
    seen = set()
    for path in (
        "/a",
        "/a/",
        "/a/fixed",
        "/a/x",
        "/a/late",
        "/a/b",
        "/z/b",
        "/ws/1",
        "/ws/1/2",
        "/",
        "",
        "/A",
        "/a/x%2Fy",
    ):
        for kind, method in (*(("http", m) for m in ("GET", "POST", "PATCH", "DELETE", "PUT")), ("websocket", "")):
            scope = {"type": kind, "path": path, "root_path": "", "headers": []} | (
                {"method": method} if method else {}
            )
            matches = [(*one.matches(scope), one) for one in router.routes]
            wanted = next((m for m in matches if m[0] is Match.FULL), None)
            wanted = wanted or next((m for m in matches if m[0] is Match.PARTIAL), None)
            match, child_scope = table.matches(scope)
            seen.add(match)
            if wanted is None:
                assert (match, child_scope) == (Match.NONE, {}), (kind, method, path)
            else:
                assert (match, child_scope) == (wanted[0], {**wanted[1], FOUND: wanted[2]}), (kind, method, path)
    assert seen == set(Match)


def test_a_route_with_any_number_of_segments_is_refused() -> None:
    """It would not be found."""
    for wide in (Mount("/static", Router()), route("/files/{rest:path}", "GET")):
        with pytest.raises(TypeError, match="segments"):
            RouteTable([wide])
