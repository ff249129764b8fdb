"""Measures the progress of a running attempt: what its stages have done, their time of work, and what is left.

Time counts only while a stage really works, not while it waits for a slot or for another job.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.jobs.estimate import Rate, StageShare, following_s, progress_of
from app.jobs.progress import AttemptProgress, StageAtWork
from app.jobs.record import JobRecord
from app.stages.stage import AnyStage

#: The expected rate of a stage of a job.
Expect = Callable[[AnyStage, JobRecord], Rate]


@dataclass(slots=True)
class StageMeter:
    """A stage of the running attempt. `working_since` is set while it holds a slot, `waiting_since` while it waits.

    `begun` (0..1) was done when its work in this attempt began, `begun_s` after its start; None until that is known.
    """

    stage: AnyStage
    expect_s: float = 0.0
    fraction: float = 0.0
    begun: float | None = 0.0
    begun_s: float = 0.0
    speed: str | None = None
    finished: bool = False
    worked_s: float = 0.0
    working_since: float | None = None
    waited_s: float = 0.0
    waiting_since: float | None = None

    @property
    def name(self) -> str:
        """The stage's name."""
        return self.stage.name

    @property
    def working(self) -> bool:
        """Whether it holds a slot."""
        return self.working_since is not None

    def elapsed_s(self, now: float) -> float:
        """Seconds of work so far."""
        return self.worked_s + (now - self.working_since if self.working_since is not None else 0.0)

    def waiting_s(self, now: float) -> float:
        """Seconds spent waiting for a slot so far."""
        return self.waited_s + (now - self.waiting_since if self.waiting_since is not None else 0.0)

    def share(self, now: float) -> StageShare:
        """The stage as `estimate` computes with it."""
        return StageShare(
            self.name,
            self.stage.after,
            self.stage.resource(None).value,
            self.expect_s,
            self.fraction,
            self.elapsed_s(now),
            self.finished,
            self.fraction if self.begun is None else self.begun,
            self.begun_s,
        )


class ProgressMeter:
    """The stages of one attempt, by name, in the order of its plan. `stored` (0..1) is the progress in its row."""

    def __init__(
        self, plan: Sequence[AnyStage], job: JobRecord, expect: Expect, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self.stages = {stage.name: StageMeter(stage) for stage in plan}
        self.stored = 0.0
        self._shown = 0.0
        self._expect = expect
        self.reckon(job)

    def reckon(self, job: JobRecord) -> None:
        """Compute the expectations again, because more is known of the job."""
        for meter in self.stages.values():
            meter.expect_s = self._expect(meter.stage, job).expect_s(meter.stage.work_s(job))

    def wait(self, name: str) -> None:
        """Record that the stage is next and waits for a slot."""
        self.stages[name].waiting_since = self.clock()

    def begin(self, name: str, *, afresh: bool = True) -> None:
        """Record that the stage holds a slot and works; unless `afresh`, a part of it was done before."""
        stage = self.stages[name]
        stage.working_since = self.clock()
        stage.waited_s, stage.waiting_since = stage.waiting_s(stage.working_since), None
        if not afresh and stage.fraction == 0:
            stage.begun = None

    def rest(self, name: str) -> None:
        """Record that the stage has released its slot, or no longer waits for one."""
        stage, now = self.stages[name], self.clock()
        stage.worked_s, stage.working_since = stage.elapsed_s(now), None
        stage.waited_s, stage.waiting_since = stage.waiting_s(now), None

    def go_on(self, name: str) -> None:
        """Record that the stage works again, after a rest in which it had its slot."""
        stage = self.stages[name]
        if stage.working_since is None:
            stage.working_since = self.clock()

    def reached(self, name: str, fraction: float, speed: str | None) -> None:
        """Record the stage's progress, which never decreases."""
        stage = self.stages[name]
        stage.fraction, stage.speed = max(stage.fraction, fraction), speed
        if stage.begun is None:
            stage.begun, stage.begun_s = stage.fraction, stage.elapsed_s(self.clock())

    def finish(self, name: str) -> None:
        """Record that the stage has its output."""
        stage = self.stages[name]
        stage.finished, stage.fraction, stage.speed = True, 1.0, None

    def at_work(self) -> Iterator[StageMeter]:
        """The stages that hold a slot."""
        return (stage for stage in self.stages.values() if stage.working)

    @property
    def working(self) -> bool:
        """Whether a stage holds a slot and works."""
        return any(stage.working for stage in self.stages.values())

    def working_s(self) -> dict[str, float]:
        """Stage → seconds of work in this attempt, of those that work now."""
        now = self.clock()
        return {stage.name: stage.elapsed_s(now) for stage in self.at_work()}

    @property
    def worked_s(self) -> float:
        """Seconds of work along the longest path through the stages."""
        now, paths = self.clock(), dict[str, float]()
        for name, meter in self.stages.items():  # plans list a stage after everything that it needs
            before_s = max((paths.get(need, 0.0) for need in meter.stage.after), default=0.0)
            paths[name] = before_s + meter.elapsed_s(now)
        return max(paths.values(), default=0.0)

    def follows_s(self, name: str) -> float:
        """Expected seconds of the longest path from the end of a stage to the end of the attempt."""
        return following_s(self.shares())[name]

    def shares(self) -> list[StageShare]:
        """The stages as `estimate` computes with them."""
        now = self.clock()
        return [stage.share(now) for stage in self.stages.values()]

    def progress(self) -> float:
        """The attempt's progress, 0..1; it never decreases."""
        self._shown = max(self._shown, min(progress_of(self.shares()), 0.999))
        return self._shown

    def committed(self, progress: float) -> None:
        """Record that the row has this progress, or had it already."""
        self.stored = max(self.stored, progress)

    def published(self, job: JobRecord, eta_s: float) -> AttemptProgress:
        """The progress that is published between two stored events: never more than the row has."""
        at_work = {stage.name: StageAtWork(stage.fraction, stage.speed) for stage in self.at_work()}
        return AttemptProgress(job.attempt, self.stored, next(iter(at_work), job.stage), eta_s, at_work)
