"""Finds the route of a request among those of all routers, by method and number of segments first.

FastAPI's own included routers match a request against each route of each router, and again in the router that fits: a
third of the CPU of a small request.
"""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from app.api.ownership import Ownership

#: The name of the found route in a request's scope, and the method under which sockets are listed.
FOUND, SOCKET = "found_route", "websocket"


class RouteTable(BaseRoute):
    """All routes as one. The first route that fits serves a request, as it would in a router.

    Raises TypeError for a route whose paths may have any number of segments.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = list(routes)
        self._ownership = Ownership(self.routes)
        self._of: dict[tuple[str, int], list[tuple[str | None, BaseRoute]]] = {}
        for route in self.routes:
            if not isinstance(route, Route | WebSocketRoute) or ":path}" in route.path:
                raise TypeError(f"{route!r} may have any number of segments")
            fixed = None if route.param_convertors else route.path
            for method in _methods(route):
                self._of.setdefault((method, route.path.count("/")), []).append((fixed, route))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the route; a path that is only served with other methods matches partially."""
        path = scope["path"]
        for fixed, route in self._of.get((scope.get("method", SOCKET), path.count("/")), ()):
            if fixed is None or fixed == path:
                match, child_scope = route.matches(scope)
                if match is Match.FULL:
                    return match, {**child_scope, FOUND: route}
        for route in self.routes:
            match, child_scope = route.matches(scope)
            if match is not Match.NONE:
                return match, {**child_scope, FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request by the route that was found, as far as its caller may see what it is about."""
        await self._ownership.serve(scope[FOUND], scope, receive, send)


def _methods(route: Route | WebSocketRoute) -> Sequence[str]:
    return sorted(route.methods or ()) if isinstance(route, Route) else [SOCKET]
