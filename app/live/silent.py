"""The live sink of a process without followers: a worker, whose commits announce what others publish."""

from app.jobs.progress import AttemptProgress
from app.jobs.videos import VideoBrief


class Silent:
    """Publishes nothing. See `LiveSink`."""

    followed = False

    def progress(self, job_id: str, last_seq: int, progress: AttemptProgress) -> None:
        """See `LiveSink`."""

    def deleted(self, job_id: str, user_id: str | None) -> None:
        """See `LiveSink`."""

    def queue_changed(self) -> None:
        """See `LiveSink`."""

    def video_changed(self, video_id: str, brief: VideoBrief | None, user_id: str | None) -> None:
        """See `LiveSink`."""

    def feed_changed(self, feed_id: str, user_id: str | None, *, deleted: bool) -> None:
        """See `LiveSink`."""
