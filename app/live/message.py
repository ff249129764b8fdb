"""A message as it leaves, and who makes its text: the API, which is given to the hub."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from app.jobs.events import StoredEvent, status_of
from app.jobs.progress import AttemptProgress
from app.jobs.states import TERMINAL


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it leaves. `cursor` is where a client that has it goes on (None: it is not stored).

    `ends` says that the job had nothing more to do after it, `moves` that it carries the job's status at all.
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
        """A stored event, for a channel that counts by `seq`."""
        status = status_of(stored.event)
        ends, moves = status in TERMINAL, status is not None
        return cls(kind, text, stored.job_id, stored.seq, stored.seq, ends=ends, moves=moves)

    def counted_by(self, cursor: int) -> "Message":
        """The same message for a channel that counts otherwise."""
        return replace(self, cursor=cursor)


class Renderer(Protocol):
    """Makes messages in the words of one version of the API. Never fails, never waits."""

    def event(self, stored: StoredEvent) -> Message:
        """A stored event, counted by its `seq`."""

    def progress(self, job_id: str, seq: int, progress: AttemptProgress, *, ts_ms: int) -> Message:
        """How far a running job is, after the event `seq`."""

    def queue(self, status: Mapping[str, Any], *, ts_ms: int) -> Message:
        """How the queue stands."""

    def deleted(self, job_id: str, *, ts_ms: int) -> Message:
        """That a job is gone."""
