"""Retries: bounded, jittered, and never for what will not pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import TRANSIENT, ErrorCode, JobFailure
from app.jobs.retry import CRASHES_THAT_CONDEMN, RetryPolicy, judge

policies = st.builds(RetryPolicy, st.floats(0, 1e4), st.floats(0, 1e6))


@given(policies, st.integers(1, 10_000))
def test_a_delay_never_exceeds_its_bound_nor_the_bound_the_cap(policy: RetryPolicy, failures: int) -> None:
    """Full jitter: anything from nothing to the bound, and the bound stops growing at the cap."""
    assert 0 <= policy.bound_s(failures) <= policy.max_s
    assert 0 <= policy.delay_s(failures) <= policy.bound_s(failures)


@given(policies, st.integers(1, 100))
def test_the_bound_never_shrinks(policy: RetryPolicy, failures: int) -> None:
    """Each further failure waits at least as long, at the most."""
    assert policy.bound_s(failures) <= policy.bound_s(failures + 1)


def test_the_bound_doubles_until_the_cap() -> None:
    """60, 120, 240 … 3600 with the default settings."""
    policy = RetryPolicy(60, 3600)
    assert [policy.bound_s(n) for n in range(1, 9)] == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def _judge(failure: JobFailure, **given_: int) -> float | None:
    arguments = {"failures": 1, "max_retries": 3, "stage_crashes": 0} | given_
    return judge(failure, policy=RetryPolicy(60, 3600), draw=lambda _, high: high, **arguments).again_in_s


@pytest.mark.parametrize("code", sorted(set(ErrorCode) - TRANSIENT))
def test_a_permanent_failure_is_given_up_at_once(code: ErrorCode) -> None:
    """No retry is spent on what will not pass."""
    assert _judge(JobFailure(code, "x")) is None


@pytest.mark.parametrize("code", sorted(TRANSIENT))
def test_a_passing_failure_is_tried_until_its_retries_are_spent(code: ErrorCode) -> None:
    """`max_retries` retries, so one attempt more than that in all."""
    assert [_judge(JobFailure(code, "x"), failures=n) is not None for n in (1, 2, 3, 4)] == [True, True, True, False]


def test_what_the_other_side_asked_for_is_kept_to() -> None:
    """Retry-After is a lower bound of the wait, and its host gets a cool-down."""
    failure = JobFailure(ErrorCode.RATE_LIMITED, "x", retry_after_s=500, host="example.org")
    verdict = judge(failure, failures=1, max_retries=3, stage_crashes=0, policy=RetryPolicy(60, 3600))
    assert verdict.again_in_s == 500
    assert verdict.cool_down_s == 500


def test_a_host_that_names_no_time_is_left_alone_for_the_first_wait() -> None:
    """And the job itself does not come back before that is over."""
    failure = JobFailure(ErrorCode.RATE_LIMITED, "x", host="example.org")
    verdict = judge(
        failure, failures=1, max_retries=3, stage_crashes=0, policy=RetryPolicy(60, 3600), draw=lambda low, _: low
    )
    assert (verdict.again_in_s, verdict.cool_down_s) == (60, 60)


def test_a_host_that_names_a_short_time_is_not_left_alone_for_longer() -> None:
    """It knows best."""
    failure = JobFailure(ErrorCode.RATE_LIMITED, "x", retry_after_s=1, host="example.org")
    verdict = judge(failure, failures=1, max_retries=0, stage_crashes=0, policy=RetryPolicy(60, 3600))
    assert verdict.cool_down_s == 1


def test_a_stage_that_crashes_again_is_poison() -> None:
    """The second crash at one stage ends the job, though retries are left."""
    failure = JobFailure(ErrorCode.CRASHED, "It died.")
    assert _judge(failure, stage_crashes=CRASHES_THAT_CONDEMN - 1) is not None
    verdict = judge(
        failure, failures=2, max_retries=9, stage_crashes=CRASHES_THAT_CONDEMN, policy=RetryPolicy(60, 3600)
    )
    assert verdict.again_in_s is None
    assert not verdict.failure.retryable


def test_waiting_for_something_outside_spends_no_retry() -> None:
    """A full disk or a host's cool-down postpones the job however often that happens."""
    failure = JobFailure(ErrorCode.DISK_FULL, "x", retry_after_s=30, counts=False)
    assert _judge(failure, failures=99) == 30
