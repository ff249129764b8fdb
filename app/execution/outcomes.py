"""Records how an attempt ends: complete, cancelled, failed, to be retried, or put back."""

import asyncio
import itertools
import logging
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from app.core.errors import ErrorCode, JobFailure
from app.db import flags, moves, stage_log
from app.db.store import Store
from app.db.writer import StorageFailed
from app.execution.admission import Gate, recheck_after_s
from app.execution.attempt import Attempt, Stop
from app.execution.stage_runner import StageRunner
from app.jobs.record import JobRecord, StopReason
from app.jobs.retry import RetryPolicy, Verdict, judge
from app.jobs.states import Cause

log = logging.getLogger(__name__)

#: Seconds between attempts to write what the database does not accept; the last one repeats.
AGAIN_S = (0.5, 1.0, 2.0, 5.0)
T = TypeVar("T")


class Outcomes:
    """Records outcomes. An ended job leaves no partial results on the disk."""

    def __init__(self, *, store: Store, stages: StageRunner, gate: Gate, policy: RetryPolicy) -> None:
        self._store = store
        self._stages = stages
        self._gate = gate
        self._policy = policy
        self._tidying = asyncio.Lock()

    async def completed(self, attempt: Attempt) -> None:
        """Record that every stage of the plan has its output."""
        await self.insist(moves.finish, attempt.job.id, attempt.job.attempt, Cause.COMPLETE)
        log.info("job completed")

    async def stopped(self, attempt: Attempt, stop: Stop | None) -> None:
        """Record that the attempt was ended early. Raises StaleAttempt if another server has the job now."""
        job_id, number = attempt.job.id, attempt.job.attempt
        if stop is not None and stop.reason is StopReason.LEASE_LOST:
            raise moves.StaleAttempt(f"Attempt {number} of job {job_id} does not run here any more.")
        if stop is not None and stop.reason is StopReason.CANCEL:
            await self.insist(moves.finish, job_id, number, Cause.CANCEL)
            await self.tidy(job_id)
            log.info("job cancelled")
        elif stop is not None and stop.reason is StopReason.TIMEOUT:
            message = f"{stop.text} What is finished is kept: a retry goes on from there."
            stage = stop.stage or _longest_at_work(attempt)
            await self.failed(attempt, JobFailure(ErrorCode.TIMEOUT, message, retryable=False, stage=stage))
        else:
            await self.insist(moves.requeue, job_id, number)
            log.info("job put back into the queue")

    async def failed(self, attempt: Attempt, failure: JobFailure) -> None:
        """Record that the attempt failed: the job fails, or is retried later."""
        job, stage = attempt.job, failure.stage or attempt.plan[0].name  # before any began: the source's
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
        values = _error_values(verdict, stage) | {"failures": failures, "crashes": crashes}
        if failure.code is ErrorCode.OUT_OF_MEMORY:
            values["memory_level"] = job.memory_level + 1
        if verdict.cool_down_s and failure.host:
            await self.insist(flags.cool, failure.host, self._store.now_ms() + int(verdict.cool_down_s * 1000))
        await self._record_failure(job, verdict, values)

    async def _record_failure(self, job: JobRecord, verdict: Verdict, values: dict[str, Any]) -> None:
        final = verdict.failure
        if verdict.again_in_s is None:
            await self.insist(moves.finish, job.id, job.attempt, Cause.FAIL, **values)
            await self.tidy(job.id)
            log.warning("job failed: %s: %s", final.code.value, final.message)
            return
        due_ms = self._store.now_ms() + int(verdict.again_in_s * 1000)
        await self.insist(moves.postpone, job.id, job.attempt, due_ms=due_ms, **values)
        log.info("job tries again in %.1f s: %s", verdict.again_in_s, final.code.value)

    def failure_of(self, error: BaseException, job: JobRecord, stage: str | None = None) -> JobFailure:
        """The failure that the client sees for an error; a fault of ours is logged, and the client gets only its id."""
        try:
            self._gate.check_folder(job)
        except JobFailure as lost:  # in a missing folder any error may occur; the job is not to blame
            lost.stage = stage or getattr(error, "stage", None)
            return lost
        if isinstance(error, JobFailure):
            return error
        if isinstance(error, StorageFailed):  # not the job's fault: it waits
            again_s = recheck_after_s(job.attempt - job.failures, first_s=AGAIN_S[-1])
            return JobFailure(ErrorCode.DISK_FULL, str(error), retry_after_s=again_s, counts=False, stage=stage)
        fault = uuid.uuid4().hex[:12]
        log.error("fault %s while running a job", fault, exc_info=error)
        message = f"The server made a mistake; its log tells more under {fault}."
        return JobFailure(ErrorCode.INTERNAL, message, stage=stage)

    async def tidy(self, job_id: str) -> None:
        """Remove partial results of an ended job, unless another job is about to use them."""
        async with self._tidying:  # the caller may rely on their absence
            await self._stages.discard(await self._store.read(stage_log.keys_left_behind, job_id))

    async def insist(self, unit: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Write, and repeat the write until the database accepts it.

        A server that stops does not wait for that: StorageFailed is raised, and the next start recovers what is
        missing then.
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


def _error_values(verdict: Verdict, stage: str) -> dict[str, Any]:
    final = verdict.failure
    error = {"code": final.code.value, "message": final.message, "stage": stage, "retryable": final.retryable}
    return {"error": error}


def _longest_at_work(attempt: Attempt) -> str | None:
    """The unfinished stage that has worked longest."""
    unfinished = [stage for stage in attempt.meter.stages.values() if not stage.finished]
    return max(unfinished, key=lambda each: each.worked_s).name if unfinished else None
