"""The engines under test. A further engine is one more entry: something that opens an `Engine` on folder and database.

What the suite uses of it: the verbs (`jobs`) and looks (`queue_view`), the store, what was told (`events`), and
`deliver`, by which an id reaches a worker once more than it should. An engine with its own queue gives its own `Engine`
class with these.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.stages.registry import Registry
from app.worker import Worker, open_worker
from tests.asgi import app_in
from tests.conformance.places import LEASE_S
from tests.engines import Engine, engine_in
from tests.stages import REGISTRY

#: Opens an engine on the folder; opened again, it is the next server on the same database.
Open = Callable[..., AbstractAsyncContextManager[Engine]]
#: The settings of both parts of the distributed engine, beside those of a test.
SETTINGS: dict[str, Any] = {
    "engine": "celery",
    "celery_broker_url": "redis://127.0.0.1:1/0",  # none: jobs are taken without messages
    "whisper_model": "demo",
    "sentiment_model": "demo",
    "spacy_model": "demo",
    "hf_hub_offline": True,
    "child_nice": 0,
    "shutdown_grace": 0.0,
    "disk_reserve_bytes": 0,
    "allow_private_networks": True,
    "lease_seconds": LEASE_S,
}


def embedded(folder: Path, **settings: Any) -> AbstractAsyncContextManager[Engine]:
    """Queue and workers in the server's own process."""
    return engine_in(folder, **settings)


@dataclass
class _Distributed(Engine):
    """A server without workers, whose verbs and looks these are, and a worker."""

    worker: Worker | None = None

    async def deliver(self, job_id: str) -> None:
        """The message of a job reaches the worker."""
        assert self.worker is not None
        await self.worker.receive(job_id)

    @property
    def mark(self) -> str:
        """See `Engine`."""
        assert self.worker is not None
        return self.worker._store.holder.worker_id


@asynccontextmanager
async def celery(folder: Path, registry: Registry | None = None, **settings: Any) -> AsyncIterator[Engine]:
    """A server and a worker that share nothing but the database and the folder, though here they are one process."""
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(app_in(folder, paused=False, registry=registry, **SETTINGS | settings))
        worker = await stack.enter_async_context(open_worker(app.settings, registry or REGISTRY))
        opened, runner = worker.engine, worker.engine.shutdown._runner
        engine = _Distributed(
            app.settings, app.store, app.jobs, app.queue_view, opened.intake, opened.health, runner, worker=worker
        )
        for store in (app.store, worker._store):
            store.listen(engine.on_committed)
        yield engine


ENGINES: dict[str, Open] = {"embedded": embedded, "celery": celery}
#: The databases on which each one runs.
PLACES = ("embedded-sqlite", "embedded-postgresql", "celery-postgresql")
