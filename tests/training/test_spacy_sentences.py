"""The annotated sentences that the demo's spaCy pipeline is trained and measured on."""

import random

import pytest
import spacy
from spacy.language import Language

from training.spacy_pipeline.sentences import SentenceMaker, fill


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def test_values_of_slots_are_where_the_annotation_says() -> None:
    """An article that grows to `an` before a vowel must not shift what follows."""
    filled = fill(
        "{name} saw a {noun} in {city}", {"name": ["Anna"], "noun": ["ocean"], "city": ["Rome"]}, random.Random(1)
    )
    assert filled.text == "Anna saw an ocean in Rome."
    assert [filled.text[start:end] for _, start, end in filled.values] == ["Anna", "ocean", "Rome"]


def test_a_number_and_its_unit_are_one_entity(nlp: Language) -> None:
    """Ten dollars are money, not a bare number."""
    maker, rng = SentenceMaker(), random.Random(3)
    entities = {(entity.text, entity.label_) for _ in range(600) for entity in maker.new(nlp, rng).ents}
    assert {label for text, label in entities if text.endswith("dollars")} == {"MONEY"}
    assert {label for text, label in entities if text.endswith("percent")} == {"PERCENT"}


def test_unseen_names_are_in_no_training_document(nlp: Language) -> None:
    """Else the figure for unseen names would mean nothing."""
    maker, rng = SentenceMaker(), random.Random(4)
    seen = {word.text for _ in range(1500) for word in maker.trained(nlp, rng)}
    assert not seen & {"Oliver", "Hannah", "Prague", "Seattle", "Norway", "Siemens", "Boeing"}


def test_lower_case_documents_keep_their_entities(nlp: Language) -> None:
    """Speech recognition sometimes forgets capitals; the names are still names."""
    maker, rng = SentenceMaker(), random.Random(5)
    lowered = [doc for doc in (maker.trained(nlp, rng) for _ in range(400)) if doc.text == doc.text.lower()]
    assert any(doc.ents for doc in lowered)
