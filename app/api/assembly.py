"""The API put together: middlewares from the outside in, routes, handlers, description."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app import __version__
from app.api import health
from app.api.asr import ROUTERS as ASR
from app.api.boundary import Boundary
from app.api.dependencies import Services
from app.api.description import describe
from app.api.direct import DirectRoutes
from app.api.editor import analyses, exports, interchange, processing, segments
from app.api.editor import health as editor_health
from app.api.editor.links import source_of
from app.api.hooks import ROUTERS as HOOKS
from app.api.mcp.endpoint import router as mcp_router
from app.api.measuring import measured
from app.api.metrics import Metrics
from app.api.openai import ROUTERS as OPENAI
from app.api.pages import add_pages, web_files
from app.api.policy import Policies
from app.api.refusals import add_handlers
from app.api.route_table import RouteTable
from app.api.sessions import Sessions
from app.api.shared import routes as shared
from app.api.shared_access import SharedAccess
from app.api.signals import Signals
from app.api.tickets import SharedTickets, Tickets
from app.api.traced import TracedRequests
from app.api.v1.job_cards import JobCards
from app.api.v1.routes import (
    artifacts,
    bulk,
    chapters,
    clips,
    dry_run,
    events,
    feeds,
    jobs,
    keys,
    library,
    live,
    models,
    plan,
    playlist,
    presets,
    providers,
    queue,
    search,
    session,
    shares,
    statistics,
    telemetry,
    transcripts,
    uploads,
    videos,
    voices,
    webhooks,
)
from app.api.v1.unchanged import Unchanged
from app.api.web_files import WebFiles
from app.api.wrong_keys import Guesses
from app.core.incidents import Incidents
from app.core.logging import logger
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db.statistics import JobStatistics
from app.db.store import Store
from app.ports.tracing import Tracer
from app.service.export_folder import ExportFolder
from app.service.feed_checks import FeedChecks
from app.service.feeds import Feeds
from app.service.film_subtitles import FilmSubtitles
from app.service.key_ring import KeyRing
from app.service.partial_uploads import opened_uploads
from app.service.share_makers import ShareMakers
from app.service.shares import Shares
from app.service.timelines import Timelines
from app.stages.registry import Registry

#: Every route except the pages. Fixed paths come before those with an id in the same place.
ROUTERS = (
    OPENAI
    + ASR
    + HOOKS
    + (mcp_router,)
    + tuple(
        module.router
        for module in (
            *(
                health,
                queue,
                statistics,
                telemetry,
                models,
                plan,
                bulk,
                dry_run,
                artifacts,
                chapters,
                clips,
                events,
                jobs,
                library,
                videos,
                uploads,
                playlist,
                presets,
                feeds,
                session,
                keys,
                live,
            ),
            *(
                transcripts,
                voices,
                search,
                editor_health,
                analyses,
                segments,
                processing,
                exports,
                interchange,
                webhooks,
                providers,
                shares,
                shared,
            ),
        )
    )
)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]


class Api(FastAPI):
    """The framework's application behind the boundary: requests pass that first, and none of the framework's layers.

    Those layers render what is raised; inside of the boundary only those are left that routes need.
    """

    boundary: ASGIApp

    def build_middleware_stack(self) -> ASGIApp:
        """The layers around the routes."""
        inside = AsyncExitStackMiddleware(self.router)
        return ExceptionMiddleware(inside, handlers=self.exception_handlers, debug=self.debug)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a socket, or run the lifespan."""
        if scope["type"] == "lifespan":
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            await self.boundary(scope, receive, send)


def assemble(settings: Settings, stages: Registry, lifespan: Lifespan, tracer: Tracer) -> Api:
    """Build the application. `lifespan` yields what routes need: settings, store, engine, hub, stages, blobs."""
    guesses = Guesses(Incidents(logger(__name__), "wrong API keys"))
    metrics = Metrics(guesses)
    files = web_files(settings, stages)
    app = Api(
        title=settings.app_name,
        version=__version__,
        lifespan=_with(settings, stages, metrics, guesses, files, lifespan),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    add_pages(app, settings, files)
    policies = Policies(app.routes, ROUTERS, shut=_shut(settings))
    add_handlers(app, policies)
    table = RouteTable([route for router in ROUTERS for route in router.routes])
    app.router.routes.append(table)
    describe(app, table.routes, policies, root_path=settings.root_path)
    inside: ASGIApp = DirectRoutes(app.build_middleware_stack(), table.routes)
    app.boundary = Boundary(
        TracedRequests(inside, tracer) if tracer.on else inside,
        settings=settings,
        policies=policies,
        metrics=metrics,
        guesses=guesses,
        routes=app.router.routes,
    )
    return app


def _shut(settings: Settings) -> list[str]:
    """The paths of open routes that the operator has shut."""
    docs = () if settings.docs_open else ("/docs", "/redoc", "/openapi.json")
    return [*docs, *(() if settings.metrics_open else ("/metrics",))]


def _with(
    settings: Settings, stages: Registry, metrics: Metrics, guesses: Guesses, files: WebFiles, lifespan: Lifespan
) -> Lifespan:
    """Extend `lifespan` with the API's own parts: sessions, figures, and signals that end streams or a long grace."""

    @asynccontextmanager
    async def whole(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        signals = Signals()
        with signals.handled():
            async with lifespan(app) as state, AsyncExitStack() as stack:
                state["follow_moves"](metrics.observe)

                def stop() -> None:
                    state["engine"].shutdown.announce()
                    state["hub"].stop()

                signals.stop, signals.hurry = stop, state["engine"].shutdown.hurry
                key_ring = await stack.enter_async_context(KeyRing(state["store"]))
                sessions = Sessions(
                    state["store"],
                    key_ring,
                    key=settings.api_key.get_secret_value(),
                    seconds=settings.session_days * session.DAY_S,
                )
                await sessions.open()
                access = await stack.enter_async_context(SharedAccess(state["store"], key_ring, sessions))
                tickets = SharedTickets(state["store"], key_ring, sessions, access)
                engine = state["engine"]
                timelines = Timelines(settings, state["store"], state["blobs"], engine.intake, source_of)
                films = FilmSubtitles(settings, state["store"], engine.intake, engine.jobs, stages.plans)
                await stack.enter_async_context(films)
                own = Feeds(settings, state["store"], engine.intake)
                checks = FeedChecks(settings, state["store"], own, engine.intake, engine.jobs)
                await stack.enter_async_context(checks)
                await stack.enter_async_context(ExportFolder(settings, state["store"], state["blobs"]))
                partial_uploads = await opened_uploads(stack, settings, state["store"], engine.intake)
                share_links = await _shares(settings, state["store"], key_ring)
                parts = (engine.jobs, engine.queue_view, state["store"], state["hub"], settings)
                services = Services(*parts, JobCards(), Unchanged(), timelines)
                async with measured(settings, metrics, state):
                    yield state | {
                        "metrics": metrics,
                        "guesses": guesses,
                        "key_ring": key_ring,
                        "sessions": sessions,
                        "access": access,
                        "tickets": tickets if state["store"].shared else Tickets(),
                        "statistics": JobStatistics(),
                        "services": services,
                        "film_subtitles": films,
                        "feeds": own,
                        "shares": share_links,
                        "web_files": files,
                        "partial_uploads": partial_uploads,
                        "started_at": time.monotonic(),
                    }

    return whole


async def _shares(settings: Settings, store: Store, key_ring: KeyRing) -> Shares:
    """The share links of the server."""
    makers = ShareMakers(store, key=settings.api_key.get_secret_value(), locked=lambda: key_ring.locked)
    await makers.open()
    return Shares(store, Seal.of(settings), makers, allowed=_sharing(settings, key_ring))


def _sharing(settings: Settings, key_ring: KeyRing) -> Callable[[], bool]:
    """Whether share links are made and opened: unless the operator has decided, while no key is needed anyway."""
    if settings.share_links != "auto":
        return lambda: settings.share_links == "true"
    return lambda: not settings.needs_key and not key_ring.locked
