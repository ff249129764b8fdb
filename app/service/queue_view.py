"""Views of the queue, its workers and a job's forecast. Changes nothing."""

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.db import job_counts
from app.db.job_counts import Depth
from app.db.store import Store
from app.execution.attempt import Attempt
from app.execution.eta import Forecast
from app.execution.queue_feed import QueueFeed
from app.execution.stage_rates import StageRates
from app.execution.workers import Worker, WorkerPool
from app.jobs.estimate import StageShare
from app.jobs.progress import AttemptProgress
from app.jobs.queue_brief import QueueBrief
from app.jobs.record import JobRecord
from app.jobs.states import JobState
from app.ports.job_queue import JobQueue
from app.stages.registry import Registry
from app.stages.stage import Resource

#: What a worker serves that is the only one.
ALL_QUEUES = ("high_priority", "default", "low_priority")
ALL_RESOURCES = tuple(resource.value for resource in Resource if resource is not Resource.REMOTE)
#: Jobs that a brief lists, from the head of the queue.
BRIEF_NAMES = 20


@dataclass(frozen=True, slots=True)
class StageProgress:
    """Progress of a running stage, 0..1, its speed as text, and how long it waited for its slot, seconds."""

    progress: float
    speed: str | None
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """A job's figures that only this server has: its plan, queue position, ETA, and running stages.

    `plan` has the names of all its stages, each after those that it needs. The job's progress is not in it: that is
    read with the row, so that it belongs to the row's `last_seq`.
    """

    queue_position: int | None
    eta_s: float | None
    plan: tuple[str, ...]
    stages: dict[str, StageProgress] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkerView:
    """One worker. `since` and `last_heartbeat` are Unix milliseconds, `resources` the kinds of its stages."""

    id: str
    state: str
    job_id: str | None
    stage: str | None
    since_ms: int
    last_heartbeat_ms: int
    host: str
    queues: Sequence[str] = ALL_QUEUES
    resources: Sequence[str] = ALL_RESOURCES


class WorkElsewhere(Protocol):
    """What other processes do. The methods must not wait."""

    def progress(self, job_id: str) -> AttemptProgress | None:
        """The latest progress of a job that runs elsewhere; None if none is known."""

    def workers(self) -> Sequence[WorkerView]:
        """The workers of other processes that live."""


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The queue at one moment."""

    by_status: dict[str, int]
    by_priority: dict[int, int]
    workers: list[WorkerView]
    paused: bool
    draining: bool
    running: int
    waiting: int


def brief(queue: JobQueue, feed: QueueFeed) -> QueueBrief:
    """The queue in few figures. Reads no database, so it can be called at any time."""
    return QueueBrief(
        waiting=queue.waiting,
        running=feed.running,
        paused=queue.paused,
        draining=queue.draining,
        next_ids=tuple(queue.ready_ids(BRIEF_NAMES)),
    )


class QueueView:
    """Reads figures from the store, and running jobs from this process: `running` has its attempts by job id."""

    def __init__(
        self,
        store: Store,
        queue: JobQueue,
        *,
        pool: WorkerPool,
        running: Mapping[str, Attempt],
        forecast: Forecast,
        rates: StageRates,
        registry: Registry,
        elsewhere: WorkElsewhere | None = None,
    ) -> None:
        self._elsewhere = elsewhere
        self._host = socket.gethostname()
        self._store = store
        self._queue = queue
        self._pool = pool
        self._running = running
        self._forecast = forecast
        self._rates = rates
        self._registry = registry

    async def status(self, user: str | None = None) -> QueueStatus:
        """The queue at one moment, or as far as it concerns a user: only that user's jobs, also of the workers.

        All figures come from one read of the store, so that they add up.
        """
        if user is None:
            return self._status(await self._store.read(job_counts.depth), self.workers())
        own = await self._store.read(job_counts.own_depth, user)
        workers = [
            one if one.job_id is None or one.job_id in own.running_ids else replace(one, job_id=None, stage=None)
            for one in self.workers()
        ]
        return self._status(own, workers)

    async def oldest_waiting_s(self) -> float:
        """For how long the queued job waits that has waited longest, seconds; 0 if none is queued."""
        oldest_ms = await self._store.read(job_counts.oldest_queued_ms)
        return 0.0 if oldest_ms is None else max(0.0, (self._store.now_ms() - oldest_ms) / 1000)

    def _status(self, depth: Depth, workers: list[WorkerView]) -> QueueStatus:
        return QueueStatus(
            by_status=depth.by_status,
            by_priority=depth.by_priority,
            workers=workers,
            paused=self._queue.paused,
            draining=self._queue.draining,
            running=depth.by_status[JobState.PROCESSING.value],
            waiting=depth.waiting,
        )

    def places(self) -> dict[str, int] | None:
        """The positions of the jobs that wait for a worker; None where they run in the order of their ranks."""
        if not self._queue.shared:
            return None
        return {job_id: place for place, job_id in enumerate(self._queue.ready_ids(self._queue.waiting), 1)}

    def workers(self) -> list[WorkerView]:
        """The workers of this process, and of others if there are any, with their jobs."""
        others = self._elsewhere.workers() if self._elsewhere is not None else ()
        return [*map(self._worker, self._pool.workers), *others]

    def _worker(self, worker: Worker) -> WorkerView:
        attempt = self._running.get(worker.job_id) if worker.job_id else None
        silent_ms = int((attempt.clock() - attempt.last_sign) * 1000) if attempt else 0
        return WorkerView(
            worker.id,
            "busy" if worker.job_id else "idle",
            worker.job_id,
            next((stage.name for stage in attempt.meter.at_work()), None) if attempt else None,
            int(worker.since * 1000),
            self._store.now_ms() - silent_ms,
            self._host,
        )

    def outlook(self, job: JobRecord) -> Outlook:
        """Position in the queue, ETA, running stages."""
        attempt, plan = self._running.get(job.id), self._registry.plans.stages_of(job.job_type, job.options)
        if attempt is not None and job.status is JobState.PROCESSING:
            now, at_work = attempt.clock(), attempt.meter.stages.values()
            views = {s.name: StageProgress(s.fraction, s.speed, s.waiting_s(now)) for s in at_work}
            return Outlook(None, attempt.eta_s(), plan, views)
        if job.status is JobState.PROCESSING and self._elsewhere is not None:
            known = self._elsewhere.progress(job.id)
            if known is None:
                return Outlook(None, None, plan)
            stages = {name: StageProgress(stage.fraction, stage.speed) for name, stage in known.stages.items()}
            return Outlook(None, known.eta_s, plan, stages)
        position = self._queue.position(job.id)
        eta_s = self._eta_of_waiting_s(job, position) if position is not None else None
        return Outlook(position, eta_s, plan)

    def _eta_of_waiting_s(self, job: JobRecord, position: int) -> float | None:
        """ETA including the work ahead of the job. None while the queue is paused, since it is unknown."""
        return None if self._queue.paused else self._forecast.eta_of_waiting_s(self._shares(job), position)

    def _shares(self, job: JobRecord) -> list[StageShare]:
        return [
            StageShare(
                stage.name,
                stage.after,
                stage.resource(None).value,
                self._rates.expect(stage, job).expect_s(stage.work_s(job)),
            )
            for stage in self._registry.stages_of(job.job_type, job.options)
        ]
