"""The operator's own rules: words and patterns, in what is said and what is on screen."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import re2

from app.checks.hit import Hit
from app.checks.passage import Passage
from app.checks.personal_match import masked
from app.jobs.findings import Category, Severity
from app.jobs.results import Result
from app.text.scripts import one_line, unspaced

#: Longest evidence, characters.
LONGEST_EVIDENCE = 200


class Rule(Result):
    """One rule: a `pattern` in the syntax of RE2, or words and phrases, whole and in any case."""

    id: str
    category: Category
    severity: Severity
    pattern: str | None = None
    words: tuple[str, ...] = ()
    places: tuple[Literal["speech", "screen"], ...] = ("speech", "screen")


def compiled(pattern: str) -> Any:
    """The pattern, which is matched in time linear in the text. Raises ValueError with the reason if it cannot be."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        raise ValueError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def check(passages: Iterable[Passage], rule: Rule) -> Iterator[Hit]:
    """Each match of a rule. A pattern is matched line by line, so that no match is longer than a segment."""
    pattern = None if rule.pattern is None else compiled(rule.pattern)
    for passage in passages:
        if passage.source in rule.places:
            found = _of_words(passage.text, rule.words) if pattern is None else _of_pattern(passage.text, pattern)
            yield from (_hit(rule, passage, start, end) for start, end in found)


def _hit(rule: Rule, passage: Passage, start: int, end: int) -> Hit:
    mark, text = passage.mark(start, end), one_line(passage.text[start:end], LONGEST_EVIDENCE)
    return Hit(
        rule=rule.id,
        category=rule.category,
        severity=rule.severity,
        start_s=mark.start_s,
        end_s=mark.end_s,
        message=f"The rule “{rule.id}” {'hears' if passage.source == 'speech' else 'reads'} a match.",
        evidence=masked(text) if rule.category == "pii" and text else text,
        source=passage.source,
        confidence=round(mark.confidence, 4),
    )


def _of_pattern(text: str, pattern: Any) -> Iterator[tuple[int, int]]:
    offset = 0
    for line in text.split("\n"):
        for match in pattern.finditer(line):
            if match.end() > match.start():
                yield offset + match.start(), offset + match.end()
        offset += len(line) + 1


def _of_words(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    lowered = _lowered(text).replace("\n", " ")
    for word in words:
        wanted = _lowered(word)
        at = lowered.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not _joined(lowered[at - 1 : at], wanted[0]) and not _joined(wanted[-1], lowered[end : end + 1]):
                yield at, end
            at = lowered.find(wanted, end)


def _lowered(text: str) -> str:
    """The text in small letters, as many as before."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _joined(left: str, right: str) -> bool:
    """Whether two characters are parts of one word. In scripts without spaces every word may begin anywhere."""
    return bool(left and right) and all(_in_word(each) and not unspaced(each) for each in (left, right))


def _in_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] in "LNM"
