"""Traces requests to the API, once they are admitted: what is refused before leaves no span."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Refusal
from app.ports.tracing import Tracer

#: Pages and probes are not traced.
BELOW = "/api/"


class TracedRequests:
    """Passes requests to `app`, each in a span that is named after its route."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a socket."""
        if scope["type"] != "http" or not scope["path"].startswith(BELOW):
            await self._app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        method = scope["method"]
        with self._tracer.request(method, Headers(scope=scope).get("traceparent")) as span:
            try:
                await self._app(scope, receive, noted)
            except Refusal as refusal:
                status = refusal.status
                raise
            finally:
                route = getattr(scope.get("route"), "path", None)
                if route is not None:
                    span.name(f"{method} {route}")
                    span.note("http.route", route)
                span.note("http.response.status_code", status)
                if status >= 500:
                    span.fail(str(status))
