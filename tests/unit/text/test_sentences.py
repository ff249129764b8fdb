"""Sentences out of segments."""

from itertools import pairwise

import pytest

from app.jobs.results import Segment, SegmentSentiment, Word
from app.text.sentences import sentences_of


def segment(
    start_s: float, text: str, *, seconds: float | None = None, words: bool = True, space: str = " "
) -> Segment:
    """A segment whose words take a third of a second each."""
    said = text.split(" ")
    end_s = start_s + (seconds if seconds is not None else len(said) / 3)
    step_s = (end_s - start_s) / len(said)
    timed = tuple(
        Word(start_s=start_s + n * step_s, end_s=start_s + (n + 1) * step_s, text=f"{space}{word}", probability=0.9)
        for n, word in enumerate(said)
    )
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.8, words=timed if words else ())


def test_a_segment_with_three_sentences_is_three() -> None:
    """With word times, each full stop ends a sentence, at its word's time."""
    found = sentences_of([segment(0, "It is cold. Is it snow? Yes!")])
    assert [sentence.text for sentence in found] == ["It is cold.", "Is it snow?", "Yes!"]
    assert [round(sentence.end_s, 2) for sentence in found] == [1.0, 2.0, 2.33]
    assert all(sentence.closed for sentence in found)


@pytest.mark.parametrize("words", [True, False])
def test_a_sentence_over_two_segments_is_one(words: bool) -> None:
    """A segment that ends in the middle of a sentence goes on in the next, with word times or without."""
    (found,) = sentences_of([segment(0, "It is very", words=words), segment(1, "cold today.", words=words)])
    assert found.text == "It is very cold today."
    assert (found.start_s, found.closed) == (0, True)


def test_words_without_their_spaces_get_them_back() -> None:
    """Stripped words are joined with spaces where the text has spaces."""
    (found,) = sentences_of([segment(0, "Über allen Gipfeln ist Ruh.", space="")])
    assert found.text == "Über allen Gipfeln ist Ruh."


def test_scripts_without_spaces_are_kept_together() -> None:
    """Chinese words get no spaces, and its full stop ends a sentence."""
    words = tuple(
        Word(start_s=n, end_s=n + 1, text=t, probability=1) for n, t in enumerate(["你好", "。", "再见", "。"])
    )
    found = sentences_of([Segment(start_s=0, end_s=4, text="你好。再见。", confidence=1, words=words)])
    assert [sentence.text for sentence in found] == ["你好。", "再见。"]


def test_a_title_does_not_end_a_sentence() -> None:
    """Neither "Dr." nor a full stop before small letters does."""
    found = sentences_of([segment(0, "We met Dr. Who at 5 p.m. in town. He left.")])
    assert [sentence.text for sentence in found] == ["We met Dr. Who at 5 p.m. in town.", "He left."]


def test_a_long_silence_ends_a_sentence() -> None:
    """After a second of silence something new begins, full stop or not."""
    found = sentences_of([segment(0, "And then"), segment(5, "we left.")])
    assert [(sentence.text, sentence.closed) for sentence in found] == [("And then", True), ("we left.", True)]


def test_speech_without_full_stops_keeps_its_segments() -> None:
    """Where the recogniser sets no punctuation, its segments are the sentences."""
    found = sentences_of([segment(0, "so this is one"), segment(1.4, "and this two")])
    assert [sentence.text for sentence in found] == ["so this is one", "and this two"]


def test_an_endless_sentence_is_taken_apart() -> None:
    """Somebody who never stops is cut after some twenty seconds, and that is not called closed."""
    found = sentences_of([segment(0, "and " * 150 + "end.")])
    assert len(found) > 2
    assert all(sentence.end_s - sentence.start_s < 21 for sentence in found)
    assert not found[0].closed


def test_moods_follow_their_segments() -> None:
    """A sentence has the mean mood of its words' segments, None where nobody judged."""
    moods = [SegmentSentiment(index=1, label="positive", score=0.8)]
    found = sentences_of([segment(0, "One."), segment(0.4, "Two.")], moods)
    assert [sentence.mood for sentence in found] == [None, 0.8]


def test_nothing_said_is_no_sentence() -> None:
    """No segments, or an empty one."""
    assert sentences_of([]) == []
    assert sentences_of([Segment(start_s=0, end_s=1, text=" ", confidence=1)]) == []


def test_sentences_are_in_order_of_time() -> None:
    """Even when segments are not."""
    found = sentences_of([segment(9, "Late."), segment(0, "Early."), segment(4, "Middle.")])
    assert all(a.start_s <= b.start_s for a, b in pairwise(found))


def test_no_sentence_is_of_two_speakers() -> None:
    """Also where nothing ends it, and where both talk at once."""
    lines = [segment(0, "so what do you think"), segment(2, "well I am not sure")]
    spoken = [line.model_copy(update={"speaker": name}) for line, name in zip(lines, ("Ann", "Bob"), strict=True)]
    assert [sentence.text for sentence in sentences_of(lines)] == ["so what do you think", "well I am not sure"]
    overlapping = [spoken[0].model_copy(update={"text": "So what do you think?"}), _moved(spoken[1], -1.2)]
    for both in (spoken, overlapping):
        found = sentences_of(both)
        assert [(one.speaker, len(one.text.split()), one.closed) for one in found] == [
            ("Ann", 5, True),
            ("Bob", 5, True),
        ]


def _moved(line: Segment, by_s: float) -> Segment:
    words = tuple(
        word.model_copy(update={"start_s": word.start_s + by_s, "end_s": word.end_s + by_s}) for word in line.words
    )
    return line.model_copy(update={"start_s": line.start_s + by_s, "end_s": line.end_s + by_s, "words": words})


@pytest.mark.parametrize(
    ("text", "asks"), [("Is it?", True), ("“Is it?”", True), ("是吗？", True), ("Yes.", False), ("?!", False)]
)
def test_questions_are_told_by_their_mark(text: str, asks: bool) -> None:
    """In several scripts, also within quotes."""
    assert sentences_of([segment(0, text)])[0].asks == asks
