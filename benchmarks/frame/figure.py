"""What a benchmark yields: figures, with their spread and with what they were measured beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, Self

Better = Literal["lower", "higher"]


@dataclass(frozen=True)
class Spread:
    """The median of several runs, with their range."""

    median: float
    low: float
    high: float
    runs: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """The spread of at least one value."""
        return cls(median(values), min(values), max(values), len(values))


@dataclass(frozen=True)
class Beside:
    """What a peer needed for the same work in the same run.

    `ratio` is ours divided by the peer's, pair by pair, so that a change of the machine's load cancels out.
    """

    peer: str
    value: Spread
    ratio: Spread


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `aim` is what was promised, `better` the direction; with `aim_beside` it is about the ratio to the peer of that
    name. A `part` measures less than what a user meets, and the page lists it separately.
    """

    name: str
    value: float
    unit: str
    aim: float | None = None
    better: Better = "lower"
    note: str = ""
    spread: Spread | None = None
    beside: tuple[Beside, ...] = ()
    aim_beside: str = ""
    part: bool = False

    @property
    def judged(self) -> float:
        """The number that the aim is about. Raises LookupError if it is about a peer that was not measured."""
        if not self.aim_beside:
            return self.value
        for beside in self.beside:
            if beside.peer == self.aim_beside:
                return beside.ratio.median
        raise LookupError(f"{self.name}: nothing was measured beside {self.aim_beside!r}")

    @property
    def holds(self) -> bool | None:
        """Whether the aim is met; None without an aim."""
        if self.aim is None:
            return None
        return self.judged <= self.aim if self.better == "lower" else self.judged >= self.aim


def of_runs(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    aim: float | None = None,
    better: Better = "lower",
    note: str = "",
    part: bool = False,
) -> Figure:
    """The figure of several runs without a peer."""
    spread = Spread.of(values)
    return Figure(name, spread.median, unit, aim, better, note, spread, part=part)
