"""Runs an engine on separate folders and waits for its events."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.api.v1.webhook_messages import rendered
from app.core.caller import EVERYBODY
from app.core.settings import Settings, load_settings
from app.db import queries, stage_log
from app.db.store import Store
from app.engines.local import Ports, local_queue, open_engine
from app.execution.job_runner import Runner
from app.execution.queue_feed import QueueFeed
from app.jobs.events import StoredEvent, status_of
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.progress import AttemptProgress
from app.jobs.record import JobRecord, StageRecord
from app.jobs.states import TERMINAL, JobState
from app.jobs.videos import VideoBrief
from app.service.intake import Intake
from app.service.job_request import JobRequest
from app.service.jobs import Jobs
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth
from app.sources.source_url import parse_source_url
from app.stages.registry import Registry
from app.storage.server_opening import open_server_blobs
from tests.current_schema import put_database
from tests.forked_children import import_stages
from tests.stages import REGISTRY

PATIENCE_S = 100.0


class Live:
    """A live sink that remembers what was published."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.reached: list[AttemptProgress] = []
        self.queue_changes: list[int] = []
        self.videos: list[tuple[str, VideoBrief | None]] = []

    def progress(self, _: str, __: int, progress: AttemptProgress) -> None:
        """See `LiveSink`."""
        self.reached.append(progress)

    def deleted(self, job_id: str, user_id: str | None) -> None:
        """See `LiveSink`."""

    def queue_changed(self) -> None:
        """See `LiveSink`."""
        self.queue_changes.append(self._store.now_ms())

    @property
    def followed(self) -> bool:
        """See `LiveSink`."""
        return True

    def video_changed(self, video_id: str, brief: VideoBrief | None, user_id: str | None) -> None:
        """See `LiveSink`."""
        self.videos.append((video_id, brief))


@dataclass
class Engine:
    """A running engine and everything that it has published."""

    settings: Settings
    store: Store
    jobs: Jobs
    queue_view: QueueView
    intake: Intake
    health: ServerHealth
    runner: Runner
    events: list[StoredEvent] = field(default_factory=list)
    progress: list[AttemptProgress] = field(default_factory=list)
    queue_changes: list[int] = field(default_factory=list)  # when they were published, Unix milliseconds
    _committed: asyncio.Event = field(default_factory=asyncio.Event)

    def on_committed(self, events: Sequence[StoredEvent]) -> None:
        """Record events; called by the store after each commit."""
        self.events.extend(events)
        self._committed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds, checked after every commit."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._committed.clear()
                await self._committed.wait()

    async def until_read(self, holds: Callable[[Connection], bool]) -> None:
        """Poll the store until a condition holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self.store.read(holds):
                await asyncio.sleep(0.02)

    async def upload(self, media: Path) -> str:
        """Upload a copy of the file; returns its video id."""
        copy = self.settings.data_dir / "work" / media.name
        shutil.copy(media, copy)
        return (await self.intake.accept_upload(copy, media.name)).id

    async def submit(self, job_type: JobType, video_id: str | None, **values: Any) -> JobRecord:
        """Submit a job on an upload, or on a `url`. `options` are the client's."""
        options, url = ProcessingOptions(**values.pop("options", {})), values.pop("url", None)
        link = parse_source_url(url) if url else None
        request = JobRequest(url=link, video_id=video_id, job_type=job_type, options=options, **values)
        return (await self.jobs.submit(request, EVERYBODY))[0]

    async def deliver(self, job_id: str) -> None:
        """What a worker does with an id that it was given, once more than the queue meant to."""
        await self.runner.run_job(job_id)

    @property
    def mark(self) -> str:
        """The mark in the environment of all processes that run stages."""
        return self.store.holder.worker_id

    def at_work(self) -> bool:
        """Whether a job runs in this process."""
        return bool(self.runner.running)

    async def job(self, job_id: str) -> JobRecord:
        """Read the job."""
        return await self.store.read(queries.job, job_id)

    async def stages(self, job_id: str) -> dict[str, StageRecord]:
        """Read the job's stages, by name."""
        return {stage.name: stage for stage in await self.store.read(stage_log.stages_of_job, job_id)}

    def events_with(self, job_id: str, **wanted: Any) -> list[StoredEvent]:
        """The job's events with these values."""
        return [
            event
            for event in self.events
            if event.job_id == job_id
            and all(getattr(event.event, name, None) == value for name, value in wanted.items())
        ]

    async def ended(self, job_id: str) -> JobRecord:
        """Wait until the job has ended and return it."""
        await self.until(lambda: any(status_of(e.event) in TERMINAL for e in self.events if e.job_id == job_id))
        return await self.job(job_id)

    async def in_stage(self, job_id: str, name: str) -> None:
        """Wait until a stage of the job has begun."""
        await self.until(lambda: bool(self.events_with(job_id, stage=name, stage_status="running")))

    async def log(self, job_id: str) -> list[StoredEvent]:
        """The whole stored log of the job."""
        return await self.store.read(queries.events_of_job, job_id, after=0, limit=10_000)


@asynccontextmanager
async def engine_in(
    folder: Path, registry: Registry | None = None, *, shared: bool = False, **settings: Any
) -> AsyncIterator[Engine]:
    """Open an engine with the shipped models, on a data folder in `folder` and a database, which may be `shared`."""
    import_stages()  # now, not while a child is awaited
    defaults: dict[str, Any] = {
        "data_dir": folder / "data",
        "database_url": f"sqlite:///{folder / 'jobs.db'}",
        "whisper_model": "demo",
        "sentiment_model": "demo",
        "spacy_model": "demo",
        "hf_hub_offline": True,
        "child_nice": 0,
        "shutdown_grace": 0.0,
        "disk_reserve_bytes": 0,
        "allow_private_networks": True,
    }
    loaded = load_settings(**(defaults | settings))
    loaded.data_dir.mkdir(parents=True, exist_ok=True)
    if loaded.database_url == defaults["database_url"]:
        put_database(folder / "jobs.db")
    async with Store(loaded.database_url, shared=shared) as store:
        live, queue, events = Live(store), local_queue(store), list[Engine]()
        store.listen(lambda committed: [engine.on_committed(committed) for engine in events])  # type: ignore[func-returns-value]
        blobs, feed = open_server_blobs(loaded, loaded.data_dir / "blobs"), QueueFeed(store, queue)
        ports = Ports(store, blobs, queue, feed, live, rendered)
        async with queue, open_engine(loaded, registry or REGISTRY, ports) as opened:
            engine = Engine(
                loaded,
                store,
                opened.jobs,
                opened.queue_view,
                opened.intake,
                opened.health,
                opened.shutdown._runner,
                progress=live.reached,
                queue_changes=live.queue_changes,
            )
            events.append(engine)
            yield engine


def numbered(events: Sequence[StoredEvent]) -> bool:
    """Whether the events are numbered 1, 2, 3 … without a gap."""
    return [event.seq for event in events] == list(range(1, len(events) + 1))


__all__ = ["Engine", "JobState", "JobType", "engine_in", "numbered"]
