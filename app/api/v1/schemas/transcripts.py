"""Transcripts that people correct."""

from typing import Annotated, Self

from pydantic import Field, RootModel, model_validator

from app.api.v1.schemas.base import Id, Incoming, Outgoing
from app.service.transcripts import LINE_LENGTH

#: Longest name of a speaker, and longest text that is found or put in its place, characters.
NAME_LENGTH, FOUND_LENGTH = 200, 500
FoundText = Annotated[str, Field(max_length=FOUND_LENGTH, pattern=r"^[^\x00]*$")]
LineText = Annotated[str, Field(max_length=LINE_LENGTH, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f\x7f]*$")]
Second = Annotated[float, Field(strict=True, ge=0, le=1e7, allow_inf_nan=False)]


class TranscriptView(Outgoing):
    """A transcript without its lines. Null is what is not known."""

    id: Id
    job_id: Id
    analysis_id: Id | None = Field(description="Of a scene analysis")
    video_filename: str | None = Field(description="The name of the uploaded file, or the title of a link's video")
    video_duration: float | None = Field(description="Seconds")
    language_code: str | None = Field(examples=["en"])
    transcription_method: str | None = Field(description="The engine", examples=["whisper"])
    confidence_score: float | None = Field(description="Mean of the lines, weighted by their length; 0 to 1")
    full_transcript_text: str
    processing_time_seconds: float | None
    api_response_id: str | None = Field(description="The transcript's id at the service that made it")
    status: str = Field(description="completed, or the job's status while lines may still come", examples=["completed"])


class LineView(Outgoing):
    """A line of a transcript; times in seconds."""

    index: int
    start: float
    end: float
    text: str
    original_text: str = Field(description="What was recognised")
    confidence: float = Field(description="That of the recognition; 0 to 1")
    speaker: str | None
    kind: str = Field(examples=["segment"])
    corrected: bool = Field(description="Whether people have changed it")
    confirmed: bool = Field(False, description="Whether people have said that its text is right; absent: no")


class LineList(Outgoing):
    """Lines of a transcript, in order."""

    items: list[LineView]
    total: int


class LinesPut(Outgoing):
    """What a correction has changed: `items` are in the place of `removed` lines from number `index` on."""

    index: int
    removed: int
    items: list[LineView]
    total: int = Field(description="Lines of the transcript now")


class LineCorrection(Incoming):
    """New values of a line; what is absent stays."""

    text: LineText = Field("", description="Empty for what was not said: the line is left out everywhere")
    speaker: Name | None = Field(None, description="Null: not known")
    start: Second = 0.0
    end: Second = 0.0
    confirmed: bool = Field(False, strict=True, description="The text is right: the line counts as sure")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("give at least one of text, speaker, start, end and confirmed")
        return self


class WordCorrection(Incoming):
    """Another word, or several; empty: none."""

    text: LineText


class WordsReplaced(Incoming):
    """Words that are replaced in all lines."""

    find: Annotated[FoundText, Field(min_length=1)] = Field(examples=["Jon"])
    replace: FoundText = Field(description="Empty: what was found is removed", examples=["John"])
    whole_words: bool = Field(True, strict=True, description="Not where it is a part of a longer word")
    match_case: bool = Field(False, strict=True)


class Replaced(Outgoing):
    """What was replaced, as one correction."""

    replaced: int = Field(description="How often it stood there")
    lines: list[int] = Field(description="The numbers of the changed lines")
    total: int = Field(description="Lines of the transcript")


class LineSplit(Incoming):
    """Where a line is divided."""

    offset: int = Field(
        strict=True, ge=1, le=LINE_LENGTH, description="Characters (code points) of the first part's text"
    )


class SpeakerNames(RootModel[dict[Name, Name]]):
    """Names by the labels or names that speakers have now."""

    root: dict[Name, Name] = Field(min_length=1, max_length=1000, examples=[{"SPEAKER_1": "Ann"}])
