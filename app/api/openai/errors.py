"""Errors as OpenAI's clients expect them: `{"error": {"message", "type", "param", "code"}}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.types import Message

from app.api.error_shapes import PROBLEM_JSON, Failure
from app.api.json_text import dump

#: Statuses that OpenAI's API answers with another one, which its SDKs raise other exceptions for.
STATUSES = {415: 400, 422: 400}
#: Codes that OpenAI's API has names of its own for.
CODES = {
    "unauthenticated": "invalid_api_key",
    "rate_limited": "rate_limit_exceeded",
    "too_many_requests": "rate_limit_exceeded",
    "quota_exceeded": "insufficient_quota",
    "invalid_request": "invalid_value",
    "bad_request": "invalid_value",
}


@dataclass(frozen=True, slots=True)
class OpenAIErrors:
    """The shape of errors below `/v1`. There are no sockets there; one is closed as everywhere else."""

    media_type: str = "application/json"

    def answer(self, failure: Failure) -> Response:
        """One object below `error`."""
        status = STATUSES.get(failure.status, failure.status)
        return Response(dump({"error": error_of(failure)}), status, dict(failure.headers), self.media_type)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """One close frame."""
        return PROBLEM_JSON.closing(failure)


def error_of(failure: Failure) -> dict[str, Any]:
    """The error itself. `param` names the first field that is wrong."""
    code = CODES.get(failure.code, failure.code)
    error = {
        "message": failure.message,
        "type": _type(failure.status, code),
        "param": _param(failure),
        "code": code,
    }
    return error if failure.fault_id is None else error | {"id": failure.fault_id}


def _type(status: int, code: str) -> str:
    if code == "insufficient_quota":
        return code
    if status == 429:
        return "requests"
    return "server_error" if status >= 500 else "invalid_request_error"


def _param(failure: Failure) -> str | None:
    place = [part for part in (failure.errors[0]["loc"] if failure.errors else ()) if isinstance(part, str)]
    return place[-1] if len(place) > 1 else None
