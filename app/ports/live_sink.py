"""The port for live messages that are not stored: the progress of a job, and changes of the queue."""

from typing import Protocol

from app.jobs.progress import AttemptProgress


class LiveSink(Protocol):
    """Both methods return at once and never fail; messages without followers, or late ones, are dropped."""

    def progress(self, job_id: str, last_seq: int, progress: AttemptProgress) -> None:
        """Publish the progress of a running job, after its stored event `last_seq`."""

    def queue_changed(self) -> None:
        """Publish the queue soon, because its length, order, pause or workers changed. Many calls are combined."""
