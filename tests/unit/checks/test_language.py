"""Profanity is found as whole words in the language that is spoken."""

import pytest

from app.checks.language import check
from tests.unit.checks.passages import on_screen, said


def words_in(text: str, language: str | None = "en") -> list[str]:
    """The evidence found in a text that is said."""
    return [hit.evidence for hit in check(said(text, language))]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("What the fuck, FUCKING bullshit!", "en", ["fuck", "FUCKING", "bullshit"]),
        ("So eine Scheiße, du Arschloch.", "de", ["Scheiße", "Arschloch"]),
        ("putain de merde", "fr", ["putain", "merde"]),
        ("qué mierda, joder", "es", ["mierda", "joder"]),
        ("vaffanculo, stronzo", "it", ["vaffanculo", "stronzo"]),
        ("o kurwa", "pl", ["kurwa"]),
        ("вот блядь", "ru", ["блядь"]),
        ("fuck it", "sv", ["fuck"]),
        ("oh shit", None, ["shit"]),
    ],
)
def test_profanity_is_found(text: str, language: str | None, found: list[str]) -> None:
    """Inflected, in any case; words that speakers of all languages use in all of them."""
    assert words_in(text, language) == found


@pytest.mark.parametrize("word", ["f**k", "f***", "b*tch", "sh!t", "a$$hole", "5h1t", "fuuuuck", "shiiit", "f*cking"])
def test_disguised_words_are_found_with_less_confidence(word: str) -> None:
    """Stars, signs for letters, drawn out."""
    (hit,) = check(said(f"Oh {word}, no."))
    assert hit.evidence == word
    assert hit.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Scunthorpe cocktail class assassin Dickens therapist shiitake Penistone Hitchcock passage", "en"),
        ("Wankel engines, bitcoin, shuttle, Arsenal, Fokker, Essex, embassy, damning, pissarro, crape", "en"),
        ("2*3 a*b c*d **** f(x)*y 5*** ask@example.com **bold** text", "en"),
        ("Filmen är slut nu", "sv"),
        ("Die Hürde ist dick, die Fichte scheint, der Kutscher scheidet.", "de"),
        ("le bateau confit, la repute", "fr"),
        ("That is class, ass", "de"),
    ],
)
def test_what_resembles_profanity_is_none(text: str, language: str) -> None:
    """Parts of words, names, products and ratings, and words of other languages."""
    assert words_in(text, language) == []


def test_severity_and_place() -> None:
    """Mild words are only mentioned; on screen English counts whatever is spoken."""
    assert [hit.severity for hit in check(said("damn shit"))] == ["info", "warning"]
    assert {(hit.rule, hit.category, hit.source) for hit in check(said("shit"))} == {
        ("profanity", "language", "speech")
    }
    (hit,) = check(on_screen("BITCHES", "de"))
    assert (hit.source, hit.start_s) == ("screen", 3.0)
