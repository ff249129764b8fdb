"""Where news leaves that are not stored: how far a job is, and that the queue is another one."""

from typing import Protocol

from app.jobs.progress import AttemptProgress


class LiveSink(Protocol):
    """Both methods return at once and never fail; news that nobody follows, or that come late, are dropped."""

    def progress(self, job_id: str, last_seq: int, progress: AttemptProgress) -> None:
        """Publish how far a running job is, after its stored event `last_seq`."""

    def queue_changed(self) -> None:
        """Publish the queue soon: it has another length, order or pause, or other workers. Many calls make one."""
