"""Reading texts with a spaCy pipeline."""

from pathlib import Path

import pytest
import spacy

from app.inference.layouts import Kind
from app.inference.rules import mood_words
from app.inference.spacy_reader import Language
from app.inference.weights import resolve
from tests.speech import demo


@pytest.fixture(scope="module")
def shipped() -> Language:
    """The shipped pipeline."""
    return Language.load(demo(Kind.SPACY), mood_words())


def shown(language: Language, text: str) -> list[str]:
    return [term.shown for term in language.read([text])[0].terms]


def test_things_are_told_from_what_is_said_of_them(shipped: Language) -> None:
    """Nouns and names; no verbs, no judgements, no calendar, no fillers."""
    assert shown(shipped, "The telescope took an amazing picture of Saturn.") == ["telescope", "Saturn"]
    assert shown(shipped, "Thank you for watching and see you next time.") == []
    assert shown(shipped, "Many people lost their jobs in January.") == ["jobs"]


def test_plural_and_singular_are_one_thing(shipped: Language) -> None:
    """They share their key."""
    one, many = (shipped.read([text])[0].terms[0].key for text in ("The phone is new.", "The phones are new."))
    assert one == many


def test_names_are_found_and_counts_are_not(shipped: Language) -> None:
    """With their labels."""
    named = shipped.read(["My guest today is Maria from Lisbon.", "Our team won the final by three points."])
    found = [(one.text, one.label) for one in named[0].named]
    assert found == [("today", "DATE"), ("Maria", "PERSON"), ("Lisbon", "GPE")]
    assert named[1].named == ()


def test_people_weigh_less_than_things(shipped: Language) -> None:
    """Who is named is no topic, what is talked about is."""
    weights = {term.shown: term.weight for term in shipped.read(["The new album by Laura is boring."])[0].terms}
    assert weights["album"] > weights["Laura"]


def test_it_covers_its_language_only(shipped: Language) -> None:
    """English and nothing else; it tags words, so it finds nouns."""
    assert shipped.covers("en")
    assert not shipped.covers("de")
    assert shipped.finds_nouns


def test_a_pipeline_for_several_languages_covers_all_and_may_lack_tags(tmp_path: Path) -> None:
    """`xx` pipelines cover what is asked, but without a tagger they find no nouns."""
    blank = spacy.blank("xx")
    blank.add_pipe("sentencizer")
    blank.to_disk(tmp_path / "xx")
    language = Language.load(resolve(Kind.SPACY, str(tmp_path / "xx"), tmp_path), frozenset())
    assert language.covers("de")
    assert not language.finds_nouns


def test_noun_phrases_of_a_parser_are_used(shipped: Language) -> None:
    """Where a pipeline parses, its noun chunks are the phrases."""
    from spacy.tokens import Doc, Span

    words = ["The", "solar", "panels", "on", "the", "roof", "charge", "a", "lithium", "battery", "."]
    tags = ["DET", "ADJ", "NOUN", "ADP", "DET", "NOUN", "VERB", "DET", "NOUN", "NOUN", "PUNCT"]
    heads = [2, 2, 6, 2, 5, 3, 6, 9, 9, 6, 6]
    deps = ["det", "amod", "nsubj", "prep", "det", "pobj", "ROOT", "det", "compound", "dobj", "punct"]
    doc = Doc(spacy.blank("en").vocab, words=words, pos=tags, heads=heads, deps=deps)
    assert all(isinstance(chunk, Span) for chunk in doc.noun_chunks)
    assert [term.shown for term in shipped._terms(doc)] == ["solar panels", "roof", "lithium battery"]
