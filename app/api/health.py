"""Reports health by checking every component at each request."""

import asyncio
import os
import shutil
import time
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from starlette.responses import PlainTextResponse

from app import __version__
from app.api.dependencies import HealthDep, HubDep, Json, ProvidersDep, QueueViewDep, SettingsDep, StoreDep
from app.api.metrics import Metrics
from app.api.policy import Access, PolicyRouter, RoutePolicy, declares
from app.api.v1.schemas.system import Alive, Health, Readiness
from app.core.settings import Settings
from app.db.store import Store
from app.service.server_health import ServerHealth

router = PolicyRouter(tags=["health"], policy=RoutePolicy(access=Access.KEYLESS))
#: A database that does not answer a trivial query within this time is down, seconds.
TIMEOUT_S = 3.0


@router.get("/health", response_model=Health, responses={503: {"model": Health, "description": "A part has died"}})
@declares(access=Access.PUBLIC)
async def health(parts_of: HealthDep, settings: SettingsDep) -> Any:
    """Whether the server is alive: checks the workers, touches no disk."""
    parts = parts_of.alive()
    healthy = all(parts.values())
    body: dict[str, Any] = {
        "status": "healthy" if healthy else "unhealthy",
        "queue_running": parts_of.jobs_run,
        "debug": settings.debug,
        "app_name": settings.app_name,
        "environment": settings.environment,
        "version": __version__,
    }
    if not healthy:
        body["down"] = [name for name, good in parts.items() if not good]
    return Json(body, 200 if healthy else 503)


@router.get("/health/live", response_model=Alive)
@declares(access=Access.PUBLIC)
async def live() -> Any:
    """Whether the process answers at all; checks nothing."""
    return Json({"status": "alive"})


@router.get(
    "/health/ready",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "A component is down"}},
)
async def ready(parts: HealthDep, settings: SettingsDep, store: StoreDep) -> Any:
    """Whether every component works, and how fast it answers."""
    began = time.perf_counter()
    alive = parts.alive()
    queried_ms = (time.perf_counter() - began) * 1000
    components = {
        "database": await database(store, writes=alive["database"]),
        "workers": _component(queried_ms, good=alive["workers"], detail="a worker has died"),
        "queue": _component(queried_ms, good=alive["queue"], detail="the queue's clock has stopped"),
        "disk": await _disk(settings, parts),
    }
    if (broker := parts.broker()) is not None:
        detail = f"the broker of messages: {broker.down}"
        components["broker"] = _component(0.0, good=broker.down is None, detail=detail)
    good = all(component["status"] == "ok" for component in components.values())
    components |= _storage(parts)  # jobs go on without it
    if alive["workers"] and alive["queue"] and not parts.jobs_run:  # jobs are accepted, and wait
        components["workers"] = _component(queried_ms, good=False, detail="no worker lives: start one, jobs wait")
    return Json({"status": "ready" if good else "not_ready", "components": components}, 200 if good else 503)


async def database(store: Store, *, writes: bool) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await store.ping_s()
    except Exception as error:  # noqa: BLE001 - whatever the error, the database is down
        return _component((time.perf_counter() - began) * 1000, good=False, detail=type(error).__name__)
    lost = await asyncio.to_thread(store.writer.lost)
    took_ms = (time.perf_counter() - began) * 1000
    return _component(took_ms, good=writes and lost is None, detail=lost or _refused(store))


def _refused(store: Store) -> str:
    reason = store.writer.last_failure
    return f"changes are not taken: {reason}" if reason else "changes are not taken"


async def _disk(settings: Settings, parts: ServerHealth) -> dict[str, Any]:
    began = time.perf_counter()
    if (lost := await asyncio.to_thread(parts.folder_lost)) is not None:
        return _component((time.perf_counter() - began) * 1000, good=False, detail=lost)
    try:
        free = await asyncio.to_thread(_free_bytes, settings.data_dir)
    except OSError as error:
        return _component((time.perf_counter() - began) * 1000, good=False, detail=f"DATA_DIR: {error.strerror}")
    detail = f"only {free >> 20} MB are free, DISK_RESERVE_BYTES asks for {settings.disk_reserve_bytes >> 20}"
    good = free >= settings.disk_reserve_bytes
    return _component((time.perf_counter() - began) * 1000, good=good, detail=detail) | {"free_bytes": free}


def _storage(parts: ServerHealth) -> dict[str, dict[str, Any]]:
    """The object store, if there is one: whether it takes copies, and how many files are copied and wait."""
    began = time.perf_counter()
    copies = parts.copies()
    if copies is None:
        return {}
    detail = f"{copies.place} cannot be reached: {copies.away}"
    component = _component((time.perf_counter() - began) * 1000, good=copies.away is None, detail=detail)
    return {"storage": component | {"copied": copies.copied, "waiting": copies.waiting}}


def _free_bytes(folder: Path) -> int:
    """The free disk space of a folder, bytes. Raises OSError if the folder is missing or cannot be read."""
    with os.scandir(folder):
        return shutil.disk_usage(folder).free


def _component(latency_ms: float, *, good: bool, detail: str) -> dict[str, Any]:
    return {"status": "ok" if good else "down", "latency_ms": round(latency_ms, 3), "detail": None if good else detail}


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(
    request: Request, parts: HealthDep, queue_view: QueueViewDep, providers: ProvidersDep, hub: HubDep
) -> Response:
    """Figures in Prometheus' text format."""
    figures: Metrics = request.state.metrics
    await figures.refresh(queue_view, providers, hub, getattr(request.state, "connections", None), parts)
    return Response(figures.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
