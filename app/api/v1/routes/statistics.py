"""Figures of the service, and of the machine it runs on."""

import asyncio
import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from app import __version__
from app.api.dependencies import CallerDep, HealthDep, Json, SettingsDep, StatisticsDep, StoreDep
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.v1.answers import problems
from app.api.v1.schemas.statistics import Statistics
from app.api.v1.schemas.system import SystemView
from app.api.v1.times import iso
from app.core.caller import KeyScope
from app.core.settings import public_settings
from app.db import statistics
from app.db.statistics import Figures, Hour
from app.jobs.states import JobState

router = APIRouter(tags=["statistics"])
ENDS = (JobState.COMPLETED.value, JobState.FAILED.value, JobState.CANCELLED.value)


@router.get("/api/v1/jobs/statistics", response_model=Statistics, responses=problems(422, 503))
@router.get("/api/v1/statistics", response_model=Statistics, responses=problems(422, 503))
@declares(of_all=KeyScope.ADMIN)
@shows(Shows.OWN)
async def read_statistics(
    store: StoreDep,
    job_statistics: StatisticsDep,
    caller: CallerDep,
    window_hours: Annotated[int, Query(ge=1, le=168, description="How far back times and rates go")] = 24,
) -> Any:
    """Counts by status and type, success rate, p50 and p95 of wait and run, throughput by hour; for a key with a user
    of that user's jobs."""
    now_ms = store.now_ms()
    if caller.user is None:
        found = await store.read(job_statistics.figures, now_ms=now_ms, window_hours=window_hours)
    else:
        found = await store.search(statistics.own_figures, caller.user, now_ms=now_ms, window_hours=window_hours)
    return Json(statistics_row(found, window_hours))


def statistics_row(found: Figures, window_hours: int) -> dict[str, Any]:
    """The figures as clients see them."""
    ended = {status: sum(hour.ended.get(status, 0) for hour in found.hours) for status in ENDS}
    tried = ended[JobState.COMPLETED.value] + ended[JobState.FAILED.value]
    return {
        "total": sum(found.by_status.values()),
        "by_status": found.by_status,
        "by_type": found.by_type,
        "window_hours": window_hours,
        "success_rate": round(ended[JobState.COMPLETED.value] / tried, 4) if tried else None,
        "wait_seconds": _spread([value for hour in found.hours for value in hour.waits_s]),
        "run_seconds": _spread([value for hour in found.hours for value in hour.runs_s]),
        "cached_jobs": sum(hour.cached for hour in found.hours),
        "throughput": {"last_hour": found.last_hour, "per_hour": round(sum(ended.values()) / window_hours, 3)},
        "series": [_hour(hour) for hour in found.hours],
        "sampled": found.sampled,
    }


def _spread(values: list[float]) -> dict[str, Any]:
    found = statistics.spread(values)
    return {"p50": found.p50, "p95": found.p95, "count": found.count}


def _hour(hour: Hour) -> dict[str, Any]:
    wait, run = statistics.spread(hour.waits_s), statistics.spread(hour.runs_s)
    return {
        "start": iso(hour.start_ms),
        **{status: hour.ended.get(status, 0) for status in ENDS},
        "wait_p50": wait.p50,
        "wait_p95": wait.p95,
        "run_p50": run.p50,
        "run_p95": run.p95,
    }


@router.get("/api/v1/system", response_model=SystemView, responses=problems())
@declares(scope=KeyScope.ADMIN)
async def read_system(request: Request, health: HealthDep, settings: SettingsDep) -> Any:
    """Disk, memory, loaded models, and the settings in force; no secrets."""
    usage = await asyncio.to_thread(shutil.disk_usage, settings.data_dir)
    return Json(
        {
            "version": __version__,
            "uptime_seconds": round(time.monotonic() - request.state.started_at, 1),
            "disk": {"total_bytes": usage.total, "free_bytes": usage.free},
            "memory": await asyncio.to_thread(memory),
            "models": await asyncio.to_thread(_loaded, health.model_holders()),
            "settings": public_settings(settings),
        }
    )


def _loaded(children: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Children that keep models loaded, with their memory."""
    page = os.sysconf("SC_PAGE_SIZE")
    rows = []
    for kind, pid in children:
        with contextlib.suppress(OSError):  # it has ended meanwhile
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            rows.append({"name": kind, "host": f"process {pid}", "memory_bytes": pages * page})
    return rows


def memory() -> dict[str, int]:
    """Memory of the machine and of this process, bytes; empty on systems that do not report it."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return {}
    figures = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return {
        "total_bytes": figures["MemTotal"],
        "available_bytes": figures["MemAvailable"],
        "process_bytes": pages * os.sysconf("SC_PAGE_SIZE"),
    }
