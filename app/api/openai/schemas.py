"""Bodies of OpenAI's speech API."""

from typing import Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class ErrorDetails(Outgoing):
    """What went wrong."""

    message: str = Field(description="A sentence for people")
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(description="The field that is wrong")
    code: str | None = Field(description="For programs; stable", examples=["model_not_found"])
    id: str | None = Field(None, description="Under which a fault of the server is logged (500)")


class ErrorAnswer(Outgoing):
    """An error, in OpenAI's shape."""

    error: ErrorDetails


class ModelView(Outgoing):
    """A speech model."""

    id: str = Field(examples=["whisper-1"])
    object: Literal["model"]
    created: int = Field(description="0: not known")
    owned_by: str


class ModelList(Outgoing):
    """The speech models."""

    object: Literal["list"]
    data: list[ModelView]


class DurationUsage(Outgoing):
    """What was transcribed; nothing is billed."""

    type: Literal["duration"]
    seconds: float


class SpeechText(Outgoing):
    """`json`: what is said, as one text. Translations have no `usage`."""

    text: str
    usage: DurationUsage | None = None


class VerboseWord(Outgoing):
    """A word; times in seconds."""

    word: str
    start: float
    end: float


class VerboseSegment(Outgoing):
    """A line of the transcript; times in seconds."""

    id: int
    seek: int = Field(description="Where the line begins, hundredths of a second")
    start: float
    end: float
    text: str
    tokens: list[int] = Field(description="Empty: tokens are not kept")
    temperature: float
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float


class VerboseSpeech(Outgoing):
    """`verbose_json`: what is said, with times, in lines or words as `timestamp_granularities` says."""

    task: Literal["transcribe", "translate"]
    language: str = Field(description="The English name of the language", examples=["english"])
    duration: float = Field(description="Seconds")
    text: str
    segments: list[VerboseSegment] | None = None
    words: list[VerboseWord] | None = None
    usage: DurationUsage | None = None


class DiarizedSegment(Outgoing):
    """A line of one speaker; times in seconds."""

    type: Literal["transcript.text.segment"]
    id: str
    start: float
    end: float
    text: str
    speaker: str = Field(
        description="`A`, `B` … in the order in which they speak; `unknown` if they could not be told apart"
    )


class DiarizedSpeech(Outgoing):
    """`diarized_json`: what is said, and who says it."""

    task: Literal["transcribe"]
    duration: float = Field(description="Seconds")
    text: str
    segments: list[DiarizedSegment]
    usage: DurationUsage | None = None
