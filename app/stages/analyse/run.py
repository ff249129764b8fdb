"""Stage `analyse`: moods, topics, keywords and named entities of a transcript.

Each part is produced by the configured model if it is present and covers the language, else by the built-in rules, else
omitted; the result names the producer, and a warning says why it was not the model. Nothing is guessed: a language
that no engine covers gets no mood, and no keywords.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import ErrorCode, JobFailure
from app.inference import keywords, rules
from app.inference.layouts import Kind
from app.inference.moods import MoodReader, overall
from app.inference.reading import Reader, Reading, stem
from app.inference.rules import RulesMoods
from app.inference.topics import Unit, topics
from app.jobs.results import Segment, SegmentSentiment
from app.stages.analyse.contract import AnalyseInput, AnalyseOutput, Entity, Keyword
from app.stages.models import at_hand
from app.stages.tools import Tools
from app.text.sentences import CLOSING, FULL_STOPS

if TYPE_CHECKING:
    from app.inference.sentiment import Sentiment
    from app.inference.spacy_reader import Language

MAX_ENTITIES = 50
#: A sentence is joined from segments until it ends or has lasted this long.
SENTENCE_S = 15.0
#: The moods' share of the stage's progress: with a model of the usual size they take most of its time.
_MOODS_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more segments that form one sentence, as far as is known."""

    start_s: float
    end_s: float
    text: str


def run(params: AnalyseInput, tools: Tools) -> AnalyseOutput:
    """Analyse the transcript. A missing model does not fail the job. No pieces."""
    if not params.segments:
        if params.left_out:
            text = f"None of the {params.left_out} lines is as sure as min_confidence asks, so nothing was analysed."
            tools.warn("nothing_sure", text)
        return AnalyseOutput(
            sentiment_scores=None,
            topics=() if params.topics else None,
            keywords=() if params.keywords else None,
        )
    moods = _moods(params, tools) if params.sentiment else AnalyseOutput()
    tools.reached(_MOODS_SHARE)
    meaning = _meaning(params, tools) if params.topics or params.keywords else AnalyseOutput()
    tools.reached(1.0)
    return AnalyseOutput(
        sentiment=moods.sentiment,
        sentiment_scores=moods.sentiment_scores,
        segment_sentiments=moods.segment_sentiments,
        topics=meaning.topics,
        keywords=meaning.keywords,
        entities=meaning.entities,
        models={**moods.models, **meaning.models},
    )


def sentences(segments: Sequence[Segment]) -> list[Sentence]:
    """Join segments where the decoder split a sentence, by its punctuation."""
    found: list[Sentence] = []
    open_: list[Segment] = []
    for segment in segments:
        open_.append(segment)
        ended = segment.text.rstrip(CLOSING + " ").endswith(FULL_STOPS)
        if ended or segment.end_s - open_[0].start_s >= SENTENCE_S or segment is segments[-1]:
            text = " ".join(part.text.strip() for part in open_)
            found.append(Sentence(open_[0].start_s, segment.end_s, text))
            open_ = []
    return found


def _moods(params: AnalyseInput, tools: Tools) -> AnalyseOutput:
    engine = _mood_engine(params, tools)
    if engine is None:
        return AnalyseOutput()
    total = len(params.segments)
    moods = engine.moods(
        [segment.text for segment in params.segments], lambda done: tools.reached(_MOODS_SHARE * (done / total))
    )
    label, mean = overall(moods, [max(0.1, segment.end_s - segment.start_s) for segment in params.segments])
    return AnalyseOutput(
        sentiment=label,
        sentiment_scores={
            "positive": round(mean.positive, 4),
            "neutral": round(mean.neutral, 4),
            "negative": round(mean.negative, 4),
        },
        segment_sentiments=tuple(
            SegmentSentiment(index=index, label=mood.label, score=round(mood.score, 4), start_s=segment.start_s)
            for index, (mood, segment) in enumerate(zip(moods, params.segments, strict=True))
        ),
        models={"sentiment": engine.name},
    )


def _mood_engine(params: AnalyseInput, tools: Tools) -> MoodReader | None:
    """The model; the rules, which cover English, if it is missing or does not cover the language."""

    def load() -> "Sentiment":
        from app.inference.sentiment import Sentiment

        tools.log(f"Loading the sentiment model {weights.name}")
        return Sentiment.load(weights)

    try:
        weights = at_hand(
            Kind.SENTIMENT, params.sentiment_model, Path(params.models_dir), offline=params.offline, tools=tools
        )
        model = tools.loaded(("sentiment", str(weights.path), weights.revision), load)
    except JobFailure as failure:
        _report_absent(
            failure, tools, "did the sentiment" if params.language == "en" else "know no mood in this language"
        )
        model = None
    if model is not None and (not model.languages or params.language in model.languages):
        return model
    if params.language == "en":
        return RulesMoods()
    _report_uncovered(params, tools, "sentiment model" if model else "built-in rules", "no sentiment was made")
    return None


def _meaning(params: AnalyseInput, tools: Tools) -> AnalyseOutput:
    reader = _reader(params, tools)
    if reader is None:
        return AnalyseOutput(topics=() if params.topics else None, keywords=() if params.keywords else None)
    spoken = sentences(params.segments)
    readings = reader.read([sentence.text for sentence in spoken])
    phrases: tuple[Keyword, ...] | None = None
    models = {"entities": reader.name}
    if params.keywords:
        text = " ".join(sentence.text for sentence in spoken)
        found = keywords.key_phrases(text, params.language, *_naming_words(readings))
        phrases = tuple(Keyword(text=phrase.text, score=phrase.score) for phrase in found)
        models["keywords"] = f"{keywords.made_by()}, words by {reader.name}"
    labels: tuple[str, ...] | None = None
    if params.topics:
        units = [Unit(one.start_s, one.end_s, reading.terms) for one, reading in zip(spoken, readings, strict=True)]
        labels = tuple(topics(units))
        models["topics"] = f"pauses and cohesion, words by {reader.name}"
    return AnalyseOutput(topics=labels, keywords=phrases, entities=_entities(readings), models=models)


def _reader(params: AnalyseInput, tools: Tools) -> Reader | None:
    """The spaCy model; the rules, if they have stop words, where it is missing or does not cover the language."""

    def load() -> "Language":
        from app.inference.spacy_reader import Language

        tools.log(f"Loading the spaCy model {weights.name}")
        return Language.load(weights, rules.mood_words())

    try:
        weights = at_hand(
            Kind.SPACY,
            params.spacy_model,
            Path(params.models_dir),
            offline=params.offline,
            tools=tools,
            reached=_MOODS_SHARE,
        )
        model = tools.loaded(("spacy", str(weights.path), weights.revision), load)
    except JobFailure as failure:
        _report_absent(failure, tools, "found names and topics")
        model = None
    if model is not None and model.covers(params.language) and model.finds_nouns:
        return model
    known = rules.stop_words(params.language) is not None
    if model is not None and not model.covers(params.language):
        left = "the built-in rules found the topics" if known else "no topics and keywords were made"
        _report_uncovered(params, tools, "spaCy model", left)
    elif not known:
        _report_uncovered(params, tools, "built-in rules", "no topics and keywords were made")
    return rules.RulesReader(params.language) if known else None


def _naming_words(readings: Sequence[Reading]) -> tuple[set[str], set[str]]:
    """Stems of all words of the names, and of their last words: of "analytical database" the latter is "database"."""
    shown = [term.shown.split() for reading in readings for term in reading.terms]
    return {stem(word) for words in shown for word in words}, {stem(words[-1]) for words in shown}


def _entities(readings: Sequence[Reading]) -> tuple[Entity, ...]:
    counts = Counter((named.text, named.label) for reading in readings for named in reading.named)
    return tuple(Entity(text=text, label=label, count=n) for (text, label), n in counts.most_common(MAX_ENTITIES))


def _report_absent(failure: JobFailure, tools: Tools, did: str) -> None:
    """Warn that a missing model does not fail the job; raise any other failure."""
    if failure.code is not ErrorCode.MODEL_UNAVAILABLE:
        raise failure
    tools.warn("model_unavailable", f"{failure.message} The built-in rules {did}.")


def _report_uncovered(params: AnalyseInput, tools: Tools, engine: str, left: str) -> None:
    tools.warn("language_not_covered", f"The {engine} does not cover the language “{params.language}”: {left}.")
