"""Order of the queue: priority first, then arrival, and nobody starves."""

from hypothesis import given
from hypothesis import strategies as st

from app.jobs.ranking import AGEING_MS, rank_of

times = st.integers(0, 4_000_000_000_000)
priorities = st.integers(0, 10)


@given(times, priorities, priorities)
def test_higher_priority_goes_first_among_jobs_of_one_moment(now: int, one: int, other: int) -> None:
    """Queued together, the higher priority runs first."""
    assert (rank_of(now, one) < rank_of(now, other)) == (one > other)


@given(times, priorities, st.integers(1, 10**9))
def test_equal_priority_is_first_in_first_out(now: int, priority: int, later: int) -> None:
    """Who came first runs first."""
    assert rank_of(now, priority) < rank_of(now + later, priority)


@given(times)
def test_nobody_starves(now: int) -> None:
    """A job of priority 0 overtakes newer ones of priority 10 once it has waited long enough."""
    assert rank_of(now, 0) < rank_of(now + 10 * AGEING_MS + 1, 10)
