"""Serves plain requests of the busiest routes without the framework's way from a request to its endpoint.

That way costs more than such an endpoint does. An endpoint declares what serves it directly; where that returns None,
because the request is not plain or something is wrong with it, the framework serves the request as it does all others.
So the framework's route alone defines what is accepted and how the rest is refused.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.dependencies import UUID, Services
from app.api.ownership import shown_by
from app.core.caller import Caller

Endpoint = TypeVar("Endpoint")
#: The name of an endpoint's declaration.
_DECLARED = "direct_endpoint"


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A request as a direct endpoint receives it; `job_id` is the last segment of a path that ends with an id."""

    scope: Scope
    services: Services
    body: bytes
    job_id: str

    @property
    def headers(self) -> Headers:
        """The request's headers."""
        return Headers(scope=self.scope)

    @property
    def caller(self) -> Caller:
        """Who the request comes from."""
        caller: Caller = self.scope["caller"]
        return caller

    @property
    def query(self) -> bytes:
        """The query as it was sent."""
        query: bytes = self.scope["query_string"]
        return query


#: Returns None for the framework to serve the request; then it must not have changed anything.
Direct = Callable[[PlainRequest], Awaitable[Response | None]]


def directly(serve: Direct) -> Callable[[Endpoint], Endpoint]:
    """Declare what serves the plain requests of an endpoint."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _DECLARED, serve)
        return endpoint

    return declare


class DirectRoutes:
    """Passes a request to the direct endpoint of its route, and all others to `app`.

    Of callers with a user only where the endpoint declares what it shows (`ownership`): it sees to that itself.

    A path is one of a route without parameters, or ends with an id; so none can be of two routes.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._of: dict[tuple[str, str], tuple[Route, Direct]] = {}
        for route in routes:
            serve: Direct | None = getattr(getattr(route, "endpoint", None), _DECLARED, None)
            if serve is not None and isinstance(route, Route):
                for method in route.methods or ():
                    self._of[method, route.path.partition("{")[0]] = route, serve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        found, job_id = self._found(scope) if scope["type"] == "http" else (None, "")
        if found is None or (scope["caller"].user is not None and shown_by(found[0]) is None):
            await self._app(scope, receive, send)
            return
        route, serve = found
        body = b""
        if scope["method"] != "GET":
            message = await receive()
            body, receive = message.get("body", b""), _again(message, receive)
            if message.get("more_body", False):  # longer than what is read before
                await self._app(scope, receive, send)
                return
        scope["route"] = route
        response = await serve(PlainRequest(scope, scope["state"]["services"], body, job_id))
        if response is None:
            await self._app(scope, receive, send)
            return
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> tuple[tuple[Route, Direct] | None, str]:
        """The route of the path with its direct endpoint, and the id in the path; None and "" without one."""
        method, path = scope["method"], scope["path"]
        folder, border, last = path.rpartition("/")
        if UUID.fullmatch(last) is not None:
            return self._of.get((method, folder + border)), last
        return self._of.get((method, path)), ""


def _again(message: Message, receive: Receive) -> Receive:
    """A `receive` that returns a message that was received before, then further ones."""
    first: Message | None = message

    async def again() -> Message:
        nonlocal first
        if first is None:
            return await receive()
        message, first = first, None
        return message

    return again
