"""Runs a job: claims it, runs its stages, records its outcome.

`run_job(job_id)` is all that an engine calls: here a worker of the pool, elsewhere a task of a queue. It returns
when the outcome is stored, and raises nothing that a job could cause.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from structlog.contextvars import bound_contextvars

from app.db import moves, traces
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.attempt import Attempt, Outlook
from app.execution.limits import Limits, watch_time
from app.execution.outcomes import Outcomes
from app.execution.plan_walk import PlanWalk
from app.execution.progress import ProgressMeter
from app.execution.progress_publisher import ProgressPublisher
from app.execution.recorded_jobs import RecordedJobs
from app.execution.stage_rates import StageRates
from app.execution.stage_runner import StageRunner
from app.jobs.changes import ClockSet, JobChange
from app.jobs.events import JobStanding, StoredEvent
from app.jobs.leases import Held
from app.jobs.record import JobRecord, StopReason
from app.jobs.states import JobState
from app.ports.live_sink import LiveSink
from app.ports.tracing import Span, Tracer
from app.stages.registry import Registry

log = logging.getLogger(__name__)


class Runner:
    """Runs jobs concurrently. `running` is updated: the running attempts by job id; `outlook` predicts their ends."""

    def __init__(
        self,
        *,
        store: Store,
        registry: Registry,
        stages: StageRunner,
        walk: PlanWalk,
        outcomes: Outcomes,
        rates: StageRates,
        limits: Limits,
        live: LiveSink,
        running: dict[str, Attempt],
        outlook: Outlook,
        recorded: RecordedJobs,
        rank_taken: Callable[[str], int | None],
        tracer: Tracer,
    ) -> None:
        self._store = store
        self._registry = registry
        self._stages = stages
        self._walk = walk
        self._outcomes = outcomes
        self._rates = rates
        self._limits = limits
        self._live = live
        self._outlook = outlook
        self._recorded = recorded
        self._rank_taken = rank_taken
        self._tracer = tracer
        self.running = running
        self._hurried = False

    def on_committed(self, events: Sequence[StoredEvent]) -> None:
        """Store the newest `seq` of running jobs, which live progress carries."""
        for event in events:
            attempt = self.running.get(event.job_id)
            if attempt is not None:
                attempt.last_seq = event.seq
                if isinstance(event.event, JobStanding) and event.event.attempt == attempt.job.attempt:
                    attempt.meter.committed(event.event.progress)

    def on_changes(self, changes: Sequence[JobChange]) -> None:
        """Stop running jobs whose cancel was committed, and update their rank."""
        for change in changes:
            if isinstance(change, ClockSet):
                for attempt in self.running.values():
                    attempt.job = replace(attempt.job, rank=attempt.job.rank + change.by_ms)
            elif isinstance(change, JobRecord) and change.stop_requested is StopReason.CANCEL:
                self._stop(change)

    def _stop(self, job: JobRecord) -> None:
        attempt = self.running.get(job.id)
        if attempt is not None and job.status is JobState.PROCESSING and job.attempt == attempt.job.attempt:
            attempt.end(StopReason.CANCEL)

    def leased(self) -> Held:
        """The attempts of this process whose outcome is not being recorded yet."""
        return Held(frozenset((a.job.id, a.job.attempt) for a in self.running.values() if not a.concluded))

    def lost(self, gone: Held) -> None:
        """Stop attempts that another server has taken over; nothing more of them is recorded."""
        for attempt in self.running.values():
            if (attempt.job.id, attempt.job.attempt) in gone.jobs and not attempt.concluded:
                attempt.end(StopReason.LEASE_LOST)

    def has_begun(self, job_id: str) -> bool:
        """Whether the job was claimed and still runs."""
        return job_id in self.running

    def check_queue(self) -> None:
        """Follow that the queue was paused or resumed."""
        self._recorded.check_queue()

    @property
    def is_taking(self) -> bool:
        """Whether jobs are being completed from the record."""
        return self._recorded.busy

    async def tidy(self, job_id: str) -> None:
        """Remove partial results of an ended job, unless another job is about to use them."""
        await self._outcomes.tidy(job_id)

    async def run_job(self, job_id: str) -> None:
        """Run one attempt of a job, from its claim to its recorded outcome, unless it needs no work."""
        try:
            if await self._recorded.complete(job_id):
                return
            attempt = await self._outcomes.insist(self._claim, job_id)
            if attempt is not None:
                await self._run_claimed(attempt)
        except StorageFailed as failure:  # `insist` stops trying only while the server stops
            log.warning("how job %s stands could not be written (%s); the next start puts it right", job_id, failure)
        except moves.StaleAttempt:
            log.warning("job %s is another server's now; its work here has ended and left no trace", job_id)

    def _claim(self, tx: Transaction, job_id: str) -> Attempt | None:
        """Claim the job, and register the attempt in the commit's effects, so that no cancel misses it."""
        job = moves.claim(tx, job_id, self._registry.plans, rank=self._rank_taken(job_id))
        if job is None:
            return None
        plan = self._registry.stages_of(job.job_type, job.options)
        trace = traces.of_jobs(tx.conn, [job_id]).get(job_id) if self._tracer.on else None
        meter = ProgressMeter(plan, job, self._rates.expect)
        attempt = Attempt(job, plan, meter, self._outlook, traceparent=trace)
        tx.effects.append(lambda: self.running.update({job_id: attempt}))
        return attempt

    async def _run_claimed(self, attempt: Attempt) -> None:
        job_id = attempt.job.id
        if self._stages.closing.is_set():  # claimed while the server began to stop
            attempt.end(StopReason.SHUTDOWN)
        with bound_contextvars(job_id=job_id, attempt=attempt.job.attempt):
            try:
                with self._tracer.job(attempt.job, attempt.traceparent) as span:
                    await self._run_attempt(attempt, span)
            finally:
                attempt.conclude()
                if self.running.get(job_id) is attempt:  # a retry may have begun while this one was tidied up
                    del self.running[job_id]
                attempt.over.set()

    async def _run_attempt(self, attempt: Attempt, span: Span) -> None:
        publisher = ProgressPublisher(self._store, attempt, self._live)
        attempt.task = task = asyncio.create_task(self._walk.run_plan(attempt), name=f"job {attempt.job.id}")
        watch = asyncio.create_task(watch_time(attempt, self._limits), name=f"time limit of {attempt.job.id}")
        if attempt.stop is not None:  # requested between the claim and here
            task.cancel()
        try:
            await asyncio.wait([task])  # its outcome is not recorded here
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            attempt.conclude()
            await publisher.settled()
        error = None if task.cancelled() else task.exception()
        if task.cancelled() or (attempt.stop is not None and error is not None):
            span.note("job.outcome", attempt.stop.reason.value if attempt.stop is not None else "stopped")
            await self._outcomes.stopped(attempt, attempt.stop)
        elif isinstance(error, moves.StaleAttempt):
            raise error
        elif error is None:
            span.note("job.outcome", "completed")
            await self._outcomes.completed(attempt)
        else:
            failure = self._outcomes.failure_of(error, attempt.job)
            span.note("job.outcome", "failed")
            span.fail(failure.code.value)
            await self._outcomes.failed(attempt, failure)

    async def stop_all(self) -> None:
        """Let stages that are nearly done end, within the grace, and those whose files are being copied.

        Put the other jobs back. No job begins meanwhile.
        """
        self._stages.closing.set()
        self._recorded.close()
        deadline = asyncio.get_running_loop().time() + self._limits.grace_s
        while self.running:
            left_s = 0.0 if self._hurried else deadline - asyncio.get_running_loop().time()
            for attempt in self.running.values():
                if not _ends_within(left_s, attempt):
                    attempt.end(StopReason.SHUTDOWN)
            await asyncio.sleep(0.05)

    def hurry(self) -> None:
        """End the grace of a shutdown, of this one or a later one: jobs are put back at once."""
        self._hurried = True


def _ends_within(left_s: float, attempt: Attempt) -> bool:
    """Whether a stage of the attempt may have its record within so many seconds: it need not be begun again then."""
    if attempt.copying and left_s > 0:
        return True
    at_work = {stage.name for stage in attempt.meter.at_work()}
    return any(share.left_s < left_s for share in attempt.meter.shares() if share.name in at_work)
