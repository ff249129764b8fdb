"""Key phrases."""

import sys

import pytest

from app.inference import keywords
from app.inference.keywords import MAX_KEYWORDS, key_phrases, made_by

TEXT = (
    "The solar panels on the roof charge a battery. The battery feeds the house at night. Without the battery the "
    "solar panels would feed the grid, and the grid pays little for solar power."
)


@pytest.fixture(params=["with YAKE", "without"])
def ranking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the library and where it was left out."""
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "yake", None)
        monkeypatch.setattr(keywords, "version", _missing)
    return str(request.param)


def _missing(name: str) -> str:
    raise keywords.PackageNotFoundError(name)


@pytest.mark.usefixtures("ranking")
def test_phrases_name_things_and_are_ranked() -> None:
    """Only phrases of naming words that end in a thing; the best has 1, none is said twice."""
    phrases = key_phrases(TEXT, "en", {"solar", "panel", "battery", "grid", "roof"}, {"panel", "battery", "grid"})
    texts = [phrase.text.lower() for phrase in phrases]
    assert set(texts) == {"solar panels", "battery", "grid"}
    assert phrases[0].score == 1
    assert [phrase.score for phrase in phrases] == sorted((phrase.score for phrase in phrases), reverse=True)
    assert all(isinstance(phrase.score, float) and 0 < phrase.score <= 1 for phrase in phrases)


@pytest.mark.usefixtures("ranking")
def test_nothing_named_gives_no_phrases() -> None:
    """No things, no phrases; an empty text neither."""
    assert key_phrases(TEXT, "en", set(), set()) == []
    assert key_phrases("", "en", {"panel"}, {"panel"}) == []


def test_there_are_not_too_many(ranking: str) -> None:
    """A long list of things is cut."""
    words = [f"{a}{b}nium" for a in ("ka", "lo", "mi", "tu", "re") for b in ("bra", "cre", "dri", "flo", "gru")]
    text = ". ".join(f"The {word} is heavy" for word in words)
    assert len(key_phrases(text, "en", set(words), set(words))) <= MAX_KEYWORDS
    assert made_by().startswith("YAKE " if ranking == "with YAKE" else "counting")
