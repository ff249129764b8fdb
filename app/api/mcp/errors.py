"""Renders refusals at `/mcp`: errors of JSON-RPC for clients of the protocol, problem documents for all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.api.error_shapes import PROBLEM, PROBLEM_JSON, Failure, problem_of
from app.api.json_text import dump

#: The code of errors that a server defines (JSON-RPC 2.0, 5.1).
SERVER_ERROR = -32000
#: What clients of the protocol accept (its section on streamable HTTP), and others do not.
STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class McpErrors:
    """An error of JSON-RPC with the problem in `data`; without an id, as the message has not been read."""

    media_type: str = PROBLEM

    def answer(self, failure: Failure) -> Response:
        """The response to a request; its form depends on what the client accepts."""
        return _Answer(failure)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """One close frame."""
        return PROBLEM_JSON.closing(failure)


class _Answer(Response):
    """A refusal in the form that the client accepts."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(dump(problem_of(failure)), failure.status, dict(failure.headers), PROBLEM)
        self._failure = failure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        if STREAM not in Headers(scope=scope).get("accept", "").lower():
            await super().__call__(scope, receive, send)
            return
        failure = self._failure
        error = {"code": SERVER_ERROR, "message": failure.message, "data": problem_of(failure)}
        body = dump({"jsonrpc": "2.0", "id": None, "error": error})
        answer = Response(body, failure.status, dict(failure.headers), "application/json")
        await answer(scope, receive, send)
