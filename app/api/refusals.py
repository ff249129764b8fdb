"""Renders every error response in the shape that its route or path prefix declares.

The boundary (`boundary.py`) renders refusals and faults of ours; what the framework raises is translated here.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.api.error_shapes import Failure
from app.api.methods import methods_at
from app.api.policy import Policies
from app.core.errors import InvalidRequest, Refusal

#: Greatest number of rows about invalid input, and length of a name in one; both depend on the client.
MOST_ROWS, LONGEST_NAME = 100, 200
#: Stable codes for error responses without a refusal of ours.
CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 416: "range_not_satisfiable"}


class UnsupportedContentType(Refusal):
    """The body has a media type that this path does not accept."""

    status = 415
    code = "unsupported_content_type"
    title = "Unsupported content type"


class RangeNotSatisfiable(Refusal):
    """The file is shorter than the requested range."""

    status = 416
    code = "range_not_satisfiable"
    title = "Range not satisfiable"


def rows_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Convert pydantic's first errors to the contract's rows, without input values, which may be long or secret."""
    rows = []
    for error in errors[:MOST_ROWS]:
        unknown = error["type"] == "extra_forbidden"
        message = "there is no such field" if unknown else str(error["msg"]).removeprefix("Value error, ")
        place = [part[:LONGEST_NAME] if isinstance(part, str) else part for part in error["loc"]]
        rows.append({"loc": place, "msg": message[:1].lower() + message[1:]})
    return rows


def invalid(errors: Sequence[Mapping[str, Any]]) -> InvalidRequest:
    """A refusal that names each invalid field."""
    rows = rows_of(errors)
    first = rows[0] if rows else {"loc": ["body"], "msg": "is invalid"}
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path", "header"))
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return InvalidRequest(f"{place or 'The request'}: {first['msg']}{more}", errors=rows)


def add_handlers(app: FastAPI, policies: Policies) -> None:
    """Translate the framework's exceptions. Our own refusals and faults are handled by `Boundary`."""

    def answer(request: Request, failure: Failure) -> Response:
        return policies.of(request.scope).errors.answer(failure)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()
        unreadable = next((row for row in wrong if row["type"] == "json_invalid"), None)
        return answer(request, Failure.of(_not_json(unreadable) if unreadable else invalid(wrong)))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        cause = error.__cause__
        if error.status_code == 400 and cause is not None:
            if isinstance(cause, Refusal | ClientDisconnect):
                raise cause
            return answer(request, Failure.of(_not_json(None)))
        headers = _headers(app, request, error)
        failure = Failure(
            error.status_code,
            code=CODES.get(error.status_code, "http_error"),
            title=HTTPStatus(error.status_code).phrase,
            message=_sentence(request, error, headers),
            headers=headers or {},
        )
        return answer(request, failure)


def _headers(app: FastAPI, request: Request, error: HTTPException) -> Mapping[str, str] | None:
    """The framework's headers, but with all methods of the path: it lists those of the first route only."""
    methods = methods_at(app.router.routes, request.scope) if error.status_code == 405 else []
    return {"Allow": ", ".join(methods)} if methods else error.headers  # below /static only the framework knows


def _not_json(row: Mapping[str, Any] | None) -> InvalidRequest:
    """The refusal of a body that cannot be parsed; `row` is pydantic's error, with the position if known."""
    where = f": {row['ctx']['error'].lower()} at character {int(row['loc'][-1]) + 1}" if row else ""
    errors = [{"loc": ["body"], "msg": f"is not valid JSON{where}"}]
    return InvalidRequest(f"The body is not valid JSON{where}.", errors=errors)


def _sentence(request: Request, error: HTTPException, headers: Mapping[str, str] | None) -> str:
    if error.status_code == 404:
        return "There is nothing at this address. The API is described at /docs."
    if error.status_code == 405:
        return (
            f"{request.method} is not possible here; this path takes {(headers or {}).get('Allow', 'other methods')}."
        )
    return str(error.detail)
