"""One attempt of a job while it runs: its progress, why it ends, and the signals of its end."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.execution.log_room import LogRoom
from app.execution.progress import ProgressMeter
from app.jobs.estimate import left_s
from app.jobs.record import JobRecord, StopReason
from app.stages.stage import AnyStage

#: How long a job beyond its soft limit may continue with the current line or clip, seconds.
HALF_DONE_S = 10.0


@dataclass(frozen=True, slots=True)
class SoftLimit:
    """A soft time limit was reached at `since`; `why` is the sentence for people."""

    since: float
    why: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Why an attempt ends early; `text` names the exceeded limit, for people, `stage` its stage."""

    reason: StopReason
    text: str = ""
    stage: str | None = None


class Outlook(Protocol):
    """Predicts when an attempt will end."""

    def eta_s(self, attempt: "Attempt", /) -> float:
        """Seconds until it ends."""


class Alone:
    """The outlook of an attempt whose stages never wait for others."""

    def eta_s(self, attempt: "Attempt", /) -> float:
        """Seconds until it ends."""
        return left_s(attempt.meter.shares())


class Attempt:
    """A running attempt of a job through the stages of its `plan`. One event loop.

    `stop` is why it is to end early, `soft_limit` and `stage_limits` are the soft time limits that were reached;
    `dispensable` are the running stages that the job can do without, `timed_out` those that had no more time, and why;
    `copying` are the stages whose files are being copied before they are recorded;
    `concluded` is set when its outcome is about to be recorded, `over` when it is recorded, and `got_on` when it has
    passed the point where the server died. `admitted`: its disk space is reserved. `last_seq` is the number of the
    job's last event; `log_room` is known from its first log line on. `on_progress` is called at each progress of a
    stage; it must not wait.
    """

    def __init__(
        self,
        job: JobRecord,
        plan: Sequence[AnyStage],
        meter: ProgressMeter,
        outlook: Outlook | None = None,
        *,
        traceparent: str | None = None,
    ) -> None:
        self.job = job
        self.traceparent = traceparent
        self.plan = plan
        self.meter = meter
        self.task: asyncio.Task[None] | None = None
        self.stop: Stop | None = None
        self.soft_limit: SoftLimit | None = None
        self.stage_limits: dict[str, SoftLimit] = {}
        self.dispensable: dict[str, asyncio.Task[None]] = {}
        self.timed_out: dict[str, str] = {}
        self.copying: set[str] = set()
        self.admitted = False
        self.concluded = False
        self.over = asyncio.Event()
        self.got_on = asyncio.Event()
        self.last_sign = meter.clock()
        self.last_seq = job.last_seq
        self.log_room: LogRoom | None = None
        self.on_progress: Callable[[], None] = lambda: None
        self._outlook: Outlook = outlook or Alone()

    @property
    def stop_reason(self) -> StopReason | None:
        """Why it is to end early; None if it is not."""
        return self.stop.reason if self.stop is not None else None

    @property
    def clock(self) -> Callable[[], float]:
        """Monotonic seconds."""
        return self.meter.clock

    def end(self, reason: StopReason, text: str = "", stage: str | None = None) -> None:
        """End the attempt now, and kill work that no other job shares; the first reason counts. See `Stop`."""
        if self.stop is None:
            self.stop = Stop(reason, text, stage)
            if self.task is not None:
                self.task.cancel()

    def end_stage(self, name: str, why: str) -> None:
        """End a stage that has no more time, and the attempt with it unless the job can do without."""
        running = self.dispensable.get(name)
        if running is None:
            self.end(StopReason.TIMEOUT, why, name)
        elif name not in self.timed_out:
            self.timed_out[name] = why
            running.cancel()

    def request_stop(self, why: str) -> None:
        """Request the attempt to end at the next good moment, because the job's soft time limit is reached."""
        if self.soft_limit is None:
            self.soft_limit = SoftLimit(self.clock(), why)

    def request_stage_stop(self, name: str, why: str) -> None:
        """Request this stage to end at its next good moment: its soft time limit is reached."""
        self.stage_limits.setdefault(name, SoftLimit(self.clock(), why))

    def end_if_requested(self, name: str, *, half_done: bool) -> None:
        """End the attempt, or the stage, if a stop was requested; called at each message, which is a good moment.

        `half_done`: a line or a clip is unfinished; it gets a little longer.
        """

        def is_due(soft_limit: SoftLimit) -> bool:
            return not half_done or self.clock() - soft_limit.since >= HALF_DONE_S

        of_stage = self.stage_limits.get(name)
        if of_stage is not None and is_due(of_stage):
            self.end_stage(name, of_stage.why)
        if self.soft_limit is not None and is_due(self.soft_limit):
            self.end(StopReason.TIMEOUT, self.soft_limit.why)

    def sign_of_life(self) -> None:
        """Record that a stage sent a message, or was seen to work."""
        self.last_sign = self.clock()

    def room_after(self, used: int) -> LogRoom:
        """The room for log lines that all stages share; the first that has counted the `used` ones makes it."""
        if self.log_room is None:
            self.log_room = LogRoom(used)
        return self.log_room

    def turn(self, name: str) -> tuple[int, float]:
        """The turn of a stage among those that wait for a slot: see `slots`."""
        return self.job.rank, -self.meter.follows_s(name)

    def reached(self, name: str, fraction: float, speed: str | None) -> None:
        """Record the progress of a stage."""
        self.meter.reached(name, fraction, speed)
        self.sign_of_life()
        self.on_progress()

    def conclude(self) -> None:
        """Publish nothing more: the outcome is about to be recorded."""
        self.concluded = True

    def finish(self, name: str) -> None:
        """Record that a stage has its output."""
        self.meter.finish(name)
        if name in self.job.deaths.get("stages", ()):
            self.got_on.set()
        self.sign_of_life()

    def eta_s(self) -> float:
        """Seconds until the end."""
        return self._outlook.eta_s(self)
