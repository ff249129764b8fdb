"""When deaths of the server count against a job."""

from hypothesis import given
from hypothesis import strategies as st

from app.jobs.deaths import ALL_DEATHS, SOON_DEATHS, Deaths, Trace

traces = st.builds(Trace, *[st.integers(0, 5)] * 3)
stages = st.lists(st.sampled_from(["scenes", "transcribe", "clips"]), min_size=1, unique=True)


def _after(*events: tuple[tuple[str, ...], Trace, bool]) -> Deaths:
    deaths = Deaths()
    for names, trace, soon in events:
        deaths = deaths.another(names, trace, soon=soon)
    return deaths


def test_three_at_the_same_stage_with_nothing_new_condemn() -> None:
    """The one before the last puts on probation."""
    same = (("scenes",), Trace(1, 4), True)
    grades = [(d.on_probation, d.condemned) for d in (_after(*[same] * n) for n in range(SOON_DEATHS + 1))]
    assert grades == [(False, False), (False, False), (True, False), (True, True)]


@given(st.lists(st.tuples(stages, st.booleans()), max_size=30))
def test_a_job_that_gets_on_is_never_condemned(deaths: list[tuple[list[str], bool]]) -> None:
    """However often its server dies, and in whatever way it gets on."""
    known = Deaths()
    for n, (names, soon) in enumerate(deaths, start=1):
        finished, pieces, partial_bytes = (n if n % 3 == kind else 0 for kind in range(3))
        known = known.another(names, Trace(finished, pieces, partial_bytes), soon=soon)
        assert not known.condemned


@given(traces, st.lists(st.tuples(traces, st.booleans()), min_size=ALL_DEATHS, max_size=40))
def test_no_job_goes_on_for_ever_with_nothing_new(first: Trace, deaths: list[tuple[Trace, bool]]) -> None:
    """Also where less was found of it than before: that is nothing new, and does not begin the count anew."""
    known = Deaths()
    for trace, soon in deaths:
        seen = Trace(
            min(trace.finished, first.finished),
            min(trace.pieces, first.pieces),
            min(trace.partial_bytes, first.partial_bytes),
        )
        known = known.another(["scenes"], first if not known.count else seen, soon=soon)
    assert known.condemned


def test_another_stage_begins_the_count_anew_and_one_beside_it_does_not() -> None:
    """Of stages that work side by side those remain that were at work each time."""
    nothing = Trace()
    assert _after((("scenes",), nothing, True), (("transcribe",), nothing, True)).count == 1
    both = _after((("scenes", "transcribe"), nothing, True), (("transcribe", "clips"), nothing, True))
    assert (both.stages, both.count) == (("transcribe",), 2)


def test_restarts_of_a_long_step_need_ten() -> None:
    """Whoever restarts the server three times in a long step that records nothing has not shown that it is poison."""
    late = (("scenes",), Trace(), False)
    assert not _after(*[late] * (ALL_DEATHS - 1)).condemned
    assert _after(*[late] * (ALL_DEATHS - 1)).on_probation
    assert _after(*[late] * ALL_DEATHS).condemned
    assert not _after(late, late, (("scenes",), Trace(), True)).condemned


@given(stages, traces, st.integers(1, 9))
def test_it_survives_the_database(names: list[str], trace: Trace, times: int) -> None:
    """Stored as JSON."""
    deaths = _after(*[(tuple(names), trace, True)] * times)
    assert Deaths.of(deaths.stored()) == deaths
    assert Deaths.of({}) == Deaths()
