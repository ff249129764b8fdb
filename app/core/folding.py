"""Folds texts for search, so that they match regardless of case, form and accents.

Folding covers case in every script (ß and ss, the Greek final sigma, the Turkish i), compatibility forms (full width,
ligatures), accents, vowel points of Hebrew and Arabic, letters with a stroke, typographic quotes and dashes, invisible
characters and white space. Marks that make another letter stay: voicing marks of kana, vowels and viramas of Indic
scripts, tones of Thai.
"""

import unicodedata

#: Combining classes of marks that do not make another letter.
_ACCENTS = frozenset({1, *range(10, 37), *range(200, 241)})
#: Letters without a decomposition, and characters that are not on keyboards.
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
        "\u0640": "",  # the Arabic elongation character
    }
)


class _Kept(dict[int, str]):
    """The folded form of each character of a decomposed text; computed at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _kept(chr(code))
        return kept


_KEPT = _Kept()


def folded(text: str) -> str:
    """Fold a text, for the search index and for queries. Idempotent."""
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
