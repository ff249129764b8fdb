"""Records of stages: recorded outputs with their files, and the pieces of unfinished stages."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.db import deletion, provider_orders, stage_log
from app.db.file_copies import CopyGone
from app.db.provider_orders import UNLIMITED, SpendingLimits
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.key_leases import KeyHold
from app.execution.new_files import NewFiles, Ready, waiting_for_store
from app.jobs.changes import StageAdvanced
from app.jobs.record import JobWarning, OutputRecord
from app.jobs.results import Blob, Result
from app.jobs.spending import OrderMove
from app.ports.blob_store import BlobStore
from app.ports.object_store import StoreAway
from app.stages.stage import AnyStage
from app.stages.stage_artifacts import blobs_in

log = logging.getLogger(__name__)

#: Seconds between attempts to copy a finished file to a store that is away; the last one repeats.
AGAIN_S = (1.0, 2.0, 5.0, 10.0)
#: Seconds between looks for a file that is not seen, where other machines make files.
LOOK_AGAIN_S = (0.5, 1.5, 3.0)


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
        files: NewFiles | None = None,
    ) -> None:
        """`on_output` is called with the key of each output that is recorded here, once it is committed."""
        self._files = files or NewFiles(blobs)
        self._store = store
        self._spending = spending
        self._blobs = blobs
        self._on_output = on_output

    async def find(self, stage: AnyStage, key: str) -> Recorded | None:
        """Find the recorded output, if all its files exist; a record without its files is deleted.

        Raises JobFailure while it cannot be known whether they do.
        """

        def look_up(conn: Any) -> tuple[OutputRecord | None, list[str]]:
            row = stage_log.output_by_key(conn, key)
            return row, stage_log.blobs_of(conn, key) if row else []

        row, hashes = await self._store.read(look_up)
        if row is None:
            return None
        output: Result = stage.output.model_validate(row.output)
        hashes += [blob.sha256 for blob in blobs_in(output)]
        missing = await self._missing(hashes)
        if not missing:
            return Recorded(row, output)
        log.warning("files of %s are gone, so it is done again: %s", key, missing)
        await self._store.write(stage_log.delete_output, key, keep_pieces=stage.keeps_words)
        return None

    async def _missing(self, hashes: Sequence[str]) -> list[str]:
        """The files among these that do not exist. What another machine has just made may be seen a moment later."""
        for wait_s in (*(LOOK_AGAIN_S if self._store.announces else ()), None):
            try:
                missing = await asyncio.to_thread(lambda: [one for one in hashes if not self._blobs.has_content(one)])
            except StoreAway as away:
                raise waiting_for_store(away) from away
            if not missing or wait_s is None:
                break
            await asyncio.sleep(wait_s)
        return missing

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

        def add(tx: Transaction, ready: Ready) -> None:
            if hold is not None:
                hold.fence(tx)
            ready.check(tx)
            if order is not None:
                provider_orders.record(tx, order.job_id, order.move, self._spending)
            piece_form = piece.model_dump(mode="json")
            are_lines = stage.is_transcript or stage.renews_transcript
            stage_log.add_pieces(tx, key, index, [piece_form], ready.blobs, are_lines=are_lines)
            ready.record(tx)
            self._announce(tx, key)

        await self._write(blobs_in(piece), add)

    def may_wait(self, blobs: Sequence[Blob]) -> bool:
        """Whether a record that refers to these files may have to wait for their copies."""
        return bool(blobs) and self._files.may_wait

    async def add_output(self, stage: AnyStage, key: str, made: Made, hold: KeyHold | None) -> None:
        """Record an output and release the lease. Raises FileGone if one of its files does not exist."""
        warnings = [warning.as_json() for warning in made.warnings]
        row = OutputRecord(key, stage.name, made.output.model_dump(mode="json"), warnings, made.seconds)
        await self._write(blobs_in(made.output), partial(self._record, stage=stage, row=row, hold=hold))

    async def _write(self, blobs: Sequence[Blob], unit: Callable[[Transaction, Ready], None]) -> None:
        """Write a unit that refers to files, once they are ready; waits while that takes a store that is away."""
        tries = 0
        while True:
            try:
                return await self._store.write(unit, await self._files.ready(blobs))
            except CopyGone as gone:
                log.info("a file is copied again before it is recorded: %s", gone)
            except StoreAway as away:
                log.warning("a finished file waits for the object store before it is recorded: %s", away)
                await asyncio.sleep(AGAIN_S[min(tries, len(AGAIN_S) - 1)])
                tries += 1

    def _record(
        self, tx: Transaction, ready: Ready, *, stage: AnyStage, row: OutputRecord, hold: KeyHold | None
    ) -> None:
        if hold is not None:
            hold.fence(tx)
        ready.refer(tx)
        stage_log.record_output(tx, row, ready.blobs)
        if stage.drops_pieces:
            files = deletion.drop_pieces(tx, row.key, ready.blobs)
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
