"""The port to what records traces: how long each request, job, stage and child took, and which belongs to which."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from app.jobs.record import JobRecord


class Span(Protocol):
    """Something with a beginning and an end."""

    def name(self, name: str) -> None:
        """Change its name, once more is known."""

    def note(self, key: str, value: str | int | bool) -> None:
        """Add a fact."""

    def fail(self, reason: str) -> None:
        """Mark it as failed; the reason is a code, never a text that could contain something private."""


class Tracer(Protocol):
    """Makes spans, each for the duration of a block. Inside of a block it is the parent of those that begin there.

    An exception that leaves a block marks its span as failed, but for a request's.
    """

    @property
    def on(self) -> bool:
        """Whether anything is recorded."""

    def request(self, method: str, traceparent: str | None) -> AbstractContextManager[Span]:
        """The span of a request, in the client's own trace if it sent one."""

    def job(self, job: JobRecord, traceparent: str | None) -> AbstractContextManager[Span]:
        """The span of an attempt of a job, in the trace that the job was created in."""

    def stage(self, name: str) -> AbstractContextManager[Span]:
        """The span of a stage, with the wait for its slot."""

    def child(self, stage: str) -> AbstractContextManager[Span]:
        """The span of a stage's work in a child."""


class NoSpan:
    """A span that nobody records."""

    def name(self, name: str) -> None:
        """See `Span.name`."""

    def note(self, key: str, value: str | int | bool) -> None:
        """See `Span.note`."""

    def fail(self, reason: str) -> None:
        """See `Span.fail`."""


class NoTracer:
    """Records nothing."""

    on = False

    def __init__(self) -> None:
        self._none: AbstractContextManager[Span] = nullcontext(NoSpan())

    def request(self, method: str, traceparent: str | None) -> AbstractContextManager[Span]:
        """See `Tracer.request`."""
        return self._none

    def job(self, job: JobRecord, traceparent: str | None) -> AbstractContextManager[Span]:
        """See `Tracer.job`."""
        return self._none

    def stage(self, name: str) -> AbstractContextManager[Span]:
        """See `Tracer.stage`."""
        return self._none

    def child(self, stage: str) -> AbstractContextManager[Span]:
        """See `Tracer.child`."""
        return self._none
