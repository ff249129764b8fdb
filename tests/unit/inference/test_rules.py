"""The engines without weights."""

import pytest

from app.inference.rules import RulesMoods, RulesReader, mood_words, stop_words


def test_the_lexicon_knows_moods() -> None:
    """Praise, blame and plain facts; negation turns it round; the engine names itself."""
    engine = RulesMoods()
    texts = ["I love this great phone!", "This is a terrible, horrible year.", "There is water on Mars.", "Not good."]
    assert [mood.label for mood in engine.moods(texts)] == ["positive", "negative", "neutral", "negative"]
    assert engine.name.startswith("rules (VADER ")
    assert engine.languages == ("en",)


def test_names_dates_and_amounts_are_found_by_how_they_are_written() -> None:
    """Capitals within a sentence, months, percentages, money; the first word of a sentence and "I" are no names."""
    text = "Yesterday Maria Silva paid $300 in Lisbon. I'm sure it was 12 percent more than in March 2024."
    named = [(one.text, one.label) for one in RulesReader("en").read([text])[0].named]
    assert set(named) == {
        ("Maria Silva", "NAME"), ("$300", "MONEY"), ("Lisbon", "NAME"), ("12 percent", "PERCENT"),
        ("March 2024", "DATE"),
    }  # fmt: skip


def test_words_after_an_article_are_likely_things() -> None:
    """They weigh more than words that may be verbs; function words, fillers and judgements weigh nothing."""
    terms = {
        term.shown: term.weight for term in RulesReader("en").read(["We peel the onion. A great camera."])[0].terms
    }
    assert terms["onion"] > terms["peel"]
    assert terms["camera"] > terms["peel"]
    assert not {"we", "the", "great"} & set(terms)


def test_other_languages_go_by_their_stop_words() -> None:
    """German nouns come through, its function words do not; capitals mean nothing there."""
    (reading,) = RulesReader("de").read(["Der Zug fährt nach Hamburg und nicht nach Köln."])
    shown = {term.shown for term in reading.terms}
    assert {"Zug", "Hamburg", "Köln"} <= shown
    assert not {"der", "nach", "und", "nicht"} & {word.lower() for word in shown}
    assert reading.named == ()


@pytest.mark.parametrize("language", ["xh", "und", "../en", "no such"])
def test_languages_without_stop_words_are_known(language: str) -> None:
    """No list, no guess."""
    assert stop_words(language) is None


def test_mood_words_are_judgements() -> None:
    """Strong words of the lexicon, not things."""
    assert {"terrible", "amazing", "boring", "love"} <= mood_words()
    assert not {"telescope", "onion", "camera", "phone"} & mood_words()


def test_words_keep_their_marks() -> None:
    """Vowel signs of Hindi and decomposed accents are parts of a word."""
    (reading,) = RulesReader("hi").read(["किताब और दिल्ली"])
    assert {"किताब", "दिल्ली"} <= {term.shown for term in reading.terms}
    (reading,) = RulesReader("fr").read(["une the\u0301ie\u0300re"])
    assert [term.shown for term in reading.terms] == ["the\u0301ie\u0300re"]
