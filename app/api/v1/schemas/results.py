"""Results of jobs: transcript, analysis, clips, files."""

from typing import Literal

from pydantic import Field

from app.api.v1.schemas.base import Id, Outgoing, Time
from app.jobs.states import JobState


class WordView(Outgoing):
    """One word with its times in seconds."""

    start: float
    end: float
    text: str
    probability: float


class SegmentView(Outgoing):
    """One line of the transcript; times in seconds."""

    index: int
    start: float
    end: float
    text: str
    confidence: float
    weak: bool = Field(description="Below the job's min_confidence; left out of analysis and clips")
    flags: list[str] = Field(description="Why it may be wrong", examples=[["repetition"]])
    words: list[WordView]
    speaker: str | None = Field(None, description="Who speaks, as a label or a name; absent where that is not known")
    corrected: bool = Field(False, description="Whether people have corrected it; absent where they have not")
    original_text: str | None = Field(None, description="What was recognised; of a corrected line")


class MoodView(Outgoing):
    """Mood of one line."""

    index: int
    label: Literal["positive", "neutral", "negative"]
    score: float


class KeywordView(Outgoing):
    """`score` 0–1, higher is more important."""

    text: str
    score: float


class EntityView(Outgoing):
    """A named thing and how often it is named."""

    text: str
    label: str
    count: int


class AnalysisView(Outgoing):
    """Analysis of a transcript. Parts that were not requested are null."""

    sentiment: Literal["positive", "neutral", "negative"] | None
    sentiment_scores: dict[str, float] | None
    segment_sentiments: list[MoodView]
    topics: list[str] | None
    keywords: list[KeywordView] | None
    entities: list[EntityView]
    models: dict[str, str] = Field(description="What made each part")


class ClipView(Outgoing):
    """A clip; times in seconds of the source."""

    index: int
    start: float
    end: float
    title: str
    score: float
    reason: str
    parts: dict[str, float]
    text: str
    width: int
    height: int
    artifact_id: str
    url: str
    thumbnail_url: str | None


class ArtifactView(Outgoing):
    """A file for download."""

    id: str
    kind: str = Field(examples=["clip"])
    stage: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    url: str
    created_at: Time


class ChapterView(Outgoing):
    """A chapter that the source's author set."""

    start: float
    end: float
    title: str


class CutView(Outgoing):
    """A change of picture."""

    start: float
    end: float
    kind: Literal["cut", "fade"]
    score: float


class SpriteView(Outgoing):
    """How the storyboard (the artifact of kind `sprite`) is laid out."""

    columns: int
    rows: int
    count: int
    interval_s: float
    tile_width: int
    tile_height: int


class ScenesView(Outgoing):
    """Where the picture changes."""

    has_video: bool
    cuts: list[CutView]
    sprite: SpriteView | None


class ArtifactList(Outgoing):
    """The files of a job."""

    items: list[ArtifactView]
    total: int


class Transcript(Outgoing):
    """A transcript; `complete` is false while more may come."""

    job_id: Id
    status: JobState
    complete: bool
    language: str | None
    text: str
    segments: list[SegmentView]
