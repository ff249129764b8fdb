"""uvicorn with our own log lines: one each when it serves, stops and has stopped."""

import contextlib
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.core.logging import logger

UVICORN = "uvicorn.error"
#: Prefix of uvicorn's line for an opened socket; the library below it logs a second one.
SOCKET_LINE = '%s - "WebSocket '


class AsgiServer(uvicorn.Server):
    """Serves on sockets that are already listening.

    `address` is the URL for clients on this machine; while it serves, the file `note` has it, for commands.
    """

    def __init__(self, config: uvicorn.Config, address: str, note: Path | None) -> None:
        super().__init__(config)
        self._address = address
        self._note = note

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then accept requests."""
        await super().startup(sockets)
        if self.started:
            self._write_note()
            logger(__name__).info("serving", address=self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting requests, then end the application in order, also after a second signal."""
        logger(__name__).info("stopping")
        if self._note is not None:
            with contextlib.suppress(
                OSError
            ):  # the folder may be gone or read-only; whoever reads it tries the address
                self._note.unlink()
        await super().shutdown(sockets)
        if self.force_exit:  # a second SIGINT: requests and the application may still be open
            for request in self.server_state.tasks:
                request.cancel()
            await self.lifespan.shutdown()
        logger(__name__).info("stopped")

    def _write_note(self) -> None:
        if self._note is None:
            return
        new = self._note.with_name(f".{self._note.name}")
        try:
            new.write_text(self._address, encoding="utf-8")
            new.replace(self._note)
        except OSError as error:
            logger(__name__).warning("commands on this machine cannot find the server", reason=str(error))


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
