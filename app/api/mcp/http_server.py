"""Serves messages of HTTP clients by the official SDK; the tools call this application with the client's own key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app.api.mcp.in_process import client_of
from app.api.mcp.jobs_api import JobsApi
from app.api.mcp.server import make_server
from app.api.mcp.tools import JobTools

#: Host and Origin have been checked by the boundary, with the operator's settings.
CHECKED = TransportSecuritySettings(enable_dns_rebinding_protection=False)


@asynccontextmanager
async def _api(context: Context[Any, Request]) -> AsyncIterator[JobsApi]:
    request = context.request_context.request
    assert request is not None, "a message over HTTP has its request"
    async with client_of(request.scope) as client:
        yield JobsApi(client)


SERVER = make_server(JobTools(_api))


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request, with all that it started ended afterwards."""
    SERVER.streamable_http_app(stateless_http=True, transport_security=CHECKED)
    manager = SERVER.session_manager  # that of this request: without sessions there is nothing to keep
    async with manager.run():
        await manager.handle_request(scope, receive, send)
