"""Estimates a job's progress and remaining time: pure arithmetic over its stages.

A stage's weight is its expected seconds: a measured rate (seconds of work per second of media, per stage and model)
times the media's length, or a stated prior before the first measurement. A running stage corrects its expectation by
its actual rate. Progress is the finished weight over the whole weight; the remaining time is the longest path of the
remaining work, because independent stages run in parallel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: Assumed length of media before it is probed, seconds.
UNKNOWN_DURATION_S = 300.0
#: A stage's actual rate is used from this fraction (0..1) on; after so many seconds it has half of the weight.
LEAST_DONE, TRUSTED_S = 0.01, 5.0


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of a stage: work seconds per media second over `samples` runs; `samples` 0 means a prior."""

    per_media_s: float
    fixed_s: float = 0.0
    samples: int = 0

    def expect_s(self, duration_s: float) -> float:
        """Expected seconds of work on media of this length; never zero, so that every stage has a weight."""
        return max(0.05, self.fixed_s + self.per_media_s * duration_s)


@dataclass(frozen=True, slots=True)
class StageShare:
    """One stage of a job for the arithmetic: its needs, its finished fraction (0..1) and its running time.

    `resource` is the resource of its slot.

    Its rate is the fraction beyond `begun` (0..1) over the time beyond `begun_s`: work of an earlier run or another job
    does not count.
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
        """Remaining seconds: first by the expectation, gradually by the stage's actual rate."""
        if self.finished:
            return 0.0
        to_do = max(0.0, 1.0 - self.fraction)
        done, took_s = self.fraction - self.begun, self.elapsed_s - self.begun_s
        if done < LEAST_DONE or took_s <= 0:
            return to_do * max(self.expect_s, took_s)
        trust = max(done, took_s / (took_s + TRUSTED_S))
        return to_do * ((1 - trust) * self.expect_s + trust * took_s / done)


def progress_of(stages: Sequence[StageShare]) -> float:
    """The finished share of the whole job, 0..1."""
    whole = sum(stage.expect_s for stage in stages)
    done = sum(stage.expect_s * (1.0 if stage.finished else min(stage.fraction, 0.999)) for stage in stages)
    return done / whole if whole else 0.0


def left_s(stages: Sequence[StageShare]) -> float:
    """Seconds until the last stage ends if none waits for a slot: the longest path of the remaining work."""
    ends: dict[str, float] = {}
    for stage in stages:  # plans list a stage after everything that it needs
        ends[stage.name] = max((ends.get(need, 0.0) for need in stage.needs), default=0.0) + stage.left_s
    return max(ends.values(), default=0.0)


def following_s(stages: Sequence[StageShare]) -> dict[str, float]:
    """Stage → seconds of the longest path of remaining work that begins when the stage ends."""
    follows = {stage.name: 0.0 for stage in stages}
    for stage in reversed(stages):  # plans list a stage after everything that it needs
        for need in stage.needs:
            follows[need] = max(follows.get(need, 0.0), stage.left_s + follows[stage.name])
    return follows


def learn(known: Rate | None, work_s: float, duration_s: float) -> Rate:
    """The rate after one more measured run; old runs lose weight, so that a changed machine is noticed."""
    measured = work_s / max(duration_s, 1.0)
    if known is None or known.samples == 0:
        return Rate(measured, 0.0, 1)
    weight = max(0.2, 1 / (known.samples + 1))
    return Rate((1 - weight) * known.per_media_s + weight * measured, 0.0, known.samples + 1)
