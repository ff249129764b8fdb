"""Implements `python main.py mcp`: the tools for language models on standard input and output.

Standard output carries the protocol and nothing else; the SDK points what is printed meanwhile to standard error.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
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
from app.client.api_client import ApiClient, server_at
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
    """The server that the tools use; one that a call has lost is replaced at the next call, unless it is healthy."""

    def __init__(self, settings: Settings, server: str | None) -> None:
        self._settings = settings
        self._server = server
        self._stack = ExitStack()
        self._client: ApiClient | None = None
        self._lost: ApiClient | None = None  #: that of the last call which got no answer
        # The same thread to the end: the kernel kills a server whose starting thread has ended.
        self._starter = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._starter.submit(self._stack.close).result()  # after a start that is under way
        self._starter.shutdown()

    @asynccontextmanager
    async def api(self, _context: Ctx) -> AsyncIterator[JobsApi]:
        """The API of the server, for one call. Raises ServerAway."""
        client = self._client
        try:
            if client is None or client is self._lost:
                client = await asyncio.get_running_loop().run_in_executor(self._starter, self._connect)
        except AppError as error:
            raise ServerAway(str(error)) from error
        headers = {"X-API-Key": client.api_key} if client.api_key else {}
        async with httpx2.AsyncClient(base_url=client.address, headers=headers, timeout=TIMEOUT_S) as http:
            try:
                yield JobsApi(http)
            except ServerAway:
                if client is self._client:  # else a newer one is in use already
                    self._lost = client
                raise

    def _connect(self) -> ApiClient:
        if self._client is not None:
            if self._client is not self._lost or self._client.is_healthy():
                self._lost = None
                return self._client
            self._client = None
            self._stack.close()
        self._client = self._opened()
        return self._client

    def _opened(self) -> ApiClient:
        if self._server is None:
            return self._stack.enter_context(home_server(self._settings))
        return server_at(self._server, self._settings.api_key.get_secret_value())
