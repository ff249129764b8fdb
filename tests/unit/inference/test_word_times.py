"""Mending word times on the sound."""

import pytest

from app.inference.word_times import apart, fitted, mended
from app.media.pcm import Sound
from app.ports.transcriber import DecodedSegment, DecodedWord

RATE = 16_000


def sound(*bursts: tuple[float, float], seconds: float = 6.0) -> Sound:
    """A tone between the given times, silence elsewhere."""
    import numpy as np

    times = np.arange(int(seconds * RATE)) / RATE
    loud = np.zeros_like(times, dtype=bool)
    for start_s, end_s in bursts:
        loud |= (times >= start_s) & (times < end_s)
    return Sound(np.where(loud, 0.3 * np.sin(2 * np.pi * 200 * times), 0.0).astype(np.float32))


def heard(*words: tuple[str, float, float]) -> DecodedSegment:
    parts = tuple(DecodedWord(start_s, end_s, f" {text}", 0.9) for text, start_s, end_s in words)
    text = " ".join(text for text, _, _ in words)
    return DecodedSegment(words[0][1], words[-1][2], text, 0.9, parts)


def test_the_start_moves_to_the_first_sound() -> None:
    """The VAD's padding before a sentence is taken off, but for a little."""
    segment = mended(heard(("Hello", 1.0, 1.9), ("there.", 1.9, 2.5)), sound((1.4, 2.5)), 0.0)
    assert segment.start_s == pytest.approx(1.36, abs=0.03)
    assert segment.words[0].start_s == segment.start_s
    assert segment.end_s == pytest.approx(2.5, abs=0.03)


def test_the_end_moves_to_the_end_of_the_sound() -> None:
    """A last word that goes on is not cut; speech that goes on for long is left where it was."""
    segment = mended(heard(("Hello", 1.0, 1.5), ("there.", 1.5, 2.0)), sound((1.0, 2.4)), 0.0)
    assert segment.end_s == segment.words[-1].end_s == pytest.approx(2.4, abs=0.03)
    assert mended(heard(("Hello", 1.0, 2.0)), sound((1.0, 5.0)), 0.0).end_s == 2.0


def test_words_that_last_no_time_share_with_the_next() -> None:
    """No word is without time; the words stay in order and where they are."""
    words = mended(heard(("a", 1.0, 1.2), ("bc", 1.2, 1.2), ("def", 1.2, 2.0)), sound((1.0, 2.0)), 0.0).words
    assert all(word.end_s > word.start_s for word in words)
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)
    assert (words[1].start_s, words[2].end_s) == (1.2, pytest.approx(2.0, abs=0.03))
    last = mended(heard(("abc", 1.0, 2.0), ("d", 2.0, 2.0)), sound((1.0, 2.0)), 0.0).words
    assert last[0].end_s == last[1].start_s < last[1].end_s


def test_a_sentence_on_one_instant_is_placed_on_the_sound_before_it() -> None:
    """Words that all stand at the end of a sentence are spread over what sounded up to there, back to the pause."""
    piled = heard(("You", 3.9, 3.9), ("should", 3.9, 3.9), ("save", 3.9, 3.9), ("money.", 3.9, 4.0))
    segment = mended(piled, sound((0.5, 2.0), (2.6, 4.0)), 2.0)
    assert segment.start_s == pytest.approx(2.6, abs=0.03)
    assert segment.words[0].start_s == segment.start_s
    assert segment.words[-1].end_s == pytest.approx(4.0, abs=0.03)


def test_without_word_times_the_segment_is_mended_all_the_same() -> None:
    """Start and end go to the sound."""
    segment = mended(DecodedSegment(1.0, 2.0, "Hello there.", -0.1), sound((1.3, 2.2)), 0.0)
    assert (segment.start_s, segment.end_s) == (pytest.approx(1.26, abs=0.03), pytest.approx(2.2, abs=0.03))
    assert segment.words == ()


def test_sound_after_an_end_belongs_to_the_segment_that_begins_in_it() -> None:
    """An end that moved to the end of the sound moves back to the next beginning; that is not moved."""
    first = mended(heard(("Hello", 1.0, 1.5), ("there.", 1.5, 2.0)), sound((1.0, 2.4)), 0.0)
    first, second = apart(first, heard(("I", 2.1, 2.3), ("see.", 2.3, 2.4)), 2.0)
    assert (first.end_s, first.words[-1].end_s, second.start_s) == (2.1, 2.1, 2.1)
    assert [word.start_s for word in second.words] == [2.1, 2.3]


@pytest.mark.parametrize("begins_s", [0.2, 1.0, 1.7, 1.99])
def test_segments_that_were_decoded_over_each_other_share_their_time(begins_s: float) -> None:
    """Each keeps some, in order, and so does each word."""
    first, second = apart(
        heard(("Hello", 1.0, 1.5), ("there.", 1.5, 2.0)), heard(("I", begins_s, 2.0), ("see.", 2.0, 2.1)), 2.0
    )
    assert 1.0 == first.start_s < first.end_s == second.start_s < second.end_s
    for segment in (first, second):
        times = [time for word in segment.words for time in (word.start_s, word.end_s)]
        assert [segment.start_s, *times, segment.end_s] == sorted([segment.start_s, *times, segment.end_s])
        assert all(word.start_s < word.end_s for word in segment.words)


def test_segments_that_do_not_overlap_stay_as_they_are() -> None:
    """Also when one follows at once."""
    first, second = heard(("Hello", 1.0, 2.0)), heard(("there.", 2.0, 3.0))
    assert apart(first, second, 2.0) == (first, second)


def test_words_that_are_all_outside_are_shared_out() -> None:
    """Over the whole segment."""
    words = fitted(heard(("a", 1.0, 1.2), ("b", 1.2, 1.4)), 2.0, 3.0).words
    assert [(word.start_s, word.end_s) for word in words] == [(2.0, 2.5), (2.5, 3.0)]
