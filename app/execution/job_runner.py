"""Running a job: claim it, bring its stages to their outputs, record how it ended.

`run(job_id)` is all that an engine needs to call, here from a worker of the pool, on another machine from a task
queue. It returns when the outcome is in the store, and raises nothing that a job could cause.
"""

import asyncio
import itertools
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from structlog.contextvars import bound_contextvars

from app.core.errors import ErrorCode, JobFailure, NotFound
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import facts, moves, queries, stage_log
from app.db.credentials import credentials_of
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution.admission import Gate, recheck_after_s
from app.execution.limits import Limits, watch_time
from app.execution.run import JobRun, alone_s
from app.execution.stage_rates import Pace
from app.execution.stage_runner import Done, StageRunner
from app.jobs.changes import ClockSet, JobChange
from app.jobs.deaths import PROBATION_WAIT_S, Deaths
from app.jobs.events import JobStanding, StoredEvent
from app.jobs.hidden import hides_credentials
from app.jobs.leases import Held
from app.jobs.record import JobRecord, StopReason
from app.jobs.results import Blob, Result
from app.jobs.retry import RetryPolicy, judge
from app.jobs.states import Cause, JobState
from app.stages.registry import Registry
from app.stages.stage import AnyStage, StageContext

log = logging.getLogger(__name__)

#: Seconds between tries to write what the database does not take; the last one repeats.
AGAIN_S = (0.5, 1.0, 2.0, 5.0)
T = TypeVar("T")


class Runner:
    """Runs jobs side by side. `publish` passes live progress on; `running` is kept: the jobs that run, by id."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        registry: Registry,
        stages: StageRunner,
        pace: Pace,
        policy: RetryPolicy,
        limits: Limits,
        publish: Callable[[JobRun], None],
        gate: Gate,
        seal: Seal,
        running: dict[str, JobRun],
        ahead: Callable[[JobRun], float] = alone_s,
    ) -> None:
        self._settings = settings
        self._store = store
        self._registry = registry
        self._stages = stages
        self._pace = pace
        self._policy = policy
        self._limits = limits
        self._publish = publish
        self._gate = gate
        self._seal = seal
        self._ahead = ahead
        self.running = running
        self._hurried = False
        self._tidying = asyncio.Lock()
        self._savings: dict[str, asyncio.Task[None]] = {}
        self._since = time.monotonic()
        self._probation = asyncio.Lock()  # of jobs that may take the server down, one is at work at a time
        self._releasing: set[asyncio.Task[None]] = set()
        self._missed: set[str] = set()  # jobs with progress that came while some was being saved

    def on_committed(self, events: Sequence[StoredEvent]) -> None:
        """Keep in mind how far the logs of running jobs are; live progress carries that number."""
        for event in events:
            run = self.running.get(event.job_id)
            if run is not None:
                run.last_seq = event.seq
                if isinstance(event.event, JobStanding) and event.event.attempt == run.job.attempt:
                    run.stored = max(run.stored, event.event.progress)

    def on_changes(self, changes: Sequence[JobChange]) -> None:
        """Stop running jobs whose cancel was committed; keep their place among those that wait: ranks are times."""
        for change in changes:
            if isinstance(change, ClockSet):
                for run in self.running.values():
                    run.job = replace(run.job, rank=run.job.rank + change.by_ms)
            elif isinstance(change, JobRecord) and change.stop_requested is StopReason.CANCEL:
                self._stop(change)

    def _stop(self, asked: JobRecord) -> None:
        run = self.running.get(asked.id)
        if run is not None and asked.status is JobState.PROCESSING and asked.attempt == run.job.attempt:
            run.stop(StopReason.CANCEL)

    async def run(self, job_id: str) -> None:
        """One attempt of a job, from its claim to its recorded outcome."""
        try:
            await self._run(job_id)
        except StorageFailed as failure:  # `_insist` lets go only while the server stops
            log.warning("how job %s stands could not be written (%s); the next start puts it right", job_id, failure)
        except moves.StaleAttempt:
            log.warning("job %s is another server's now; its work here has ended and left no trace", job_id)

    def leased(self) -> Held:
        """The attempts that run here, until their outcome is about to be recorded."""
        return Held(frozenset((run.job.id, run.job.attempt) for run in self.running.values() if not run.silenced))

    def lost(self, gone: Held) -> None:
        """Stop attempts that another server has taken over; nothing more of them is recorded."""
        for run in self.running.values():
            if (run.job.id, run.job.attempt) in gone.jobs and not run.silenced:
                run.stop(StopReason.LEASE_LOST)

    async def _run(self, job_id: str) -> None:
        run = await self._insist(self._claim, job_id)
        if run is None:
            return
        if self._stages.closing.is_set():  # claimed while the server began to stop
            run.stop(StopReason.SHUTDOWN)
        with bound_contextvars(job_id=job_id, attempt=run.job.attempt):
            try:
                await self._attempt(run)
            finally:
                run.quiet()
                if self.running.get(job_id) is run:  # a retry may have begun while this attempt was tidied up
                    del self.running[job_id]
                run.over.set()

    def _claim(self, tx: Transaction, job_id: str) -> JobRun | None:
        """Claim the job and, with the commit, let a cancel find the run: not a moment later."""
        job = moves.claim(tx, job_id, self._registry.plans)
        if job is None:
            return None
        plan = self._registry.stages_of(job.job_type)
        run = JobRun(job, plan, self._pace.expect, self._progressed, ahead=self._ahead, last_seq=job.last_seq)
        tx.effects.append(lambda: self.running.update({job_id: run}))
        return run

    def has_begun(self, job_id: str) -> bool:
        """Whether the job was claimed and still runs."""
        return job_id in self.running

    async def stop_all(self) -> None:
        """Let stages that are nearly done end, within the grace.

        Put the other jobs back. Nothing new begins meanwhile.
        """
        self._stages.closing.set()
        deadline = asyncio.get_running_loop().time() + self._limits.grace_s
        while self.running:
            left_s = 0.0 if self._hurried else deadline - asyncio.get_running_loop().time()
            for run in self.running.values():
                if not any(s.left_s < left_s for s in run.shares() if run.stages[s.name].working_since is not None):
                    run.stop(StopReason.SHUTDOWN)
            await asyncio.sleep(0.05)

    def hurry(self) -> None:
        """End the grace of a shutdown, one that has begun or one to come: jobs are put back at once."""
        self._hurried = True

    async def _attempt(self, run: JobRun) -> None:
        run.task = asyncio.create_task(self._plan(run), name=f"job {run.job.id}")
        watch = asyncio.create_task(watch_time(run, self._limits), name=f"time limit of {run.job.id}")
        if run.stop_reason is not None:  # asked for between the claim and here
            run.task.cancel()
        try:
            await _settled(run.task)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            run.quiet()
            await self._saved(run)
        error = None if run.task.cancelled() else run.task.exception()
        if run.task.cancelled() or (run.stop_reason is not None and error is not None):
            await self._stopped(run)
        elif isinstance(error, moves.StaleAttempt):
            raise error
        elif error is None:
            await self._insist(moves.finish, run.job.id, run.job.attempt, Cause.COMPLETE)
            log.info("job completed")
        else:
            await self._failed(run, self._failure_of(error, run.job))

    async def _plan(self, run: JobRun) -> None:
        """Start each stage as soon as what it needs is there; the first failure ends the others."""
        job = run.job
        if Deaths.of(job.deaths).on_probation:
            await self._take_turn(run)
        await self._gate.admit(job, self._at_work)
        run.admitted = True
        upload, upload_name = await self._upload(job)
        credentials = await self._credentials(job)
        outputs: dict[str, Result] = {}
        pieces: dict[str, Sequence[Result]] = {}
        ready = {stage.name: asyncio.Event() for stage in run.plan}
        needed = {need for stage in run.plan for need in stage.needs}

        async def one(stage: AnyStage) -> None:
            for need in stage.needs:
                await ready[need].wait()
            context = StageContext(self._settings, run.job, upload, upload_name, outputs, pieces, credentials)
            with bound_contextvars(stage=stage.name):
                if stage.skips(context):
                    await self._stages.skip(run, stage)
                else:
                    done = await self._stage(run, stage, context)
                    outputs[stage.name] = done.output
                    if stage.piece is not None and stage.name in needed:
                        pieces[stage.name] = done.pieces
            if stage.source_facts is not None:
                await self._source_known(run)
            ready[stage.name].set()

        try:
            async with asyncio.TaskGroup() as group:
                for stage in run.plan:
                    group.create_task(one(stage), name=f"{job.id} {stage.name}")
        except* Exception as failures:
            raise _first(failures) from failures

    async def _take_turn(self, run: JobRun) -> None:
        """Wait until the server has lived for a while and no other job on probation is at work; then be the one, until
        the job has passed what the server died at."""
        await asyncio.sleep(max(0.0, self._since + PROBATION_WAIT_S - time.monotonic()))
        await self._probation.acquire()
        releasing = asyncio.create_task(self._release_turn(run), name=f"probation of {run.job.id}")
        self._releasing.add(releasing)
        releasing.add_done_callback(self._releasing.discard)

    async def _release_turn(self, run: JobRun) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (run.got_on, run.over)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            self._probation.release()

    def _at_work(self) -> list[JobRecord]:
        """The jobs that the gate has let in. Asked anew by each, so that of jobs that come at once the first is in."""
        return [run.job for run in self.running.values() if run.admitted]

    async def _source_known(self, run: JobRun) -> None:
        """The length of the source is known now. Raises JobFailure when it was not before and the disk lacks room."""
        known, run.job = run.job.video_duration, await self._store.read(queries.job, run.job.id)
        run.reckon()
        if known is None:
            self._gate.check_disk(run.job, [job for job in self._at_work() if job.id != run.job.id])

    async def _stage(self, run: JobRun, stage: AnyStage, context: StageContext) -> Done:
        try:
            return await self._stages.run_stage(run, stage, context)
        except JobFailure as failure:
            failure.stage = failure.stage or stage.name
            if failure.code is ErrorCode.DISK_FULL and not failure.counts:
                failure.retry_after_s = recheck_after_s(run.job.attempt - run.job.failures)
            raise
        except moves.StaleAttempt:
            raise
        except Exception as error:
            raise self._failure_of(error, run.job, stage.name) from error

    async def _upload(self, job: JobRecord) -> tuple[Blob | None, str | None]:
        if job.video_id is None:
            return None, None
        try:
            video = await self._store.read(queries.video, job.video_id)
        except NotFound:
            message = "The uploaded file is not kept any more (retention). Upload it again."
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=False) from None
        return video.blob, video.filename

    async def _credentials(self, job: JobRecord) -> str | None:
        """What was taken out of the job's link; None when nothing was, or when it is not kept any more."""
        if not hides_credentials(job.url):
            return None
        sealed = await self._store.read(credentials_of, job.id)
        return self._seal.open(sealed) if sealed else None

    def _progressed(self, run: JobRun) -> None:
        """Store the progress, then publish it. One save at a time: the next takes what has come meanwhile."""
        if run.job.id in self._savings:
            self._missed.add(run.job.id)
            return
        saving = asyncio.create_task(self._save(run), name=f"progress of {run.job.id}")
        self._savings[run.job.id] = saving
        saving.add_done_callback(lambda _: self._savings.pop(run.job.id, None))

    async def _save(self, run: JobRun) -> None:
        while True:
            self._missed.discard(run.job.id)
            try:
                await self._save_once(run)
            except StorageFailed as failure:
                log.warning("progress was not saved: %s", failure)
                run.publish_later()
                return
            if run.job.id not in self._missed or run.silenced:
                return

    async def _save_once(self, run: JobRun) -> None:
        stages = {s.name: s.fraction for s in run.stages.values() if not s.finished and s.fraction > 0}
        progress = run.progress()

        def unit(tx: Transaction) -> None:
            facts.save_progress(tx, run.job.id, run.job.attempt, progress, stages)
            tx.effects.append(published)

        def published() -> None:
            run.stored = max(run.stored, progress)
            if not run.silenced:
                self._publish(run)

        await self._store.write(unit)

    async def _saved(self, run: JobRun) -> None:
        """Wait for a save that is under way; one that went wrong is only a figure less."""
        saving = self._savings.get(run.job.id)
        if saving is None:
            return
        await asyncio.wait([saving])
        if (error := saving.exception()) is not None:
            log.error("progress could not be saved", exc_info=error)

    async def _stopped(self, run: JobRun) -> None:
        reason = run.stop_reason
        job_id, attempt = run.job.id, run.job.attempt
        if reason is StopReason.LEASE_LOST:
            raise moves.StaleAttempt(f"Attempt {attempt} of job {job_id} does not run here any more.")
        if reason is StopReason.CANCEL:
            await self._insist(moves.finish, job_id, attempt, Cause.CANCEL)
            await self.tidy(job_id)
            log.info("job cancelled")
        elif reason is StopReason.TIMEOUT:
            message = f"{run.stop_text} What is finished is kept: a retry goes on from there."
            stage = run.stop_stage or _longest_at_work(run)
            await self._failed(run, JobFailure(ErrorCode.TIMEOUT, message, retryable=False, stage=stage))
        else:
            await self._insist(moves.requeue, job_id, attempt)
            log.info("job put back into the queue")

    async def _failed(self, run: JobRun, failure: JobFailure) -> None:
        job = run.job
        stage = failure.stage or run.plan[0].name  # before any began: of the source
        crashes, failures = dict(job.crashes), job.failures + failure.counts
        if failure.code is ErrorCode.CRASHED and failure.counts:
            crashes[stage] = crashes.get(stage, 0) + 1
        verdict = judge(
            failure,
            failures=failures,
            max_retries=job.max_retries,
            stage_crashes=crashes.get(stage, 0),
            policy=self._policy,
        )
        final = verdict.failure
        error = {"code": final.code.value, "message": final.message, "stage": stage, "retryable": final.retryable}
        values: dict[str, Any] = {"error": error, "failures": failures, "crashes": crashes}
        if failure.code is ErrorCode.OUT_OF_MEMORY:
            values["memory_level"] = job.memory_level + 1
        if verdict.cool_down_s and failure.host:
            await self._insist(facts.cool, failure.host, self._store.now_ms() + int(verdict.cool_down_s * 1000))
        if verdict.again_in_s is None:
            await self._insist(moves.finish, job.id, job.attempt, Cause.FAIL, **values)
            await self.tidy(job.id)
            log.warning("job failed: %s: %s", final.code.value, final.message)
            return
        due_ms = self._store.now_ms() + int(verdict.again_in_s * 1000)
        await self._insist(moves.postpone, job.id, job.attempt, due_ms=due_ms, **values)
        log.info("job tries again in %.1f s: %s", verdict.again_in_s, final.code.value)

    def _failure_of(self, error: BaseException, job: JobRecord, stage: str | None = None) -> JobFailure:
        try:
            self._gate.check_folder(job)
        except JobFailure as lost:  # whatever went wrong in a folder that is away, the job is not to blame
            lost.stage = stage or getattr(error, "stage", None)
            return lost
        if isinstance(error, JobFailure):
            return error
        if isinstance(error, StorageFailed):  # no fault of the job's: it waits
            again_s = recheck_after_s(job.attempt - job.failures, first_s=AGAIN_S[-1])
            return JobFailure(ErrorCode.DISK_FULL, str(error), retry_after_s=again_s, counts=False, stage=stage)
        fault = uuid.uuid4().hex[:12]
        log.error("fault %s while running a job", fault, exc_info=error)
        message = f"The server made a mistake; its log tells more under {fault}."
        return JobFailure(ErrorCode.INTERNAL, message, stage=stage)

    async def tidy(self, job_id: str) -> None:
        """Nothing half-done of a job that has ended stays on the disk, unless another job is still about to use it."""
        async with self._tidying:  # what another caller found is gone when this one returns
            await self._stages.discard(await self._store.read(stage_log.keys_left_behind, job_id))

    async def _insist(self, unit: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Write; a database that does not take it is asked again until it does.

        A server that stops does not wait for that: the next start puts right what is missing then.
        """
        for tries in itertools.count():
            try:
                return await self._store.write(unit, *args, **kwargs)
            except StorageFailed as failure:
                if self._stages.closing.is_set():
                    raise
                log.warning("a change could not be written, trying again: %s", failure)
                await asyncio.sleep(AGAIN_S[min(tries, len(AGAIN_S) - 1)])
        raise AssertionError("unreachable")


def _longest_at_work(run: JobRun) -> str | None:
    """The unfinished stage that has worked longest."""
    unfinished = [stage for stage in run.stages.values() if not stage.finished]
    return max(unfinished, key=lambda each: each.worked_s).name if unfinished else None


async def _settled(task: asyncio.Task[Any]) -> None:
    """Wait for a task without taking its outcome."""
    await asyncio.wait([task])


def _first(failures: BaseExceptionGroup[Exception]) -> Exception:
    """The failure that the others followed from."""
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, Exception)
    return error
