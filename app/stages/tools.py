"""The interface of the tools that a child passes to a running stage.

A stage's work is a plain function `run(params, tools) -> output` in `run.py` of the stage's folder. It runs in a child
process that can be killed at any moment, so it has three rules: it writes only under `tools.work_dir`, it stores files
with `tools.keep` (hashed, synced and renamed into the store), and it commits partial results that must survive with
`tools.piece`. Params and output are frozen models, passed as JSON. It raises JobFailure for the client's information;
any other exception is a fault.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.jobs.results import Blob, Result

if TYPE_CHECKING:
    from app.stages.asides.aside import Aside, InputT, OutputT

T = TypeVar("T")


class Tools(Protocol):
    """The tools of a running stage."""

    @property
    def work_dir(self) -> Path:
        """A folder for this run alone; for `fetch` it survives a crash (so that `.part` files resume)."""

    @property
    def ffmpeg(self) -> Path:
        """The ffmpeg binary."""

    def reached(self, fraction: float, *, speed: str | None = None) -> None:
        """Report that `fraction` (0..1) of the stage is finished.

        Cheap, may be called often. `speed` is text for users ("3.1 MB/s", "12×").
        """

    def piece(self, index: int, piece: Result) -> None:
        """Commit a partial result: a transcript segment, a finished clip. Indexes count from 0 without a gap."""

    def commit(self, index: int, piece: Result) -> None:
        """Commit a partial result as `piece` does, and return when that has happened.

        For what must be known after any crash before the stage goes on: that something paid is about to be ordered.
        Only stages whose children run no copies can wait for it (`ChildKind.copies`). Raises PieceRefused for an order
        that a budget or a circuit forbids (`Stage.order_of`); its index is free then.
        """

    def loaded(self, key: tuple[Hashable, ...], load: Callable[[], T]) -> T:
        """The value under `key`, loaded once and cached in this process.

        `key[0]` is its kind; one value per kind is cached.
        """

    def keep(self, path: Path, suffix: str) -> Blob:
        """Move a finished file into the store.

        The file is hashed, which is slow for gigabytes; the path is gone afterwards.
        """

    def path_of(self, blob: Blob) -> Path:
        """The path of a stored file, for reading only, until the stage ends.

        Raises FileNotFoundError if the file is gone.
        """

    def disconnect(self) -> None:
        """Give up the network for good, where the system can enforce that: what was fetched may be hostile.

        Connections that are open stay open.
        """

    def apart(self, aside: "Aside[InputT, OutputT]", params: "InputT") -> "OutputT":
        """The output of an aside that runs in a process of its own, without this one's memory and without a network.

        For reading what was fetched, where keys are in this process or the network is needed again. Raises JobFailure.
        """

    def warn(self, code: str, message: str) -> None:
        """Publish a warning for the client."""

    def log(self, message: str, **fields: Any) -> None:
        """Publish a line of the job's live log."""
