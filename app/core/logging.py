"""Configures logging.

Lines go to standard error: readable text in development, one JSON object each otherwise. structlog and the standard
library's loggers (uvicorn's, the libraries') use the same processors, so that every line carries its job and stage and
none carries a secret.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.core.notify_targets import notify_targets
from app.core.scrubbing import Scrubber
from app.core.settings import Settings

#: Verbose libraries, with the least level that is logged of each.
CHATTY = {
    "alembic.runtime.migration": logging.WARNING,
    "alembic.runtime.plugins": logging.WARNING,
    "apprise": logging.CRITICAL,  # its lines may name the URLs of services, which are secrets
    "amqp": logging.WARNING,
    "asyncio": logging.INFO,
    "asyncpg": logging.INFO,
    "celery.app.trace": logging.WARNING,
    "celery.worker.strategy": logging.WARNING,
    "httpcore2": logging.INFO,
    "httpx2": logging.WARNING,
    "kombu": logging.WARNING,
    "mcp": logging.WARNING,
    "python_multipart": logging.INFO,
    "sse_starlette": logging.INFO,
    "urllib3": logging.INFO,
    "websockets": logging.INFO,
}


def configure_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Set up logging for this process; a further call replaces the earlier set-up."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_color_message,
                structlog.processors.format_exc_info,
                _Scrub(Scrubber(*_secrets(settings))),
                _renderer(settings, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [old for old in root.handlers if not isinstance(old, _Handler)] + [handler]
    root.setLevel(settings.log_level)
    for name, level in CHATTY.items():
        logging.getLogger(name).setLevel(max(level, root.level))


def _secrets(settings: Settings) -> Iterator[str]:
    """The values that no line may contain."""
    for key in (settings.api_key, settings.assemblyai_api_key):
        yield key.get_secret_value()
    yield from notify_targets(settings.notify_urls.get_secret_value()).values()


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A module's logger: `logger(__name__).info("stage ended", seconds=3)`; values are keywords, not text."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def _without_color_message(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """uvicorn sends its text a second time, with escape codes."""
    line.pop("color_message", None)
    return line


class _Handler(logging.StreamHandler[TextIO]):
    """This program's handler, recognised by its class: a new set-up replaces it and keeps other handlers."""


class _Scrub:
    """The processor that removes secrets from a line, its fields and its traceback."""

    def __init__(self, scrubber: Scrubber) -> None:
        self._scrubber = scrubber

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> Mapping[str, Any]:
        return {key: self._scrubber.value(key, value) for key, value in line.items()}


def _renderer(settings: Settings, stream: TextIO) -> Processor:
    if settings.environment == "development":
        return structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    return structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
