"""The queue run ahead: who waits for whom, and for how long."""

from hypothesis import given
from hypothesis import strategies as st

from app.jobs.forecast import Load, Task, ends_s

SLOTS = {"download": 3, "speech": 1}


def job(rank: int, hear_s: float, *, fetched: bool = False, working: bool = False) -> Load:
    """Fetch takes ten seconds, then words are heard."""
    fetch = () if fetched else (Task("fetch", (), "download", 10.0),)
    return Load(rank, (*fetch, Task("hear", ("fetch",), "speech", hear_s, working)))


def test_a_job_alone_takes_the_longest_path() -> None:
    """Stages side by side do not add up; a stage waits for what it needs."""
    load = Load(
        0, (Task("a", (), "x", 5), Task("b", ("a",), "x", 7), Task("c", ("a",), "y", 9), Task("d", ("b", "c"), "y", 1))
    )
    assert ends_s([load], [], workers=1, slots={"x": 1, "y": 1}) == [15]


def test_running_jobs_wait_for_each_other_at_a_slot() -> None:
    """Three films fetched side by side are heard one after another: the last ends after all three."""
    loads = [job(rank, 60.0) for rank in range(3)]
    assert ends_s(loads, [], workers=3, slots=SLOTS) == [70, 130, 190]


def test_a_slot_goes_to_the_smallest_rank() -> None:
    """Not to the first in the list; who holds it keeps it."""
    late, early, holder = (
        job(9, 60.0, fetched=True),
        job(1, 60.0, fetched=True),
        job(5, 30.0, fetched=True, working=True),
    )
    assert ends_s([late, early, holder], [], workers=3, slots=SLOTS) == [150, 90, 30]


def test_of_one_job_the_stage_that_the_most_work_waits_for_goes_first() -> None:
    """As at the real slots: the words are written down while the picture is looked at."""
    tasks = (Task("scenes", (), "x", 40), Task("speech", (), "x", 4), Task("words", ("speech",), "y", 30))
    assert ends_s([Load(0, tasks)], [], workers=1, slots={"x": 1, "y": 1}) == [44]


def test_waiting_jobs_come_in_as_workers_get_free() -> None:
    """One worker: one job after another, in order."""
    assert ends_s([job(0, 20.0)], [job(1, 5.0), job(2, 5.0)], workers=1, slots=SLOTS) == [30, 45, 60]


def test_more_running_than_workers_is_no_trouble() -> None:
    """A server that was started with fewer workers than it had."""
    assert ends_s([job(0, 5.0), job(1, 5.0)], [job(2, 5.0)], workers=1, slots=SLOTS) == [15, 20, 35]


def test_two_jobs_on_one_piece_of_work_end_together() -> None:
    """Both hold the slot, since one child works for both; the third waits for it once."""
    shared = [job(0, 30.0, fetched=True, working=True), job(1, 30.0, fetched=True, working=True)]
    assert ends_s([*shared, job(2, 10.0, fetched=True)], [], workers=3, slots=SLOTS) == [30, 30, 40]


def test_a_job_with_nothing_left_ends_at_once() -> None:
    """And gives its worker to the next."""
    assert ends_s([], [Load(0, ()), job(1, 5.0)], workers=1, slots=SLOTS) == [0, 15]


loads = st.lists(st.builds(job, st.integers(0, 99), st.floats(0, 1000), fetched=st.booleans()), max_size=12)


@given(loads, st.integers(1, 5), st.integers(1, 3))
def test_nobody_is_late_without_a_cause(waiting: list[Load], workers: int, slots: int) -> None:
    """Each ends no sooner than alone, and all by the time that one worker would take."""
    ends = ends_s([], waiting, workers=workers, slots={"download": 3, "speech": slots})
    alone = [sum(task.left_s for task in load.tasks) for load in waiting]
    assert all(end >= own - 1e-6 for end, own in zip(ends, alone, strict=True))
    assert max(ends, default=0) <= sum(alone) + 1e-6
