"""Records of stages: recorded outputs with their files, and the pieces of unfinished stages."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import AppError
from app.db import deletion, provider_orders, stage_log
from app.db.provider_orders import UNLIMITED, SpendingLimits
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.key_leases import KeyHold
from app.jobs.changes import StageAdvanced
from app.jobs.record import JobWarning, OutputRecord
from app.jobs.results import Blob, Result
from app.jobs.spending import OrderMove
from app.ports.blob_store import BlobStore
from app.stages.stage import AnyStage
from app.stages.stage_artifacts import blobs_in

log = logging.getLogger(__name__)


class FileGone(AppError):
    """A file that was about to be recorded has been deleted meanwhile; the stage has to run again."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded output of a stage: the row, and the output as the stage's own model."""

    row: OutputRecord
    output: Result


@dataclass(frozen=True, slots=True)
class PieceOrder:
    """A step of a paid order that a piece is, of a job."""

    job_id: str
    move: OrderMove


@dataclass(frozen=True, slots=True)
class Made:
    """The result of one execution of a stage, after so many seconds of work."""

    output: Result
    warnings: Sequence[JobWarning]
    seconds: float


class Records:
    """Outputs and pieces by stage key. Writes under a lease (`hold`) raise KeyLeaseLost if another process has it."""

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        on_output: Callable[[str], None] = lambda _: None,
        spending: SpendingLimits = UNLIMITED,
    ) -> None:
        """`on_output` is called with the key of each output that is recorded here, once it is committed."""
        self._store = store
        self._spending = spending
        self._blobs = blobs
        self._on_output = on_output

    async def find(self, stage: AnyStage, key: str) -> Recorded | None:
        """Find the recorded output, if all its files exist; a record without its files is deleted."""

        def look_up(conn: Any) -> tuple[OutputRecord | None, list[str]]:
            row = stage_log.output_by_key(conn, key)
            return row, stage_log.blobs_of(conn, key) if row else []

        row, hashes = await self._store.read(look_up)
        if row is None:
            return None
        output: Result = stage.output.model_validate(row.output)
        hashes += [blob.sha256 for blob in blobs_in(output)]
        missing = await asyncio.to_thread(self._missing, hashes)
        if not missing:
            return Recorded(row, output)
        log.warning("files of %s are gone, so it is done again: %s", key, missing)
        await self._store.write(stage_log.delete_output, key, keep_pieces=stage.keeps_words)
        return None

    def _missing(self, hashes: Sequence[str]) -> list[str]:
        return [sha256 for sha256 in hashes if not self._blobs.has_content(sha256)]

    async def pieces(self, stage: AnyStage, key: str, *, start: int = 0) -> list[Result]:
        """The committed pieces of a key, from number `start` on."""
        kind = stage.piece
        if kind is None:
            return []
        rows = await self._store.read(stage_log.pieces_of, key, start=start)
        if len(rows) <= 1:
            return [kind.model_validate(row) for row in rows]
        return await asyncio.to_thread(lambda: [kind.model_validate(row) for row in rows])  # a long transcript

    async def add_piece(
        self,
        stage: AnyStage,
        key: str,
        index: int,
        piece: Result,
        hold: KeyHold | None,
        order: PieceOrder | None = None,
    ) -> None:
        """Commit a piece of a stage, with what it means for the record of paid orders.

        Raises PieceRefused for one of those.
        """

        def add(tx: Transaction) -> None:
            if hold is not None:
                hold.fence(tx)
            if order is not None:
                provider_orders.record(tx, order.job_id, order.move, self._spending)
            stage_log.add_pieces(tx, key, index, [piece.model_dump(mode="json")], blobs, are_lines=stage.is_transcript)
            if blobs:
                tx.effects.append(lambda: self._blobs.recorded(blobs))
            self._announce(tx, key)

        blobs = blobs_in(piece)
        await self._store.write(add)

    async def add_output(self, stage: AnyStage, key: str, made: Made, hold: KeyHold | None) -> None:
        """Record an output and release the lease. Raises FileGone if one of its files does not exist."""
        warnings = [warning.as_json() for warning in made.warnings]
        row = OutputRecord(key, stage.name, made.output.model_dump(mode="json"), warnings, made.seconds)
        await self._store.write(self._record, stage, row, blobs_in(made.output), hold)

    def _record(
        self, tx: Transaction, stage: AnyStage, row: OutputRecord, blobs: Sequence[Blob], hold: KeyHold | None
    ) -> None:
        if hold is not None:
            hold.fence(tx)
        for blob in blobs:
            if not self._blobs.exists(blob):
                raise FileGone(blob.sha256)
        stage_log.record_output(tx, row, blobs)
        if blobs:
            tx.effects.append(lambda: self._blobs.recorded(blobs))
        if stage.drops_pieces:
            files = deletion.drop_pieces(tx, row.key, blobs)
            tx.chores.append(lambda: self._remove(files))
        tx.effects.append(lambda: self._on_output(row.key))
        self._announce(tx, row.key)
        if hold is not None:
            hold.release(tx)

    def _announce(self, tx: Transaction, key: str) -> None:
        if self._store.announces:
            tx.changes.append(StageAdvanced(key))

    def _remove(self, files: Sequence[str]) -> None:
        self._blobs.delete(files)
