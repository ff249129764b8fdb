"""Characters, columns, directions and breaks of writing systems."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.scripts import (
    breakable,
    clipped,
    clusters,
    columns,
    continues,
    directed,
    one_line,
    runs_right_to_left,
    shortened,
)

FAMILY, FLAG, THUMB = "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽"


def test_a_character_is_what_a_reader_sees() -> None:
    """Families, flags, skin tones, letters with marks: one each."""
    text = FAMILY + FLAG + THUMB + unicodedata.normalize("NFD", "é") + "ที่"
    assert clusters(text) == [FAMILY, FLAG, THUMB, "e\u0301", "ที่"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("plain", 5),
        ("Größe", 5),
        ("Gro\u0308ße", 5),
        ("你好", 4),
        ("ＡＢ", 4),
        ("ที่นี่", 2),
        (FAMILY, 2),
        ("a\u200bb", 2),
        ("", 0),
    ],
)
def test_columns(text: str, width: int) -> None:
    """Wide signs take two, marks none."""
    assert columns(text) == width


@given(st.text(max_size=40), st.integers(1, 40))
def test_a_shortened_text_fits_and_is_whole(text: str, most: int) -> None:
    """Never wider than asked, never a torn character, untouched when it fits."""
    short = shortened(text, most)
    if columns(text) <= most:
        assert short == text
    else:
        assert columns(short) <= most
        kept = clusters(short.removesuffix("…"))
        assert kept == clusters(text)[: len(kept)]


@given(st.text(max_size=40), st.integers(0, 40))
def test_a_clipped_text_ends_with_a_whole_character(text: str, most: int) -> None:
    """At most so many code points, and the beginning of the same characters."""
    short = clipped(text, most)
    assert len(short) <= most or short == text
    assert clusters(short) == clusters(text)[: len(clusters(short))]


def test_a_line_keeps_the_joiners() -> None:
    """Control characters and double spaces go; what joins an emoji or a Persian word stays."""
    assert one_line(f" a\t\x00b\n {FAMILY} می\u200cخواهم ", 100) == f"a b {FAMILY} می\u200cخواهم"
    assert one_line("ab" + FAMILY, 5) == "ab"


def test_breaks_in_scripts_without_spaces() -> None:
    """Between ideographs, not before a comma or after a bracket; Latin words and numbers stay whole."""
    assert breakable("你好，Python（三）2025年") == ["你", "好，", "Python", "（三）", "2025", "年"]
    assert breakable("ほんとうにー") == ["ほ", "ん", "と", "う", "にー"]
    assert breakable("naïve") == ["naïve"]
    assert not continues("a", "b")
    assert continues("e", "\u0301")


@pytest.mark.parametrize(
    ("text", "whole", "rtl"),
    [
        ("שלום עולם", "", True),
        ("אני אוהב Python.", "", True),
        ("Python", "שלום שלום", False),
        ("I say שלום", "", False),
        ("YouTube ו-TikTok", "שלום עולם, אני אוהב תוכנה", True),
        ("مرحبا 2.5", "", True),
        ("2.5", "", False),
    ],
)
def test_direction(text: str, whole: str, *, rtl: bool) -> None:
    """By most letters, or by the whole where the text has such letters at all."""
    assert runs_right_to_left(text, whole=whole) is rtl


def test_a_line_tells_its_direction() -> None:
    """With a mark only where its first letter would tell the other one."""
    assert directed("שלום.", rtl=True) == "שלום."
    assert directed("Python 3.", rtl=True) == "\u200fPython 3."
    assert directed("2.5!", rtl=True) == "\u200f2.5!"
    assert directed("שלום means peace.", rtl=False) == "\u200eשלום means peace."
    assert directed("Hello.", rtl=False) == "Hello."
