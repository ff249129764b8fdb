"""Finds numbers of payment cards by what issuers use: beginnings, lengths and the check digit (ISO/IEC 7812)."""

from collections.abc import Iterator, Sequence

from app.checks.personal_match import PersonalMatch
from app.checks.spelled_out import Part, numbers_in, parts_of

#: Beginnings of an issuer's numbers, first and last of each range, with their lengths.
ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("6011", "6011", frozenset(range(16, 20))),  # Discover
    ("644", "659", frozenset(range(16, 20))),
    ("62", "62", frozenset(range(16, 20))),  # UnionPay
    ("81", "82", frozenset({16})),
    ("300", "305", frozenset(range(14, 20))),  # Diners Club
    ("3095", "3095", frozenset(range(14, 20))),
    ("36", "36", frozenset(range(14, 20))),
    ("38", "39", frozenset(range(14, 20))),
    ("3528", "3589", frozenset(range(16, 20))),  # JCB
    ("2200", "2204", frozenset(range(16, 20))),  # Mir
    ("5018", "5018", frozenset(range(12, 20))),  # Maestro
    ("5020", "5020", frozenset(range(12, 20))),
    ("5038", "5038", frozenset(range(12, 20))),
    ("5893", "5893", frozenset(range(12, 20))),
    ("6304", "6304", frozenset(range(12, 20))),
    ("6759", "6763", frozenset(range(12, 20))),
)
#: Lengths of a number beside other numbers, such as its expiry date.
_IN_COMPANY = frozenset({14, 15, 16, 19})
_LONGEST = 19


def find(text: str, language: str | None) -> Iterator[PersonalMatch]:
    """Each card number, in digits or said in words, with or without separators."""
    for run in numbers_in(parts_of(text, language)):
        yield from _of_run(run)


def _of_run(run: Sequence[Part]) -> Iterator[PersonalMatch]:
    if is_card_number("".join(part.value for part in run)):
        yield _match(run)
        return
    first = 0
    while first < len(run):
        last = _end_of_card(run, first)
        if last is not None:
            yield _match(run[first:last])
        first = last or first + 1


def _end_of_card(run: Sequence[Part], first: int) -> int | None:
    """The index after the last part of a card number that begins with a part; None if none does."""
    if first and not _divides(run[first - 1], run[first]):
        return None
    digits = ""
    for last in range(first, len(run)):
        digits += run[last].value
        if len(digits) > _LONGEST:
            return None
        ends = last + 1 == len(run) or _divides(run[last], run[last + 1])
        if ends and len(digits) in _IN_COMPANY and is_card_number(digits) and not _in_list(run, first, last):
            return last + 1
    return None


def _in_list(run: Sequence[Part], first: int, last: int) -> bool:
    """Whether the parts are some numbers from the middle of a list with commas."""
    return first > 0 and last + 1 < len(run) and not any(part.close for part in run[first : last + 2])


def _divides(left: Part, right: Part) -> bool:
    """Whether one number may end and another begin between two parts: not among digits that are said one by one."""
    return not right.close or max(len(left.value), len(right.value)) > 2


def _match(run: Sequence[Part]) -> PersonalMatch:
    return PersonalMatch(run[0].start, run[-1].end, "".join(part.value for part in run), 0.98)


def is_card_number(digits: str) -> bool:
    """Whether an issuer uses such numbers, and the check digit is right."""
    known = any(first <= digits[: len(first)] <= last and len(digits) in lengths for first, last, lengths in ISSUERS)
    return known and luhn_sum(digits) % 10 == 0


def luhn_sum(digits: str) -> int:
    """The sum of the Luhn algorithm, with the check digit."""
    odd = sum(int(digit) for digit in digits[-1::-2])
    return odd + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
