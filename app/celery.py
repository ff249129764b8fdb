"""The Celery application: `celery -A app.celery worker`, which `python main.py worker` starts too.

`app` is built when it is requested, from the settings of this process.
"""

import sys
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

from celery import Celery, signals

from app.core.bytecode import write_bytecode_beside
from app.core.errors import SettingsInvalid
from app.core.logging import configure_logging
from app.core.settings import Settings, load_settings
from app.core.unreadable import become_unreadable
from app.distributed.messages import make_celery
from app.distributed.worker_step import ReceivesMessages, WorkerOptions, add_worker
from app.stages.registry import Registry
from app.worker import checked_worker, open_worker


def make_app(settings: Settings) -> Celery:
    """The application with its task and worker. Raises SettingsInvalid."""
    stages = checked_worker(settings)
    app = make_celery(settings)
    app.conf.worker_concurrency = settings.max_concurrent_jobs
    add_worker(app, partial(_open, settings, stages))
    signals.setup_logging.connect(lambda **_: configure_logging(settings), weak=False)
    signals.worker_init.connect(lambda **_: _prepare(), weak=False)
    return app


def _prepare() -> None:
    become_unreadable()
    write_bytecode_beside()


def _open(
    settings: Settings, stages: Registry, options: WorkerOptions
) -> AbstractAsyncContextManager[ReceivesMessages]:
    chosen: dict[str, Any] = {
        "max_concurrent_jobs": options.concurrency,
        "worker_queues": ",".join(options.queues),
    }
    if options.resources:
        chosen["worker_resources"] = options.resources
    return open_worker(settings.model_copy(update=chosen), stages)


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(f"module 'app.celery' has no attribute {name!r}")
    try:
        globals()["app"] = built = make_app(load_settings())
    except SettingsInvalid as error:
        sys.stderr.write(f"error: {error}\n")
        raise SystemExit(2) from None
    return built
