"""Counts deaths of the server against jobs that may cause them, so that only a culprit is given up.

A death counts against a job if one of its stages was running, the same stage was running at the previous death, and
nothing new was recorded in between: no finished stage, no line or clip, no further byte of its download. After three
such deaths in a row it is given up. Before the last one it is on probation: it waits a moment, and of several such jobs
one is tried at a time, so that a job that only ran beside the culprit makes progress and is cleared.

If the stage had run for more than a minute, an operator's restart is the likelier cause: ten such deaths are needed.
Orderly stops never count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

#: Deaths in a row after which a job is given up: soon after a stage's start, and at any time.
SOON_DEATHS, ALL_DEATHS = 3, 10
#: A death within this time after a stage's start is a soon one, seconds.
SOON_S = 60.0
#: How long a job on probation waits after a start, seconds: jobs that kill the server at once come first.
PROBATION_WAIT_S = 10.0
#: How far apart jobs on probation come, seconds: the first of the queue has its turn before the next one requests it.
PROBATION_GAP_S = 1.0


@dataclass(frozen=True, slots=True)
class Trace:
    """A job's recorded progress: finished stages, pieces, and bytes of a partial download."""

    finished: int = 0
    pieces: int = 0
    partial_bytes: int = 0

    def joined(self, other: "Trace") -> "Trace":
        """The maximum of each value."""
        return Trace(
            max(self.finished, other.finished),
            max(self.pieces, other.pieces),
            max(self.partial_bytes, other.partial_bytes),
        )


@dataclass(frozen=True, slots=True)
class Deaths:
    """Consecutive deaths of the server with the job at these stages and without progress; `late` of the `count`."""

    stages: tuple[str, ...] = ()
    count: int = 0
    late: int = 0
    trace: Trace = Trace()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Parse the value of the job's row; an empty mapping means no deaths."""
        if not stored:
            return cls()
        return cls(tuple(stored["stages"]), stored["count"], stored["late"], Trace(**stored["trace"]))

    def stored(self) -> dict[str, Any]:
        """The value for the job's row."""
        return asdict(self) | {"stages": list(self.stages)}

    def another(self, stages: Sequence[str], trace: Trace, *, soon: bool) -> "Deaths":
        """The count after one more death, with the job at `stages` and `trace` recorded."""
        common = tuple(name for name in stages if name in self.stages)
        known = self.trace.joined(trace)
        if not common or known != self.trace:  # there is progress
            return Deaths(tuple(stages), 1, int(not soon), known)
        return Deaths(common, self.count + 1, self.late + int(not soon), known)

    @property
    def condemned(self) -> bool:
        """Whether the job is to be given up."""
        return self.count - self.late >= SOON_DEATHS or self.count >= ALL_DEATHS

    @property
    def on_probation(self) -> bool:
        """Whether the job is given up after one more death."""
        return self.count - self.late >= SOON_DEATHS - 1 or self.count >= ALL_DEATHS - 1
