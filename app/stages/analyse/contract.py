"""Stage `analyse`: moods, topics, keywords and named entities of a transcript."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from app.inference.layouts import Kind
from app.inference.model_catalog import NeededModel
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Result, Segment, SegmentSentiment
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.machine import models_here
from app.stages.stage import ChildKind, Model, Resource, Stage, StageContext
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import RENEWED_BY, confident_lines, lines_of

if TYPE_CHECKING:
    from app.core.settings import Settings


class AnalyseInput(Result):
    """The stage's input. `segment_sentiments` of its output are indexed by these segments.

    `left_out` is how many lines were left out for low confidence.
    """

    segments: tuple[Segment, ...]
    left_out: int = 0
    language: str
    title: str = ""
    sentiment: bool = True
    topics: bool = True
    keywords: bool = True
    sentiment_model: str
    spacy_model: str
    models_dir: str
    offline: bool = False


class Keyword(Result):
    """A keyword; `score` is 0..1, higher is more important."""

    text: str
    score: float


class Entity(Result):
    """A named entity with the model's label (PERSON, GPE, ORG, DATE …) and the number of its mentions."""

    text: str
    label: str
    count: int


class AnalyseOutput(Result):
    """The analysis of a transcript. Parts that were not requested are None. `models` names each part's producer."""

    sentiment: Literal["positive", "neutral", "negative"] | None = None
    sentiment_scores: dict[str, float] | None = None
    segment_sentiments: tuple[SegmentSentiment, ...] = ()
    topics: tuple[str, ...] | None = None
    keywords: tuple[Keyword, ...] | None = None
    entities: tuple[Entity, ...] = ()
    models: dict[str, str] = Field(default_factory=dict)


def _input(context: StageContext) -> AnalyseInput:
    s, options, sure = context.settings, context.job.options, confident_lines(context)
    return AnalyseInput(
        segments=sure,
        left_out=len(lines_of(context)) - len(sure),
        language=context.output_of(TRANSCRIBE).language,
        title=context.output_of(FETCH).title,
        sentiment=options.sentiment_analysis,
        topics=options.topic_modeling,
        keywords=options.keyword_extraction,
        sentiment_model=s.sentiment_model,
        spacy_model=s.spacy_model,
        **models_here(s, context.job),
    )


def _needed_models(settings: "Settings") -> tuple[NeededModel, ...]:
    return (
        NeededModel(Kind.SENTIMENT, settings.sentiment_model, required=False),
        NeededModel(Kind.SPACY, settings.spacy_model, required=False),
    )


STAGE = Stage(
    name="analyse",
    title="Analyse",
    doing="Analysing",
    about="Sentiment, topics and keywords",
    version=1,
    order=60,
    job_types=frozenset({JobType.ANALYSIS, JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS}),
    options=("min_confidence", "sentiment_analysis", "topic_modeling", "keyword_extraction"),
    needs=(TRANSCRIBE.name,),
    uses=(RENEWED_BY,),
    input=AnalyseInput,
    output=AnalyseOutput,
    entry="app.stages.analyse.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.TEXT,
    prior=Rate(0.005, 3.0),
    build_input=_input,
    of_machine=models_here,
    variant=lambda _, settings: settings.sentiment_model,
    needed_models=_needed_models,
    models=lambda params: (Model(Kind.SENTIMENT, params.sentiment_model), Model(Kind.SPACY, params.spacy_model)),
    neutral_fields=frozenset({"title", "models_dir", "offline"}),
    keeps_words=True,
)
