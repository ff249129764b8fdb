"""Recorded outputs as the stages' own values, kept for the jobs that use them next."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.db.recorded_jobs import OutputVersion, StoredOutput
from app.jobs.record import OutputRecord
from app.jobs.results import Blob, Result
from app.stages.stage import AnyStage
from app.stages.stage_artifacts import blobs_in

#: Outputs that are kept, and pieces in all of them: some megabytes at most.
MOST_OUTPUTS = 256
MOST_PIECES = 2000


@dataclass(frozen=True, eq=False, slots=True)
class RecordedOutput:
    """A recorded output. Its files are `blobs` and, of pieces and known by their hashes alone, `hashes`."""

    row: OutputRecord
    version: OutputVersion
    output: Result
    pieces: tuple[Result, ...]
    blobs: tuple[Blob, ...]
    hashes: frozenset[str]

    @classmethod
    def of(cls, stage: AnyStage, stored: StoredOutput) -> "RecordedOutput | None":
        """Parse an output; None if it has too many pieces."""
        if stored.pieces is None:
            return None
        output: Result = stage.output.model_validate(stored.row.output)
        kind, blobs = stage.piece, blobs_in(output)
        pieces = tuple(kind.model_validate(piece) for piece in stored.pieces) if kind is not None else ()
        hashes = frozenset(stored.blobs) - {blob.sha256 for blob in blobs}
        return cls(stored.row, stored.version, output, pieces, tuple(blobs), hashes)


class OutputCache:
    """The outputs that were used last, by key. Whether they still are in the store is for the caller to check."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, RecordedOutput] = OrderedDict()
        self._pieces = 0

    def get(self, key: str) -> RecordedOutput | None:
        """The output under a key, if it is here."""
        found = self._found.get(key)
        if found is not None:
            self._found.move_to_end(key)
        return found

    def add(self, outputs: Mapping[str, RecordedOutput]) -> None:
        """Keep outputs; those that were not used for longest make room."""
        self.forget(outputs)
        for key, output in outputs.items():
            self._found[key] = output
            self._pieces += len(output.pieces)
        while len(self._found) > MOST_OUTPUTS or (self._pieces > MOST_PIECES and len(self._found) > 1):
            self._pieces -= len(self._found.popitem(last=False)[1].pieces)

    def forget(self, keys: Collection[str]) -> None:
        """Drop the outputs of these keys."""
        for key in keys:
            gone = self._found.pop(key, None)
            self._pieces -= len(gone.pieces) if gone is not None else 0
