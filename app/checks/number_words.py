"""Numbers and signs as people say them: words of a language to digits and characters."""

from collections.abc import Mapping
from typing import NamedTuple

_EN_ONES = "zero one two three four five six seven eight nine".split()
_EN_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_DE_ONES = "null eins zwei drei vier fünf sechs sieben acht neun".split()
_DE_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


class Saying(NamedTuple):
    """The words of a language. `tens` are followed by a digit ("forty one"), `repeats` say a digit several times."""

    numbers: Mapping[str, str]
    signs: Mapping[str, str]
    tens: Mapping[str, str] = {}
    repeats: Mapping[str, int] = {}


def _counted(words: list[str], first: int = 0) -> dict[str, str]:
    return {word: str(first + index) for index, word in enumerate(words)}


def _german() -> dict[str, str]:
    ones = ["", "ein", *_DE_ONES[2:]]
    pairs = {
        f"{one}und{ten}": f"{index + 2}{digit}"
        for index, ten in enumerate(_DE_TENS)
        for digit, one in enumerate(ones)
        if one
    }
    tens = {ten: f"{index + 2}0" for index, ten in enumerate(_DE_TENS)}
    numbers = _counted(_DE_ONES) | _counted(_DE_TEENS, 10) | tens | pairs | {"zwo": "2"}
    plain = str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss"})
    return numbers | {word.translate(plain): digits for word, digits in numbers.items()}


_EN_SIGNS = {
    "at": "@", "dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "plus": "+"
}  # fmt: skip
_DE_SIGNS = {
    "at": "@", "ät": "@", "et": "@", "klammeraffe": "@", "punkt": ".", "dot": ".", "unterstrich": "_",
    "bindestrich": "-", "strich": "-", "minus": "-", "plus": "+",
}  # fmt: skip
SAYINGS: Mapping[str, Saying] = {
    "en": Saying(
        _counted(_EN_ONES) | _counted(_EN_TEENS, 10) | {"oh": "0", "o": "0", "nought": "0"},
        _EN_SIGNS,
        {ten: str(index + 2) for index, ten in enumerate(_EN_TENS)},
        {"double": 2, "triple": 3},
    ),
    "de": Saying(_german(), _DE_SIGNS),
    "fr": Saying(
        _counted("zéro un deux trois quatre cinq six sept huit neuf".split()),
        {"arobase": "@", "point": ".", "tiret": "-", "plus": "+"},
    ),
    "es": Saying(
        _counted("cero uno dos tres cuatro cinco seis siete ocho nueve".split()),
        {"arroba": "@", "punto": ".", "guion": "-", "guión": "-", "más": "+"},
    ),
    "it": Saying(
        _counted("zero uno due tre quattro cinque sei sette otto nove".split()),
        {"chiocciola": "@", "punto": ".", "trattino": "-", "più": "+"},
    ),
}
