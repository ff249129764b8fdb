"""Words of texts in every script, and what people type to find them."""

import random
import unicodedata

import pytest

from app.core.words import Term, found_in, query_of, words_of

ALPHABET = "aB é'\"*-.$ ß東京ァか゚สวั한국👍\u0301\u200b\x00\ud800ﬁㄱ༄١Σςİ"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, World! It's e-mail.", ["hello", "world", "it", "s", "e", "mail"]),
        ("Größe ﬁne ΜΆΪΟΣ İstanbul", ["grosse", "fine", "μαιοσ", "istanbul"]),
        ("東京都 tower", ["東京", "京都", "都", "tower"]),
        ("東京2020", ["東京", "京", "2020"]),
        ("한국어", ["한국", "국어", "어"]),
        ("नमस्ते", ["नमस्ते"]),
        ("€5, $6 🎉🎉", ["€", "5", "$", "6", "🎉", "🎉"]),
        ("… — \x00 !", []),
        ("x" * 200, ["x" * 100]),
    ],
)
def test_words_of_texts(text: str, words: list[str]) -> None:
    """Folded; scripts without spaces in pairs; signs for themselves; no punctuation."""
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ('one "two three" four*', [Term(("one",)), Term(("two", "three")), Term(("four",), prefix=True)]),
        ('"two thr*', [Term(("two", "thr"), prefix=True)]),
        ('"two thr"*', [Term(("two", "thr"), prefix=True)]),
        ("e-mail one one", [Term(("e", "mail")), Term(("one",))]),
        ("東", [Term(("東",), prefix=True)]),
        ("東京都", [Term(("東京", "京都"))]),
        ("東京tower", [Term(("東京", "京", "tower"))]),
        ("* ** -- | ()", []),
        ("a* !*", [Term(("a",), prefix=True)]),
        ("NOT (a OR b)", [Term(("not",)), Term(("a",)), Term(("or",)), Term(("b",))]),
    ],
)
def test_queries(typed: str, terms: list[Term]) -> None:
    """Words, phrases and beginnings; what else is typed is left out."""
    assert list(query_of(typed).terms) == terms


def test_what_is_found_is_marked_in_the_text_as_it_is() -> None:
    """Whatever folding does to its length; neighbours that both match are one part."""
    text = 'The QUICK, brown GROẞE ﬁne 東京都 Ａｎｇ\u030aström "'
    for typed, parts in (
        ('"quick brown"', ["QUICK, brown"]),
        ("grosse fi*", ["GROẞE", "ﬁne"]),
        ("京都", ["京都"]),
        ("angstrom", ["Ａｎｇ\u030aström"]),
        ("brown quick the", ["The", "QUICK", "brown"]),
        ("absent", []),
    ):
        assert [text[start:end] for start, end in found_in(text, query_of(typed))] == parts


def test_a_text_is_found_by_its_own_words() -> None:
    """Random texts with everything in them; what is marked lies within the text."""
    chance = random.Random(5)
    for _ in range(500):
        text = "".join(chance.choices(ALPHABET, k=chance.randint(1, 30)))
        words = words_of(text)
        query = query_of(text.replace('"', " ").replace("*", " "))
        assert query.holds(words), ascii(text)
        assert bool(found_in(text, query)) == bool(query.terms), ascii(text)
        for start, end in found_in(text, query):
            assert 0 <= start < end <= len(text)


def test_the_words_of_a_text_do_not_depend_on_its_form() -> None:
    """Composed or not: as keyboards and files have it."""
    text = "Ångström が 한국어 ế"
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))
