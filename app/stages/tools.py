"""What a running stage gets from the child that runs it.

The work of a stage is a plain function `run(params, tools) -> output` in `run.py` of the stage's folder. It runs in a
child process that can be killed at any instant, so it keeps three rules: it writes only under `tools.work_dir`, what it
wants to keep goes through `tools.keep` (hashed, synced and renamed into the store), and partial results that must
survive go through `tools.piece`. Its params and its output are frozen models, which cross as JSON. It raises JobFailure
for what the client should know; anything else is a fault.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from app.jobs.results import Blob, Result

T = TypeVar("T")


class Tools(Protocol):
    """What the child gives to a running stage."""

    @property
    def work_dir(self) -> Path:
        """A folder of this run alone. `fetch` finds it again after a crash (so that `.part` files resume)."""

    @property
    def ffmpeg(self) -> Path:
        """The ffmpeg binary."""

    def reached(self, fraction: float, *, speed: str | None = None) -> None:
        """Say that `fraction` (0..1) of the stage is done.

        Cheap, may be called often. `speed` is for people ("3.1 MB/s", "12×").
        """

    def piece(self, index: int, piece: Result) -> None:
        """Commit a partial result: a transcript segment, a finished clip. Indexes count from 0 without a gap."""

    def loaded(self, key: tuple[Hashable, ...], load: Callable[[], T]) -> T:
        """The value under `key`, loaded once and kept warm in this process.

        `key[0]` is its kind; one of a kind is kept.
        """

    def keep(self, path: Path, suffix: str) -> Blob:
        """Move a finished file into the store.

        Hashes it, so takes its time for gigabytes; the path is gone afterwards.
        """

    def path_of(self, blob: Blob) -> Path:
        """Where a kept file can be read. Never write to it."""

    def warn(self, code: str, message: str) -> None:
        """Tell the client of something that did not cost the job."""

    def log(self, message: str, **fields: Any) -> None:
        """A line for the job's live log."""
