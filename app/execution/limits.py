"""Enforces time limits of a running attempt: of the whole job and of each stage.

Both count work, never waiting for a slot. At a soft limit the attempt is requested to stop and does so at its next
report, or a while later at the latest; at a hard limit its processes are killed. An attempt that ends by a limit leaves
shared work as a cancel does: the work continues while another job needs it. A limit of a stage that the job can do
without ends this stage alone.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.execution.attempt import Attempt, SoftLimit
from app.jobs.record import StopReason

#: How long after a soft limit silent work is ended, seconds: it may be inside a library's call.
SILENT_S = 30.0
#: Longest and shortest time between two checks of a job's work time, seconds.
CHECK_AT_MOST_S, CHECK_AT_LEAST_S = 1.0, 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in seconds of work. At `soft_s` an attempt is requested to stop, at `hard_s` it is killed; stages by name.

    `grace_s` is the time for running stages at a shutdown.
    """

    soft_s: float
    hard_s: float
    grace_s: float
    stage_soft_s: Mapping[str, float] = field(default_factory=dict)
    stage_hard_s: Mapping[str, float] = field(default_factory=dict)

    @property
    def check_every_s(self) -> float:
        """The interval of checks, short enough for the tightest limit."""
        tightest_s = min(self.soft_s, self.hard_s, *self.stage_soft_s.values(), *self.stage_hard_s.values())
        return max(CHECK_AT_LEAST_S, min(CHECK_AT_MOST_S, tightest_s / 4))


def first_over(worked_s: Mapping[str, float], limits_s: Mapping[str, float]) -> str | None:
    """The stage that is furthest above its limit; None if no stage is above one."""
    over = {name: worked_s[name] - limits_s[name] for name in worked_s.keys() & limits_s.keys()}
    stage = max(over, key=lambda name: over[name], default=None)
    return stage if stage is not None and over[stage] >= 0 else None


def hold_to(attempt: Attempt, limits: Limits) -> None:
    """Request the attempt to stop, or stop it, if its time or a stage's is exceeded."""
    working_s = attempt.meter.working_s()
    stage = first_over(working_s, limits.stage_hard_s)
    if stage is not None:
        attempt.end_stage(stage, _stage_reason(stage, limits.stage_hard_s[stage], "STAGE_HARD_TIMEOUT"))
    if attempt.meter.worked_s >= limits.hard_s or (
        attempt.soft_limit is not None and (not attempt.meter.working or _overdue(attempt, attempt.soft_limit))
    ):
        attempt.end(StopReason.TIMEOUT, _job_reason(limits.soft_s))
    elif attempt.meter.worked_s >= limits.soft_s:
        attempt.request_stop(_job_reason(limits.soft_s))
    for name in working_s:
        if working_s[name] >= limits.stage_soft_s.get(name, float("inf")):
            why = _stage_reason(name, limits.stage_soft_s[name], "STAGE_TIMEOUT")
            attempt.request_stage_stop(name, why)
            if _overdue(attempt, attempt.stage_limits.get(name)):
                attempt.end_stage(name, why)


def _overdue(attempt: Attempt, soft_limit: SoftLimit | None) -> bool:
    """Whether work that was requested to stop has not reported since; its next report would have ended it."""
    return soft_limit is not None and attempt.clock() - soft_limit.since >= SILENT_S


async def watch_time(attempt: Attempt, limits: Limits) -> None:
    """Enforce an attempt's limits until it is requested to stop."""
    while attempt.stop_reason is None:
        await asyncio.sleep(limits.check_every_s)
        hold_to(attempt, limits)


def _job_reason(limit_s: float) -> str:
    return f"The job worked for {limit_s:g} s, which is all that JOB_TIMEOUT allows."


def _stage_reason(stage: str, limit_s: float, setting: str) -> str:
    return f"The stage {stage} worked for {limit_s:g} s, which is all that {setting} allows it."
