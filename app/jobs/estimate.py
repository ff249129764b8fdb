"""How far a job is and how long it will take: pure arithmetic over its stages.

A stage weighs as many seconds as it is expected to take: a measured rate (seconds of work per second of media, kept
per stage and model) times the media's length, or a stated prior before the first measurement. A running stage
corrects its own expectation by the pace it shows. Progress is done weight over all weight; the remaining time is the
longest path of what is left, because stages that do not need each other run side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: Assumed length of media that nobody has looked at yet, seconds.
UNKNOWN_DURATION_S = 300.0
#: A stage shows a pace once it has done this much (0..1); after so many seconds it counts as much as the expectation.
LEAST_DONE, TRUSTED_S = 0.01, 5.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Measured pace of a stage: work seconds per media second over `samples` runs; `samples` 0 is a prior."""

    per_media_s: float
    fixed_s: float = 0.0
    samples: int = 0

    def expect_s(self, duration_s: float) -> float:
        """Expected seconds of work on media of this length; never zero, so that every stage weighs something."""
        return max(0.05, self.fixed_s + self.per_media_s * duration_s)


@dataclass(frozen=True, slots=True)
class StageShare:
    """One stage of a job for the arithmetic: what it needs, how much of it is done (0..1), and how long it has run.

    `resource` is what it waits for a slot of.

    Its pace is what was done beyond `begun` (0..1) in the time beyond `begun_s`: what an earlier run or another job
    had done says nothing about it.
    """

    name: str
    needs: tuple[str, ...]
    resource: str
    expect_s: float
    fraction: float = 0.0
    elapsed_s: float = 0.0
    finished: bool = False
    begun: float = 0.0
    begun_s: float = 0.0

    @property
    def left_s(self) -> float:
        """Seconds until it is finished: as expected at first, more and more by the pace that the stage shows."""
        if self.finished:
            return 0.0
        to_do = max(0.0, 1.0 - self.fraction)
        done, took_s = self.fraction - self.begun, self.elapsed_s - self.begun_s
        if done < LEAST_DONE or took_s <= 0:
            return to_do * max(self.expect_s, took_s)
        trust = max(done, took_s / (took_s + TRUSTED_S))
        return to_do * ((1 - trust) * self.expect_s + trust * took_s / done)


def progress_of(stages: Sequence[StageShare]) -> float:
    """Done share of the whole, 0..1."""
    whole = sum(stage.expect_s for stage in stages)
    done = sum(stage.expect_s * (1.0 if stage.finished else min(stage.fraction, 0.999)) for stage in stages)
    return done / whole if whole else 0.0


def left_s(stages: Sequence[StageShare]) -> float:
    """Seconds until the last stage ends, if none has to wait for a slot: the longest path of what is left."""
    ends: dict[str, float] = {}
    for stage in stages:  # plans list a stage after everything that it needs
        ends[stage.name] = max((ends.get(need, 0.0) for need in stage.needs), default=0.0) + stage.left_s
    return max(ends.values(), default=0.0)


def learn(known: Rate | None, work_s: float, duration_s: float) -> Rate:
    """The rate after one more measured run; old runs fade, so that a changed machine is noticed."""
    measured = work_s / max(duration_s, 1.0)
    if known is None or known.samples == 0:
        return Rate(measured, 0.0, 1)
    weight = max(0.2, 1 / (known.samples + 1))
    return Rate((1 - weight) * known.per_media_s + weight * measured, 0.0, known.samples + 1)
