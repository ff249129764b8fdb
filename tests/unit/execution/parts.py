"""The engine's parts put together around stages that a test turns by hand: no child, no media."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import JobFailure
from app.core.sealing import Seal
from app.core.settings import load_settings
from app.db import queries
from app.db.store import Store
from app.execution.admission import Gate
from app.execution.attempt import Alone, Attempt
from app.execution.eta import Forecast, OwnCapacity
from app.execution.job_runner import Runner
from app.execution.limits import Limits
from app.execution.local_queue import LocalQueue
from app.execution.outcomes import Outcomes
from app.execution.plan_walk import PlanWalk
from app.execution.queue_feed import QueueFeed
from app.execution.recorded_jobs import RecordedJobs
from app.execution.recorded_plans import RecordedPlans
from app.execution.stage_rates import StageRates
from app.execution.stage_runner import Done
from app.execution.workers import WorkerPool
from app.jobs.record import JobRecord
from app.jobs.results import Blob, MediaInfo, Result
from app.jobs.retry import RetryPolicy
from app.live.silent import Silent
from app.ports.blob_store import BlobStore
from app.ports.live_sink import LiveSink
from app.ports.tracing import NoTracer
from app.service.jobs import Jobs
from app.service.queue_view import QueueView
from app.stages.audio.contract import AudioOutput
from app.stages.fetch.contract import FetchOutput
from app.stages.registry import Registry
from app.stages.stage import AnyStage, Resource, StageContext
from app.storage.blobs import BlobFolder
from tests.current_schema import put_database
from tests.stages import REGISTRY

BLOB = Blob(sha256="0" * 64, size_bytes=1, suffix=".mp4")
MEDIA = MediaInfo(container="mp4", duration_s=10.0, audio_codec="aac", video_codec="h264")
OUTPUTS = {
    "fetch": FetchOutput(source=BLOB, media=MEDIA, title="T"),
    "audio": AudioOutput(audio=BLOB, duration_s=10.0, media_type="audio/wav", waveform=BLOB),
}


class Stages:
    """Takes the runner's calls. A stage ends when its gate is opened, or as `outcomes` says."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self.begun: list[tuple[str, str]] = []
        self.gates = {name: asyncio.Event() for name in OUTPUTS}
        self.outcomes: dict[str, Exception] = {}
        self.news = asyncio.Event()
        self.discarded: list[str] = []
        self.given_up: list[JobFailure] = []

    async def run_stage(self, attempt: Attempt, stage: AnyStage, _: StageContext) -> Done:
        """See `StageRunner.run_stage`."""
        name = stage.name
        self.begun.append((attempt.job.id, name))
        self.news.set()
        if self.closing.is_set():
            await asyncio.Event().wait()
        attempt.meter.begin(name)
        try:
            await self.gates[name].wait()
        finally:
            attempt.meter.rest(name)
        if name in self.outcomes:
            raise self.outcomes[name]
        attempt.finish(name)
        return Done(OUTPUTS[name], [])

    async def pieces_for(
        self, _: Attempt, __: AnyStage, pieces: Mapping[str, Sequence[Result]]
    ) -> Mapping[str, Sequence[Result]]:
        """See `StageRunner.pieces_for`."""
        return pieces

    async def skip(self, attempt: Attempt, stage: AnyStage) -> None:
        """See `StageRunner.skip`."""
        attempt.finish(stage.name)

    async def give_up(self, attempt: Attempt, stage: AnyStage, failure: JobFailure) -> None:
        """See `StageRunner.give_up`."""
        attempt.finish(stage.name)
        self.given_up.append(failure)

    async def discard(self, keys: Collection[str]) -> None:
        """See `StageRunner.discard`."""
        self.discarded.extend(sorted(keys))

    async def until_begun(self, name: str, times: int = 1) -> None:
        """Wait until a stage of that name was begun so often."""
        async with asyncio.timeout(20):
            while sum(begun == name for _, begun in self.begun) < times:
                self.news.clear()
                await self.news.wait()

    def open(self) -> None:
        """Let every stage end."""
        for gate in self.gates.values():
            gate.set()


@dataclass
class Parts:
    """What `parts_in` put together."""

    store: Store
    stages: Stages
    queue: LocalQueue
    runner: Runner
    jobs: Jobs
    queue_view: QueueView
    pool: WorkerPool
    plans: RecordedPlans
    recorded: RecordedJobs

    async def job(self, job_id: str) -> JobRecord:
        """The job now."""
        return await self.store.read(queries.job, job_id)


@asynccontextmanager
async def parts_in(
    folder: Path,
    *,
    limits: Limits = Limits(60, 60, 0),
    live: LiveSink | None = None,
    play: Callable[[Store], Any] | None = None,
    blobs: BlobStore | None = None,
    registry: Registry = REGISTRY,
    **settings: Any,
) -> AsyncIterator[Parts]:
    """Store, queue, runner and service in `folder`; the pool is made and not opened, nor is `recorded`."""
    given = {"database_url": f"sqlite:///{folder / 'jobs.db'}", "data_dir": folder / "data", "disk_reserve_bytes": 0}
    loaded = load_settings(**(given | settings))
    loaded.data_dir.mkdir(parents=True, exist_ok=True)
    put_database(folder / "jobs.db")
    async with Store(loaded.database_url) as store:
        kept = blobs or BlobFolder(loaded.data_dir / "blobs")
        stages: Any = play(store) if play else Stages()

        async def enqueue(_: str) -> None: ...

        rates, queue = StageRates(store, loaded), LocalQueue(now_ms=store.now_ms, enqueue=enqueue)
        running: dict[str, Attempt] = {}
        gate = Gate(store, REGISTRY, data_dir=loaded.data_dir, reserve_bytes=loaded.disk_reserve_bytes)
        outcomes = Outcomes(store=store, stages=stages, gate=gate, policy=RetryPolicy(60, 3600))
        plans = RecordedPlans(loaded, REGISTRY, rates, kept)
        recorded = RecordedJobs(store=store, queue=queue, plans=plans, gate=gate, running=running, tracer=NoTracer())
        runner = Runner(
            store=store,
            registry=registry,
            stages=stages,
            walk=PlanWalk(
                settings=loaded,
                store=store,
                stages=stages,
                outcomes=outcomes,
                gate=gate,
                seal=Seal(loaded.data_dir),
                running=running,
                tracer=NoTracer(),
            ),
            outcomes=outcomes,
            rates=rates,
            limits=limits,
            live=live or Silent(),
            running=running,
            outlook=Alone(),
            recorded=recorded,
            rank_taken=queue.rank_taken,
            tracer=NoTracer(),
        )
        store.follow_changes(runner.on_changes)
        store.follow_changes(recorded.receive)
        await QueueFeed(store, queue).start()
        pool = WorkerPool(queue, runner, size=2)
        jobs = Jobs(
            loaded,
            store,
            queue,
            plans=REGISTRY.plans,
            blobs=kept,
            live=Silent(),
            workers=pool,
            leftovers=runner,
            folder_lost=lambda: None,
        )
        slots = {resource.value: 1 for resource in Resource}
        forecast = Forecast(running, OwnCapacity(2, slots))
        view = QueueView(store, queue, pool=pool, running=running, forecast=forecast, rates=rates, registry=REGISTRY)
        yield Parts(store, stages, queue, runner, jobs, view, pool, plans, recorded)


def failing(failure: JobFailure, **values: Any) -> JobFailure:
    """The failure with other attributes."""
    for name, value in values.items():
        setattr(failure, name, value)
    return failure


def with_values(job: JobRecord, **values: Any) -> JobRecord:
    """The job with other values."""
    return dataclasses.replace(job, **values)
