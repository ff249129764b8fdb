"""What is logged, and how it looks.

Lines go to standard error: for people in development, one JSON object each otherwise. structlog and the standard
library's loggers (uvicorn's, the libraries') pass through the same processors, so that every line carries the job and
the stage it belongs to and none carries a secret.
"""

import logging
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.core.scrubbing import Scrubber
from app.core.settings import Settings

#: Libraries that tell each of their steps; they are heard from this level on.
CHATTY = {
    "alembic.runtime.migration": logging.WARNING,
    "alembic.runtime.plugins": logging.WARNING,
    "asyncio": logging.INFO,
    "asyncpg": logging.INFO,
    "python_multipart": logging.INFO,
    "urllib3": logging.INFO,
    "websockets": logging.INFO,
}


def configure_logging(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Set up logging for this process; may be called again and then replaces what it set up before."""
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
                _Scrub(Scrubber(settings.api_key.get_secret_value())),
                _renderer(settings, stream),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [old for old in root.handlers if not isinstance(old, _Handler)] + [handler]
    root.setLevel(settings.log_level)
    for name, level in CHATTY.items():
        logging.getLogger(name).setLevel(max(level, root.level))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A module's logger: `logger(__name__).info("stage ended", seconds=3)`; facts are keywords, not text."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def job_context(job_id: str, stage: str | None = None) -> AbstractContextManager[None]:
    """Every line logged within the `with` block, in this task and those it starts, carries the job and the stage."""
    facts = {"job_id": job_id} if stage is None else {"job_id": job_id, "stage": stage}
    return structlog.contextvars.bound_contextvars(**facts)


def _without_color_message(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """uvicorn sends its text a second time, with escape codes."""
    line.pop("color_message", None)
    return line


class _Handler(logging.StreamHandler[TextIO]):
    """Ours: known by its class, so that setting up again replaces it and leaves others' handlers alone."""


class _Scrub:
    """The processor that takes secrets out of a line, its fields and its traceback."""

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
