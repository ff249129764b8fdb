"""Finds account numbers by ISO 13616 (IBAN): a country, its length, and the check digits."""

from collections.abc import Iterator, Mapping, Sequence

from app.checks.personal_match import PersonalMatch
from app.checks.spelled_out import Part, parts_of

#: Lengths of numbers and the countries that use them, by the registry of the standard.
_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
LENGTHS: Mapping[str, int] = {
    country: length for length, countries in _COUNTRIES.items() for country in countries.split()
}


def find(text: str, language: str | None) -> Iterator[PersonalMatch]:
    """Each account number, also with its letters and digits one by one or in words."""
    parts = parts_of(text, language)
    first = 0
    while first < len(parts):
        value, last = _account_at(text, parts, first)
        if last is not None:
            yield PersonalMatch(parts[first].start, parts[last - 1].end, value, 0.98)
        first = last or first + 1


def _account_at(text: str, parts: Sequence[Part], first: int) -> tuple[str, int | None]:
    """The account number that begins with a part, and the index after its last part; None if none does."""
    value, last = "", first
    while last < len(parts) and len(value) < 4 and (last == first or parts[last].glued):
        letter = text[parts[last].start : parts[last].end].upper()
        value += letter if len(letter) == 1 and len(value) < 2 else parts[last].value  # "N O" is no zero
        last += 1
    length = LENGTHS.get(value[:2])
    if length is None or not value[2:4].isdigit():
        return value, None
    while last < len(parts) and parts[last].glued and len(value) < length:
        value += parts[last].value
        last += 1
    return value, last if len(value) == length and is_account_number(value) else None


def is_account_number(value: str) -> bool:
    """Whether the country, the length and the check digits of a number without spaces are right."""
    if LENGTHS.get(value[:2]) != len(value) or not (value.isascii() and value.isalnum()):
        return False
    return int("".join(str(int(character, 36)) for character in value[4:] + value[:4])) % 97 == 1
