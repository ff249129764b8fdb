"""Stage `analyse`, with the shipped models and without any."""

from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.inference.weights import SHIPPED
from app.jobs.results import Segment
from app.stages.analyse.contract import AnalyseInput, AnalyseOutput
from app.stages.analyse.run import run, sentences
from tests.media import sample_truth
from tests.tools import LocalTools


def segment(text: str, start_s: float, end_s: float) -> Segment:
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.9)


def spoken() -> tuple[Segment, ...]:
    """The sample's script at its times."""
    return tuple(segment(line["text"], line["start_s"], line["end_s"]) for line in sample_truth()["lines"])


def analysed(tools: LocalTools, segments: tuple[Segment, ...], **changes: Any) -> AnalyseOutput:
    defaults = {"language": "en", "sentiment_model": "demo", "spacy_model": "demo", "models_dir": str(SHIPPED)}
    return run(AnalyseInput(segments=segments, offline=True, **{**defaults, **changes}), tools)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalTools, AnalyseOutput]:
    """The sample, analysed once with the shipped models."""
    tools = LocalTools(tmp_path_factory.mktemp("analysed"))
    return tools, analysed(tools, spoken())


def test_moods_of_the_sample(whole: tuple[LocalTools, AnalyseOutput]) -> None:
    """Each segment has its mood, most as a person would say; the shares of the whole add up to one."""
    _, output = whole
    truth = [line["mood"] for line in sample_truth()["lines"]]
    found = [mood.label for mood in output.segment_sentiments]
    right = sum(one == other for one, other in zip(found, truth, strict=True))
    assert right >= 0.8 * len(truth)
    assert output.sentiment_scores is not None
    assert sum(output.sentiment_scores.values()) == pytest.approx(1, abs=0.001)
    assert output.models["sentiment"] == "demo"


def test_topics_of_the_sample(whole: tuple[LocalTools, AnalyseOutput]) -> None:
    """Six topics in the order in which they come up, each named by words that it alone has; the farewell is none."""
    _, output = whole
    assert output.topics is not None
    telling = ("mars", "kitchen", "jobs", "team", "phone", "concert")
    assert [next((word for word in telling if word in topic.lower()), topic) for topic in output.topics] == [*telling]


def test_keywords_of_the_sample(whole: tuple[LocalTools, AnalyseOutput]) -> None:
    """Things, the most important first with score 1; no calendar words, no fillers, no judgements."""
    _, output = whole
    assert output.keywords is not None
    words = [keyword.text.lower() for keyword in output.keywords]
    assert {"mars", "phone", "saturn"} <= set(words)
    assert not {"january", "year", "today", "channel", "terrible", "amazing", "hello"} & set(words)
    scores = [keyword.score for keyword in output.keywords]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1
    assert scores[-1] > 0


def test_names_of_the_sample(whole: tuple[LocalTools, AnalyseOutput]) -> None:
    """Named things with their label and how often they are named; bare numbers are left out."""
    _, output = whole
    named = {(entity.text, entity.label): entity.count for entity in output.entities}
    assert named["Mars", "LOC"] == 2
    assert {("Apple", "ORG"), ("Lisbon", "GPE"), ("Laura", "PERSON")} <= set(named)
    assert "CARDINAL" not in {entity.label for entity in output.entities}


def test_progress_is_told_and_nothing_is_wrong(whole: tuple[LocalTools, AnalyseOutput]) -> None:
    """Progress rises to 1; with everything at hand there is nothing to warn of."""
    tools, _ = whole
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1
    assert tools.warnings == []


def test_without_models_the_rules_do_it_and_say_so(tmp_path: Path) -> None:
    """Missing models cost a warning each, which names the command; the result names the rules."""
    tools = LocalTools(tmp_path)
    models = {"sentiment_model": "Xenova/twitter-roberta-base-sentiment-latest", "spacy_model": "en_core_web_sm"}
    output = analysed(tools, spoken(), models_dir=str(tmp_path), **models)
    assert tools.warned == ["model_unavailable", "model_unavailable"]
    assert all("python main.py models fetch" in message and "rules" in message for _, message in tools.warnings)
    assert all("rules" in made_by for made_by in output.models.values())
    labels = [mood.label for mood in output.segment_sentiments]
    said = [one.text for one in spoken()]
    assert labels[said.index("I really love this delicious food.")] == "positive"
    assert labels[said.index("Many people lost their jobs in January.")] == "negative"
    assert output.topics is not None
    assert [topic.split(",")[0] for topic in output.topics][:2] == ["Mars", "Kitchen"]
    assert output.keywords is not None
    assert output.keywords[0].text == "Mars"
    assert ("Paris", "NAME") in {(entity.text, entity.label) for entity in output.entities}


def test_a_language_that_no_model_covers_is_said_and_not_guessed(tmp_path: Path) -> None:
    """German with English models: no mood, a warning for each engine; topics by the rules."""
    tools = LocalTools(tmp_path)
    text = "Der Bahnhof in Köln ist groß. Am Bahnhof hält jede Stunde ein Zug. Der Zug fährt nach Hamburg."
    output = analysed(tools, (segment(text, 0, 9),), language="de")
    assert tools.warned == ["language_not_covered", "language_not_covered"]
    assert output.sentiment is None
    assert output.segment_sentiments == ()
    assert "sentiment" not in output.models
    assert output.keywords is not None
    assert "Bahnhof" in [keyword.text for keyword in output.keywords]


def test_a_language_that_nothing_covers_gets_nothing(tmp_path: Path) -> None:
    """Without even stop words, the lists are empty and the warnings say why."""
    tools = LocalTools(tmp_path)
    output = analysed(tools, (segment("Molo, unjani? Ndiphilile enkosi.", 0, 3),), language="xh")
    assert (output.topics, output.keywords, output.sentiment, output.models) == ((), (), None, {})
    assert tools.warned == ["language_not_covered", "language_not_covered"]


def test_an_empty_transcript_has_an_empty_meaning(tmp_path: Path) -> None:
    """Nothing said: lists are empty, the mood is open, and no model is asked for."""
    tools = LocalTools(tmp_path)
    output = analysed(tools, (), sentiment_model="absent", spacy_model="absent")
    assert (output.sentiment, output.topics, output.keywords, output.models) == (None, (), (), {})
    assert tools.warnings == []


def test_lines_that_are_all_unsure_are_the_reason_for_nothing(tmp_path: Path) -> None:
    """An empty analysis beside a full transcript says why."""
    tools = LocalTools(tmp_path)
    analysed(tools, (), left_out=7)
    assert tools.warned == ["nothing_sure"]


def test_only_what_was_asked_for_is_made(tmp_path: Path) -> None:
    """A part that is switched off is None and names no model."""
    tools = LocalTools(tmp_path)
    output = analysed(tools, spoken()[:5], sentiment=False, topics=False)
    assert (output.sentiment, output.topics) == (None, None)
    assert output.keywords
    assert set(output.models) == {"keywords", "entities"}
    nothing = analysed(tools, spoken()[:5], topics=False, keywords=False)
    assert (nothing.topics, nothing.keywords, nothing.entities) == (None, None, ())
    assert nothing.sentiment is not None


def test_a_damaged_model_is_replaced_like_a_missing_one(tmp_path: Path) -> None:
    """A folder whose files are no model: the rules do it, and the warning says what is wrong."""
    for name in ("sentiment/onnx", "spacy"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("config.json", "tokenizer.json", "onnx/model.onnx"):
        (tmp_path / "sentiment" / name).write_text("{}")
    for name in ("config.cfg", "meta.json", "tokenizer"):
        (tmp_path / "spacy" / name).write_text("{}")
    tools = LocalTools(tmp_path)
    output = analysed(
        tools, spoken()[:5], sentiment_model=str(tmp_path / "sentiment"), spacy_model=str(tmp_path / "spacy")
    )
    assert tools.warned == ["model_unavailable", "model_unavailable"]
    assert all("cannot be loaded" in message for _, message in tools.warnings)
    assert all("rules" in made_by for made_by in output.models.values())


def test_anything_but_a_missing_model_is_not_covered_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk during a fetch fails the job instead of being replaced by the rules."""
    from app.stages.analyse import run as analyse

    def full(*_: Any, **__: Any) -> Any:
        raise JobFailure(ErrorCode.DISK_FULL, "The disk is full.")

    monkeypatch.setattr(analyse, "at_hand", full)
    with pytest.raises(JobFailure, match="disk is full"):
        analysed(LocalTools(tmp_path), spoken()[:2])


def test_sentences_are_joined_where_the_decoder_cut_them() -> None:
    """A segment without a full stop goes on in the next one, but not without end."""
    joined = sentences([segment("The road", 0, 2), segment("to Mars.", 2, 4), segment("It is", 5, 6)])
    assert [(one.text, one.start_s, one.end_s) for one in joined] == [("The road to Mars.", 0, 4), ("It is", 5, 6)]
    endless = sentences([segment("and", n, n + 1.0) for n in range(40)])
    assert len(endless) == 3
