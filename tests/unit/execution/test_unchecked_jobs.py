"""The order in which jobs are checked against the record, and when again."""

from app.execution.unchecked_jobs import MOST_STALE, Entry, UncheckedJobs


def _jobs(*names: str) -> UncheckedJobs:
    """Jobs in the order of their names."""
    jobs = UncheckedJobs()
    for number, name in enumerate(names):
        jobs.add(Entry(ord(name), number, name))
    return jobs


def test_jobs_are_checked_in_the_order_of_the_queue_each_once() -> None:
    """Whatever order they came in; one that was moved counts at its new place alone."""
    jobs = _jobs("d", "b", "c", "a")
    jobs.move(Entry(0, 1, "d"))
    jobs.move(Entry(0, 9, "unknown"))
    jobs.drop("c")
    assert jobs.take(2) == ["d", "a"]
    jobs.add(Entry(5, 0, "a"))  # changed while it is checked
    assert jobs.take(5) == ["b"]
    assert len(jobs) == 0


def test_a_job_is_checked_again_when_what_it_lacks_is_recorded() -> None:
    """At its place of now; not for another key, and not if it does not wait any more."""
    jobs = _jobs("a", "b", "c", "d")
    for name in jobs.take(4):
        jobs.checked(name, None if name == "d" else "key")
    jobs.move(Entry(-1, 0, "b"))
    jobs.drop("c")
    jobs.recorded("another key")
    assert jobs.take(4) == []
    assert all(map(jobs.is_checked, ["a", "b", "d"]))
    jobs.recorded("key")
    assert jobs.take(4) == ["b", "a"]
    jobs.drop("a")  # claimed while it is checked
    jobs.checked("a", "key")
    jobs.recorded("key")
    assert len(jobs) == 0


def test_waiting_jobs_that_were_never_added_can_be_taken_too() -> None:
    """Such as those of an earlier server; one that was checked stays so."""
    jobs = _jobs("a", "b")
    assert jobs.take(1) == ["a"]
    jobs.checked("a", None)
    assert jobs.take_also(["a", "b", "old"]) == ["b", "old"]
    assert jobs.take_also(["a", "b", "old"]) == []
    assert len(jobs) == 0


def test_a_key_that_is_recorded_during_the_check_of_a_job_that_lacks_it_is_not_missed() -> None:
    """The record may have been read before; a later check reads it anew."""
    jobs = _jobs("a", "b", "c")
    assert jobs.take(3) == ["a", "b", "c"]
    jobs.recorded("key")
    jobs.move(Entry(0, 0, "b"))
    jobs.checked("a", "key")
    jobs.checked("b", "key")
    jobs.checked("c", "another key")
    assert not jobs.is_checked("a")
    assert jobs.take(3) == ["b", "a"]
    jobs.checked("a", "key")
    jobs.checked("b", "key")
    assert jobs.take(3) == []


def test_a_check_that_came_to_nothing_is_repeated_once() -> None:
    """Alone where one job may spoil it for the others; the second time a job counts as checked."""
    jobs = _jobs("a", "b", "c", "d")
    for name in jobs.take(3):
        jobs.repeat(name, alone=name != "a")
    assert jobs.take(4) == ["a"]
    assert jobs.take(4) == ["b"]
    assert jobs.take_also(["d", "old"]) == []
    for name in ("a", "b"):
        jobs.repeat(name, alone=True)
        assert jobs.is_checked(name)
    assert jobs.take_also(["c", "d"]) == ["d"]
    jobs.drop("c")
    jobs.repeat("c", alone=True)  # claimed meanwhile
    assert jobs.take(4) == []


def test_jobs_that_are_moved_often_while_none_is_taken_stay_few_in_memory() -> None:
    """Such as those of a paused queue; their order is that of their places of now."""
    jobs = _jobs("a", "b", "c")
    for rank in range(5000):
        jobs.move(Entry(-rank, 0, "c"))
    assert len(jobs._order) <= 2 * len(jobs) + MOST_STALE
    assert jobs.take(3) == ["c", "a", "b"]
