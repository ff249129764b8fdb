"""Publishes a stage's pieces and log lines as events of one job, in order and once, whichever run made them."""

import asyncio
import logging
from collections.abc import Sequence

from app.db import event_log, stage_log
from app.db.store import Store
from app.db.writer import StorageFailed
from app.execution.attempt import Attempt
from app.execution.log_room import MOST_LINES, LogRoom, line_of
from app.execution.records import Records
from app.jobs.events import LogLine
from app.jobs.results import Result
from app.jobs.stage_messages import Log, Piece, StageWarning
from app.stages.stage import AnyStage

log = logging.getLogger(__name__)

#: Pieces published in one transaction when many are there at once (a cached transcript).
PIECES_AT_ONCE = 200


class JobEventWriter:
    """Publishes one stage's output, under one key, to one job. `published` pieces of it are in the log already."""

    def __init__(
        self, store: Store, records: Records, attempt: Attempt, stage: AnyStage, key: str, *, published: int
    ) -> None:
        self._store = store
        self._records = records
        self._attempt = attempt
        self._stage = stage
        self._key = key
        self._published = published
        self._begin_due = False
        self._pending = asyncio.Event()
        self._lines: list[LogLine] = []

    def begin(self) -> None:
        """Publish that the stage runs, before anything else of it."""
        self._begin_due = True
        self._pending.set()

    def note(self, message: Piece | Log | StageWarning) -> None:
        """Record a committed piece or a log line; it is published soon."""
        self._attempt.sign_of_life()
        match message:
            case Piece():
                self._attempt.got_on.set()
            case Log():
                if len(self._lines) <= MOST_LINES:  # one more than fit, so that it shows that lines are dropped
                    self._lines.append(line_of(message, self._stage.name))
            case StageWarning():
                pass  # an event when the stage has finished
        self._pending.set()

    async def work(self) -> None:
        """Publish new pieces and lines, until cancelled; a transaction that has begun is finished first.

        What the database does not accept now is published with the next ones, or at the end.
        """
        while True:
            await self._pending.wait()
            self._pending.clear()
            publishing = asyncio.ensure_future(self._catch_up())
            try:
                await asyncio.shield(publishing)
            except asyncio.CancelledError:
                await asyncio.wait([publishing])
                raise
            except StorageFailed as failure:
                log.warning("events of %s wait: %s", self._stage.name, failure)

    async def _catch_up(self) -> None:
        await self._write(await self._records.pieces(self._stage, self._key, start=self._published))

    async def publish(self, pieces: Sequence[Result]) -> None:
        """Publish the rest of all `pieces` of the stage. Not while `work` runs."""
        await self._write(pieces[self._published :])

    async def _write(self, fresh: Sequence[Result]) -> None:
        if self._begin_due:
            await self._start_stage()
            self._begin_due = False
        for start in range(0, max(1, len(fresh)), PIECES_AT_ONCE):
            await self._publish_part(fresh[start : start + PIECES_AT_ONCE])

    async def _start_stage(self) -> None:
        job, name = self._attempt.job, self._stage.name
        await self._store.write(
            stage_log.start_stage,
            job.id,
            job.attempt,
            name,
            eta_s=self._attempt.eta_s(),
            waited_s=self._attempt.meter.stages[name].waited_s,
        )

    async def _publish_part(self, part: Sequence[Result]) -> None:
        """Publish the waiting log lines, and these pieces, in one transaction."""
        job = self._attempt.job
        if not self._lines and not part:
            return
        room = await self._room() if self._lines else LogRoom(0)
        lines, self._lines = self._lines, []
        told = room.admitted(lines)
        if not told and not part:
            return
        title, show = job.video_title or "", self._stage.show_piece
        shown = [show(job.id, self._published + n, piece, title) for n, piece in enumerate(part)]
        try:
            await self._store.write(
                stage_log.publish_pieces,
                job.id,
                job.attempt,
                self._stage.name,
                published=self._published + len(part),
                events=[*told, *(event for one in shown for event in one.events)],
                artifacts=[artifact for one in shown for artifact in one.artifacts],
            )
        except StorageFailed:
            room.give_back(told)
            self._lines = (lines + self._lines)[: MOST_LINES + 1]
            raise
        self._published += len(part)

    async def _room(self) -> LogRoom:
        """The room for log lines of the job, which all stages of the attempt share."""
        attempt = self._attempt
        if attempt.log_room is None:
            used = await self._store.read(event_log.lines_of_job, attempt.job.id)
            return attempt.room_after(used)
        return attempt.log_room
