"""Jobs that may take the server down with them: counted by what they leave, so that nobody innocent is given up.

A death of the server counts against a job when a stage of it was at work, it was at the same stage at the death before,
and nothing new of it was recorded in between: no stage finished, no line or clip, no byte more of its download. Three
such deaths in a row and it is given up. Before the last one it is on probation: it waits a moment, and of several such
jobs one is tried at a time, so that whoever only happened to be at work beside the culprit gets on and is cleared.

A stage that had worked for more than a minute takes the server down less likely than somebody who restarts it: of such
deaths ten are needed. Orderly stops never count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

#: Deaths in a row that condemn: of a stage soon after its begin, and of any.
SOON_DEATHS, ALL_DEATHS = 3, 10
#: A death within this time of a stage's begin is a soon one, seconds.
SOON_S = 60.0
#: How long a job on probation waits after a start, seconds: what takes the server down at once comes first.
PROBATION_WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Trace:
    """What has been recorded of a job: finished stages, pieces, and bytes of a download that goes on."""

    finished: int = 0
    pieces: int = 0
    partial_bytes: int = 0

    def joined(self, other: "Trace") -> "Trace":
        """The most that either has."""
        return Trace(
            max(self.finished, other.finished),
            max(self.pieces, other.pieces),
            max(self.partial_bytes, other.partial_bytes),
        )


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths of the server in a row with the job at these stages and nothing new of it; `late` of the `count`."""

    stages: tuple[str, ...] = ()
    count: int = 0
    late: int = 0
    trace: Trace = Trace()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """As it stands in the job's row; an empty mapping is none."""
        if not stored:
            return cls()
        return cls(tuple(stored["stages"]), stored["count"], stored["late"], Trace(**stored["trace"]))

    def stored(self) -> dict[str, Any]:
        """For the job's row."""
        return asdict(self) | {"stages": list(self.stages)}

    def another(self, stages: Sequence[str], trace: Trace, *, soon: bool) -> "Deaths":
        """After one more, with the job at `stages` and `trace` recorded of it."""
        common = tuple(name for name in stages if name in self.stages)
        known = self.trace.joined(trace)
        if not common or known != self.trace:  # something that was never there before
            return Deaths(tuple(stages), 1, int(not soon), known)
        return Deaths(common, self.count + 1, self.late + int(not soon), known)

    @property
    def condemned(self) -> bool:
        """Whether the job is given up."""
        return self.count - self.late >= SOON_DEATHS or self.count >= ALL_DEATHS

    @property
    def on_probation(self) -> bool:
        """Whether one more death would condemn it."""
        return self.count - self.late >= SOON_DEATHS - 1 or self.count >= ALL_DEATHS - 1
