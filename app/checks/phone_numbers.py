"""Finds telephone numbers by the numbering plans of all countries."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumberMatcher,
    is_valid_number,
    parse,
)

from app.checks.personal_match import PersonalMatch
from app.checks.spelled_out import Part, numbers_in, parts_of, saying_of

#: Languages and the regions in which numbers without a country code are looked up.
REGIONS: Mapping[str, Sequence[str]] = {
    "en": ("US", "GB"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE"),
    "es": ("ES", "MX"),
    "it": ("IT",),
    "nl": ("NL", "BE"),
    "pt": ("PT", "BR"),
    "pl": ("PL",),
    "ru": ("RU",),
}
#: Regions whose numbers begin with a 0 unless the country's code does.
_WITH_ZERO = frozenset({"GB", "DE", "AT", "CH", "FR", "BE", "NL"})
#: Digits of a number, with the country's code, at least and at most (ITU-T E.164).
_SHORTEST, _LONGEST = 7, 15
#: Dates and ranges of years as a whole, dates anywhere, decimal fractions: the plans of some countries have them all.
_OTHERWISE = re.compile(
    r"^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[ –-]\d{4}|\(?0[.,]\d.*|\d+[.,]\d+)$"
    r"|(?<!\d)(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d(?!\d)|(?<!\d)[0-3]?\d[./][01]?\d[./](?:19|20)\d\d(?!\d)|\]"
)
#: What makes a list of digits with commas a number.
_MENTIONS = re.compile(
    r"\b(?:call|dial|phone|telephone|mobile|cell|number|text|ring|reach|whatsapp|fax|nummer|telefon\w*|handy\w*|ruf\w*|"
    r"anruf\w*|erreich\w*|num[eé]ro|t[eé]l[eé]phone|tel[eé]fono|telefonino|n[uú]mero)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\d+]")


def find(text: str, language: str | None) -> Iterator[PersonalMatch]:
    """Each number that a numbering plan has, in digits or said digit by digit."""
    taken: list[range] = []
    for match in [*_written(text, language), *_said(text, language)]:
        if not any(match.start < other.stop and other.start < match.end for other in taken):
            taken.append(range(match.start, match.end))
            yield match


def _written(text: str, language: str | None) -> Iterator[PersonalMatch]:
    for region in REGIONS.get(language or "", (None,)):
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            value = _SIGNS.sub("", found.raw_string)
            if len(value) >= _SHORTEST and _OTHERWISE.search(found.raw_string) is None:
                grouped = value.startswith("+") or value != found.raw_string
                yield PersonalMatch(found.start, found.end, value, 0.9 if grouped else 0.5)


def _said(text: str, language: str | None) -> Iterator[PersonalMatch]:
    """Numbers of which digits are said, or written one by one."""
    signs = saying_of(language).signs
    parts = parts_of(text, language)
    before = {part.start: previous for previous, part in pairwise(parts)}
    for run in numbers_in(parts):
        if not (any(part.words for part in run) or all(len(part.value) == 1 for part in run)):
            continue
        digits, start = "".join(part.value for part in run), run[0].start
        previous = before.get(start)
        plus = previous is not None and run[0].glued and signs.get(previous.value.lower()) == "+"
        if plus and previous is not None:
            digits, start = f"+{digits}", previous.start
        elif text[:start].endswith("+"):
            digits, start = f"+{digits}", start - 1
        if not _SHORTEST <= len(digits) <= _LONGEST + 1 or _counts(run) or _is_list(text, run):
            continue
        if _is_valid(digits, language):
            yield PersonalMatch(start, run[-1].end, digits, 0.8)


def _counts(run: Sequence[Part]) -> bool:
    """Whether the numbers count up or down."""
    steps = [int(right.value) - int(left.value) for left, right in pairwise(run)]
    return sum(step in (-1, 1) for step in steps) * 4 >= len(steps) * 3


def _is_list(text: str, run: Sequence[Part]) -> bool:
    """Whether single digits stand with a comma between each two, and nothing before them speaks of a number."""
    apart = all(len(part.value) == 1 for part in run) and not any(part.close for part in run[1:])
    return apart and _MENTIONS.search(text[max(0, run[0].start - 60) : run[0].start]) is None


def _is_valid(digits: str, language: str | None) -> bool:
    for region in REGIONS.get(language or "", ()):
        if not digits.startswith(("+", "0")) and region in _WITH_ZERO:
            continue
        if _has_number(digits, region):
            return True
    return digits.startswith("+") and _has_number(digits, None)


def _has_number(digits: str, region: str | None) -> bool:
    try:
        return is_valid_number(parse(digits, region))
    except NumberParseException:
        return False
