"""Personal data is found in the forms that people write and say, and nothing that only resembles it."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.bank_accounts import LENGTHS, is_account_number
from app.checks.payment_cards import is_card_number, luhn_sum
from app.checks.personal_data import check
from tests.unit.checks.passages import on_screen, said

ONES = {
    "en": "zero one two three four five six seven eight nine".split(),
    "de": "null eins zwei drei vier fünf sechs sieben acht neun".split(),
}
#: Numbers that issuers give out for tests, by their lengths.
CARDS = (
    "4111111111111111 4222222222222 5555555555554444 2223003122003222 378282246310005 6011111111111117 30569309025904 "
    "3530111333300000 6200000000000005"
).split()
IBANS = (
    "DE89370400440532013000 GB82WEST12345698765432 FR1420041010050500013M02606 NO9386011117947 "
    "CH9300762011623852957 MT84MALT011000012345MTLCAST001S"
).split()


def rules_in(text: str, language: str | None = "en") -> list[str]:
    """The rules that find something in a text that is said."""
    return [hit.rule for hit in check(said(text, language))]


def grouped(value: str, size: int, separator: str) -> str:
    """The value in groups."""
    return separator.join(value[at : at + size] for at in range(0, len(value), size))


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    """A card number with a right check digit."""
    start, length = draw(st.sampled_from([("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("6011", 16), ("36", 14)]))
    body = start + draw(st.text("0123456789", min_size=length - len(start) - 1, max_size=length - len(start) - 1))
    return body + str(-luhn_sum(f"{body}0") % 10)


@pytest.mark.parametrize("number", CARDS)
def test_card_numbers_are_found(number: str) -> None:
    """Of every issuer and length."""
    assert is_card_number(number)
    assert rules_in(f"My card is {number}, you know.") == ["payment_card"]
    assert [hit.rule for hit in check(on_screen(f"VISA {grouped(number, 4, ' ')}"))] == ["payment_card"]


@settings(max_examples=15)
@given(card_numbers(), st.data())
def test_card_numbers_in_every_form_and_never_with_a_wrong_digit(number: str, data: st.DataObject) -> None:
    """Together, in groups, one by one and in words; one digit wrong, or two exchanged, and it is none."""
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in string.digits if digit != number[at]]))
    wrong = number[:at] + other + number[at + 1 :]
    for language, ones in ONES.items():
        for form in (
            lambda value: value,
            lambda value: grouped(value, 4, " "),
            lambda value: grouped(value, 4, "-"),
            lambda value: grouped(value, 1, " "),
            lambda value, ones=ones: " ".join(ones[int(digit)] for digit in value),
            lambda value, ones=ones: grouped(value, 4, " ").translate(
                {ord(d): f"{ones[int(d)]} " for d in "0123456789"}
            ),
        ):
            assert "payment_card" in rules_in(f"It is {form(number)}.", language), form(number)
            assert "payment_card" not in rules_in(f"It is {form(wrong)}.", language), form(wrong)
    assert "payment_card" not in rules_in(f"x{number}")


def test_card_numbers_among_others() -> None:
    """With the date and the code after it; in pairs and with double. In the middle of a longer number it is none."""
    assert rules_in("4111 1111 1111 1111 12 27 123") == ["payment_card"]
    assert rules_in("forty-one eleven eleven eleven eleven eleven eleven eleven") == ["payment_card"]
    assert rules_in("four triple one double one double one double one double one double one one one") == [
        "payment_card"
    ]
    assert rules_in("einundvierzig elf elf elf elf elf elf elf", "de") == ["payment_card"]
    assert rules_in("four one one one one one one one one one one one one one one one", "de") == []
    assert "payment_card" not in rules_in("41111111111111110000")
    assert rules_in("4111 1111 1111 1111, 5555 5555 5555 4444") == ["payment_card", "payment_card"]
    assert rules_in("4111 dash 1111 dash 1111 dash 1111") == ["payment_card"]
    assert rules_in("４１１１ １１１１ １１１１ １１１１", "ja") == ["payment_card"]
    assert rules_in("٤١١١ ١١١١ ١١١١ ١١١١", "ar") == ["payment_card"]
    assert "payment_card" not in rules_in("4176, 4177, 4185, 4187, 4189, 4225, 4230")
    assert "payment_card" not in rules_in("9999 9999 9999 9995")


@pytest.mark.parametrize("number", IBANS)
def test_account_numbers_are_found(number: str) -> None:
    """Together, in groups, in small letters and letter by letter; one character wrong and it is none."""
    assert is_account_number(number)
    for form in (number, grouped(number, 4, " "), grouped(number, 4, "-"), number.lower(), grouped(number, 1, " ")):
        assert "iban" in rules_in(f"Pay to {form}, please."), form
    for at in range(4, len(number)):
        wrong = number[:at] + ("1" if number[at] != "1" else "2") + number[at + 1 :]
        assert "iban" not in rules_in(grouped(wrong, 4, " "))
    assert "iban" not in rules_in(f"{number}7")


def test_account_numbers_that_are_said() -> None:
    """In German as in English; the standard's countries and lengths are all there."""
    spoken = " ".join(ONES["de"][int(digit)] for digit in "89370400440532013000")
    assert rules_in(f"D E {spoken}", "de") == ["iban"]
    assert len(LENGTHS) > 80


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Write to ann@example.com, please.", "en"),
        ("ann.lee+news@mail.example.co.uk", None),
        ("müller@bücher.example", "de"),
        ("ann at example dot com", "en"),
        ("my mail is ann at example.com", "en"),
        ("ann dot lee at gmail dot com", "en"),
        ("it is ann underscore lee nine nine at example dot co dot uk", "en"),
        ("ann@example dot org", "en"),
        ("max punkt mustermann ät beispiel punkt de", "de"),
        ("max klammeraffe web punkt de", "de"),
        ("ann [at] example [dot] com", None),
        ("marie arobase exemple point fr", "fr"),
    ],
)
def test_mail_addresses_are_found(text: str, language: str | None) -> None:
    """As they are written and as they are said."""
    assert rules_in(text, language) == ["email"]


@pytest.mark.parametrize(
    "text",
    [
        "meet me at example.com",
        "Look at example dot com.",
        "find us at example dot com",
        "our website at example dot com",
        "follow @ann or #ann",
        "ann@localhost",
        "logo@2x.png",
        "a@b",
        "ann@example..com",
        "@example.com",
        "We arrived at noon. Come along.",
        "at 3.30 pm",
        "five at ten dot",
        "stare at the dot on the wall",
    ],
)
def test_what_resembles_a_mail_address_is_none(text: str) -> None:
    """Places on the web, names on networks, files, and plain words."""
    assert rules_in(text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Call 415-555-0132 now", "en"),
        ("Call (415) 555-0132 now", "en"),
        ("+49 171 1234567", None),
        ("020 7946 0958", "en"),
        ("0171 1234567", "de"),
        ("030/12345678", "de"),
        ("01 42 68 53 00", "fr"),
        ("four one five five five five oh one three two", "en"),
        ("four one five, five five five, oh one three two", "en"),
        ("four one five dash five five five dash oh one three two", "en"),
        ("my number: 4, 1, 5, 5, 5, 5, 0, 1, 3, 2", "en"),
        ("plus four nine one seven one one two three four five six seven", "en"),
        ("null eins sieben eins, eins zwei drei vier fünf sechs sieben", "de"),
    ],
)
def test_phone_numbers_are_found(text: str, language: str | None) -> None:
    """By the plan of the speech's countries, or of the country's code."""
    assert rules_in(text, language) == ["phone"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("one two three four five six seven eight nine ten eleven", "en"),
        ("ten nine eight seven six five four three two one zero", "en"),
        ("On 2026-11-26 at 12:30, on 10.12.2026, in 1990-2000.", "en"),
        ("It costs 1,000,000,000 or 3.14159265358979", "en"),
        ("2023 2024 2025", "en"),
        ("rgba(0, 128, 255, 15) und 0,5 bis 1,42829", "de"),
        ("## [0.14.0] - 2020-07-03, (0.312–0.355), 0.997848391532898", "de"),
        ("scores of 4, 1, 4, 3, 1, 2, 3, 1, 2, 1", "en"),
        ("between 1200 and 1800 people", "de"),
        ("115-555-0132", "en"),
        ("555 12", "en"),
        ("4155550132", None),
        ("vier eins fünf", "de"),
    ],
)
def test_what_resembles_a_phone_number_is_none(text: str, language: str | None) -> None:
    """Counting, dates, prices, years, and numbers that no plan has."""
    assert rules_in(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is 192.0.2.7.",
        "8.8.8.8",
        "2001:db8::8a2e:370",
        "one ninety two dot one sixty eight dot one dot one",
        "ip=10.1.2.3",
    ],
)
def test_ip_addresses_are_found(text: str) -> None:
    """Both versions, also said."""
    assert rules_in(text) == ["ip_address"]


@pytest.mark.parametrize(
    "text",
    [
        "300.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "version 1.2.3.4",
        "a >= 1.2.3.4",
        "see section 1.2.3.4",
        "12:30:45",
        "std::vector",
        "a::b",
        "1.2.3.4-rc1",
        "v1.2.3.4",
    ],
)
def test_what_resembles_an_ip_address_is_none(text: str) -> None:
    """Releases, times, names in programs."""
    assert rules_in(text) == []


def test_evidence_is_masked_and_messages_repeat_nothing() -> None:
    """The first and the last character, and the kind; a card is critical, a private address only mentioned."""
    text = "4111 1111 1111 1111 and ann@example.com and +49 171 1234567 and DE89370400440532013000 and 10.1.2.3"
    hits = list(check(said(text)))
    assert {hit.rule: (hit.evidence, hit.severity) for hit in hits} == {
        "payment_card": ("4***1", "critical"),
        "email": ("a***m", "warning"),
        "phone": ("+***7", "warning"),
        "iban": ("D***0", "critical"),
        "ip_address": ("1***3", "info"),
    }
    assert {(hit.category, hit.source) for hit in hits} == {("pii", "speech")}
    assert not any(character.isdigit() or character == "@" for hit in hits for character in hit.message)


def test_words_are_read_as_numbers_only_where_they_are_said() -> None:
    """On screen a text with the words for digits is a text."""
    words = " ".join(ONES["en"][int(digit)] for digit in CARDS[0])
    assert list(check(on_screen(words))) == []
    assert [hit.start_s for hit in check(on_screen(CARDS[0]))] == [3.0]
    assert [hit.source for hit in check(on_screen("0171 1234567", "de"))] == ["screen"]


@settings(max_examples=30)
@given(
    st.text(max_size=200) | st.text("0123456789 .-@:+aedotDE", max_size=200), st.sampled_from(["en", "de", "xx", None])
)
def test_any_text_is_read(text: str, language: str | None) -> None:
    """Nothing that people say or show makes a check fail, and places are within the text."""
    passage = said(f"a{text}", language)
    assert all(0 <= hit.confidence <= 1 and len(hit.evidence) == 5 for hit in check(passage))
