"""Texts folded for search: equal when people mean the same, whatever case, form and accents they type.

Folded are case in every script (ß and ss, the Greek final sigma, the Turkish i), compatibility forms (full width,
ligatures), accents that stand on letters, vowel points of Hebrew and Arabic, letters with a stroke, typographic quotes
and dashes, invisible signs and white space. What changes a letter into another one stays: the voicing marks of kana,
vowels and viramas of Indic scripts, tones of Thai.
"""

import unicodedata

#: Combining classes of signs that are written on a letter without making it another one.
_ACCENTS = frozenset({1, *range(10, 37), *range(200, 241)})
#: Letters that have no decomposition, and signs that keyboards do not have.
_PLAIN = str.maketrans(
    {
        **dict(zip("ıłøđħŧðŋ", "ilodhtdn", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ĸ": "k",
        **dict.fromkeys("‘’‚‛ʼʹ′`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u0640": "",  # the Arabic sign that only stretches
    }
)


class _Kept(dict[int, str]):
    """What is kept of each character of a decomposed text; worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _kept(chr(code))
        return kept


_KEPT = _Kept()


def folded(text: str) -> str:
    """The text as it is stored to be searched, and as what is looked for is. Folding twice changes nothing."""
    if text.isascii():
        return " ".join((text if text.isprintable() else text.translate(_KEPT)).lower().replace("`", "'").split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFKC", decomposed.translate(_KEPT)).translate(_PLAIN)
    return " ".join(plain.split())


def _kept(character: str) -> str:
    if unicodedata.combining(character) in _ACCENTS or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cs"):
        return " "
    return "" if kind == "Cf" else character
