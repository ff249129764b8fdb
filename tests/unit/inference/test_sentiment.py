"""Moods by a model."""

from pathlib import Path

import pytest

from app.core.errors import JobFailure
from app.inference.layouts import Kind
from app.inference.moods import Mood, overall
from app.inference.sentiment import Sentiment, meanings
from app.inference.weights import resolve
from tests.speech import demo


@pytest.fixture(scope="module")
def shipped() -> Sentiment:
    """The shipped model."""
    return Sentiment.load(demo(Kind.SENTIMENT))


def test_moods_come_in_the_order_of_the_texts(shipped: Sentiment) -> None:
    """More texts than a batch, of unlike length: each gets its own mood, and progress is told batch by batch."""
    texts = ["This is a terrible year for the industry.", "I really love this delicious food.", "There is water."] * 15
    done: list[int] = []
    moods = shipped.moods(texts, done.append)
    assert [mood.label for mood in moods[:2]] == ["negative", "positive"]
    assert [mood.label for mood in moods] == [mood.label for mood in moods[:3]] * 15
    assert done == [16, 32, 45]


def test_shares_add_up(shipped: Sentiment) -> None:
    """Three shares make one whole; the score is what positive has over negative."""
    (mood,) = shipped.moods(["It was not good at all."])
    assert mood.negative + mood.neutral + mood.positive == pytest.approx(1)
    assert mood.score == pytest.approx(mood.positive - mood.negative)
    assert mood.score < 0


def test_a_text_longer_than_the_model_reads_is_cut(shipped: Sentiment) -> None:
    """A segment of hundreds of words is no error."""
    assert shipped.moods(["I love this food. " * 300])[0].label == "positive"
    assert shipped.moods([]) == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["LABEL_0", "LABEL_1"], ["negative", "positive"]),
        (["LABEL_0", "LABEL_1", "LABEL_2"], ["negative", "neutral", "positive"]),
        (["NEGATIVE", "POSITIVE"], ["negative", "positive"]),
        (["POS", "NEU", "NEG"], ["positive", "neutral", "negative"]),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"],
         ["negative", "negative", "neutral", "positive", "positive"]),
    ],
)  # fmt: skip
def test_labels_of_all_kinds_are_understood(labels: list[str], expected: list[str]) -> None:
    """Named, numbered or in stars."""
    assert meanings(dict(enumerate(labels))) == expected


@pytest.mark.parametrize("labels", [["joy", "anger"], ["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"]])
def test_labels_that_are_no_moods_are_refused(labels: list[str]) -> None:
    """A model for something else is told from one for moods, not guessed at."""
    with pytest.raises(ValueError, match="is no mood"):
        meanings(dict(enumerate(labels)))


def test_of_two_classes_the_undecided_is_neutral(shipped: Sentiment, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that knows only two moods is neutral where it does not decide."""
    monkeypatch.setattr(shipped, "_labels", ["negative", "positive"])
    undecided, decided = shipped._mood([0.52, 0.48]), shipped._mood([0.02, 0.98])
    assert (undecided.label, decided.label) == ("neutral", "positive")
    for mood in (undecided, decided):
        assert mood.negative + mood.neutral + mood.positive == pytest.approx(1)


def test_praise_and_blame_that_are_even_are_neutral() -> None:
    """A model that hesitates between the two sides has found no mood."""
    assert Mood(0.47, 0.05, 0.48).label == "neutral"
    assert Mood(0.3, 0.1, 0.6).label == "positive"
    assert Mood(0.4, 0.4, 0.2).label == "neutral"


def test_the_whole_leans_to_a_side_or_is_neutral() -> None:
    """Longer segments weigh more; as much praise as blame is neutral."""
    good, bad, plain = Mood(0, 0, 1), Mood(1, 0, 0), Mood(0, 1, 0)
    assert overall([good, bad], [1, 1])[0] == "neutral"
    assert overall([good, bad], [3, 1])[0] == "positive"
    assert overall([plain, plain, bad], [1, 1, 1])[0] == "negative"
    label, mean = overall([plain] * 9 + [good], [1.0] * 10)
    assert label == "neutral"
    assert mean.positive == pytest.approx(0.1)


def test_what_is_no_model_is_said(tmp_path: Path) -> None:
    """Files without sense fail as `model_unavailable`, in one line."""
    (tmp_path / "onnx").mkdir()
    for name in ("config.json", "tokenizer.json", "onnx/model.onnx"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(JobFailure, match="cannot be loaded") as caught:
        Sentiment.load(resolve(Kind.SENTIMENT, str(tmp_path), tmp_path))
    assert "\n" not in caught.value.message
