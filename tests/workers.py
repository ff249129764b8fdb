"""Runs workers that share a database and a data folder, each with resources of its own, and follows their jobs."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from app.core.caller import EVERYBODY
from app.core.settings import Settings, load_settings
from app.db import queries, stage_log
from app.db.store import Store
from app.engines.engine import Engine
from app.jobs.events import SegmentTranscribed, StoredEvent
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, StageRecord
from app.jobs.states import TERMINAL
from app.service.job_request import JobRequest
from app.sources.source_url import parse_source_url
from app.stages.registry import Registry
from app.worker import open_worker
from tests.forked_children import import_stages
from tests.stages import REGISTRY

PATIENCE_S = 150.0
#: Priorities of jobs that only a worker of the queue takes.
PRIORITIES = {"high_priority": 8, "default": 5, "low_priority": 1}
T = TypeVar("T")


@dataclass
class Worker:
    """A running worker, and the queue whose jobs it coordinates."""

    settings: Settings
    store: Store
    engine: Engine
    queue: str

    async def upload(self, media: Path) -> str:
        """Upload a copy of the file; returns its video id."""
        copy = self.settings.data_dir / "work" / media.name
        shutil.copy(media, copy)
        return (await self.engine.intake.accept_upload(copy, media.name)).id

    async def submit(self, job_type: JobType, video_id: str | None, *, url: str | None = None, **values: Any) -> str:
        """Submit a job that this worker coordinates; returns its id."""
        options = ProcessingOptions(**values.pop("options", {}))
        link = parse_source_url(url) if url else None
        request = JobRequest(
            url=link,
            video_id=video_id,
            job_type=job_type,
            options=options,
            priority=PRIORITIES[self.queue],
            **values,
        )
        return (await self.engine.jobs.submit(request, EVERYBODY))[0].id

    async def read(self, query: Callable[[Connection], T], holds: Callable[[T], bool]) -> T:
        """Poll the store until a result holds; returns it."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(found := await self.store.read(query)):
                await asyncio.sleep(0.02)
        return found

    async def job(self, job_id: str) -> JobRecord:
        """Read the job."""
        return await self.store.read(queries.job, job_id)

    async def ended(self, job_id: str) -> JobRecord:
        """Wait until the job has ended and return it."""
        return await self.read(lambda conn: queries.job(conn, job_id), lambda job: job.status in TERMINAL)

    async def log(self, job_id: str) -> list[StoredEvent]:
        """The whole stored log of the job."""
        return await self.store.read(queries.events_of_job, job_id, after=0, limit=10_000)

    async def stages(self, job_id: str) -> dict[str, StageRecord]:
        """Read the job's stages, by name."""
        return {stage.name: stage for stage in await self.store.read(stage_log.stages_of_job, job_id)}

    async def lines(self, job_id: str, at_least: int = 0) -> list[Any]:
        """The transcribed segments in the job's log, once there are so many."""
        segments: list[Any] = []
        async with asyncio.timeout(PATIENCE_S):
            while True:
                segments = [e.event.segment for e in await self.log(job_id) if isinstance(e.event, SegmentTranscribed)]
                if len(segments) >= at_least:
                    return segments
                await asyncio.sleep(0.02)


def worker_settings(data_dir: Path, database_url: str, resources: str, queue: str, **settings: Any) -> Settings:
    """Settings of a worker with the shipped models."""
    defaults: dict[str, Any] = {
        "data_dir": data_dir,
        "engine": "celery",
        "database_url": database_url,
        "celery_broker_url": "redis://127.0.0.1:1/0",  # none: jobs are taken without messages
        "worker_resources": resources,
        "worker_queues": queue,
        "whisper_model": "demo",
        "sentiment_model": "demo",
        "spacy_model": "demo",
        "hf_hub_offline": True,
        "child_nice": 0,
        "shutdown_grace": 0.0,
        "disk_reserve_bytes": 0,
        "allow_private_networks": True,
        "lease_seconds": 4,
    }
    return load_settings(**(defaults | settings))


@asynccontextmanager
async def worker_in(
    data_dir: Path,
    database_url: str,
    resources: str,
    queue: str = "low_priority",
    *,
    registry: Registry = REGISTRY,
    **settings: Any,
) -> AsyncIterator[Worker]:
    """Open a worker with these resources, which takes the jobs of the queue."""
    import_stages()  # now, not while a child is awaited
    data_dir.mkdir(parents=True, exist_ok=True)
    loaded = worker_settings(data_dir, database_url, resources, queue, **settings)
    async with open_worker(loaded, registry) as opened:
        yield Worker(loaded, opened._store, opened.engine, queue)


def artifacts_of(rows: Sequence[Any]) -> set[tuple[str, str, str, str]]:
    """What the artifacts of a job are, without their ids."""
    return {(one.stage, one.kind, one.filename, one.blob.sha256) for one in rows}
