"""How a speech model is to run on this machine: CPU threads and parallel windows, measured once and stored.

Standard library only: the command line measures and writes, children read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.inference.weights import Weights

#: The most workers that are tried: each takes memory, and its lines wait for those of the workers before it.
MOST_WORKERS = 8
#: More workers must be faster than fewer by this factor to be preferred.
WORTH = 1.05


class TuningUnreadable(Exception):
    """The file is not as `write` writes it; the message has its path and the reason."""


@dataclass(frozen=True, slots=True)
class Split:
    """`workers` windows are decoded at once, each with `threads` CPU threads."""

    workers: int
    threads: int

    def __str__(self) -> str:
        return f"{self.workers} × {self.threads}"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a measurement holds for. `model` is its name and revision, `cores` those of one transcription."""

    model: str
    device: str
    cores: int

    @classmethod
    def of(cls, weights: Weights, device: str, cores: int) -> "Circumstances":
        """The circumstances of weights that are present."""
        return cls(f"{weights.name}@{weights.revision}", device, cores)

    @property
    def key(self) -> str:
        """The name of the measurement in the file."""
        return f"{self.model} {self.device} {self.cores}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The result for one split. `cpu_s` is processor time, `peak_bytes` the most memory of the process."""

    workers: int
    threads: int
    words: int
    seconds: float
    cpu_s: float
    peak_bytes: int

    @property
    def split(self) -> Split:
        """What was measured."""
        return Split(self.workers, self.threads)

    @property
    def words_per_s(self) -> float:
        """The rate by which the best is chosen."""
        return self.words / self.seconds


def candidates(cores: int) -> list[Split]:
    """Every even division of the cores among workers, one worker with all of them first."""
    return [Split(n, cores // n) for n in range(1, min(cores, MOST_WORKERS) + 1) if cores % n == 0]


def best_of(measured: Sequence[Measured]) -> Measured:
    """The measurement with the most words a second; with fewer workers where that costs next to nothing.

    Raises ValueError without measurements.
    """
    most = max(one.words_per_s for one in measured)
    return min((one for one in measured if one.words_per_s * WORTH >= most), key=lambda one: one.workers)


def chosen(*, workers: int, threads: int, cores: int, tuned: Split | None) -> Split:
    """The split to run with. `workers` and `threads` are the settings, 0 for "not set"; they win over `tuned`."""
    if not workers and not threads:
        return tuned or Split(1, cores)
    return Split(workers or 1, threads or max(1, cores // (workers or 1)))


def read(file: Path, where: Circumstances) -> Split | None:
    """The split that was measured as best under these circumstances; None without one. Raises TuningUnreadable."""
    row = _rows(file).get(where.key)
    try:
        return Split(int(row["workers"]), int(row["threads"])) if row is not None else None
    except (KeyError, TypeError, ValueError) as error:
        raise TuningUnreadable(f"{file}: {where.key}: {error!r}") from error


def write(file: Path, where: Circumstances, best: Measured) -> None:
    """Store a measurement, in place of an earlier one under the same circumstances. Raises TuningUnreadable."""
    rows = {**_rows(file), where.key: asdict(best)}
    draft = file.with_suffix(".part")
    draft.write_text(json.dumps(rows, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(file)


def _rows(file: Path) -> Mapping[str, Any]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise TuningUnreadable(f"{file}: {error}") from error
    if not isinstance(rows, dict):
        raise TuningUnreadable(f"{file}: not an object")
    return rows
