"""Reads the operator's rules from a TOML file; what is wrong in it stops the start, with its line."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from app.checks.rules import Rule, compiled
from app.core.errors import SettingsInvalid
from app.jobs.findings import SEVERITIES, Category
from app.text.scripts import one_line

#: Largest file: the rules travel with every job that is checked.
MAX_BYTES = 256 * 1024
CATEGORIES = get_args(Category)
PLACES = ("speech", "screen")
_KEYS = ("id", "category", "severity", "pattern", "words", "in")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
#: A value of several lines ends in one that has such a sign.
_MAY_END = re.compile(r"(]|\"\"\"|'''|})\s*(#.*)?$")
#: A key of so many parts: the time of reading it grows with their square. No key of rules has more than one.
MOST_PARTS = 100
_PART = r"""(?:[A-Za-z0-9_-]{1,200}|"(?:[^"\\\n]|\\.){0,200}"|'[^'\n]{0,200}')[ \t]*\.[ \t]*"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}){{{MOST_PARTS}}}")


class _Wrong(Exception):
    """The key of a rule that is wrong, and why; the key is None if it is the rule as a whole."""

    def __init__(self, key: str | None, why: str) -> None:
        super().__init__(why)
        self.key = key
        self.why = why


@cache
def rules_of(path: str) -> tuple[Rule, ...]:
    """The rules in a file, read once, as settings are; none without a file.

    Raises SettingsInvalid with the file, the line and the reason.
    """
    if not path:
        return ()
    text = _text_of(path)
    if (long_key := _LONG_KEY.search(text)) is not None:
        raise _refusal(path, text.count("\n", 0, long_key.start()) + 1, f"has a key of more than {MOST_PARTS} parts")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place else len(text.splitlines())
        raise _refusal(path, line, f"is no TOML: {_AT_LINE.sub('', message)}") from None
    except RecursionError:
        raise SettingsInvalid(f"RISK_RULES: {path} is nested too deeply") from None
    except ValueError as error:  # a number of thousands of digits
        raise SettingsInvalid(f"RISK_RULES: {path} cannot be read: {one_line(str(error), 300)}") from None
    return tuple(_checked(path, text, table))


def _text_of(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsInvalid(f"RISK_RULES: {one_line(path, 300)} cannot be read: {why}") from None
    if len(content) > MAX_BYTES:
        raise SettingsInvalid(f"RISK_RULES: {path} is larger than {MAX_BYTES // 1024} KiB")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refusal(path, content[: error.start].count(b"\n") + 1, "is no UTF-8 text") from None


def _refusal(path: str, line: int, why: str) -> SettingsInvalid:
    return SettingsInvalid(f"RISK_RULES: {path}, line {line}: {one_line(why, 300)}")


def _checked(path: str, text: str, table: Mapping[str, Any]) -> Iterator[Rule]:
    for key in table.keys() - {"rule"}:
        raise _refusal(path, _lines_of(text, key)[0], f"there is no “{key}” here; rules are written as [[rule]]")
    rows = table.get("rule", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refusal(path, _lines_of(text, "rule")[0], "rules are written as [[rule]]")
    seen: set[str] = set()
    for index, row in enumerate(rows):
        try:
            rule = _rule(row)
            if rule.id in seen:
                raise _Wrong("id", f"there are two rules “{rule.id}”")
        except _Wrong as wrong:
            name = f"rule “{row['id']}”: " if isinstance(row.get("id"), str) else ""
            raise _refusal(path, _line_of(text, index, wrong.key), f"{name}{wrong.why}") from None
        seen.add(rule.id)
        yield rule


def _rule(row: Mapping[str, Any]) -> Rule:
    for key in row.keys() - set(_KEYS):
        raise _Wrong(key, f"there is no “{key}” in a rule; there are {', '.join(_KEYS)}")
    for key in ("id", "category", "severity"):
        if key not in row:
            raise _Wrong(None, f"it has no {key}")
    if not isinstance(row["id"], str) or _ID.fullmatch(row["id"]) is None:
        raise _Wrong("id", "id must be up to 64 letters, digits and ._-")
    _require(row, "category", CATEGORIES)
    _require(row, "severity", SEVERITIES)
    if ("pattern" in row) == ("words" in row):
        raise _Wrong(None, "it must have either a pattern or words")
    return Rule(
        id=row["id"],
        category=row["category"],
        severity=row["severity"],
        pattern=_pattern(row["pattern"]) if "pattern" in row else None,
        words=_words(row["words"]) if "words" in row else (),
        places=_places(row.get("in", list(PLACES))),
    )


def _require(row: Mapping[str, Any], key: str, known: tuple[str, ...]) -> None:
    if row[key] not in known:
        raise _Wrong(key, f"{key} must be one of {', '.join(known)}")


def _pattern(pattern: object) -> str:
    if not isinstance(pattern, str):
        raise _Wrong("pattern", "pattern must be text")
    try:
        empty = compiled(pattern).search("") is not None
    except ValueError as error:
        why = f"the pattern cannot be matched in linear time, or is wrong: {error}"
        raise _Wrong("pattern", why) from None
    if empty:
        raise _Wrong("pattern", "the pattern matches every text, as it matches an empty one")
    return pattern


def _words(words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise _Wrong("words", "words must be a list of words or phrases")
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", " ".join(word.split())) for word in words))


def _places(places: object) -> tuple[Any, ...]:
    if not isinstance(places, list) or not places or not all(place in PLACES for place in places):
        raise _Wrong("in", 'in must be a list of "speech" and "screen"')
    return tuple(dict.fromkeys(places))


def _line_of(text: str, index: int, key: str | None) -> int:
    """The line of a key of the rule with this index; that of the rule's head if the key has none of its own."""
    heads = _lines_of(text, "rule")
    head = heads[min(index, len(heads) - 1)]
    if key is None or len(heads) <= index:
        return head
    following = heads[index + 1] if index + 1 < len(heads) else len(text.splitlines()) + 2
    return next((line for line in _lines_of(text, key) if head <= line < following), head)


def _lines_of(text: str, key: str) -> list[int]:
    """The lines of the statements that set a key, from 1; [1] if there is none.

    A statement is as many lines as together are TOML.
    """
    found, statement, first = list[int](), "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        first = first if statement else number
        statement += line + "\n"
        if first != number and _MAY_END.search(line) is None:
            continue
        try:
            table = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        statement = ""
        if key in table:
            found.append(first)
    return found or [1]
