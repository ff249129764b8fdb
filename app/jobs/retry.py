"""Decides whether and when a failed attempt is retried: pure functions, without a clock.

Delays grow exponentially with full jitter (uniform between zero and the bound), so that jobs that failed together are
not retried together. The delay is stored in the database; no worker waits for it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from app.core.errors import ErrorCode, JobFailure

#: A job is given up when children of one stage died this often, whatever retries are left.
CRASHES_THAT_CONDEMN = 2


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff. `base_s` bounds the first delay, `max_s` every one."""

    base_s: float
    max_s: float

    def bound_s(self, failures: int) -> float:
        """The longest delay after the `failures`-th failure (counted from 1)."""
        exponent = min(max(failures, 1) - 1, 62)
        return min(self.max_s, self.base_s * 2.0**exponent)

    def delay_s(self, failures: int, draw: Callable[[float, float], float] = random.uniform) -> float:
        """A delay in seconds, 0..bound, drawn by `draw`."""
        return draw(0.0, self.bound_s(failures))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision after a failure.

    `again_in_s` is None if the job is given up; `cool_down_s` is a cool-down for the failure's host.
    """

    again_in_s: float | None
    failure: JobFailure
    cool_down_s: float = 0.0


def judge(
    failure: JobFailure,
    *,
    failures: int,
    max_retries: int,
    stage_crashes: int,
    policy: RetryPolicy,
    draw: Callable[[float, float], float] = random.uniform,
) -> Verdict:
    """Decide after the `failures`-th failure (this one included) of a job with at most `max_retries` retries.

    `stage_crashes` counts deaths of the failing stage's children in this job, this one included. A wait that the other
    side requested (`retry_after_s`) is observed in full, and its host gets a cool-down for all jobs.
    """
    if failure.code is ErrorCode.CRASHED and stage_crashes >= CRASHES_THAT_CONDEMN:
        poison = JobFailure(
            ErrorCode.CRASHED,
            f"{failure.message} It crashed {stage_crashes} times at this stage, so it is not tried again by itself.",
            retryable=False,
            stage=failure.stage,
        )
        return Verdict(None, poison)
    requested_s = failure.retry_after_s or 0.0
    if not failure.counts:
        return Verdict(requested_s or policy.base_s, failure)
    cool_down_s = (requested_s or policy.base_s) if failure.code is ErrorCode.RATE_LIMITED else 0.0
    if not failure.retryable or failures > max_retries:
        return Verdict(None, failure, cool_down_s)
    return Verdict(max(requested_s, cool_down_s, policy.delay_s(failures, draw)), failure, cool_down_s)
