"""Carries the trace of the request that is served, as W3C's `traceparent` writes it, to what the request creates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRACEPARENT: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_traceparent() -> str | None:
    """The trace of this request; None outside of a request, and while nothing is traced."""
    return _TRACEPARENT.get()


@contextmanager
def in_trace(traceparent: str) -> Iterator[None]:
    """Set it for the block, and for the tasks that are created in it."""
    token = _TRACEPARENT.set(traceparent)
    try:
        yield
    finally:
        _TRACEPARENT.reset(token)
