"""uvicorn, telling what it does in our lines: one each for where it serves, that it stops, that it has stopped."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.core.logging import logger

UVICORN = "uvicorn.error"
#: How uvicorn begins the line of a socket that was opened; the library below it tells that a second time.
SOCKET_LINE = '%s - "WebSocket '


class AsgiServer(uvicorn.Server):
    """Serves on sockets that listen already. `address` is where clients on this machine reach it."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then take requests."""
        await super().startup(sockets)
        if self.started:
            logger(__name__).info("serving", address=self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, then end the application, in order also when it must be quick: it has been told."""
        logger(__name__).info("stopping")
        await super().shutdown(sockets)
        if self.force_exit:  # a second SIGINT: the server may have left open requests and the application as they were
            for request in self.server_state.tasks:
                request.cancel()
            await self.lifespan.shutdown()
        logger(__name__).info("stopped")


@contextmanager
def only_news(*, access: bool) -> Iterator[None]:
    """Keep uvicorn's own account of starts, stops and sockets out of the log; with `access` the sockets are told.

    Its warnings and errors are logged.
    """

    def is_news(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or (access and str(record.msg).startswith(SOCKET_LINE))

    logging.getLogger(UVICORN).addFilter(is_news)
    try:
        yield
    finally:
        logging.getLogger(UVICORN).removeFilter(is_news)
