"""Words that are replaced wherever they stand in a line."""

import time

import pytest

from app.text.replacing import Replacing, replaced
from tests.unit.text.test_corrections import line, times

#: Texts, what is replaced in them, what comes out, and how often; the page counts the same.
REPLACED = [
    ("Jon, jon and Jonas: Jon's", Replacing("jon", "John"), "John, John and Jonas: John's", 3),
    ("Jon, jon and Jonas", Replacing("Jon", "John", match_case=True), "John, jon and Jonas", 1),
    ("Jon and Jonas", Replacing("Jon", "John", whole_words=False), "John and Johnas", 2),
    ("New  York is new yorkish", Replacing("new york", "NYC"), "NYC is new yorkish", 1),
    ("xa a a", Replacing("a a", "b"), "xa b", 1),
    ("C++ and C", Replacing("c++", "Rust"), "Rust and C", 1),
    (r"a \1 b", Replacing(r"\1", r"\g<0>"), r"a \g<0> b", 1),
    ("well you know yes", Replacing("you know", ""), "well yes", 1),
    ("Élan élan elan", Replacing("ÉLAN", "Elan"), "Elan Elan elan", 2),
    ("東京とJonさん", Replacing("Jon", "John"), "東京とJohnさん", 1),
    ("東京都と東京", Replacing("東京", "京都"), "京都都と京都", 2),
    ("हिन्दी हिन्द", Replacing("हिन्द", "x"), "हिन्दी x", 1),
    ("nothing of it", Replacing("Jon", "John"), "nothing of it", 0),
]


@pytest.mark.parametrize(("text", "wanted", "expected", "count"), REPLACED)
def test_words_are_found_in_every_script(text: str, wanted: Replacing, expected: str, count: int) -> None:
    """By whole words or parts, with or without case; signs mean themselves, and any space is like any other."""
    after, found = replaced(line(text), wanted.pattern(), wanted.replace)
    assert (" ".join(after.text.split()), found) == (" ".join(expected.split()), count)


def test_other_words_keep_their_times_and_doubts() -> None:
    """The new word has the time of the old one; nobody has looked at the rest, so its flags stay."""
    before = line("thee Jon quack Jon").model_copy(update={"flags": ("low_confidence",)})
    after, _ = replaced(before, Replacing("Jon", "John").pattern(), "John")
    assert times(after) == [(" thee", 0, 0.5), (" John", 0.5, 1), (" quack", 1, 1.5), (" John", 1.5, 2)]
    assert (after.words[0], after.flags) == (before.words[0], before.flags)
    assert after.original_text == before.text


@pytest.mark.parametrize("text", ["", "  ", "\u0007"])
def test_there_must_be_something_to_find(text: str) -> None:
    """A text without a character is none."""
    with pytest.raises(ValueError, match="something to find"):
        Replacing(text, "x").pattern()


def test_a_long_transcript_is_searched_at_once() -> None:
    """Also for texts of which much is almost found."""
    lines = [line(f"{'a ' * 40}b number {number}") for number in range(3000)]
    pattern = Replacing("a " * 40 + "c", "x", whole_words=False).pattern()
    began = time.process_time()
    assert not sum(replaced(one, pattern, "x")[1] for one in lines)
    assert time.process_time() - began < 2


def test_a_line_that_would_be_too_long_is_refused_at_once() -> None:
    """Before the words of all that is put in are timed: half a million of them would take most of a minute."""
    before, wanted = line("a " * 2500), Replacing("a", "b " * 200)
    began = time.process_time()
    with pytest.raises(ValueError, match="longer than 5000 characters"):
        replaced(before, wanted.pattern(), wanted.replace, most=5000)
    assert time.process_time() - began < 2
