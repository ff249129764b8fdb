"""Properties of writing systems: visible characters, their widths in columns, direction, permitted line breaks.

Pure, and independent of fonts; `typeface.py` measures texts in a font. The server uses it too.
"""

import unicodedata
from functools import cache
from typing import Any

import regex

#: Marks that end a sentence, in the scripts that have one.
FULL_STOPS = ".!?…。！？؟۔।॥։።។။"
#: Marks that end a question: of the West and of China, of Arabic, Greek and Armenian.
QUESTION_MARKS = "?？؟\u037e՞"
#: Marks that end a clause.
CLAUSE_STOPS = ",;:–—、，；：،؛፣፤"
#: Invisible marks that set the direction of a line whose first letter implies the other one.
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
#: Invisible characters that are part of the spelling of words and emoji.
JOINERS = "\u200c\u200d"

#: No line begins with these or a closing bracket (kinsoku shori) nor, in Thai and Lao, with a following vowel.
_NEVER_FIRST = frozenset(
    "、。，．：；！？!?,.:;%％‰°℃…‥・ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜～”’»›ฯะาำๅๆະາຳໆ៕។៖ៗ၊။"
)
#: No line ends with these or an opening bracket, nor with a vowel that is written before its consonant.
_NEVER_LAST = frozenset("“‘«‹$¥€£￥＄￡#＃เแโใไເແໂໃໄ")
#: Scripts without spaces between words: first and last code points.
_UNSPACED = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x312F),  # radicals, kana, Bopomofo
    (0x31A0, 0xA4CF),  # kana extensions, ideographs, Yi
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF9F),  # full and half width forms
    (0x20000, 0x3FFFF),
)
#: The same as they stand in a set of a regular expression.
UNSPACED_RANGES = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED)
_VIRAMA = 9  # the combining class of signs that bind the consonant after them


@cache
def _cluster_pattern() -> Any:
    return regex.compile(r"\X")


def clusters(text: str) -> list[str]:
    """Split the text into the characters that a reader sees: letters with their marks, flags, emoji sequences."""
    if text.isascii():
        return list(text)
    found: list[str] = _cluster_pattern().findall(text)
    return found


def shortened(text: str, most: int, *, mark: str = "…") -> str:
    """The text, or as much of its beginning as fits in `most` columns together with `mark`; clusters stay whole."""
    if columns(text) <= most:
        return text
    room, kept = most - columns(mark), ""
    for cluster in clusters(text):
        room -= _cluster_columns(cluster)
        if room < 0:
            break
        kept += cluster
    return kept + mark


def clipped(text: str, most: int) -> str:
    """The first `most` code points of the text at most, without a partial character at the end."""
    if len(text) <= most:
        return text
    if text.isascii() or not continues(text[:most], text[most:]):
        return text[:most]
    return "".join(clusters(text[:most])[:-1])


def one_line(text: str, most: int) -> str:
    """The text as one line of at most `most` code points, without control characters and double spaces.

    Joiners are kept: emoji, Persian and Indic words are misspelt without them.
    """
    shown = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    return clipped(" ".join(shown.split()), most)


def columns(text: str) -> int:
    """The width in columns: two for East Asian wide characters and emoji, none for invisible characters."""
    if text.isascii():
        return len(text)
    return sum(map(_cluster_columns, clusters(text)))


def _cluster_columns(cluster: str) -> int:
    if "\ufe0f" in cluster or any(unicodedata.east_asian_width(c) in "WF" for c in cluster):
        return 2
    return 0 if all(unicodedata.category(c) in ("Cf", "Cc", "Mn", "Me") for c in cluster) else 1


def continues(before: str, after: str) -> bool:
    """Whether `after` continues the last character of `before`: a mark, a joined emoji."""
    if not before or not after or (before.isascii() and after.isascii()):
        return False
    tail, head = clusters(before)[-1], clusters(after)[0]
    return len(clusters(tail + head)) == 1


def may_break(before: str, after: str) -> bool:
    """Whether a line may break between two texts without a space: in scripts without spaces, by their rules."""
    if not before or not after or continues(before, after):
        return False
    last, first = before[-1], after[0]
    if unicodedata.category(first) in ("Pe", "Pf") or first in _NEVER_FIRST:
        return False
    if unicodedata.category(last) in ("Ps", "Pi") or last in _NEVER_LAST or unicodedata.combining(last) == _VIRAMA:
        return False
    if last.isdigit() and first.isdigit():
        return False
    return unspaced(last) or unspaced(first)


def unspaced(character: str) -> bool:
    """Whether the character belongs to a script without spaces between words."""
    code = ord(character)
    return code >= 0x0E01 and any(low <= code <= high for low, high in _UNSPACED)


def breakable(text: str) -> list[str]:
    """Split a word into the pieces between which a line may break."""
    if text.isascii() or not any(map(unspaced, text)):
        return [text]
    found: list[str] = []
    for cluster in clusters(text):
        if found and not may_break(found[-1], cluster):
            found[-1] += cluster
        else:
            found.append(cluster)
    return found


def letters_by_direction(text: str) -> tuple[int, int]:
    """The number of left-to-right letters, and that of right-to-left letters."""
    if text.isascii():
        return sum(map(str.isalpha, text)), 0
    kinds = [unicodedata.bidirectional(character) for character in text]
    return kinds.count("L"), kinds.count("R") + kinds.count("AL")


def runs_right_to_left(text: str, *, whole: str = "") -> bool:
    """Whether a text is right-to-left: most of its letters are, or it has some and most letters of `whole` are."""
    ltr, rtl = letters_by_direction(text)
    if not rtl:
        return False
    whole_ltr, whole_rtl = letters_by_direction(whole)
    return rtl > ltr or whole_rtl > whole_ltr


def directed(line: str, *, rtl: bool) -> str:
    """Add a direction mark if needed, for players that take a line's direction from its first letter."""
    first = next((kind for c in line if (kind := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "L")
    if (first != "L") == rtl:
        return line
    return (RIGHT_TO_LEFT if rtl else LEFT_TO_RIGHT) + line
