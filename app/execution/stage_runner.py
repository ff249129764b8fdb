"""Runs one stage of one job, from its inputs to its recorded output.

A recorded output is reused; a running flight of the same key is joined; else a new flight does the work. What the
flight publishes goes to every joined job, into that job's own log.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.core.errors import JobFailure
from app.db import moves, stage_log
from app.db.file_copies import FileGone
from app.db.generated_films import NewFilm
from app.db.leases import KeyLeaseLost
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.transcripts import Overtaken
from app.execution.attempt import Attempt
from app.execution.corrections import Adopted, Corrections
from app.execution.editions import Chosen, Editions
from app.execution.job_event_writer import JobEventWriter
from app.execution.new_files import Ready
from app.execution.records import Recorded, Records
from app.execution.remote_work import RemoteWork
from app.execution.single_flight import Alive, Began, Flight, Flights, GoesOn, Notice, Rested, Waits
from app.execution.slots import Announced
from app.execution.stage_work import StageWork
from app.jobs.record import Artifact, JobRecord, JobWarning, Video
from app.jobs.results import Result, Segment
from app.jobs.stage_messages import Log, Piece, Progress, StageWarning
from app.ports.stage_executor import StageExecutor
from app.stages.keys import key_of
from app.stages.stage import AnyStage, StageContext
from app.stages.stage_artifacts import artifacts_of, id_of

log = logging.getLogger(__name__)

#: Jobs that join work that began longer ago than this, seconds, do not take the run's speed for their ETA.
JUST_NOW_S = 1.0


@dataclass(frozen=True, slots=True)
class Done:
    """A finished stage: its output, and its pieces."""

    output: Result
    pieces: Sequence[Result]


class StageRunner:
    """Runs stages for all jobs of this process."""

    def __init__(
        self,
        *,
        store: Store,
        records: Records,
        work: StageWork,
        executor: StageExecutor,
        flights: Flights,
        editions: Editions,
        corrections: Corrections,
        remote: RemoteWork | None = None,
        name_speakers: Callable[[JobRecord], Awaitable[None]] | None = None,
    ) -> None:
        """`remote` is the work on stages whose resource this process lacks; None if it lacks none.

        `name_speakers` names those of a job's speakers whose voices are known; None if none are remembered.
        """
        self._store = store
        self._records = records
        self._work = work
        self._executor = executor
        self._flights = flights
        self._editions = editions
        self._corrections = corrections
        self._remote = remote
        self._name_speakers = name_speakers

    @property
    def closing(self) -> asyncio.Event:
        """Set it at a shutdown: no stage begins after that."""
        return self._work.closing

    async def discard(self, keys: Collection[str]) -> None:
        """Remove partial results of these keys, except those with work in progress."""
        await self._executor.discard(set(keys) - self._flights.keys())

    async def run_stage(self, attempt: Attempt, stage: AnyStage, context: StageContext) -> Done:
        """Run one stage to its output. Raises JobFailure; if cancelled, this job's share of the work has ended."""
        with self._work.announced(stage, lambda: attempt.turn(stage.name)) as announced:
            return await self._run_stage(attempt, stage, context, announced)

    async def _run_stage(self, attempt: Attempt, stage: AnyStage, context: StageContext, announced: Announced) -> Done:
        params: Result = await asyncio.to_thread(stage.build_input, context)
        chosen = await self._chosen(attempt, stage, params, context.settings.models_dir)
        key = chosen.key
        known = await self._store.write(stage_log.enter_stage, attempt.job.id, attempt.job.attempt, stage.name, key)
        writer = JobEventWriter(self._store, self._records, attempt, stage, key, published=known.published)
        ran = False
        while (recorded := await self._records.find(stage, key)) is None:
            try:
                ran = await self._join(attempt, stage, key, params, writer, announced) or ran
            except FileGone as gone:
                log.warning("a file of %s vanished before it was recorded (%s), so it is done again", key, gone)
            except KeyLeaseLost:
                log.warning("another process works on %s now; its output is waited for", key)
        done = Done(recorded.output, await self._records.pieces(stage, key))
        await writer.publish(done.pieces)
        await self._finish(attempt, stage, recorded, done.pieces, cached=not ran, warning=chosen.warning)
        if stage.renews_transcript and self._name_speakers is not None:
            await self._name_speakers(attempt.job)
        return done

    async def _chosen(self, attempt: Attempt, stage: AnyStage, params: Result, models_dir: Path) -> Chosen:
        """The key of a stage; if its source may change, the key of the edition that this job uses."""

        def key(edition: int = 0) -> str:
            return key_of(stage, params, attempt.job, models_dir, edition=edition)

        if stage.recheck is not None and stage.recheck.applies(params):
            return await self._editions.choose(attempt, stage, stage.recheck, params, key)
        return Chosen(await asyncio.to_thread(key))

    async def _join(
        self,
        attempt: Attempt,
        stage: AnyStage,
        key: str,
        params: Result,
        writer: JobEventWriter,
        announced: Announced,
    ) -> bool:
        """Wait for the work on `key`; returns whether this job did it."""
        ran = False

        remote = self._remote if self._remote and self._remote.needed(stage.resource(params)) else None

        async def work(flight: Flight) -> None:
            nonlocal ran
            announced.withdraw()
            ran = await (remote or self._work).run_stage(flight, stage, params, attempt.job)

        if key in self._flights:
            announced.withdraw()  # another job's work, which has a turn of its own
        attempt.meter.wait(stage.name)
        publishing = asyncio.create_task(writer.work(), name=f"events of {attempt.job.id} {stage.name}")
        try:
            await self._flights.join(
                key,
                work,
                lambda notice: _receive(attempt, stage, writer, notice),
                turn=lambda: attempt.turn(stage.name),
                leased=remote is None,
            )
        finally:
            attempt.meter.rest(stage.name)
            attempt.copying.discard(stage.name)
            publishing.cancel()
            await asyncio.gather(publishing, return_exceptions=True)
        return ran

    async def _finish(
        self,
        attempt: Attempt,
        stage: AnyStage,
        recorded: Recorded,
        pieces: Sequence[Result],
        *,
        cached: bool,
        warning: JobWarning | None,
    ) -> None:
        facts = stage.source_facts(recorded.output) if stage.source_facts is not None else None
        values = {"video_title": facts.title, "video_duration": facts.duration_s} if facts is not None else {}
        title = (facts.title if facts is not None else "") or attempt.job.video_title or ""
        artifacts = artifacts_of(attempt.job.id, stage, recorded.output, title)
        film = _film_of(attempt.job, stage, recorded.output, artifacts)
        attempt.finish(stage.name)
        finish = partial(
            stage_log.finish_stage,
            job_id=attempt.job.id,
            attempt=attempt.job.attempt,
            name=stage.name,
            cached=cached,
            seconds=recorded.row.seconds,
            waited_s=attempt.meter.stages[stage.name].waited_s,
            warnings=[*recorded.row.warnings, *([warning.as_json()] if warning else [])],
            progress=attempt.meter.progress(),
            eta_s=attempt.eta_s(),
            job_values=values,
            film=film,
            content=None if stage.content is None else stage.content(recorded.output),
        )
        if stage.renews_transcript and pieces:
            finish = partial(finish, renews_transcript=True)
            spoken = [piece for piece in pieces if isinstance(piece, Segment)]
            await self._finish_transcript(attempt.job, recorded.row.key, finish, artifacts, spoken)
        elif stage.is_transcript:
            await self._finish_transcript(attempt.job, recorded.row.key, finish, artifacts)
        else:
            await self._store.write(finish, artifacts=artifacts)

    async def _finish_transcript(
        self,
        job: JobRecord,
        key: str,
        finish: Callable[..., None],
        artifacts: Sequence[Artifact],
        spoken: Sequence[Segment] | None = None,
    ) -> None:
        """Finish the stage that made the job's transcript, with the files of the corrected one if there is one.

        `spoken` are the lines of one that has found its speakers.
        """
        while True:
            adopted = await self._corrections.adopted(job, key, artifacts, spoken)
            try:
                return await self._store.write(_adopt, adopted, await self._corrections.ready(adopted), job, finish)
            except Overtaken:
                log.info("the transcript of job %s was corrected meanwhile; its files are written anew", job.id)
            except FileGone as gone:
                log.info("a file of the transcript of job %s vanished (%s); it is written anew", job.id, gone)

    def pieces_for(
        self, attempt: Attempt, stage: AnyStage, pieces: Mapping[str, Sequence[Result]]
    ) -> Awaitable[Mapping[str, Sequence[Result]]]:
        """The pieces of earlier stages that a stage receives; see `Corrections.pieces_for`."""
        return self._corrections.pieces_for(attempt.job, stage, attempt.plan, pieces)

    async def skip(self, attempt: Attempt, stage: AnyStage) -> None:
        """Record that the source has nothing for this stage."""
        attempt.finish(stage.name)
        job = attempt.job
        await self._store.write(stage_log.skip_stage, job.id, job.attempt, stage.name, eta_s=attempt.eta_s())

    async def give_up(self, attempt: Attempt, stage: AnyStage, failure: JobFailure) -> None:
        """Record that a stage which the job does not need has failed, with a warning."""
        attempt.finish(stage.name)
        job, text = attempt.job, f"The stage “{stage.title}” failed, and the job goes on without it. {failure.message}"
        warning = JobWarning(failure.code.value, text, stage.name).as_json()
        await self._store.write(
            stage_log.give_up_stage, job.id, job.attempt, stage.name, warning=warning, eta_s=attempt.eta_s()
        )


def _adopt(tx: Transaction, adopted: Adopted, ready: Ready, job: JobRecord, finish: Callable[..., None]) -> None:
    fenced = moves.fenced(tx, job.id, job.attempt)
    ready.check(tx)
    adopted.adopt(tx, fenced)
    finish(tx, artifacts=adopted.artifacts)
    ready.record(tx)


def _film_of(job: JobRecord, stage: AnyStage, output: Result, artifacts: Sequence[Artifact]) -> NewFilm | None:
    """The film of a job that made one, as a video of its own; None for other stages."""
    if stage.made_film is None or job.generation is None:
        return None
    (artifact, *_), video_id = artifacts, id_of(job.id, stage.name, "video", 0)
    made = stage.made_film(output, artifact.id, video_id)
    video = Video(video_id, artifact.filename, artifact.blob, made.media, user_id=job.user_id)
    return NewFilm(video, job.generation.model_copy(update={"made": made.film}))


def _receive(attempt: Attempt, stage: AnyStage, writer: JobEventWriter, notice: Notice) -> None:
    """Apply a notice of the flight to one joined job."""
    match notice:
        case Alive():
            attempt.sign_of_life()
        case Rested():
            attempt.meter.rest(stage.name)
            attempt.copying.discard(stage.name)
        case Waits():
            attempt.meter.rest(stage.name)
            attempt.copying.add(stage.name)
        case GoesOn():
            attempt.meter.go_on(stage.name)
            attempt.copying.discard(stage.name)
            attempt.sign_of_life()
        case Began(at_s, resumed):
            attempt.meter.begin(stage.name, afresh=not resumed and time.monotonic() - at_s < JUST_NOW_S)
            writer.begin()
        case Progress(fraction=fraction, speed=speed):
            attempt.reached(stage.name, fraction, speed)
        case Piece() | Log() | StageWarning():
            writer.note(notice)
    if not isinstance(notice, (Alive, Rested, Waits, GoesOn)):
        half_done = stage.piece is not None and not isinstance(notice, (Began, Piece))
        attempt.end_if_requested(stage.name, half_done=half_done)
