"""Content words, openings, titles."""

import pytest

from app.editing.vocabulary import TITLE_CHARACTERS, Vocabulary, content_words, opening_strength, title_of
from app.text.scripts import clusters, columns


def test_empty_words_carry_no_content() -> None:
    """Articles, pronouns and fillers go; names, nouns and numbers stay."""
    assert content_words("And so I think we saw the Rockets of 1969, didn't we?") == [
        "saw",
        "rockets",
        "1969",
        "didn't",
    ]


def test_what_is_repeated_weighs_more() -> None:
    """The word of which the speech is full is its most telling one."""
    vocabulary = Vocabulary.of(["Rockets fly.", "Rockets burn fuel.", "Mars is far, rockets go."])
    assert vocabulary.weights["rockets"] == 1
    assert vocabulary.weights["mars"] < 1
    assert vocabulary.key_words("The fuel of rockets is cheap", 1) == ["rockets"]
    assert vocabulary.density("Rockets burn fuel.") > vocabulary.density("So this is what I go on about, rockets.")
    assert vocabulary.density("...") == 0


def test_nothing_said_has_an_empty_vocabulary() -> None:
    """No text, no weights, no division by zero."""
    assert Vocabulary.of([]).weights == {}
    assert Vocabulary.of(["and the"]).density("and the") == 0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Why does it rain?", "It rains a lot."),
        ("Here's the thing.", "That was it."),
        ("You lose 300 dollars!", "They lose money."),
    ],
)
def test_good_openings_beat_plain_ones(better: str, worse: str) -> None:
    """Questions, known openers, numbers and addresses count."""
    assert opening_strength(better) > opening_strength(worse)


def test_the_title_is_the_telling_sentence() -> None:
    """Taken from the clip's own words, without its full stop."""
    said = ["Well, okay.", "the rocket lands on Mars.", "That was it."]
    assert title_of(said, Vocabulary.of(said)) == "The rocket lands on Mars"


def test_a_long_title_is_cut_at_a_word() -> None:
    """At most sixty characters, with an ellipsis."""
    said = ["The telescope in the desert has taken an amazing picture of the rings of Saturn at night."]
    title = title_of(said, Vocabulary.of(said))
    assert len(title) <= TITLE_CHARACTERS
    assert title.endswith("…")
    assert said[0].startswith(title[:-1])
    assert said[0][len(title) - 1] == " "


def test_no_words_no_title() -> None:
    """Silence has no title; empty words alone still have one."""
    assert title_of([" "], Vocabulary.of([])) == ""
    assert title_of(["And so on."], Vocabulary.of([])) == "And so on"


def test_words_keep_their_marks() -> None:
    """Indic vowels and Arabic points are parts of a word; what writes no spaces has no words that we know."""
    assert content_words("हिन्दी में बोलते हैं") == ["हिन्दी", "में", "बोलते", "हैं"]
    assert content_words("می\u200cخواهم") == ["می\u200cخواهم"]
    assert content_words("今天我们来谈谈会议室") == []


def test_titles_tear_no_character() -> None:
    """Sixty columns: thirty ideographs, whole families."""
    family = "👩‍👩‍👧‍👦"
    for text in ("会" * 80, family * 60, "ที่นี่" * 40, "हिन्दी" * 40):
        title = title_of([text], Vocabulary.of([text]))
        assert title.endswith("…")
        assert columns(title) <= TITLE_CHARACTERS
        kept = clusters(title.removesuffix("…"))
        assert kept == clusters(text)[: len(kept)]
