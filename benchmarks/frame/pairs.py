"""Runs ours and its peers alternately, so that both meet the same machine, and compares them pair by pair."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.frame.figure import Beside, Better, Figure, Spread

#: Fewest rounds: a median of fewer says little about a shared machine.
PAIRS = 5


@dataclass(frozen=True)
class Run:
    """What one run of one side took. `cpu_s` is that of every process that did the work; the client's is not in it."""

    operations: int
    wall_s: float
    cpu_s: float
    latencies_ms: Sequence[float] = ()
    memory_bytes: int = 0


@dataclass(frozen=True)
class Side:
    """A name, and a function that does the work once."""

    name: str
    run: Callable[[], Run]


@dataclass(frozen=True)
class Metric:
    """A number that follows from a run."""

    unit: str
    better: Better
    of: Callable[[Run], float]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the others lie. Raises ValueError without values."""
    if not values:
        raise ValueError("no values were measured")
    return sorted(values)[round(share * (len(values) - 1))]


CPU_US = Metric("µs CPU", "lower", lambda run: run.cpu_s / run.operations * 1e6)
WALL_US = Metric("µs", "lower", lambda run: run.wall_s / run.operations * 1e6)
CPU_S = Metric("s CPU", "lower", lambda run: run.cpu_s)
WALL_S = Metric("s", "lower", lambda run: run.wall_s)
RATE = Metric("1/s", "higher", lambda run: run.operations / run.wall_s)
P50_MS = Metric("ms", "lower", lambda run: quantile(run.latencies_ms, 0.5))
P99_MS = Metric("ms", "lower", lambda run: quantile(run.latencies_ms, 0.99))
MEMORY_MB = Metric("MB", "lower", lambda run: run.memory_bytes / 1e6)


@dataclass(frozen=True)
class Pairs:
    """The runs of every side, round by round; the first side is ours."""

    sides: tuple[str, ...]
    rounds: tuple[tuple[Run, ...], ...]

    def figure(
        self,
        name: str,
        metric: Metric,
        *,
        aim: float | None = None,
        beside: str = "",
        note: str = "",
        part: bool = False,
    ) -> Figure:
        """Ours by that metric, with each peer's value and the ratio; the aim is about the ratio to `beside`, if given.

        Without that peer (it is not installed here) the aim is left open.
        """
        ours = self._values(0, metric)
        peers = []
        for at, peer in enumerate(self.sides[1:], 1):
            theirs = self._values(at, metric)
            ratios = [own / other for own, other in zip(ours, theirs, strict=True)]
            peers.append(Beside(peer, Spread.of(theirs), Spread.of(ratios)))
        spread = Spread.of(ours)
        aim = None if beside and beside not in self.sides[1:] else aim
        return Figure(
            name,
            spread.median,
            metric.unit,
            aim,
            metric.better,
            note,
            spread,
            tuple(peers),
            aim_beside=beside if aim is not None else "",
            part=part,
        )

    def _values(self, side: int, metric: Metric) -> list[float]:
        return [metric.of(one[side]) for one in self.rounds]


def pairs(ours: Side, *peers: Side, count: int = PAIRS) -> Pairs:
    """Run all sides once per round, `count` rounds, each second round in reverse order.

    Raises ValueError if `count` is below PAIRS.
    """
    if count < PAIRS:
        raise ValueError(f"{count} rounds: at least {PAIRS} are needed")
    sides = (ours, *peers)
    rounds = []
    for number in range(count):
        order = sides if number % 2 == 0 else tuple(reversed(sides))
        found = {side.name: side.run() for side in order}
        rounds.append(tuple(found[side.name] for side in sides))
    return Pairs(tuple(side.name for side in sides), tuple(rounds))
