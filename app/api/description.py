"""Completes the API's description (OpenAPI) with what the framework does not know."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from app.api.declared_bodies import FormBody, RawBody
from app.api.editor.schemas import AnalyzeOrder
from app.api.policy import Access, Policies
from app.api.v1.schemas.orders import VideoCreate
from app.api.v1.schemas.problems import FieldError, Problem
from app.timeline.document import Timeline

ABOUT = """A video in; transcript, meaning and clips out.

Create a job with `POST /api/v1/jobs`, follow it at the socket `/ws/{job_id}` (or with `Accept: text/event-stream` at
`/api/v1/jobs/{job_id}/events`), and download what it made. Every path works with and without its trailing slash. Errors
are `application/problem+json` (RFC 9457).

Sockets: `/ws/{job_id}?after=SEQ`, `/ws/jobs/broadcast?after=EVENT_ID`, `/ws/health`. A refused socket is accepted and
then closed with 4401 (no key), 4403 (origin) or 4404 (unknown job).
"""
TAGS = [
    {"name": "jobs", "description": "Create, look at, list, change, delete"},
    {"name": "results", "description": "Files and transcripts"},
    {"name": "live", "description": "What happens, as it happens"},
    {"name": "videos", "description": "Uploads and links, what their jobs found, and how far they are"},
    {"name": "openai", "description": "OpenAI's speech API: its clients work here, with jobs behind"},
    {"name": "asr", "description": "The API of whisper-asr-webservice, for Bazarr and others"},
    {"name": "hooks", "description": "Media servers report films, which get subtitles beside them"},
    {"name": "editor", "description": "Scenes of a video, their files, and what is said in them"},
    {"name": "feeds", "description": "Folders and links that are checked on a schedule for new recordings"},
    {"name": "queue", "description": "What waits, who works"},
    {"name": "statistics", "description": "Figures"},
    {"name": "session", "description": "Signing in to the dashboard"},
    {"name": "keys", "description": "API keys: what they allow, and whose things they see"},
    {"name": "health", "description": "Whether the server works"},
]
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "session"},
}


#: What the description of a server that needs a key has besides.
LOCKED: dict[str, Any] = {"security": [{name: []} for name in SCHEMES]}


def describe(app: FastAPI, routes: Sequence[BaseRoute], policies: Policies, *, root_path: str = "") -> None:
    """Replace the application's description with the complete one, of these routes."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, routes, policies, root_path=root_path)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI, routes: Sequence[BaseRoute], policies: Policies, *, root_path: str) -> dict[str, Any]:
    whole = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=routes, tags=TAGS)
    if root_path:
        whole["servers"] = [{"url": root_path}]
    schemas = whole["components"]["schemas"]
    for model in (FieldError, Problem, VideoCreate, AnalyzeOrder, Timeline):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= {name: part for name, part in schema.pop("$defs", {}).items() if name not in schemas}
        schemas[model.__name__] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    whole["components"]["securitySchemes"] = SCHEMES
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            _tidy(operation)
            scope = {"type": "http", "method": method.upper(), "path": path, "headers": [], "root_path": ""}
            policy = policies.of(scope)
            if isinstance(policy.body, FormBody | RawBody) and "requestBody" not in operation:
                operation["requestBody"] = {"required": True, "content": policy.body.content()}
            if policy.access is not Access.KEY:
                operation["security"] = []
    return whole


def _tidy(operation: dict[str, Any]) -> None:
    """Remove the framework's own 422 from operations that do not describe one."""
    described = operation["responses"].get("422")
    if described is not None and "HTTPValidationError" in str(described):
        del operation["responses"]["422"]
