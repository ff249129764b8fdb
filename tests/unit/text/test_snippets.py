"""Snippets: short lines whole, of long ones the part with what was found."""

import random

from app.text.snippets import CUT, LENGTH, snippet_of


def test_a_line_is_shown_whole() -> None:
    """With the places of what was found as they are."""
    assert snippet_of("And the eagle.", [(8, 13)]) == ("And the eagle.", [(8, 13)])
    assert snippet_of("", []) == ("", [])


def test_of_a_long_line_the_part_with_what_was_found_is_shown() -> None:
    """Between words, with signs for what was left out, and places that are right in it."""
    chance = random.Random(3)
    for _ in range(200):
        words = ["x" * chance.randint(1, chance.choice((4, 9, 400))) for _ in range(chance.randint(1, 120))]
        at = chance.randrange(len(words))
        words[at] = "found"
        text, start = " ".join(words), sum(map(len, words[:at])) + at
        snippet, spans = snippet_of(text, [(start, start + 5)])
        assert len(snippet) <= LENGTH + 2
        assert [snippet[first:after] for first, after in spans] == ["found"]
        assert snippet.startswith(CUT) == (not text.startswith(snippet.removesuffix(CUT)))
        assert snippet.removeprefix(CUT).removesuffix(CUT) in text
