"""Reads numbers and addresses as people say them: "four one one one", "ann at example dot com".

Every result has its place in the text that was spoken, so that its time is known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.checks.number_words import SAYINGS, Saying

_TOKEN = re.compile(r"[^\W_]+")
#: Between the parts of one number there is no more than this.
_GLUE = re.compile(r"[ \t\n\u00a0\u00ad\u200b]*[-‐‑–.,·]?[ \t\n\u00a0\u00ad\u200b]*")
_BRACKETED = re.compile(r"\s*[\[({<]\s*(at|ät|dot|punkt|point)\s*[\])}>]\s*", re.IGNORECASE)
_BRACKET_SIGNS = {"at": "@", "ät": "@", "dot": ".", "punkt": ".", "point": "."}
_NONE = Saying({}, {})


class Part(NamedTuple):
    """A word or number of a text, from `start` to before `end`; `value` is its digits, or the word in capitals.

    `words` are how many words said it; 0 if it is written in digits or is no number. `glued` is whether only a
    separator is between it and the part before; `close` whether that is white space or a hyphen.
    """

    value: str
    start: int
    end: int
    words: int
    glued: bool
    close: bool

    @property
    def is_number(self) -> bool:
        """Whether it is digits."""
        return self.value.isascii() and self.value.isdigit()


def saying_of(language: str | None) -> Saying:
    """The words of a language for numbers and signs; none if it is unknown."""
    return SAYINGS.get(language or "", _NONE)


def parts_of(text: str, language: str | None) -> list[Part]:
    """The words and numbers of a text, numbers in digits; words for numbers are read only in a known language.

    A hyphen that is said between two numbers ("four one five dash five five") is one.
    """
    saying = saying_of(language)
    tokens = list(_TOKEN.finditer(text))
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        used, value = _number(text, tokens, at, saying)
        start, end = tokens[at].start(), tokens[at + max(used, 1) - 1].end()
        between = text[found[-1].end : start] if found else "\x00"
        glued = _GLUE.fullmatch(between) is not None
        part = Part(value, start, end, used, glued, glued and not between.strip(" \t\u00a0\u00ad\u200b-‐‑–"))
        if part.is_number and _is_hyphen(found, saying):
            found[-1:] = []
        found.append(part)
        at += max(used, 1)
    return found


def _is_hyphen(found: Sequence[Part], saying: Saying) -> bool:
    """Whether the last part is the word for a hyphen, right after a number."""
    if len(found) < 2 or not found[-2].is_number or not found[-1].glued or found[-1].is_number:
        return False
    return saying.signs.get(found[-1].value.lower()) == "-"


def _number(text: str, tokens: Sequence[re.Match[str]], at: int, saying: Saying) -> tuple[int, str]:
    """How many words from `at` on are one number, and its digits; 0 and the word as it stands if none are."""
    word = tokens[at][0].lower()
    following = tokens[at + 1][0].lower() if at + 1 < len(tokens) else ""
    near = bool(following) and text[tokens[at].end() : tokens[at + 1].start()].strip(" \t-") == ""
    digit = saying.numbers.get(following, following)
    if near and len(digit) == 1 and digit.isascii() and digit.isdigit():
        if word in saying.repeats:
            return 2, digit * saying.repeats[word]
        if word in saying.tens and digit != "0":
            return 2, saying.tens[word] + digit
    if word in saying.tens:
        return 1, f"{saying.tens[word]}0"
    if word in saying.numbers:
        return 1, saying.numbers[word]
    return 0, word.upper()


def numbers_in(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Each run of numbers that only separators divide."""
    run: list[Part] = []
    for part in parts:
        if run and not (part.is_number and part.glued):
            yield run
            run = []
        if part.is_number:
            run.append(part)
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class Respelt:
    """A text with its signs in characters and its spoken digits together, and where each character came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    signs: frozenset[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of the characters from `start` to before `end`."""
        return self.starts[start], self.ends[end - 1]

    def is_spelled(self, start: int, end: int) -> bool:
        """Whether a sign among these characters was said in words."""
        return any(start <= sign < end for sign in self.signs)


def respelt(text: str, language: str | None) -> Respelt:
    """Write signs that are said, or stand in brackets, as characters: `ann at example dot com` → `ann@example.com`."""
    saying = saying_of(language)
    pieces: list[tuple[str, int, int, bool]] = []  # characters, their place, and whether they are a sign
    at, joined = 0, False
    bracketed = {match.start(): match for match in _BRACKETED.finditer(text)}
    parts = iter([*parts_of(text, language), None])
    part = next(parts)
    while at < len(text):
        if (match := bracketed.get(at)) is not None:
            pieces.append((_BRACKET_SIGNS[match[1].lower()], match.start(), match.end(), True))
            at, joined = match.end(), True
            continue
        while part is not None and part.start < at:
            part = next(parts)
        if part is not None and part.start == at:
            sign = saying.signs.get(part.value.lower()) if not part.words else None
            digits_go_on = part.words > 0 and part.close and bool(pieces) and _digits_before(pieces)
            if sign is not None or digits_go_on:
                _drop_space(pieces)
            if sign is not None:
                pieces.append((sign, part.start, part.end, True))
            elif part.words:
                pieces.append((part.value, part.start, part.end, False))
            else:
                pieces += [(text[i], i, i + 1, False) for i in range(part.start, part.end)]
            at, joined = part.end, sign is not None
            continue
        if not (joined and text[at] in " \t\n\u00a0"):
            pieces.append((text[at], at, at + 1, False))
            joined = False
        at += 1
    return _assembled(pieces)


def _digits_before(pieces: Sequence[tuple[str, int, int, bool]]) -> bool:
    """Whether the last piece that is no space is a number."""
    last = next((piece[0] for piece in reversed(pieces) if piece[0] not in " \t\u00a0-"), "")
    return last[-1:].isdigit()


def _drop_space(pieces: list[tuple[str, int, int, bool]]) -> None:
    while pieces and pieces[-1][0] in (" ", "\t", "\n", "\u00a0", "-") and not pieces[-1][3]:
        pieces.pop()


def _assembled(pieces: Sequence[tuple[str, int, int, bool]]) -> Respelt:
    starts, ends, signs = list[int](), list[int](), set[int]()
    for value, start, end, sign in pieces:
        if sign:
            signs.add(len(starts))
        starts += [start] * len(value)
        ends += [end] * len(value)
    text = "".join(piece[0] for piece in pieces)
    return Respelt(text, tuple(starts), tuple(ends), frozenset(signs))
