"""One job while it runs: its stages, how far each is, and whether somebody wants it to stop.

Progress is published at most a few times a second, and only what the row has: whoever reads the job, follows it, or
comes back after a kill of the server never sees it fall within an attempt. Time limits count only while a stage really
works, not while it waits for a slot or for another job.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.jobs.estimate import Rate, StageShare, left_s, progress_of
from app.jobs.progress import AttemptProgress, StageAtWork
from app.jobs.record import JobRecord, StopReason
from app.stages.stage import AnyStage

#: Least time between two live progress messages of one job, seconds: five a second.
PUBLISH_EVERY_S = 0.2
#: The same while the database does not take them.
PUBLISH_AGAIN_S = 1.0
#: How long a job that has had its time may go on with the line or clip at hand, seconds.
HALF_DONE_S = 10.0


@dataclass(frozen=True, slots=True)
class SoftLimit:
    """A soft time limit was reached `since` then; `why` is the sentence for people."""

    since: float
    why: str


@dataclass(slots=True)
class StageRun:
    """A stage of the running attempt. `working_since` is set while it holds a slot, `waiting_since` while it waits.

    `begun` (0..1) was done when its work in this attempt began, at `begun_s` of it; None until that is told.
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
    soft_limit: "SoftLimit | None" = None  # its soft time limit was reached

    @property
    def name(self) -> str:
        """The stage's name."""
        return self.stage.name

    def elapsed_s(self, now: float) -> float:
        """Seconds of work so far."""
        return self.worked_s + (now - self.working_since if self.working_since is not None else 0.0)

    def waiting_s(self, now: float) -> float:
        """Seconds spent waiting for a slot so far."""
        return self.waited_s + (now - self.waiting_since if self.waiting_since is not None else 0.0)


def alone_s(run: "JobRun") -> float:
    """Seconds until the attempt ends if none of its stages has to wait."""
    return left_s(run.shares())


@dataclass(eq=False, slots=True)
class JobRun:
    """A running attempt of a job through the stages of its `plan`.

    `publish` stores the progress and then publishes it; it must not wait. `ahead` says in how many seconds it will end.
    `stored` is the progress (0..1) that the row has for certain.
    """

    job: JobRecord
    plan: Sequence[AnyStage]
    expect: Callable[[AnyStage, JobRecord], Rate]
    publish: Callable[["JobRun"], None]
    clock: Callable[[], float] = time.monotonic
    ahead: Callable[["JobRun"], float] = alone_s
    stages: dict[str, StageRun] = field(default_factory=dict)
    stop_reason: StopReason | None = None
    stop_text: str = ""  # which limit it was, for people
    stop_stage: str | None = None  # whose limit it was
    soft_limit: SoftLimit | None = None  # the job's soft time limit was reached
    task: asyncio.Task[None] | None = None
    admitted: bool = False  # the gate let it work, so what it may write is spoken for
    silenced: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)  # set when the outcome is recorded
    got_on: asyncio.Event = field(default_factory=asyncio.Event)  # set when it passed what the server died at
    shown: float = 0.0
    stored: float = 0.0
    last_sign: float = 0.0
    last_seq: int = 0
    crash_of: dict[str, int] = field(default_factory=dict)
    _published_at: float = 0.0
    _late: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self.last_sign = self.clock()
        self.stages = {stage.name: StageRun(stage) for stage in self.plan}
        self.reckon()

    def reckon(self) -> None:
        """Work the expectations out again, because the length of the media is known now."""
        for run in self.stages.values():
            run.expect_s = self.expect(run.stage, self.job).expect_s(run.stage.work_s(self.job))

    def stop(self, reason: StopReason, text: str = "", stage: str | None = None) -> None:
        """End the attempt now, killing what works for it alone; the first reason counts.

        `told` says which limit it was, `stage` whose.
        """
        if self.stop_reason is None:
            self.stop_reason, self.stop_text, self.stop_stage = reason, text, stage
            if self.task is not None:
                self.task.cancel()

    def request_stop(self, why: str) -> None:
        """The job's soft time limit is reached: the attempt is to end at the next good moment."""
        if self.soft_limit is None:
            self.soft_limit = SoftLimit(self.clock(), why)

    def request_stage_stop(self, name: str, why: str) -> None:
        """A stage's soft time limit is reached: the attempt is to end at that stage's next good moment."""
        if self.stages[name].soft_limit is None:
            self.stages[name].soft_limit = SoftLimit(self.clock(), why)

    def stop_if_requested(self, name: str, *, half_done: bool) -> None:
        """The stage has said something: the moment to end for a job, or a stage, that has had its time.

        `half_done`: a line or a clip is being made; it gets a little longer.
        """
        for soft_limit, stage in ((self.stages[name].soft_limit, name), (self.soft_limit, None)):
            if soft_limit is not None and (not half_done or self.clock() - soft_limit.since >= HALF_DONE_S):
                self.stop(StopReason.TIMEOUT, soft_limit.why, stage)

    @property
    def working(self) -> bool:
        """Whether a stage holds a slot and works."""
        return any(stage.working_since is not None for stage in self.stages.values())

    def working_s(self) -> dict[str, float]:
        """Stage → seconds of work in this attempt, of those that work now."""
        now = self.clock()
        return {s.name: s.elapsed_s(now) for s in self.stages.values() if s.working_since is not None}

    @property
    def worked_s(self) -> float:
        """Seconds of work along the longest path through the stages; waiting for slots does not count."""
        now, paths = self.clock(), dict[str, float]()
        for name, run in self.stages.items():  # plans list a stage after everything that it needs
            before_s = max((paths.get(need, 0.0) for need in run.stage.needs), default=0.0)
            paths[name] = before_s + run.elapsed_s(now)
        return max(paths.values(), default=0.0)

    def shares(self) -> list[StageShare]:
        """The stages for the arithmetic of `estimate`."""
        now = self.clock()
        return [
            StageShare(
                s.name,
                s.stage.needs,
                s.stage.resource(None).value,
                s.expect_s,
                s.fraction,
                s.elapsed_s(now),
                s.finished,
                s.fraction if s.begun is None else s.begun,
                s.begun_s,
            )
            for s in self.stages.values()
        ]

    def progress(self) -> float:
        """How far the attempt is, 0..1; never less than it was."""
        self.shown = max(self.shown, min(progress_of(self.shares()), 0.999))
        return self.shown

    def eta_s(self) -> float:
        """Seconds until the end."""
        return self.ahead(self)

    def wait(self, name: str) -> None:
        """The stage is next; it waits for a slot."""
        self.stages[name].waiting_since = self.clock()

    def begin(self, name: str, *, afresh: bool = True) -> None:
        """The stage holds a slot and works; unless `afresh`, a part of it was done before."""
        stage = self.stages[name]
        stage.working_since = self.clock()
        stage.waited_s, stage.waiting_since = stage.waiting_s(stage.working_since), None
        if not afresh and stage.fraction == 0:
            stage.begun = None

    def rest(self, name: str) -> None:
        """The stage has given its slot back, or waits for none any more."""
        stage, now = self.stages[name], self.clock()
        stage.worked_s, stage.working_since = stage.elapsed_s(now), None
        stage.waited_s, stage.waiting_since = stage.waiting_s(now), None

    def lives(self) -> None:
        """A sign of life: a stage said something, or was seen to move."""
        self.last_sign = self.clock()

    def reached(self, name: str, fraction: float, speed: str | None) -> None:
        """A stage says how far it is."""
        stage = self.stages[name]
        stage.fraction, stage.speed = max(stage.fraction, fraction), speed
        if stage.begun is None:
            stage.begun, stage.begun_s = stage.fraction, stage.elapsed_s(self.clock())
        self.lives()
        self.publish_soon()

    def finish(self, name: str) -> None:
        """A stage has its output."""
        stage = self.stages[name]
        stage.finished, stage.fraction, stage.speed = True, 1.0, None
        if name in self.job.deaths.get("stages", ()):
            self.got_on.set()
        self.lives()

    def publish_soon(self) -> None:
        """Tell the followers now or, when they were told just now, in a moment: the newest is never lost."""
        wait_s = self._published_at + PUBLISH_EVERY_S - self.clock()
        if wait_s <= 0:
            self._publish()
        elif self._late is None:
            self._late = asyncio.get_running_loop().call_later(wait_s, self._publish)

    def _publish(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
        if not self.silenced:
            self._published_at = self.clock()
            self.publish(self)

    def quiet(self) -> None:
        """Tell nothing more: the outcome is about to be recorded."""
        self.silenced = True
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def publish_later(self) -> None:
        """What was to be told was not stored: try again, not at once."""
        self._published_at = self.clock() + PUBLISH_AGAIN_S - PUBLISH_EVERY_S
        if not self.silenced:
            self.publish_soon()

    def published_progress(self) -> AttemptProgress:
        """What is published between two stored events: never more than the row has."""
        running = {s.name: s for s in self.stages.values() if s.working_since is not None}
        stage = next(iter(running), self.job.stage)
        at_work = {s.name: StageAtWork(s.fraction, s.speed) for s in running.values()}
        return AttemptProgress(self.job.attempt, self.stored, stage, self.eta_s(), at_work)
