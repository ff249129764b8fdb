"""Defines what the sources of a timeline turned out to be: files, with the stretch of them that is meant."""

from functools import cached_property
from typing import Any

from app.jobs.results import Blob, MediaInfo, Result
from app.timeline.document import Source, Timeline


class Material(Result):
    """A source as a file. `from_s` to `to_s` is the stretch of the file that is the source, seconds.

    `name` is for people and for other editors: the name of a file. `transcript_id` is the job whose transcript has
    what is spoken; its times are those of the file and `transcript_shift_s` more.
    """

    source: Source
    name: str
    blob: Blob
    media: MediaInfo
    from_s: float = 0.0
    to_s: float
    transcript_id: str | None = None
    transcript_shift_s: float = 0.0

    @property
    def length_s(self) -> float:
        """How long the source is, seconds."""
        return self.to_s - self.from_s

    @property
    def has_picture(self) -> bool:
        """Whether it has a picture that moves."""
        return self.media.video_codec is not None and bool(self.media.width and self.media.height)

    @property
    def has_sound(self) -> bool:
        """Whether it has sound."""
        return self.media.audio_codec is not None


class Resolved(Result):
    """A timeline with the material of all its sources; stored with the job that renders it."""

    timeline: Timeline
    materials: tuple[Material, ...]

    @cached_property
    def of(self) -> dict[Source, Material]:
        """The material of each source."""
        return {material.source: material for material in self.materials}

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {
            "timeline": self.timeline.as_json(),
            "materials": [material.model_dump(mode="json") for material in self.materials],
        }
