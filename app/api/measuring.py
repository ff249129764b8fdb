"""Connects the figures of /metrics with the telemetry that is stored."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from app.api.figures import IntervalFigures
from app.api.metrics import Metrics
from app.core.settings import Settings
from app.db.store import Store
from app.service.providers import Providers
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth
from app.service.telemetry import TelemetryRecorder


@asynccontextmanager
async def measured(settings: Settings, metrics: Metrics, state: Mapping[str, Any]) -> AsyncIterator[None]:
    """Store telemetry for the duration of the block, unless TELEMETRY_DAYS is 0."""
    store: Store = state["store"]
    queue_view: QueueView = state["engine"].queue_view
    providers: Providers = state["engine"].providers
    health: ServerHealth = state["engine"].health
    if not settings.telemetry_days:
        yield
        return

    async def refresh() -> None:
        await metrics.refresh(queue_view, providers, state["hub"], None, health)

    figures = IntervalFigures(metrics.registry, refresh)
    recorder = TelemetryRecorder(store, figures.measures, days=settings.telemetry_days)
    store.listen(recorder.observe)
    async with recorder:
        yield
