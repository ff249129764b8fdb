"""Error responses, as the API's description lists them for each route."""

from typing import Any

from app.api.error_shapes import PROBLEM
from app.api.v1.schemas.problems import Problem

MEANINGS = {
    401: "A key is needed (`X-API-Key` or `Authorization: Bearer`)",
    403: "The key does not allow this, another site's page asked, or the Host is not ours",
    404: "Unknown job, video, artifact or path",
    408: "The body stopped coming",
    409: "Not possible in the job's state, or the Idempotency-Key was used with another body",
    412: "Changed since the ETag in `If-Match`: read it anew",
    413: "Larger than the limits allow",
    415: "A media type, or media, that we do not take",
    416: "The file is shorter than that range",
    422: "Invalid; `errors` names each field",
    423: "Another request writes to it; see Retry-After",
    429: "Too many requests; see Retry-After",
    500: "A fault of ours; `id` is in the log",
    503: "The queue is full, the disk is full, or the server is stopping; see Retry-After",
}
#: The error statuses of every route.
ALWAYS = (401, 403, 500)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may return these statuses, besides those of every route."""
    content = {PROBLEM: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    return {status: {"description": MEANINGS[status], "content": content} for status in sorted({*statuses, *ALWAYS})}


def stored_file(*media_types: str, is_what: str = "The file") -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that serves a stored file of one of these types (`app.api.files`)."""
    return problems(404, 416, 422, 503) | {
        200: {"content": {media_type: {} for media_type in media_types}, "description": is_what},
        206: {"description": "The range that was asked for"},
        307: {"description": "The file is at `Location` (`redirect`)"},
        304: {"description": "The client has it already (If-None-Match)"},
    }
