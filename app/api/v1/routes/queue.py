"""The queue as a whole: depth, workers, pause and resume."""

from typing import Any

from fastapi import APIRouter

from app.api.dependencies import CallerDep, HealthDep, JobsDep, Json, QueueViewDep, SettingsDep
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.v1.answers import problems
from app.api.v1.schemas.queue import Cleared, QueueView
from app.api.v1.times import iso
from app.core.caller import KeyScope
from app.core.settings import Settings
from app.service import queue_view
from app.service.queue_view import QueueStatus, WorkerView
from app.service.server_health import ServerHealth

router = APIRouter(tags=["queue"])


@router.get("/api/v1/jobs/queue/status", response_model=QueueView, responses=problems())
@router.get("/api/v1/queue/status", response_model=QueueView, responses=problems())
@shows(Shows.OWN)
async def queue_status(view: QueueViewDep, health: HealthDep, settings: SettingsDep, caller: CallerDep) -> Any:
    """Depth by state and priority, workers and what they are doing, whether the queue is paused; for a key with a user
    of that user's jobs."""
    return await _shown(view, health, settings, caller.user)


@router.post("/api/v1/jobs/queue/pause", response_model=QueueView, responses=problems(503))
@router.post("/api/v1/queue/pause", response_model=QueueView, responses=problems(503))
@declares(scope=KeyScope.ADMIN)
async def pause_queue(jobs: JobsDep, view: QueueViewDep, health: HealthDep, settings: SettingsDep) -> Any:
    """Take no more jobs; running ones continue. Survives a restart."""
    await jobs.pause()
    return await _shown(view, health, settings)


@router.post("/api/v1/jobs/queue/drain", response_model=QueueView, responses=problems(503))
@router.post("/api/v1/queue/drain", response_model=QueueView, responses=problems(503))
@declares(scope=KeyScope.ADMIN)
async def drain_queue(jobs: JobsDep, view: QueueViewDep, health: HealthDep, settings: SettingsDep) -> Any:
    """Like pause, and shown as such: the server is idle when the last running job has ended."""
    await jobs.drain()
    return await _shown(view, health, settings)


@router.post("/api/v1/jobs/queue/resume", response_model=QueueView, responses=problems(503))
@router.post("/api/v1/queue/resume", response_model=QueueView, responses=problems(503))
@declares(scope=KeyScope.ADMIN)
async def resume_queue(jobs: JobsDep, view: QueueViewDep, health: HealthDep, settings: SettingsDep) -> Any:
    """Take jobs again."""
    await jobs.resume()
    return await _shown(view, health, settings)


@router.delete("/api/v1/jobs/queue/clear", response_model=Cleared, responses=problems(503))
@router.delete("/api/v1/queue/clear", response_model=Cleared, responses=problems(503))
@declares(scope=KeyScope.ADMIN)
async def clear_queue(jobs: JobsDep) -> Any:
    """Cancel all waiting jobs."""
    return Json({"cleared": await jobs.clear()})


async def _shown(view: queue_view.QueueView, health: ServerHealth, settings: Settings, user: str | None = None) -> Json:
    status = await view.status(user)
    return Json(queue_row(status, settings, running=health.jobs_run))


def queue_row(status: QueueStatus, settings: Settings, *, running: bool) -> dict[str, Any]:
    """The queue as clients see it."""
    by_priority = {str(priority): count for priority, count in status.by_priority.items()}
    return {
        "paused": status.paused,
        "draining": status.draining,
        "queue_running": running,
        "waiting": status.waiting,
        "running": status.running,
        "max_queue_size": settings.max_queue_size,
        "depth": {"total": status.waiting, "by_status": status.by_status, "by_priority": by_priority},
        "by_status": status.by_status,
        "by_priority": by_priority,
        "workers": [worker_row(worker) for worker in status.workers],
    }


def worker_row(worker: WorkerView) -> dict[str, Any]:
    """A worker as clients see it."""
    return {
        "id": worker.id,
        "state": worker.state,
        "current_job": worker.job_id,
        "job_id": worker.job_id,
        "stage": worker.stage,
        "since": iso(worker.since_ms),
        "last_heartbeat": iso(worker.last_heartbeat_ms),
        "host": worker.host,
        "queues": list(worker.queues),
        "resources": list(worker.resources),
    }
