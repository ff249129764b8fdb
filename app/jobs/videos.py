"""Defines the states of a video, which follow from those of its jobs."""

from dataclasses import dataclass, replace
from enum import StrEnum


class VideoStatus(StrEnum):
    """A video's state; the words are the contract's.

    It is never stored: it is a function of the video's jobs at the moment of a read, so it changes in the transaction
    that moves a job, whatever moved it.
    """

    UPLOADED = "UPLOADED"  #: no job on it has started
    PROCESSING = "PROCESSING"  #: a job on it is active, and one has started
    COMPLETED = "COMPLETED"  #: its newest job is completed
    FAILED = "FAILED"  #: its newest job failed or was cancelled


@dataclass(frozen=True, slots=True)
class VideoBrief:
    """What followers receive of a video that changed. `title` is None until it is known; `tags` are in order."""

    id: str
    status: VideoStatus
    url: str | None
    filename: str | None
    title: str | None
    updated_ms: int
    user_id: str | None = None
    tags: tuple[str, ...] = ()

    def same_as(self, other: "VideoBrief") -> bool:
        """Whether both say the same, whenever it was said."""
        return replace(self, updated_ms=other.updated_ms) == other
