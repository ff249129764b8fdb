"""Outgoing messages, and the interface of their renderer, which the API passes to the hub."""

from dataclasses import dataclass, replace
from typing import Protocol

from app.jobs.events import StoredEvent, status_of
from app.jobs.progress import AttemptProgress
from app.jobs.queue_brief import QueueBrief
from app.jobs.states import TERMINAL
from app.jobs.videos import VideoBrief


@dataclass(frozen=True, slots=True)
class Message:
    """An outgoing message. `cursor` is the position after which a client with it resumes (None: it is not stored).

    `ends`: the job's work ended with it; `moves`: it carries the job's status.
    """

    type: str
    text: str
    job_id: str | None = None
    seq: int = 0
    cursor: int | None = None
    ends: bool = False
    moves: bool = False

    @classmethod
    def of_event(cls, stored: StoredEvent, kind: str, text: str) -> "Message":
        """The message of a stored event, for a channel that counts by `seq`."""
        status = status_of(stored.event)
        ends, moves = status in TERMINAL, status is not None
        return cls(kind, text, stored.job_id, stored.seq, stored.seq, ends=ends, moves=moves)

    def counted_by(self, cursor: int) -> "Message":
        """The same message for a channel with another cursor."""
        return replace(self, cursor=cursor)


class Renderer(Protocol):
    """Renders messages for one version of the API. Never fails, never waits."""

    def event(self, stored: StoredEvent) -> Message:
        """Render a stored event, counted by its `seq`."""

    def progress(self, job_id: str, seq: int, progress: AttemptProgress, *, ts_ms: int) -> Message:
        """Render the progress of a running job after the event `seq`."""

    def queue(self, brief: QueueBrief, *, ts_ms: int) -> Message:
        """Render the state of the queue."""

    def deleted(self, job_id: str, *, ts_ms: int) -> Message:
        """Render the deletion of a job."""

    def video(self, video_id: str, brief: VideoBrief | None, *, ts_ms: int) -> Message:
        """Render a change of a video; None is its deletion."""

    def feed(self, feed_id: str, *, deleted: bool, ts_ms: int) -> Message:
        """Render that a feed has changed, or that it was deleted."""
