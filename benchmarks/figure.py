"""What a benchmark yields."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured number. `aim` is what it should be, where something was promised; `better` says which way."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    better: str = "lower"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the aim is met; None without an aim."""
        if self.aim is None:
            return None
        return self.value <= self.aim if self.better == "lower" else self.value >= self.aim


def of_runs(name: str, values: Sequence[float], unit: str, **more: float | str) -> Figure:
    """The median of several runs, with their range in the note."""
    note = f"median of {len(values)}, {min(values):.3g} to {max(values):.3g}"
    return Figure(name, median(values), unit, note=note, **more)  # type: ignore[arg-type]
