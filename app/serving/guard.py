"""Applies our limits to a uvicorn server, also one started from outside."""

from collections.abc import Container
from functools import partial
from typing import Any

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.core.client_addresses import Proxies, is_public
from app.core.incidents import Incidents
from app.core.logging import logger
from app.core.settings import Settings
from app.serving.bounds import Bounds
from app.serving.connections import ConnectionTable
from app.serving.descriptors import allow_open_files, descriptors_for_connections
from app.serving.http_connection import HttpConnection
from app.serving.socket_connection import SocketConnection

#: Clients only ever send small control messages.
LARGEST_SOCKET_MESSAGE_BYTES = 64 * 1024
log = logger(__name__)


def guard(config: uvicorn.Config, settings: Settings) -> ConnectionTable:
    """Make a loaded configuration create our connections; to be called before the server listens.

    The client address is then determined by us: uvicorn would trust every program on this machine.
    """
    table = ConnectionTable(_bounds(settings), Incidents(log, "connections were cut off"), exempt=_exempt(settings))
    making: Any = config
    making.http_protocol_class = partial(HttpConnection, table=table)
    making.ws_protocol_class = partial(SocketConnection, table=table)
    config.ws_max_size = LARGEST_SOCKET_MESSAGE_BYTES
    config.ws_per_message_deflate = False  # more than doubles the cost of a broadcast, for messages of 200 bytes
    if isinstance(config.loaded_app, ProxyHeadersMiddleware):
        config.loaded_app = config.loaded_app.app
    return table


def _bounds(settings: Settings) -> Bounds:
    total = descriptors_for_connections(allow_open_files())
    return Bounds(
        head_s=settings.request_header_timeout,
        answer_s=settings.response_timeout,
        per_address=min(settings.max_connections_per_address, max(1, total * 3 // 4)),
        total=total,
    )


def _exempt(settings: Settings) -> Container[str]:
    return Proxies(settings.trusted_proxies)


class GuardedApp:
    """The application for a server that is started from outside (`uvicorn main:app`): applies our limits to it.

    uvicorn starts the lifespan before it accepts connections, and its configuration is reachable from there. Other
    servers cannot be configured: then only the application's own checks apply, and a warning is logged.
    """

    def __init__(self, app: Any, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            config = getattr(getattr(receive, "__self__", None), "config", None)
            if isinstance(config, uvicorn.Config):
                guard(config, self._settings)
                self._app.state.public = config.uds is None and config.fd is None and is_public(config.host)
            else:
                log.warning("this server has its own limits on headers, slow clients and connections, or none")
        await self._app(scope, receive, send)
