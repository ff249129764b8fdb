"""The front desk: everything that a client may ask for, in one place, the same for REST, sockets and the command line.

Each verb is one committed move of the store; the queue and the runner follow what was committed, so they can never
disagree with the store for longer than that, whoever stops waiting for the answer.
"""

import asyncio
import contextlib
import hashlib
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.errors import InvalidRequest, NotFound, Stopping, Unavailable, WrongState
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import deletion, facts, moves, queries, queue_places
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.eta import Forecast
from app.execution.job_runner import Runner
from app.execution.local_queue import LocalQueue
from app.execution.queue_feed import FLAG
from app.execution.stage_rates import Pace
from app.execution.workers import WorkerPool
from app.jobs.estimate import StageShare
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, NewJob
from app.jobs.states import Cause, IllegalTransition, JobState
from app.media.file_extensions import title_of_file
from app.processes.child_executor import ChildAsides
from app.processes.child_pool import ChildPool
from app.processes.workplace import Workplace
from app.service.intake import Intake
from app.sources.source_url import SourceUrl
from app.stages.registry import Registry

log = logging.getLogger(__name__)

#: How long an answer to a cancel waits for the work to have really stopped, seconds.
STOPS_WITHIN_S = 3.0
#: Jobs cancelled in one group by `clear`.
CLEARED_AT_ONCE = 200
#: What a client is told to wait when the queue is full, seconds.
FULL_RETRY_AFTER_S = 30


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How far a running stage is, 0..1, how fast, for people, and how long it waited for its slot, seconds."""

    progress: float
    speed: str | None
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What only the server knows of a job: its plan, its place in the queue, its time to go, its stages at work.

    `plan` names all its stages, each after those that it needs. The job's progress is not in it: that is the row's, so
    that it belongs to the row's `last_seq`.
    """

    queue_position: int | None
    eta_s: float | None
    plan: tuple[str, ...]
    stages: dict[str, StageProgress] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkerView:
    """One worker. `since` and `last_heartbeat` are Unix milliseconds."""

    id: str
    state: str
    job_id: str | None
    stage: str | None
    since_ms: int
    last_heartbeat_ms: int


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The queue as it is now."""

    by_status: dict[str, int]
    by_priority: dict[int, int]
    workers: list[WorkerView]
    paused: bool
    draining: bool
    running: int
    waiting: int


class Desk:
    """Carries out what clients ask for. One per server; its parts are made by `execution.engine`."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        dispatcher: LocalQueue,
        runner: Runner,
        pool: WorkerPool,
        hosts: ChildPool,
        pace: Pace,
        forecast: Forecast,
        registry: Registry,
        place: Workplace,
        queue_changed: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._dispatcher = dispatcher
        self._runner = runner
        self._pool = pool
        self._hosts = hosts
        self._pace = pace
        self._forecast = forecast
        self._registry = registry
        self._place = place
        self.intake = Intake(settings=settings, store=store, asides=ChildAsides(hosts, place), place=place)
        self._queue_changed = queue_changed
        self._seal = Seal(settings.data_dir)
        self.closing = False
        self.on_stop: Callable[[], None] = lambda: None  # called when the server is asked to end, before it does
        self._arriving = 0  # accepted, not committed yet

    async def submit(
        self,
        *,
        url: SourceUrl | None,
        video_id: str | None,
        job_type: JobType,
        priority: int,
        options: ProcessingOptions,
        meta: dict[str, Any],
        user_id: str | None,
        max_retries: int | None,
        run_at_ms: int | None = None,
        idempotency_key: str | None = None,
        request_hash: str | None = None,
    ) -> tuple[JobRecord, bool]:
        """Accept a job; returns it once it is stored, and whether it is new.

        Raises Unavailable when the queue is full or the server is stopping, InvalidRequest for an unknown video.
        """
        if self.closing:
            raise Stopping
        self.intake.check_folder()
        full = self._dispatcher.waiting + self._arriving >= self._settings.max_queue_size
        job_id = str(uuid.uuid4())
        new = NewJob(
            id=job_id,
            url=url.masked if url else None,
            video_id=video_id,
            source_identity=_identity(url, job_id) if url else "",
            job_type=job_type,
            priority=priority,
            options=options,
            meta=meta,
            user_id=user_id,
            max_retries=self._settings.max_retries if max_retries is None else max_retries,
            run_at_ms=run_at_ms,
            idempotency_key=idempotency_key,
            request_hash=request_hash,
            sealed=self._seal.seal(url.credentials) if url and url.credentials else None,
        )

        def unit(tx: Transaction) -> tuple[JobRecord, bool]:
            known = moves.replayed(tx, new)  # first of all: what was accepted stays accepted, its upload gone or not
            if known is not None:
                return known, False
            if full:
                raise Unavailable(
                    f"{self._dispatcher.waiting} jobs are waiting, which is as many as MAX_QUEUE_SIZE allows.",
                    retry_after_s=FULL_RETRY_AFTER_S,
                    code="queue_full",
                )
            return moves.submit(tx, _identified(tx, new))

        self._arriving += 1
        try:
            return await self._store.write(unit)
        finally:
            self._arriving -= 1

    async def cancel(self, job_id: str) -> JobRecord:
        """Cancel a job in any state; a running one has normally stopped when this returns."""
        job = await self._store.write(moves.cancel, job_id)
        run = self._runner.running.get(job_id)
        if job.status is JobState.PROCESSING and run is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOPS_WITHIN_S):
                    await run.over.wait()
            return await self._store.read(queries.job, job_id)
        if job.status is JobState.CANCELLED and job.attempt:
            await self._runner.tidy(job_id)  # the attempt before this wait may have left half a download
        return job

    async def retry(self, job_id: str) -> JobRecord:
        """Run a failed or cancelled job again; finished stages are not run again."""
        return await self._store.write(moves.retry, job_id)

    async def set_priority(self, job_id: str, priority: int) -> JobRecord:
        """Give a waiting job another priority."""
        return await self._store.write(moves.rerank, job_id, priority=priority)

    async def place(
        self, job_id: str, *, before: str | None = None, after: str | None = None, priority: int | None = None
    ) -> JobRecord:
        """Put a queued job right before or right after another one; `priority` None stays as it is.

        Exactly one of `before` and `after` is the id of the other. Raises NotFound, WrongState, InvalidRequest.
        """
        beside = before if before is not None else after
        if beside is None or (before is not None and after is not None):
            raise InvalidRequest("Exactly one of before and after names the other job.")
        return await self._store.write(
            queue_places.place, job_id, beside=beside, before=before is not None, priority=priority
        )

    async def pin(self, job_id: str, *, pinned: bool) -> None:
        """Keep a job's files whatever the retention says, or let it go. Raises NotFound."""

        def unit(tx: Transaction) -> None:
            moves.read(tx, job_id)
            facts.set_pinned(tx, job_id, pinned)

        await self._store.write(unit)

    async def to_top(self, job_id: str) -> JobRecord:
        """Let a waiting job run next; one that waits for its time, once that has come."""
        return await self._store.write(moves.to_top, job_id)

    def stopping(self) -> None:
        """The server was asked to end. It will, in a moment, or be killed; that tells nothing of its jobs."""
        self.on_stop()

    def hurry(self) -> None:
        """Let a stop of the server wait for no stage: what runs is put back into the queue."""
        self._runner.hurry()

    async def delete(self, job_id: str) -> None:
        """Delete a finished job, its events and the files that nobody else uses."""

        def unit(tx: Transaction) -> None:
            files = deletion.delete_job(tx, job_id, self._registry.plans)
            tx.chores.append(lambda: self._remove(files))

        await self._store.write(unit)
        self._queue_changed()

    def _remove(self, files: Sequence[str]) -> None:
        self._place.blobs.delete(files)

    async def clear(self) -> int:
        """Cancel all waiting jobs; returns how many were."""
        waiting = queries.JobFilter(statuses=(JobState.QUEUED, JobState.PENDING))
        cleared = 0
        job_ids = await self._store.read(queries.job_ids, waiting)
        for start in range(0, len(job_ids), CLEARED_AT_ONCE):
            part = job_ids[start : start + CLEARED_AT_ONCE]
            cleared += sum(await asyncio.gather(*(self._clear(job_id) for job_id in part)))
        return cleared

    async def _clear(self, job_id: str) -> bool:
        """Whether the job still waited."""
        try:
            job = await self._store.write(_cancel_waiting, job_id)
            if job.attempt:
                await self._runner.tidy(job_id)
        except (WrongState, NotFound) as refusal:
            log.debug("job %s could not be cleared any more: %s", job_id, refusal)
            return False
        return True

    async def pause(self, *, drain: bool = False) -> None:
        """Take no more jobs; running ones go on. Survives a restart."""
        await self._store.write(facts.set_flag, FLAG, {"paused": True, "draining": drain})
        self._dispatcher.pause(drain=drain)
        await self._settled()
        self._queue_changed()

    async def drain(self) -> None:
        """Like pause, told apart so that an operator sees when the last running job has ended."""
        await self.pause(drain=True)

    async def resume(self) -> None:
        """Take jobs again."""
        await self._store.write(facts.set_flag, FLAG, {})
        self._dispatcher.resume()
        await self._settled()
        self._queue_changed()

    async def _settled(self) -> None:
        await self._pool.settled(more=self._dispatcher.has_more, begun=self._runner.running.__contains__)

    async def status(self) -> QueueStatus:
        """The queue as it is now. All its figures are the store's, of one moment, so that they add up."""
        depth = await self._store.read(queries.depth)
        return QueueStatus(
            by_status=depth.by_status,
            by_priority=depth.by_priority,
            workers=[self._worker_view(worker.id, worker.job_id, worker.since) for worker in self._pool.workers],
            paused=self._dispatcher.paused,
            draining=self._dispatcher.draining,
            running=depth.by_status[JobState.PROCESSING.value],
            waiting=depth.waiting,
        )

    def brief(self) -> dict[str, Any]:
        """The data of a `queue_update`; costs nothing."""
        return {
            "waiting": self._dispatcher.waiting,
            "running": len(self._runner.running),
            "paused": self._dispatcher.paused,
            "draining": self._dispatcher.draining,
            "next": self._dispatcher.ready_ids(20),
        }

    def _worker_view(self, worker_id: str, job_id: str | None, since: float) -> WorkerView:
        run = self._runner.running.get(job_id) if job_id else None
        now_ms = self._store.now_ms()
        silent_ms = int((run.clock() - run.last_sign) * 1000) if run else 0
        stage = next((s.name for s in run.stages.values() if s.working_since is not None), None) if run else None
        return WorkerView(worker_id, "busy" if job_id else "idle", job_id, stage, int(since * 1000), now_ms - silent_ms)

    def outlook(self, job: JobRecord) -> Outlook:
        """Place in the queue, time to go, stages at work."""
        run, plan = self._runner.running.get(job.id), self._registry.plans.stages_of(job.job_type)
        if run is not None and job.status is JobState.PROCESSING:
            now = run.clock()
            looks = {s.name: StageProgress(s.fraction, s.speed, s.waiting_s(now)) for s in run.stages.values()}
            return Outlook(None, run.eta_s(), plan, looks)
        position = self._dispatcher.position(job.id)
        eta_s = self._eta_of_waiting(job, position) if position is not None else None
        return Outlook(position, eta_s, plan)

    def _eta_of_waiting(self, job: JobRecord, position: int) -> float | None:
        """With the work ahead of it. None while the queue is paused: nobody knows."""
        return None if self._dispatcher.paused else self._forecast.eta_of_waiting_s(self._shares(job), position)

    def _shares(self, job: JobRecord) -> list[StageShare]:
        return [
            StageShare(
                stage.name,
                stage.needs,
                stage.resource(None).value,
                self._pace.expect(stage, job).expect_s(stage.work_s(job)),
            )
            for stage in self._registry.stages_of(job.job_type)
        ]

    def children(self) -> list[tuple[str, int]]:
        """Kind and process id of every child that lives now."""
        return [(child.kind.value, child.pid) for child in self._hosts.children()]

    def folder_lost(self) -> str | None:
        """Why DATA_DIR is not the folder any more that the server opened; None while it is."""
        return self._place.lost()

    @property
    def healthy(self) -> dict[str, bool]:
        """Which parts are alive."""
        return {
            "database": self._store.writer.healthy and self._store.writer.last_failure is None,
            "workers": self._pool.healthy,
            "queue": self._dispatcher.healthy,
        }


def _identity(url: SourceUrl, job_id: str) -> str:
    """What the link leads to; with a password, to nothing that any other job could share or guess."""
    return hashlib.sha256(f"{url.identity} {job_id}".encode()).hexdigest() if url.credentials else url.identity


def _identified(tx: Transaction, new: NewJob) -> NewJob:
    """A job on an upload counts by the upload's content, and its length is known already.

    Raises InvalidRequest when there is no such upload.
    """
    if new.video_id is None:
        return new
    try:
        video = queries.video(tx.conn, new.video_id)
    except NotFound:
        row = {"loc": ["body", "video_id"], "msg": "no such upload"}
        raise InvalidRequest(f"There is no uploaded video {new.video_id}.", errors=[row]) from None
    title, duration_s = title_of_file(video.filename), video.media.get("duration_s")
    return replace(new, source_identity=video.blob.sha256, title=title, duration_s=duration_s)


def _cancel_waiting(tx: Transaction, job_id: str) -> JobRecord:
    job = moves.read(tx, job_id)
    if job.status not in (JobState.QUEUED, JobState.PENDING):
        raise IllegalTransition(job.status, Cause.CANCEL)
    return moves.cancel(tx, job_id)
