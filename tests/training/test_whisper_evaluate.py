"""The yardsticks of `training.whisper.evaluate`."""

from types import SimpleNamespace

import pytest

from training.whisper.evaluate import Spoken, count_exact, edit_distance, passes_gate, start_error_s


def _segment(start: float, end: float, text: str) -> SimpleNamespace:
    return SimpleNamespace(start=start, end=end, text=text)


@pytest.mark.parametrize(
    ("truth", "heard", "errors"),
    [("a b c", "a b c", 0), ("a b c", "a c", 1), ("a b", "a x b", 1), ("a b", "x y", 2), ("", "a", 1), ("a b", "", 2)],
)
def test_edit_distance_counts_substitutions_insertions_and_deletions(truth: str, heard: str, errors: int) -> None:
    """Word error rate rests on this count."""
    assert edit_distance(truth.split(), heard.split()) == errors


def test_start_error_is_that_of_the_segment_that_overlaps_most() -> None:
    """A neighbour that touches the sentence does not count."""
    segments = [_segment(0.0, 1.1, "Before."), _segment(1.2, 3.0, "Here.")]
    assert start_error_s(Spoken("Here.", 1.0, 3.0), segments) == pytest.approx(0.2)


def test_a_sentence_that_nothing_overlaps_has_no_start_error() -> None:
    """A missing segment is reported as missing, not as a large error."""
    assert start_error_s(Spoken("Here.", 5.0, 6.0), [_segment(0.0, 1.0, "Before.")]) is None


def test_exact_means_letter_for_letter_at_the_right_place() -> None:
    """Case and punctuation count, and so does where the text was heard."""
    spoken = [Spoken("One.", 0.0, 1.0), Spoken("Two.", 2.0, 3.0)]
    assert count_exact(spoken, [_segment(0.1, 1.0, " One."), _segment(2.0, 3.0, " two.")]) == 1
    assert count_exact(spoken, [_segment(0.1, 1.0, " Two."), _segment(2.0, 3.0, " One.")]) == 0


@pytest.mark.parametrize(
    ("exact", "wer", "heard", "passes"),
    [
        (60, 0.0, [], True),
        (59, 0.01, [], False),
        (60, 0.01, [], False),
        (60, 0.0, ["You."], False),
    ],
)
def test_the_gate_wants_every_closed_sentence_and_silence(
    exact: int, wer: float, heard: list[str], passes: bool
) -> None:
    """A worse model never replaces the shipped one."""
    closed = {"sentences": 60, "exact": exact, "wer": wer}
    assert passes_gate({"sets": {"closed_demo": closed}, "quiet_segments": {"silence": heard}}) is passes
