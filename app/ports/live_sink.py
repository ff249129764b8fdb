"""The port for live messages that are not stored: progress of a job, changes of the queue, of videos and of feeds."""

from typing import Protocol

from app.jobs.progress import AttemptProgress
from app.jobs.videos import VideoBrief


class LiveSink(Protocol):
    """The methods return at once and never fail; messages without followers, or late ones, are dropped."""

    def progress(self, job_id: str, last_seq: int, progress: AttemptProgress) -> None:
        """Publish the progress of a running job, after its stored event `last_seq`."""

    def deleted(self, job_id: str, user_id: str | None) -> None:
        """Publish that a finished job of this user is gone."""

    def queue_changed(self) -> None:
        """Publish the queue soon, because its length, order, pause or workers changed. Many calls are combined."""

    @property
    def followed(self) -> bool:
        """Whether anybody follows everything: only then changes of videos have followers."""

    def video_changed(self, video_id: str, brief: VideoBrief | None, user_id: str | None) -> None:
        """Publish what is new of a video of this user; None if it is gone."""

    def feed_changed(self, feed_id: str, user_id: str | None, *, deleted: bool) -> None:
        """Publish that a feed of this user, or its log, has changed, or that it was deleted."""
