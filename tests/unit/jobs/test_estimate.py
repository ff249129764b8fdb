"""Progress and ETA: honest arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs.estimate import Rate, StageShare, following_s, learn, left_s, progress_of


def test_stages_side_by_side_do_not_add_up() -> None:
    """The remaining time is the longest path, not the sum."""
    side_by_side = [StageShare(name, ("fetch",), "encode", expect_s) for name, expect_s in (("a", 30), ("b", 50))]
    stages = [StageShare("fetch", (), "encode", 10), *side_by_side]
    assert left_s(stages) == 60


def test_the_work_that_follows_a_stage_is_its_longest_path() -> None:
    """Without the stage's own; finished stages count nothing, stages that nothing waits for have none."""
    stages = [
        StageShare("fetch", (), "encode", 10, 1.0, 3.0, True),
        StageShare("scenes", ("fetch",), "encode", 100),
        StageShare("speech", ("fetch",), "encode", 4),
        StageShare("transcribe", ("speech",), "transcribe", 30),
        StageShare("clips", ("transcribe", "scenes"), "encode", 20),
        StageShare("analyse", ("transcribe",), "analyze", 5),
    ]
    follows = {"fetch": 120, "scenes": 20, "speech": 50, "transcribe": 20, "clips": 0, "analyse": 0}
    assert following_s(stages) == follows


def test_a_finished_stage_leaves_nothing_to_do() -> None:
    """Its weight counts as done, its time as gone."""
    stages = [StageShare("fetch", (), "encode", 10, 1.0, 3.0, True), StageShare("a", ("fetch",), "encode", 30)]
    assert left_s(stages) == 30
    assert progress_of(stages) == pytest.approx(0.25)


def test_a_running_stage_corrects_its_own_expectation() -> None:
    """Half done after 50 s of expected 10: it will not end in five seconds."""
    assert left_s([StageShare("a", (), "encode", 10, 0.5, 50.0)]) == pytest.approx(46, abs=1)


def test_a_pace_that_was_seen_for_a_while_is_believed_early() -> None:
    """Of an hour a twentieth was done in a minute: about twenty minutes are left, whatever was expected."""
    assert left_s([StageShare("a", (), "encode", 300, 0.05, 60.0)]) == pytest.approx(19 * 60, rel=0.1)


def test_what_was_done_before_is_not_taken_for_speed() -> None:
    """Nine tenths were there at once, and half of the rest took 50 s: as much again is left."""
    assert left_s([StageShare("a", (), "encode", 100, 0.95, 50.0, begun=0.9)]) == pytest.approx(50, rel=0.1)


def test_without_a_pace_the_expectation_of_what_is_left_counts() -> None:
    """Work goes on at 90 % and has told nothing new yet."""
    assert left_s([StageShare("a", (), "encode", 100, 0.9, 1.0, begun=0.9)]) == pytest.approx(10)


shares = st.lists(
    st.builds(
        StageShare,
        st.just("s"),
        st.just(()),
        st.just("encode"),
        st.floats(0.05, 1e5),
        st.floats(0, 1),
        st.floats(0, 1e5),
        st.booleans(),
        st.floats(0, 1),
        st.floats(0, 1e5),
    ),
    min_size=1,
)


@given(shares)
def test_progress_is_a_share_and_time_is_not_negative(stages: list[StageShare]) -> None:
    """Whatever the stages say."""
    assert 0 <= progress_of(stages) <= 1 + 1e-9
    assert left_s(stages) >= 0


@given(shares)
def test_only_finished_stages_make_a_whole(stages: list[StageShare]) -> None:
    """A stage that says 100 % but has no output yet never shows as done."""
    if not all(stage.finished for stage in stages):
        assert progress_of(stages) < 1


def test_a_first_measurement_replaces_the_prior() -> None:
    """What was guessed is dropped as soon as something is known."""
    assert learn(Rate(0.15, 2.0), 30, 60) == Rate(0.5, 0.0, 1)


def test_old_measurements_fade() -> None:
    """A machine that has become slower is noticed within some runs."""
    rate = Rate(0.1, 0.0, 50)
    for _ in range(12):
        rate = learn(rate, 60, 60)
    assert rate.per_media_s > 0.9
