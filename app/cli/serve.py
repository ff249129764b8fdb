"""Runs the server: opens the listening socket, runs uvicorn with the application, and reports how it ended."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from app import __version__
from app.application import create_app
from app.cli.asgi_server import AsgiServer, filtered_log
from app.cli.listening import address_of, listen
from app.cli.missing_models import if_missing
from app.core.bytecode import write_bytecode_beside
from app.core.client_addresses import is_public
from app.core.errors import AppError, SettingsInvalid, StartRefused
from app.core.logging import configure_logging, logger
from app.core.settings import Settings, load_settings
from app.core.unreadable import become_unreadable
from app.inference.model_catalog import list_models
from app.serving.guard import GuardedApp, guard
from app.stages.registry import Registry
from app.storage.data_folder import ADDRESS

#: Time for open requests at shutdown, seconds, before running stages are requested to stop (with a grace of their own).
REQUESTS_GRACE_S = 5


def application() -> Any:
    """The ASGI application, for a server that is started from outside. Wrong settings end the process with one line."""
    try:
        settings = load_settings()
        app = create_app(settings)
    except SettingsInvalid as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    become_unreadable()
    configure_logging(settings)
    write_bytecode_beside()
    return GuardedApp(app, settings)


def run_server(settings: Settings, *, fd: int | None = None) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code. `fd` is a socket that is already listening.

    Raises StartRefused if the start was refused; its message is one line.
    """
    become_unreadable()
    configure_logging(settings)
    write_bytecode_beside()
    app = create_app(settings)
    start = _Start(app)
    gc.freeze()  # the application stays: later collections need not walk through it
    gc.enable()
    listener = socket.socket(fileno=fd) if fd is not None else listen(settings)
    app.state.public = is_public(listener.getsockname()[0])
    config = uvicorn.Config(
        start,
        timeout_graceful_shutdown=REQUESTS_GRACE_S,
        log_config=None,
        access_log=settings.debug,
        server_header=False,
        lifespan="on",
        proxy_headers=False,
    )
    config.load()
    guard(config, settings)
    logger(__name__).info("starting", version=__version__, pid=os.getpid())
    _warn_if_public(settings)
    _warn_of_missing_models(settings)
    _end_quietly(lambda *_: None)
    try:
        with start.without_echo(), filtered_log(access=settings.debug):
            note = settings.data_dir / ADDRESS if settings.engine == "local" else None  # several servers may share it
            AsgiServer(config, address_of(listener), note).run(sockets=[listener])
    except SystemExit:  # uvicorn exits like this when the start failed, which it has logged
        if start.refusal is None:
            raise
    finally:
        _end_quietly(signal.SIG_IGN)
    if start.refusal is not None:
        raise start.refusal
    return 0


def _warn_if_public(settings: Settings) -> None:
    if not is_public(settings.host):
        return
    if not settings.needs_key and settings.allow_unauthenticated:
        logger(__name__).warning(
            "ALLOW_UNAUTHENTICATED: without a key anybody who can connect may use this server", host=settings.host
        )
    if not any(name == "*" or is_public(name.strip("[]")) for name in settings.allowed_hosts):
        logger(__name__).warning(
            "ALLOWED_HOSTS names only loopback: whoever comes by another name or address is refused",
            host=settings.host,
        )


def _warn_of_missing_models(settings: Settings) -> None:
    for row in list_models(Registry.discovered().configured_models(settings)):
        if row.configured and not row.present and not row.kind.is_of_parts:  # jobs that need those have a warning
            effect, remedy = if_missing(row, settings)
            logger(__name__).warning(f"{row.name} ({row.kind.value} model) is not on disk: {effect}", remedy=remedy)


class _Start:
    """Wraps the application and captures a refused start, which is reported in one line instead of a traceback."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.refusal: AppError | None = None
        self.done = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def forward(message: Any) -> None:
            self.done = self.done or message["type"] == "lifespan.startup.complete"
            if message["type"] == "lifespan.startup.failed" and (refusal := _refusal(sys.exception())) is not None:
                self.refusal = refusal
                message = {"type": "lifespan.startup.failed", "message": ""}
            await send(message)

        await self._app(scope, receive, forward)

    @contextmanager
    def without_echo(self) -> Iterator[None]:
        """Keep uvicorn from logging a failed start beside the one line with its reason."""

        def keep(record: logging.LogRecord) -> bool:
            return self.refusal is None or "startup failed" not in record.getMessage()

        logging.getLogger("uvicorn.error").addFilter(keep)
        try:
            yield
        finally:
            logging.getLogger("uvicorn.error").removeFilter(keep)


def _refusal(error: BaseException | None) -> AppError | None:
    """The refusal of the start, by us or by the system (disk, permissions); None for a fault of ours."""
    if isinstance(
        error, (ConnectionError, TimeoutError, socket.gaierror)
    ):  # only the database is connected to at a start
        return StartRefused(f"The database cannot be used ({error}). Check DATABASE_URL.")
    if isinstance(error, OSError):
        return StartRefused(f"The server cannot start: {error}")
    return error if isinstance(error, AppError) else None


def _end_quietly(handler: Any) -> None:
    """Set the handler of SIGTERM and SIGINT: uvicorn shuts down, then raises it again, and the exit code is ours.

    In the end SIG_IGN is set: a handler in Python would be reset to the default when the interpreter finishes.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
