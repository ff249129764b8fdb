"""Finds the audio track that a job wants, where a stage runs. In children only."""

from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar

from app.jobs.results import Blob, MediaInfo
from app.media.audio_tracks import with_wanted_track
from app.stages.tools import Tools


class OfSource(Protocol):
    """The input of a stage that reads the source."""

    @property
    def source(self) -> Blob:
        """The file."""

    @property
    def media(self) -> MediaInfo:
        """What is in it."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The input with other fields."""


P = TypeVar("P", bound=OfSource)


def with_track(params: P, tools: Tools) -> P:
    """The input with the wanted track in its media information. Raises JobFailure `no_audio` if there is none."""
    if params.media.wanted_track is None:
        return params
    return params.model_copy(update={"media": with_wanted_track(tools.path_of(params.source), params.media)})
