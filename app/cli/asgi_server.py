"""uvicorn with our own log lines: one each when it serves, stops and has stopped."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.core.logging import logger

UVICORN = "uvicorn.error"
#: Prefix of uvicorn's line for an opened socket; the library below it logs a second one.
SOCKET_LINE = '%s - "WebSocket '


class AsgiServer(uvicorn.Server):
    """Serves on sockets that are already listening. `address` is the URL for clients on this machine."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then accept requests."""
        await super().startup(sockets)
        if self.started:
            logger(__name__).info("serving", address=self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting requests, then end the application in order, also after a second signal."""
        logger(__name__).info("stopping")
        await super().shutdown(sockets)
        if self.force_exit:  # a second SIGINT: requests and the application may still be open
            for request in self.server_state.tasks:
                request.cancel()
            await self.lifespan.shutdown()
        logger(__name__).info("stopped")


@contextmanager
def filtered_log(*, access: bool) -> Iterator[None]:
    """Keep uvicorn's lines about starts, stops and sockets out of the log; with `access`, sockets are logged.

    Its warnings and errors are logged.
    """

    def is_kept(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or (access and str(record.msg).startswith(SOCKET_LINE))

    logging.getLogger(UVICORN).addFilter(is_kept)
    try:
        yield
    finally:
        logging.getLogger(UVICORN).removeFilter(is_kept)
