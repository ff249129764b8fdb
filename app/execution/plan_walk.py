"""Runs the stages of one attempt's plan: each as soon as its inputs exist."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from structlog.contextvars import bound_contextvars

from app.core.errors import ErrorCode, JobFailure, NotFound
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import moves, queries, timeline_sources
from app.db.credentials import credentials_of
from app.db.store import Store
from app.execution.admission import Gate, recheck_after_s
from app.execution.attempt import Attempt
from app.execution.outcomes import Outcomes
from app.execution.probation import Probation
from app.execution.stage_runner import StageRunner
from app.jobs.hidden import hides_credentials
from app.jobs.options import OF_TIMELINES, WITHOUT_SOURCE
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Result
from app.ports.tracing import Tracer
from app.stages.stage import AnyStage, StageContext


@dataclass(slots=True)
class _Found:
    """The results of an attempt so far: its source, and outputs and pieces of its stages."""

    upload: Blob | None
    upload_name: str | None
    credentials: str | None = field(repr=False)
    timeline: dict[str, Any] | None
    outputs: dict[str, Result] = field(default_factory=dict)
    pieces: dict[str, Sequence[Result]] = field(default_factory=dict)


class PlanWalk:
    """Runs attempts through their plans. `running` are the attempts of this process, by job."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        stages: StageRunner,
        outcomes: Outcomes,
        gate: Gate,
        seal: Seal,
        running: Mapping[str, Attempt],
        tracer: Tracer,
    ) -> None:
        self._settings = settings
        self._store = store
        self._stages = stages
        self._outcomes = outcomes
        self._gate = gate
        self._seal = seal
        self._running = running
        self._tracer = tracer
        self._probation = Probation()

    async def run_plan(self, attempt: Attempt) -> None:
        """Run every stage to its output; the first failure ends the others and is raised."""
        await self._probation.admit(attempt)
        await self._gate.admit(attempt.job, self._at_work)
        attempt.admitted = True
        upload, upload_name = await self._upload(attempt.job)
        credentials = await self._credentials(attempt.job)
        found = _Found(upload, upload_name, credentials, await self._timeline(attempt.job))
        ready = {stage.name: asyncio.Event() for stage in attempt.plan}

        async def one(stage: AnyStage) -> None:
            for need in stage.after:
                if need in ready:
                    await ready[need].wait()
            with bound_contextvars(stage=stage.name), self._tracer.stage(stage.name):
                await self._run_stage(attempt, stage, found)
            ready[stage.name].set()

        try:
            async with asyncio.TaskGroup() as group:
                for stage in attempt.plan:
                    group.create_task(one(stage), name=f"{attempt.job.id} {stage.name}")
        except* Exception as failures:
            raise _first(failures) from failures
        _judge(attempt, found)

    async def _run_stage(self, attempt: Attempt, stage: AnyStage, found: _Found) -> None:
        pieces = await self._stages.pieces_for(attempt, stage, found.pieces)
        context = StageContext(
            self._settings,
            attempt.job,
            found.upload,
            found.upload_name,
            found.outputs,
            pieces,
            found.credentials,
            found.timeline,
        )
        if stage.skips(context):
            await self._stages.skip(attempt, stage)
        else:
            await (self._try if stage.optional else self._complete)(attempt, stage, context, found)
        if stage.source_facts is not None:
            await self._source_known(attempt)

    async def _try(self, attempt: Attempt, stage: AnyStage, context: StageContext, found: _Found) -> None:
        """Run a stage that the job can do without: its failure is a warning. Raises JobFailure for a full disk."""
        name = stage.name
        task = asyncio.create_task(self._complete(attempt, stage, context, found), name=f"{attempt.job.id} {name}")
        attempt.dispensable[name] = task
        try:
            await task
        except JobFailure as failure:
            if not failure.counts:  # the job waits
                raise
            await self._stages.give_up(attempt, stage, failure)
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if name not in attempt.timed_out or (current is not None and current.cancelling()):
                raise
            timeout = JobFailure(ErrorCode.TIMEOUT, attempt.timed_out[name], retryable=False, stage=name)
            await self._stages.give_up(attempt, stage, timeout)
        finally:
            del attempt.dispensable[name]

    async def _complete(self, attempt: Attempt, stage: AnyStage, context: StageContext, found: _Found) -> None:
        """Run a stage to its output. Raises JobFailure that names the stage, or StaleAttempt."""
        try:
            done = await self._stages.run_stage(attempt, stage, context)
        except JobFailure as failure:
            failure.stage = failure.stage or stage.name
            if failure.code is ErrorCode.DISK_FULL and not failure.counts:
                failure.retry_after_s = recheck_after_s(attempt.job.attempt - attempt.job.failures)
            raise
        except moves.StaleAttempt:
            raise
        except Exception as error:
            raise self._outcomes.failure_of(error, attempt.job, stage.name) from error
        found.outputs[stage.name] = done.output
        if any(stage.name in other.after for other in attempt.plan):
            found.pieces[stage.name] = done.pieces

    def _at_work(self) -> list[JobRecord]:
        """The jobs that were admitted. Read at each check, so that of simultaneous jobs the first is included."""
        return [attempt.job for attempt in self._running.values() if attempt.admitted]

    async def _source_known(self, attempt: Attempt) -> None:
        """Record the length of the source. Raises JobFailure if it was unknown before and the disk lacks room."""
        known, attempt.job = attempt.job.video_duration, await self._store.read(queries.job, attempt.job.id)
        attempt.meter.reckon(attempt.job)
        if known is None:
            await self._gate.check_disk(
                attempt.job, lambda: [job for job in self._at_work() if job.id != attempt.job.id]
            )

    async def _upload(self, job: JobRecord) -> tuple[Blob | None, str | None]:
        """The file and name of the job's upload; None without one. Raises JobFailure if the file is not kept."""
        if job.url is not None or job.job_type in WITHOUT_SOURCE:
            return None, None
        try:
            video = await self._store.read(queries.video, job.video_id or "")
        except NotFound:
            video = None
        if video is None or video.upload is None:
            message = "The uploaded file is not kept any more (retention). Upload it again."
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=False)
        return video.upload, video.filename

    async def _timeline(self, job: JobRecord) -> dict[str, Any] | None:
        """The timeline that the job renders, with what is spoken in it; None if it renders none."""
        return (
            await self._store.read(timeline_sources.with_transcripts, job.id) if job.job_type in OF_TIMELINES else None
        )

    async def _credentials(self, job: JobRecord) -> str | None:
        """The credentials of the job's link; None if it has none, or if they are no longer stored.

        Raises JobFailure if this machine cannot decrypt what others have encrypted.
        """
        if not hides_credentials(job.url):
            return None
        sealed = await self._store.read(credentials_of, job.id)
        opened = self._seal.open(sealed) if sealed else None
        if sealed and opened is None and self._store.announces:
            message = "The password of the link cannot be decrypted on the worker that was to fetch it. "
            message += "All machines need the same SEALING_KEY, or sealing.key in DATA_DIR."
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=True, retry_after_s=30.0, counts=False)
        return opened


def _judge(attempt: Attempt, found: _Found) -> None:
    """Raise the failure that the job's options demand for one of its results."""
    for stage in attempt.plan:
        if stage.verdict is not None and stage.name in found.outputs:
            failure = stage.verdict(found.outputs[stage.name], attempt.job.options)
            if failure is not None:
                failure.stage = stage.name
                raise failure


def _first(failures: BaseExceptionGroup[Exception]) -> Exception:
    """The failure that caused the others."""
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, Exception)
    return error
