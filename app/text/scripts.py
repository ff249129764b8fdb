"""Writing systems: characters as people see them, their widths in columns, their direction, where a line may break.

Pure, and of no font; what a font makes of a text is measured in `typeface.py`. The server uses it too.
"""

import unicodedata
from functools import cache
from typing import Any

#: What ends a sentence, in the scripts that have a sign for it.
FULL_STOPS = ".!?…。！？؟۔।॥։።។။"
#: What ends a clause.
CLAUSE_STOPS = ",;:–—、，；：،؛፣፤"
#: Invisible marks that set the direction of a line whose first letter would set the other one.
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
#: Invisible signs that are a part of how a word or an emoji is written.
JOINERS = "\u200c\u200d"

#: No line begins with these, beside closing brackets (kinsoku shori), nor, in Thai and Lao, with a following vowel.
_NEVER_FIRST = frozenset(
    "、。，．：；！？!?,.:;%％‰°℃…‥・ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜～”’»›ฯะาำๅๆະາຳໆ៕។៖ៗ၊။"
)
#: No line ends with these, beside opening brackets, nor with a vowel that is written before its consonant.
_NEVER_LAST = frozenset("“‘«‹$¥€£￥＄￡#＃เแโใไເແໂໃໄ")
#: Scripts that write no spaces between words: first and last code points.
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
_VIRAMA = 9  # the combining class of signs that bind the consonant after them


@cache
def _cluster_pattern() -> Any:
    import regex  # of some weight, and most texts can do without

    return regex.compile(r"\X")


def clusters(text: str) -> list[str]:
    """The text as the characters that a reader sees: letters with their marks, flags, families of emoji."""
    if text.isascii():
        return list(text)
    found: list[str] = _cluster_pattern().findall(text)
    return found


def shortened(text: str, most: int, *, mark: str = "…") -> str:
    """The text, or as much of its beginning as stands in `most` columns together with `mark`; no cluster is torn."""
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
    """At most so many code points of the text's beginning, without a torn character at the end."""
    if len(text) <= most:
        return text
    if text.isascii() or not continues(text[:most], text[most:]):
        return text[:most]
    return "".join(clusters(text[:most])[:-1])


def one_line(text: str, most: int) -> str:
    """A title as one line of at most so many code points: without control characters and double spaces.

    The joiners stay: emoji, Persian and Indic words are not the same without them.
    """
    shown = "".join(c if c.isprintable() or c in JOINERS else " " for c in text)
    return clipped(" ".join(shown.split()), most)


def columns(text: str) -> int:
    """Width in columns: two for East Asian wide characters and emoji, none for what is not seen."""
    if text.isascii():
        return len(text)
    return sum(map(_cluster_columns, clusters(text)))


def _cluster_columns(cluster: str) -> int:
    if "\ufe0f" in cluster or any(unicodedata.east_asian_width(c) in "WF" for c in cluster):
        return 2
    return 0 if all(unicodedata.category(c) in ("Cf", "Cc", "Mn", "Me") for c in cluster) else 1


def continues(before: str, after: str) -> bool:
    """Whether `after` goes on within the character that `before` ends with: a mark, a joined emoji."""
    if not before or not after or (before.isascii() and after.isascii()):
        return False
    tail, head = clusters(before)[-1], clusters(after)[0]
    return len(clusters(tail + head)) == 1


def may_break(before: str, after: str) -> bool:
    """Whether a line may break between two texts that no space parts: in scripts that write none, by their rules."""
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
    """Whether the character belongs to a script that writes no spaces between words."""
    code = ord(character)
    return code >= 0x0E01 and any(low <= code <= high for low, high in _UNSPACED)


def breakable(text: str) -> list[str]:
    """A word as the pieces between which a line may break."""
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
    """How many letters run from the left to the right, and how many from the right to the left."""
    if text.isascii():
        return sum(map(str.isalpha, text)), 0
    kinds = [unicodedata.bidirectional(character) for character in text]
    return kinds.count("L"), kinds.count("R") + kinds.count("AL")


def runs_right_to_left(text: str, *, whole: str = "") -> bool:
    """The direction of a text: that of most of its letters, or that of the whole that it belongs to if it has such."""
    ltr, rtl = letters_by_direction(text)
    if not rtl:
        return False
    whole_ltr, whole_rtl = letters_by_direction(whole)
    return rtl > ltr or whole_rtl > whole_ltr


def directed(line: str, *, rtl: bool) -> str:
    """The line so that who takes a line's direction from its first letter takes the right one."""
    first = next((kind for c in line if (kind := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "L")
    if (first != "L") == rtl:
        return line
    return (RIGHT_TO_LEFT if rtl else LEFT_TO_RIGHT) + line
