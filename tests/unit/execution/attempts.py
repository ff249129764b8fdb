"""Attempts of jobs on a clock that the test turns."""

from app.execution.attempt import Attempt
from app.execution.progress import Expect, ProgressMeter
from app.jobs.record import JobRecord
from tests.fakes import FakeClock
from tests.stages import REGISTRY


def attempt_of(job: JobRecord, expect: Expect, clock: FakeClock) -> Attempt:
    """An attempt that begins now."""
    plan = REGISTRY.stages_of(job.job_type, job.options)
    return Attempt(job, plan, ProgressMeter(plan, job, expect, clock.monotonic))
