"""Serves the files of scenes by their names: small ones for playing, large ones for cutting."""

import re
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.dependencies import BlobsDep, StoreDep, checked_id
from app.api.files import Redirect, answer_of
from app.api.v1.answers import problems
from app.core.errors import NotFound
from app.db.analysis_parts import file_of_kind
from app.db.store import Store
from app.jobs.record import Artifact
from app.ports.blob_store import BlobStore

router = APIRouter(prefix="/api/segment/{analysis_id}", tags=["editor"])
#: Names that files of scenes can have.
NAME = re.compile(r"[\w][\w .-]{0,200}")
FILE: dict[int | str, dict[str, Any]] = problems(404, 416, 503) | {
    200: {"content": {"video/mp4": {}, "video/quicktime": {}}, "description": "The file"},
    206: {"description": "The range that was asked for"},
    307: {"description": "The file is at `Location` (`redirect`)"},
    304: {"description": "The client has it already (If-None-Match)"},
}


@router.get("/proxy/{filename}", responses=FILE, response_class=Response)
@router.head("/proxy/{filename}", include_in_schema=False)
async def read_proxy(
    request: Request, analysis_id: str, filename: str, store: StoreDep, blobs: BlobsDep, redirect: Redirect = False
) -> Any:
    """The proxy of a scene, for players; ranges work, and its ETag is the hash of its content."""
    file = await _file(store, analysis_id, "proxy", filename)
    return await _answer(request, blobs, file, redirect=redirect)


@router.get("/mezzanine/{filename}", responses=FILE, response_class=Response)
@router.head("/mezzanine/{filename}", include_in_schema=False)
async def read_mezzanine(
    request: Request, analysis_id: str, filename: str, store: StoreDep, blobs: BlobsDep, redirect: Redirect = False
) -> Any:
    """The mezzanine of a scene, for editors; ranges work, and its ETag is the hash of its content."""
    file = await _file(store, analysis_id, "mezzanine", filename)
    return await _answer(request, blobs, file, redirect=redirect)


async def _file(store: Store, analysis_id: str, kind: str, filename: str) -> Artifact:
    job_id = checked_id(analysis_id, "analysis")
    if NAME.fullmatch(filename) is None:
        raise NotFound("The analysis has no such file.")
    return await store.read(file_of_kind, job_id, kind, filename)


async def _answer(request: Request, blobs: BlobStore, file: Artifact, *, redirect: bool) -> Response:
    return await answer_of(
        request,
        blobs,
        file.blob,
        filename=file.filename,
        media_type=file.media_type,
        inline=True,
        redirect=redirect,
    )
