"""Mending word times on the sound."""

import pytest

from app.inference.word_times import mended
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
