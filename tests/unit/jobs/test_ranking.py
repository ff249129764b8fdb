"""Order of the queue: priority first, then arrival, and nobody starves."""

from hypothesis import given
from hypothesis import strategies as st

from app.jobs.ranking import AGEING_MS, NEAR_MS, SHIFT_MS, rank_between, rank_of

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


places = st.tuples(st.integers(0, 5000), st.integers(0, 20))


@given(places, places, st.integers(0, 20))
def test_a_rank_between_two_places_is_between_them_and_near_the_second(
    one: tuple[int, int], other: tuple[int, int], num: int
) -> None:
    """None only where there is none; with the room that is made there always is one."""
    ahead, behind = sorted((one, other))
    rank = rank_between(ahead, behind, num)
    if rank is None:
        assert behind[0] - ahead[0] < 2
        rank = rank_between((ahead[0] - SHIFT_MS, ahead[1]), behind, num)
        assert rank is not None
    assert (ahead[0] - SHIFT_MS, ahead[1]) < (rank, num) < behind
    assert behind[0] - rank <= max(NEAR_MS, 1)


@given(places, st.integers(0, 20))
def test_a_rank_at_the_end_of_the_queue(at: tuple[int, int], num: int) -> None:
    """Before the first, behind the last."""
    assert (rank_between(None, at, num), num) < at < (rank_between(at, None, num), num)
