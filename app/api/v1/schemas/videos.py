"""What is seen in a film, what could be wrong with it, and what its file states."""

from typing import Any, Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class LabelView(Outgoing):
    """A word for what is seen, and how well it fits."""

    label: str
    score: float = Field(ge=0, le=1)


class ScreenTextView(Outgoing):
    """Words on screen."""

    text: str
    score: float = Field(ge=0, le=1)
    box: list[float] = Field(description="x, y, width, height as fractions 0..1 of the picture")
    at_s: float | None = Field(None, description="When it was seen, seconds")


class SeenSceneView(Outgoing):
    """What is seen in a scene; a part without its model is null."""

    index: int
    start: float
    end: float
    labels: list[LabelView] | None
    text: list[ScreenTextView] | None
    faces: int | None = Field(description="The most faces in one picture of the scene")


class VisionView(Outgoing):
    """What is seen in the film."""

    scenes: list[SeenSceneView]
    labels: list[LabelView] | None
    models: dict[str, str]


class FindingView(Outgoing):
    """Something that could be wrong."""

    id: str
    rule: str = Field(examples=["payment_card"])
    category: str = Field(examples=["pii"])
    severity: Literal["info", "warning", "critical"]
    start: float | None = Field(description="Seconds; null when it is about the whole")
    end: float | None
    message: str
    evidence: str = Field(description="The words or the figure; of personal data first and last character")
    confidence: float = Field(ge=0, le=1)
    source: Literal["speech", "screen", "sound", "picture", "file"]


class MetadataView(Outgoing):
    """What the file states about itself."""

    container: str
    duration: float
    bit_rate: int | None
    creation_time: str | None
    streams: list[dict[str, Any]]
    chapters: list[dict[str, Any]]
    tags: dict[str, str]
