"""Assembles the server: the one module that imports all the others.

`create_app(settings)` returns the ASGI application; its lifespan opens store, hub and engine through one exit stack, so
a start that fails half-way is undone, and a stop runs in reverse: accept nothing new, drain, close the
database. Routes receive what it built as `request.state`.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from app.api.assembly import assemble
from app.api.v1.webhook_messages import rendered
from app.api.v1.wire import Wire
from app.core.errors import FolderUnusable
from app.core.logging import configure_logging
from app.core.optional_packages import require
from app.core.private import make_private
from app.core.settings import Settings
from app.db import api_keys
from app.db.event_log import StoredEventLog
from app.distributed.wanted_settings import check_machines
from app.engines.local import Ports, local_queue, open_engine
from app.execution.active_jobs import ActiveJobs
from app.execution.queue_feed import QueueFeed
from app.jobs.events import FollowMoves, Hint
from app.live.hub import Hub
from app.live.local_bus import LocalBus
from app.live.subscription import subscribed
from app.opening import open_channel, open_store
from app.ports.tracing import NoTracer, Tracer
from app.service.open_door import check_door
from app.service.queue_view import brief
from app.stages.registry import Registry
from app.storage.data_folder import DataFolder
from app.storage.server_opening import open_server_blobs


def create_app(settings: Settings, registry: Registry | None = None) -> FastAPI:
    """The application, not started yet: nothing is opened before its lifespan.

    `registry` None means the product's own stages. `app.state.public` is set by what serves it, before the lifespan, if
    other machines can connect. Raises SettingsInvalid for settings that no stage can
    work with, or whose package is missing.
    """
    stages = registry or Registry.discovered()
    _check(settings, stages)
    tracer, exports = _tracing(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        configure_logging(settings)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(exports)
            make_private()
            folder = DataFolder(settings)
            folder.check()
            _make(settings.data_dir)
            blobs = open_server_blobs(settings, folder.blobs)
            store = await stack.enter_async_context(open_store(settings))
            channel = await stack.enter_async_context(open_channel(settings, store)) if store.announces else None
            has_keys = settings.needs_key or await store.read(api_keys.has_any)
            check_door(settings, public=getattr(app.state, "public", False), has_keys=has_keys)
            queue = await stack.enter_async_context(local_queue(store))
            bus, feed, active = LocalBus(lossy=store.announces), QueueFeed(store, queue), ActiveJobs(store, queue)
            await active.start()
            hub = Hub(
                Wire(),
                lossy=bus.lossy,
                outbox_size=settings.ws_outbox_messages,
                now_ms=store.now_ms,
                queue_brief=partial(brief, queue, feed),
                brief_of=active.brief,
                owner_of=active.owner,
            )
            store.listen(hub.note)
            store.listen(lambda events: bus.publish([Hint.of(event) for event in events]))
            await stack.enter_async_context(subscribed(hub, bus, StoredEventLog(store)))
            stack.callback(hub.stop)
            ports = Ports(store, blobs, queue, feed, live=hub, render_delivery=rendered, tracer=tracer)
            if channel is None:
                engine = await stack.enter_async_context(open_engine(settings, stages, ports))
                moves: FollowMoves = store.listen
            else:
                from app.shared_server import Shared, open_server

                engine, moves = await open_server(stack, settings, stages, ports, Shared(hub, bus, channel, active))
            yield {
                "settings": settings,
                "store": store,
                "hub": hub,
                "engine": engine,
                "follow_moves": moves,
                "stages": stages,
                "blobs": blobs,
            }

    return assemble(settings, stages, lifespan, tracer)


def _check(settings: Settings, stages: Registry) -> None:
    stages.check_settings(settings)
    if settings.notify_urls.get_secret_value():
        require("apprise", of="NOTIFY_URLS", requirements="requirements-notify.txt")
    if settings.engine == "celery":
        check_machines(settings)


def _tracing(settings: Settings) -> tuple[Tracer, AbstractAsyncContextManager[Any]]:
    """What records traces, and what exports them; nothing is loaded for it without a collector."""
    if not settings.otel_exporter_otlp_endpoint:
        return NoTracer(), nullcontext()
    require(
        "opentelemetry.exporter.otlp.proto.http",
        of="OTEL_EXPORTER_OTLP_ENDPOINT",
        requirements="requirements-telemetry.txt",
    )
    from app.tracing.otel import OtelTracer

    tracer = OtelTracer(settings)
    return tracer, tracer.exports


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(folder, error) from error
