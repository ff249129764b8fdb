"""`POST /mcp`: the streamable HTTP transport of the protocol, without sessions.

No session means no state between requests: any server of several serves any of them, and a key that ends ends all that
it could do. So there is nothing to open with GET and nothing to end with DELETE.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.declared_bodies import is_json
from app.api.mcp.errors import McpErrors
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter, RoutePolicy, declares
from app.api.refusals import UnsupportedContentType
from app.core.caller import KeyScope

router = PolicyRouter(prefix="/mcp", policy=RoutePolicy(errors=McpErrors()))


class Endpoint:
    """Serves a message of a client; loads the SDK for the first one, in a thread."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request. Raises UnsupportedContentType."""
        if not is_json(Headers(scope=scope).get("content-type", "")):
            raise UnsupportedContentType("Send a message of the Model Context Protocol, as application/json.")
        serve = await asyncio.to_thread(_load)
        await serve(scope, receive, send)


def _load() -> ASGIApp:
    from app.api.mcp.http_server import serve

    return serve


# READ: what a tool does is checked again where the tool does it.
endpoint = shows(Shows.OWN)(declares(scope=KeyScope.READ)(Endpoint()))
router.routes.append(Route("/mcp", endpoint, methods=["POST"], include_in_schema=False))
