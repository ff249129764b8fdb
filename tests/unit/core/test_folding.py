"""What counts as the same text in a search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ISTANBUL", "İstanbul"),
        ("ısparta", "ISPARTA"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδός"),
        ("ёлка", "ЕЛКА"),
        ("caf\u00e9", "cafe\u0301"),
        ("café", "CAFE"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("ﬁlm", "film"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Æther œuvre", "aether oeuvre"),
        ("Đà Nẵng", "da nang"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("كتـــاب", "كتاب"),
        ("don’t “stop”", 'don\'t "stop"'),
        ("1990–1995", "1990-1995"),
        ("co\u00adop\u200b", "coop"),
        ("می\u200cخواهم", "میخواهم"),
        ("  a \t b\x00c ", "a b c"),
        ("한국어", unicodedata.normalize("NFD", "한국어")),
        ("①", "1"),
    ],
)
def test_the_same_in_a_search(one: str, other: str) -> None:
    """Case, forms, accents, points, quotes, dashes, invisible signs and white space make no difference."""
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("か", "が"), ("हिन्दी", "हनद"), ("ปู", "ป"), ("a", "b"), ("C++", "C"), ("100%", "100"), ("ハ", "パ")],
)
def test_other_letters_stay_others(one: str, other: str) -> None:
    """What makes another letter or word of it is no accent."""
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """And leaves one line without control characters."""
    once = folded(text)
    assert folded(once) == once
    assert once == " ".join(once.split())
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Cf") for character in once)


@given(st.text(), st.text())
def test_a_part_is_found_where_its_letters_stand(before: str, part: str) -> None:
    """What is typed is found in what holds it, apart by a space."""
    assert folded(part) in folded(f"{before} {part}")
