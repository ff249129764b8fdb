"""Finds personal data in speech and on screen. What was found is nowhere repeated: evidence is masked.

The values are those of the standards (check digits, lengths, numbering plans). See the modules of each kind.
"""

import unicodedata
from collections.abc import Iterator

from app.checks import bank_accounts, ip_addresses, mail_addresses, payment_cards, phone_numbers
from app.checks.hit import Hit
from app.checks.passage import Passage
from app.checks.personal_match import PersonalMatch, masked
from app.checks.spelled_out import respelt
from app.jobs.findings import Severity

_NAMES = {
    "payment_card": "The number of a payment card",
    "iban": "A bank account number (IBAN)",
    "ip_address": "An IP address",
    "email": "An e-mail address",
    "phone": "A telephone number",
}
_SEVERITIES: dict[str, Severity] = {"payment_card": "critical", "iban": "critical"}
_PLACES = {"speech": "is said", "screen": "is on screen"}


def check(passage: Passage) -> Iterator[Hit]:
    """Each piece of personal data; of two in one place the more certain kind."""
    taken: list[range] = []
    for rule, match in _found(passage):
        if any(match.start < other.stop and other.start < match.end for other in taken):
            continue
        taken.append(range(match.start, match.end))
        mark = passage.mark(match.start, match.end)
        yield Hit(
            rule=rule,
            category="pii",
            severity=_severity(rule, match.value),
            start_s=mark.start_s,
            end_s=mark.end_s,
            message=f"{_NAMES[rule]} {_PLACES[passage.source]}.",
            evidence=masked(match.value),
            source=passage.source,
            confidence=round(min(match.confidence, mark.confidence), 4),
        )


def _found(passage: Passage) -> Iterator[tuple[str, PersonalMatch]]:
    """Matches by rule, the more certain rules first. Words for digits are read in speech only."""
    text = _with_plain_digits(passage.text)
    said_in = passage.language if passage.source == "speech" else None
    plain = respelt(text, said_in)
    yield from (("payment_card", match) for match in payment_cards.find(text, said_in))
    yield from (("iban", match) for match in bank_accounts.find(text, said_in))
    yield from (("email", match) for match in mail_addresses.find(plain))
    yield from (("ip_address", match) for match in ip_addresses.find(plain))
    yield from (("phone", match) for match in phone_numbers.find(text, passage.language))


def _with_plain_digits(text: str) -> str:
    """The text with the digits of other scripts, and wide ones, as 0 to 9; as long as before."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text)


def _severity(rule: str, value: str) -> Severity:
    if rule == "ip_address" and not ip_addresses.is_public(value):
        return "info"
    return _SEVERITIES.get(rule, "warning")
