"""Does the work on one stage key once for all jobs that wait for it: a slot, an execution, a record."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from app.db.file_copies import FileGone
from app.execution.ended_outputs import EndedOutputs
from app.execution.log_room import MOST_WARNINGS, clipped_warning
from app.execution.records import Made, PieceOrder, Records
from app.execution.single_flight import Alive, Began, Flight, GoesOn, Rested, Waits
from app.execution.slots import Announced, Slots, Turn
from app.execution.stage_rates import StageRates
from app.jobs.record import JobRecord, JobWarning
from app.jobs.results import Result
from app.jobs.stage_messages import Log, Piece, Progress, StageMessage, StageWarning
from app.ports.stage_executor import StageExecutor, StageTask
from app.stages.stage import AnyStage
from app.stages.stage_artifacts import blobs_in


@dataclass(frozen=True, slots=True)
class Ran:
    """Whether a run made the output, or found it; `fresh_s` are the seconds of one from the beginning to the end."""

    made: bool
    fresh_s: float | None = None


class StageWork:
    """Runs stages for flights. Pieces are committed under the stage's key as they arrive.

    After `closing` is set no stage begins.
    """

    def __init__(
        self,
        *,
        records: Records,
        executor: StageExecutor,
        slots: Slots,
        rates: StageRates,
        ended: EndedOutputs | None = None,
    ) -> None:
        """`ended` has outputs whose files are copied before they are recorded; None where no copy is waited for."""
        self._ended = ended
        self._records = records
        self._executor = executor
        self._slots = slots
        self._rates = rates
        self.closing = asyncio.Event()

    def announced(self, stage: AnyStage, turn: Callable[[], Turn]) -> AbstractContextManager[Announced]:
        """Keep a free slot for a stage whose records are still read, for the block: see `Slots.announced`."""
        return self._slots.announced(stage.resource(None), turn)

    async def run_stage(self, flight: Flight, stage: AnyStage, params: Result, job: JobRecord) -> bool:
        """Run the stage and record its output; `job` is the one that started the flight.

        False if the flight before was recorded in its last moment, after all jobs had left it.
        """
        async with self._slots.take(stage.resource(params), flight.turn):
            ran = await self.run_in_slot(flight, stage, params, job)
        await self.learn(stage, job, ran)
        return ran.made

    async def run_in_slot(self, flight: Flight, stage: AnyStage, params: Result, job: JobRecord) -> Ran:
        """As `run_stage`, in a slot that the caller holds, and without a measurement of the stage's rate."""
        if self.closing.is_set():
            await asyncio.Event().wait()  # until the job is put back
        if await self._records.find(stage, flight.key) is not None:
            return Ran(made=False)
        pieces = await self._records.pieces(stage, flight.key)
        if self._ended is not None and (ended := await self._ended.find(stage, flight.key, len(pieces))) is not None:
            await self._record(flight, stage, ended)
            return Ran(made=False)
        task = StageTask(stage.name, stage.resumed(params, pieces).model_dump_json(), flight.key)
        resumed = bool(pieces) or await self._executor.can_resume(task)
        made = await self._execute(flight, stage, task, job, resumed=resumed)
        is_typical = stage.untypical.isdisjoint(warning.code for warning in made.warnings)
        return Ran(made=True, fresh_s=made.seconds if is_typical and not resumed else None)

    async def learn(self, stage: AnyStage, job: JobRecord, ran: Ran) -> None:
        """Update the stage's rate with a run, unless that has resumed another one's work or was not typical."""
        if ran.fresh_s is not None:
            await self._rates.learn(stage, job, ran.fresh_s)

    async def _execute(
        self, flight: Flight, stage: AnyStage, task: StageTask, job: JobRecord, *, resumed: bool
    ) -> Made:
        """Execute and record; returns what was recorded."""
        warnings: list[JobWarning] = []
        waited_s = 0.0

        async def receive(message: StageMessage) -> None:
            nonlocal waited_s
            match message:
                case StageWarning():
                    message = clipped_warning(message)
                    if len(warnings) < MOST_WARNINGS:
                        warnings.append(JobWarning(message.code, message.message, stage.name))
                case Piece(index, piece):
                    order = PieceOrder(job.id, stage.order_of(piece)) if stage.order_of is not None else None
                    began_s = time.monotonic()
                    with self._waits(flight, piece) as waits:
                        await self._records.add_piece(stage, flight.key, index, piece, flight.hold, order)
                    waited_s += time.monotonic() - began_s if waits else 0.0
                case Progress() | Log():
                    pass
            flight.publish(message)

        began = time.monotonic()
        flight.publish(Began(began, resumed), lasting=True)
        try:
            output = await self._executor.execute(task, receive, alive=lambda: flight.publish(Alive()))
        finally:
            flight.publish(Rested(), lasting=True)
        made = Made(output, warnings, time.monotonic() - began - waited_s)
        if self._ended is not None and self._records.may_wait(blobs_in(output)):
            piece_count = len(await self._records.pieces(stage, flight.key))
            await self._ended.put(flight.key, made, piece_count)
        await self._record(flight, stage, made)
        return made

    @contextmanager
    def _waits(self, flight: Flight, piece: Result) -> Iterator[bool]:
        """Count no time of work for the block if the record of the piece may wait for copies; yields whether it may."""
        if not self._records.may_wait(blobs_in(piece)):
            yield False
            return
        flight.publish(Waits())
        try:
            yield True
        finally:
            flight.publish(GoesOn())

    async def _record(self, flight: Flight, stage: AnyStage, made: Made) -> None:
        """Record an output, and remove what was left for a later run of the key."""
        if self._records.may_wait(blobs_in(made.output)):
            flight.publish(Waits())
        try:
            await self._records.add_output(stage, flight.key, made, flight.hold)
        except FileGone:
            if self._ended is not None:
                await self._ended.remove(flight.key)
            raise
        await self._executor.discard([flight.key])
