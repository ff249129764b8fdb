"""Corrected lines of a transcript: texts, times of words, what was recognised."""

import time
from itertools import pairwise

import pytest

from app.jobs.results import Word
from app.jobs.transcripts import Line, as_recognised
from app.text import corrections
from app.text.corrections import joined, retexted, retimed, retyped_word, split, spoken_by
from app.text.cues import cues


def line(text: str, *, start_s: float = 0.0, step_s: float = 0.5, words: list[str] | None = None) -> Line:
    """A line whose words last half a second each, spaced as whisper spaces them."""
    texts = [f" {word}" for word in text.split()] if words is None else words
    timed = tuple(
        Word(start_s=start_s + n * step_s, end_s=start_s + (n + 1) * step_s, text=word, probability=0.5)
        for n, word in enumerate(texts)
    )
    return Line(start_s=start_s, end_s=start_s + step_s * len(texts), text=text, confidence=0.8, words=timed)


def times(line: Line) -> list[tuple[str, float, float]]:
    """The words of a line with their times."""
    return [(word.text, word.start_s, word.end_s) for word in line.words]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("the quick fox", "the quick fox!", [(" the", 0, 0.5), (" quick", 0.5, 1), (" fox!", 1, 1.5)]),
        ("thee quack fox", "the quick fox", [(" the", 0, 0.5), (" quick", 0.5, 1), (" fox", 1, 1.5)]),
        ("a bb c", "a dd ee c", [(" a", 0, 0.5), (" dd", 0.5, 0.75), (" ee", 0.75, 1), (" c", 1, 1.5)]),
        ("a very long c", "a c", [(" a", 0, 0.5), (" c", 1.5, 2)]),
        ("a c", "a b c", [(" a", 0, 0.5), (" b", 0.5, 0.5), (" c", 0.5, 1)]),
        ("a", "x y a", [(" x", 0, 0), (" y", 0, 0), (" a", 0, 0.5)]),
        ("one two", "eins", [(" eins", 0, 1)]),
    ],
)
def test_words_that_stay_keep_their_times(before: str, after: str, expected: list[tuple[str, float, float]]) -> None:
    """One in the place of another takes its time; several share the gap."""
    assert times(retexted(line(before), after)) == expected


def test_a_line_of_one_letter_thousands_of_times_is_corrected_at_once() -> None:
    """A full comparison of such texts takes minutes; what is the same at both ends keeps its times all the same."""
    before = line("start " + "a b " * 1000 + "end")
    began = time.process_time()
    after = retexted(before, "start " + "b b a a " * 500 + "end")
    split(after, 2000)
    assert time.process_time() - began < 2
    assert after.words[0] == before.words[0]
    assert after.words[-1] == before.words[-1]
    assert "".join(word.text for word in after.words).strip() == after.text


def test_words_of_scripts_without_spaces() -> None:
    """Characters are aligned; a word that stays as a whole is what it was."""
    before = line("今日は晴れです", words=["今日", "は", "晴れ", "です"])
    after = retexted(before, "今日は雨です")
    assert "".join(word.text for word in after.words) == "今日は雨です"
    assert after.words[0] == before.words[0]
    assert (after.words[-1].start_s, after.words[-1].end_s) == (1.5, 2.0)


def test_parts_of_a_word_stay_together() -> None:
    """As decoders split them; none of them is recognised anew because another word changed."""
    before = line("I don't know", words=[" I", " don", "'t", " know"])
    after = retexted(before, "I don't care")
    assert after.words[:3] == before.words[:3]
    assert after.text == "I don't care"


def test_what_was_recognised_stays() -> None:
    """Through any number of corrections; the recognised text again is no correction."""
    first = line("the eagle as landed").model_copy(update={"flags": ("low_confidence",)})
    second = retexted(retexted(first, "the eagle was landed"), "the  Eagle\x07 has landed ")
    assert (second.text, second.original_text, second.corrected) == (
        "the Eagle has landed",
        "the eagle as landed",
        True,
    )
    assert second.flags == ()
    assert retexted(first, " the eagle as  landed") is first
    back = retexted(second, "the eagle as landed")
    assert (back.original_text, back.corrected) == (None, False)
    empty = retexted(first, "")
    assert (empty.text, empty.words, empty.recognised_text) == ("", (), "the eagle as landed")
    assert as_recognised([first, empty]) == as_recognised([first])
    assert as_recognised([second])[0].confidence == 1.0
    assert as_recognised([first])[0].confidence == 0.8


def test_a_word_is_retyped() -> None:
    """With its time; an empty one is removed, several share its time."""
    before = line("the eagle as landed")
    assert times(retyped_word(before, 2, "has"))[2] == (" has", 1.0, 1.5)
    assert retyped_word(before, 2, "").text == "the eagle landed"
    assert times(retyped_word(before, 2, "ab cd"))[2:4] == [(" ab", 1.0, 1.25), (" cd", 1.25, 1.5)]
    stripped = line("the eagle", words=["the", "eagle"])
    assert retyped_word(stripped, 1, "owl").text == "the owl"
    with pytest.raises(IndexError):
        retyped_word(before, 9, "x")


@pytest.mark.parametrize("text", ["one two three four", "今日は晴れです", "İki üç 😀 four"])
def test_a_line_that_is_divided_and_joined_is_the_same(text: str) -> None:
    """At every place that leaves text on both sides, also within a word; no time is lost or turned back."""
    whole = line(text, words=None if " " in text else list(text))
    for offset in range(1, len(text)):
        if not text[:offset].strip() or not text[offset:].strip():
            continue
        first, second = split(whole, offset)
        assert (first.start_s, second.end_s) == (whole.start_s, whole.end_s)
        assert first.end_s <= second.start_s
        words = [*first.words, *second.words]
        assert all(a.end_s <= b.start_s + 1e-9 for a, b in pairwise(words))
        assert first.recognised_text + second.recognised_text == first.text + second.text
        if offset and text[offset - 1 : offset + 1].strip() != text[offset - 1 : offset + 1]:
            again = joined(first, second)
            assert (again.text, again.original_text, times(again)) == (whole.text, None, times(whole))


def test_what_was_recognised_is_divided_with_a_corrected_line() -> None:
    """Where the words of both correspond; joined again it is whole."""
    corrected = retexted(line("we halve a landing now"), "We have a safe landing now")
    first, second = split(corrected, len("We have a safe"))
    assert (first.text, first.recognised_text) == ("We have a safe", "we halve a")
    assert (second.text, second.recognised_text) == ("landing now", "landing now")
    assert joined(first, second).original_text == "we halve a landing now"


@pytest.mark.parametrize("offset", [0, 3, 4, 99, -1])
def test_a_line_is_not_divided_beside_its_text(offset: int) -> None:
    """There would be a line without text."""
    with pytest.raises(ValueError, match="both sides"):
        split(line("one", words=[" one"]), offset)


def test_times_without_words() -> None:
    """A line without word times is divided by its letters, and corrected without any."""
    plain = Line(start_s=0, end_s=8, text="aaa b", confidence=1.0)
    first, second = split(plain, 3)
    assert (first.end_s, second.start_s) == (6.0, 6.0)
    assert retexted(plain, "c").words == ()


def test_a_line_is_moved() -> None:
    """As a whole with its words, or one end of it; then words stay, at its border at the most."""
    before = line("one two")
    assert times(retimed(before, 2.0, 3.0)) == [(" one", 2.0, 2.5), (" two", 2.5, 3.0)]
    assert times(retimed(before, 0.75, 1.0)) == [(" one", 0.75, 0.75), (" two", 0.75, 1.0)]
    assert retimed(before, 0.0, 1.0) is before
    assert retimed(before, 0.1, 1.0).corrected
    assert spoken_by(before, "Ann").corrected
    assert spoken_by(before, None) is before


def test_words_reach_the_ends_that_a_line_was_given() -> None:
    """Subtitles are timed by words: a line that begins earlier is shown earlier, and one that ends later, longer."""
    before = line("one two", start_s=1.0)
    assert times(retimed(before, 0.2, 2.0)) == [(" one", 0.2, 1.5), (" two", 1.5, 2.0)]
    assert times(retimed(before, 1.0, 3.5)) == [(" one", 1.0, 1.5), (" two", 1.5, 3.5)]
    assert times(retimed(before, 3.0, 6.0)) == [(" one", 3.0, 3.5), (" two", 3.5, 6.0)]
    (cue,) = cues([as_recognised([retimed(before, 0.2, 3.5)])[0]])
    assert (cue.start_s, cue.end_s) == (0.2, 3.5)


def test_what_people_type_is_one_line() -> None:
    """Without control characters and double spaces; joiners and directions stay."""
    assert corrections.cleaned(" a\n\tb\x00\u200dc ") == "a b \u200dc"
