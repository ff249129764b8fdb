"""Implements `python main.py mcp`: the tools for language models on standard input and output.

Standard output carries the protocol and nothing else; the SDK points what is printed meanwhile to standard error.
"""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Self

import anyio
import httpx2

from app.api.mcp.jobs_api import JobsApi, ServerAway
from app.api.mcp.local_tools import LocalJobTools
from app.api.mcp.server import make_server
from app.api.mcp.tools import Ctx
from app.cli.home_server import home_server
from app.cli.run import DONE, INTERRUPTED, interruptible
from app.client.api_client import ApiClient, ApiRefused
from app.core.errors import AppError
from app.core.logging import configure_logging
from app.core.settings import Settings

#: How long an answer of the server may take, seconds; not the stream of a job that is followed.
TIMEOUT_S = 60.0


def run_mcp(settings: Settings, server: str | None) -> int:
    """Serve until the client closes standard input; returns the exit code.

    Raises ApiRefused if no server answers at `server`, and what `home_server` raises.
    """
    configure_logging(settings)
    with interruptible(), ExitStack() as stack:
        try:
            connection = stack.enter_context(Connection(settings, server))
            anyio.run(make_server(LocalJobTools(connection.api)).run_stdio_async)
        except KeyboardInterrupt:
            return INTERRUPTED
    return DONE


class Connection:
    """The server that the tools use; one that is gone is replaced at the next call."""

    def __init__(self, settings: Settings, server: str | None) -> None:
        self._settings = settings
        self._server = server
        self._stack = ExitStack()
        self._client: ApiClient | None = None

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @asynccontextmanager
    async def api(self, _context: Ctx) -> AsyncIterator[JobsApi]:
        """The API of the server, for one call. Raises ServerAway."""
        # In this thread: the kernel kills a server whose starting thread has ended.
        try:
            client = self._client or self._connect()
        except AppError as error:
            raise ServerAway(str(error)) from error
        headers = {"X-API-Key": client.api_key} if client.api_key else {}
        async with httpx2.AsyncClient(base_url=client.address, headers=headers, timeout=TIMEOUT_S) as http:
            try:
                yield JobsApi(http)
            except ServerAway:
                self._client = None
                raise

    def _connect(self) -> ApiClient:
        self._stack.close()
        if self._server is None:
            self._client = self._stack.enter_context(home_server(self._settings))
            return self._client
        client = ApiClient(self._server, self._settings.api_key.get_secret_value())
        if not client.is_healthy():
            raise ApiRefused(f"no server answers at {self._server}")
        self._client = client
        return client
