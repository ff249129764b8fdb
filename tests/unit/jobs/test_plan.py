"""Plans: each kind of job has what its stages need."""

import pytest

from app.jobs.options import JobType
from app.jobs.plan import NEEDS, PLANS, stages_of


@pytest.mark.parametrize("job_type", JobType)
def test_a_plan_has_everything_its_stages_need_and_before_them(job_type: JobType) -> None:
    """No stage waits for one that is not in the plan, and the listed order is one in which they could run."""
    stages = stages_of(job_type)
    for at, name in enumerate(stages):
        assert set(NEEDS[name]) <= set(stages[:at])


def test_full_processing_is_everything() -> None:
    """Nothing is left out of it."""
    assert PLANS[JobType.FULL_PROCESSING] == set(NEEDS)
