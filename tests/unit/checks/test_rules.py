"""The operator's rules."""

from typing import Any

import pytest

from app.checks.rules import Rule, check, compiled
from tests.unit.checks.passages import on_screen, said


def rule(**values: Any) -> Rule:
    """A rule."""
    return Rule(**({"id": "own", "category": "custom", "severity": "critical"} | values))


def found(text: str, **values: Any) -> list[str]:
    """The evidence of a rule in a text that is said."""
    return [hit.evidence for hit in check([said(text)], rule(**values))]


def test_words_are_whole_and_in_any_case() -> None:
    """Phrases too, over the end of a line; words with signs are what they are."""
    text = "Acme and acmes,\nACME; project\nX, C++ and Cobol. Straße, ÄRGER"
    assert found(text, words=("acme",)) == ["Acme", "ACME"]
    assert found(text, words=("project x",)) == ["project X"]
    assert found(text, words=("c++",)) == ["C++"]
    assert found(text, words=("straße", "ärger", "rge", "obo")) == ["Straße", "ÄRGER"]
    assert found("これは禁止です", words=("禁止",)) == ["禁止"]
    assert found("İstanbul und acme", words=("acme",)) == ["acme"]


def test_patterns_are_as_they_are_written() -> None:
    """Line by line, with the places of matches beyond ASCII right."""
    assert found("Naïve Ticket AB-123, ab-9\nZZ-77", pattern=r"\b[A-Z]{2}-\d+\b") == ["AB-123", "ZZ-77"]
    assert found("one\ntwo", pattern=r"one\s+two") == []
    assert found("one\ntwo\ntwo", pattern=r"^two$") == ["two", "two"]
    assert found("aXbc", pattern=r"X*") == ["X"]


def test_a_rule_applies_where_it_says() -> None:
    """In speech, on screen, or both; each hit is the rule's in all that it says."""
    passages = [said("secret"), on_screen("SECRET")]
    both = list(check(passages, rule(words=("secret",), severity="info", category="language")))
    assert [(hit.source, hit.start_s) for hit in both] == [("speech", 0.0), ("screen", 3.0)]
    assert {(hit.rule, hit.severity, hit.category) for hit in both} == {("own", "info", "language")}
    assert [hit.source for hit in check(passages, rule(words=("secret",), places=("screen",)))] == ["screen"]
    (masked,) = check([said("code 778899")], rule(pattern=r"\d+", category="pii"))
    assert masked.evidence == "7***9"


def test_patterns_run_in_linear_time_or_not_at_all() -> None:
    """What makes other engines run for ever is harmless; what needs them is refused."""
    assert found("a" * 100_000, pattern="(a+)+$") == ["a" * 200]
    assert found("a" * 30 + "!", pattern="(a|aa)+$") == []
    for pattern in (r"(a)\1", "(?=a)", "(?<!a)b", "(a{1000}){1000}", "("):
        with pytest.raises(ValueError, match=r".+"):
            compiled(pattern)
