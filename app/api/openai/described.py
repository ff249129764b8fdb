"""Errors of OpenAI's API, as the description of the API lists them for each route."""

from typing import Any

from app.api.openai.schemas import ErrorAnswer

MEANINGS = {
    400: "A field is wrong (`param`), the file is no media that we read, or it has no sound",
    401: "A key is needed (`Authorization: Bearer`)",
    403: "The key does not allow this, or another site's page asked",
    404: "No such model or path",
    409: "The job was cancelled, or the Idempotency-Key was used with another form",
    413: "Larger or longer than the limits allow",
    429: "Too many requests; see Retry-After",
    500: "The job failed, or a fault of ours",
    503: "The queue is full, the disk is full, or the server is stopping; see Retry-After",
}
#: The error statuses of every route.
ALWAYS = (401, 403, 500)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may return these statuses, besides those of every route."""
    return {status: {"model": ErrorAnswer, "description": MEANINGS[status]} for status in sorted({*statuses, *ALWAYS})}
