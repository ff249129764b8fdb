"""The lines of a transcript as they are now: as they were recorded, or as people have corrected them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field

from app.jobs.results import Segment


class Line(Segment):
    """A line of a transcript. The JSON of a recorded segment is that of a line that nobody has corrected.

    `original_text` is the recognised text where `text` differs from it. `moved`: people have set its times, its speaker
    or its extent. `confirmed`: they have said that its text is right.
    """

    original_text: str | None = Field(default=None, exclude_if=lambda text: text is None)
    moved: bool = Field(default=False, exclude_if=lambda moved: not moved)
    confirmed: bool = Field(default=False, exclude_if=lambda confirmed: not confirmed)

    @property
    def corrected(self) -> bool:
        """Whether people have changed anything of it."""
        return self.moved or self.original_text is not None

    @property
    def sure(self) -> bool:
        """Whether people have looked at it, so that its text counts as right."""
        return self.corrected or self.confirmed

    @property
    def recognised_text(self) -> str:
        """The text as the speech engine recognised it."""
        return self.text if self.original_text is None else self.original_text


@dataclass(frozen=True, slots=True)
class TranscriptFacts:
    """What is stored of a transcript besides its lines; None where it is not known.

    `analysis_id` is that of a scene analysis. `confidence` is the mean of the lines', 0..1. `response_id` is the
    transcript's id at the service that made it.
    """

    video_filename: str | None
    video_duration_s: float | None
    analysis_id: str | None
    language: str | None
    method: str | None
    confidence: float | None
    processing_s: float | None
    response_id: str | None
    status: str


def confidence_of(lines: Sequence[Segment]) -> float | None:
    """The mean confidence of lines, weighted by their length; None without lines."""
    weights = [max(line.end_s - line.start_s, 0.01) for line in lines]
    if not weights:
        return None
    return sum(line.confidence * weight for line, weight in zip(lines, weights, strict=True)) / sum(weights)


def text_of(lines: Iterable[Segment]) -> str:
    """The transcript as one text."""
    return " ".join(text for line in lines if (text := line.text.strip()))


def as_recognised(lines: Iterable[Line]) -> list[Segment]:
    """The lines as stages receive them: without those that people have emptied, and sure where people looked."""
    return [_segment(line) for line in lines if line.text.strip()]


def _segment(line: Line) -> Segment:
    values = {name: getattr(line, name) for name in Segment.model_fields} | {"decoded_at": None}
    return Segment.model_construct(**(values | {"confidence": 1.0, "flags": ()} if line.sure else values))
