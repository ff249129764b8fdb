"""Defines shapes of error responses. Each router may choose one; the default is `application/problem+json`.

A shape renders every failure of the routes that declare it, and of missing paths below their prefix: our refusals,
those of the framework (404, 405, 422), and faults of ours, of which only an id is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from starlette.responses import Response
from starlette.types import Message

from app.api.json_text import dump
from app.core.errors import InvalidRequest, Refusal

PROBLEM = "application/problem+json"
#: A refused socket is accepted first and then closed with 4000 + the HTTP status, so that a browser can read it.
CLOSE_BASE = 4000
#: Most bytes of the reason in a close frame, with room to spare (RFC 6455, 5.5).
REASON_BYTES = 120


@dataclass(frozen=True, slots=True)
class Failure:
    """An error response before it is rendered. `errors` are rows of {loc: [..], msg: str}."""

    status: int
    code: str
    title: str
    message: str
    errors: Sequence[Mapping[str, Any]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The id under which a fault of ours is logged.
    fault_id: str | None = None

    @classmethod
    def of(cls, refusal: Refusal) -> Self:
        """Convert a refusal."""
        errors = refusal.errors if isinstance(refusal, InvalidRequest) else ()
        code, title = str(refusal.code), type(refusal).title
        return cls(refusal.status, code, title, refusal.message, errors, refusal.headers)


class ErrorShape(Protocol):
    """Renders failures. Must not raise: it runs last."""

    @property
    def media_type(self) -> str:
        """The media type of the responses."""

    def answer(self, failure: Failure) -> Response:
        """The response to a request, with the failure's status and headers."""

    def closing(self, failure: Failure) -> Sequence[Message]:
        """The messages for an accepted socket; the last one closes it."""


@dataclass(frozen=True, slots=True)
class ProblemJson:
    """Problem documents (RFC 9457); sockets are closed with 4000 + the status and `code: message`."""

    media_type: str = PROBLEM

    def answer(self, failure: Failure) -> Response:
        """A problem document."""
        return Response(dump(problem_of(failure)), failure.status, dict(failure.headers), self.media_type)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """One close frame."""
        reason = f"{failure.code}: {failure.message}".encode()[:REASON_BYTES].decode("utf-8", "ignore")
        return [{"type": "websocket.close", "code": CLOSE_BASE + failure.status, "reason": reason}]


#: The error shape of routes that declare nothing.
PROBLEM_JSON = ProblemJson()


def problem_of(failure: Failure) -> dict[str, Any]:
    """Render a failure as a problem document."""
    body: dict[str, Any] = {
        "type": f"urn:problem:{failure.code}",
        "title": failure.title,
        "status": failure.status,
        "detail": failure.message,
        "code": failure.code,
    }
    if failure.errors:
        body["errors"] = list(failure.errors)
    if failure.fault_id is not None:
        body["id"] = failure.fault_id
    return body
