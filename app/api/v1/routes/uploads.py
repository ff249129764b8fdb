"""Uploads in several requests, by tus 1.0: a file survives lost connections, closed laptops and restarts."""

import asyncio
from typing import Annotated

from fastapi import Depends, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.declared_bodies import RawBody
from app.api.dependencies import CallerDep, PartialUploadsDep, checked_id
from app.api.ownership import Shows, shows
from app.api.policy import Access, PolicyRouter, RoutePolicy, declares
from app.api.tus import (
    BYTES,
    EXTENSIONS,
    METADATA_LENGTH,
    RESUMABLE,
    VERSION,
    TusProblems,
    date_of,
    declared_length,
    filename_in,
    number_in,
    require_version,
)
from app.api.uploads import safe_name
from app.api.v1.answers import problems
from app.api.v1.schemas.base import ShortText
from app.core.errors import InvalidRequest
from app.jobs.record import Video
from app.service.partial_uploads import PartialUploads
from app.storage.upload_parts import PartialUpload

PATH = "/api/v1/uploads"
router = PolicyRouter(policy=RoutePolicy(errors=TusProblems()), prefix=PATH, tags=["videos"])
#: The bytes after the offset, counted while they are received; with an order they may also be lacking.
BODY, FIRST_BODY = RawBody((BYTES,), limit=None), RawBody((BYTES,), limit=None, optional=True)
VERSIONED = [Depends(require_version)]
Metadata = Annotated[
    str | None, Header(max_length=METADATA_LENGTH, description="`filename` and its value in base64; others are ignored")
]


@router.options("", status_code=204, responses=problems())
@declares(access=Access.KEYLESS)
@shows(Shows.COMMON)
async def read_abilities(uploads: PartialUploadsDep) -> Response:
    """The version, the extensions, and the size of the largest upload."""
    known = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(uploads.limit)}
    return Response(status_code=204, headers=RESUMABLE | known)


@router.post(
    "",
    status_code=201,
    responses=problems(408, 412, 413, 415, 422, 429, 503),
    dependencies=VERSIONED,
    openapi_extra={"requestBody": {"required": False, "content": FIRST_BODY.content()}},
)
@declares(body=FIRST_BODY)
@shows(Shows.OWN)
async def begin_upload(
    request: Request,
    uploads: PartialUploadsDep,
    caller: CallerDep,
    user_id: Annotated[ShortText | None, Query(description="Whose upload it is")] = None,
    upload_length: Annotated[int | None, Header(description="The size of the file, bytes")] = None,
    upload_metadata: Metadata = None,
) -> Response:
    """Begin an upload; its address is in `Location`. The body may be its first bytes."""
    if "upload-defer-length" in request.headers:
        raise InvalidRequest("The length cannot be deferred: state it in Upload-Length.")
    metadata = upload_metadata or ""
    begun = await uploads.begin(
        caller,
        size_bytes=number_in(request.headers, "Upload-Length"),
        filename=safe_name(filename_in(metadata)),
        user_id=caller.owner_of(user_id),
        metadata=metadata,
    )
    headers = {"Location": f"{PATH}/{begun.note.id}"}
    if request.headers.get("content-type") is None:
        return Response(status_code=201, headers=headers | _headers(begun, uploads))
    expected = declared_length(request.headers)
    try:
        state = await uploads.receive(begun.note.id, caller, 0, request.stream(), expected=expected)
    except BaseException:  # without a response no client knows where it is
        await asyncio.shield(uploads.abandon(begun.note.id, caller))
        raise
    return Response(status_code=201, headers=headers | _headers(state, uploads))


@router.head("/{upload_id}", responses=problems(404, 412, 415, 423, 429, 503), dependencies=VERSIONED)
@shows(Shows.OWN)
async def read_upload(upload_id: str, uploads: PartialUploadsDep, caller: CallerDep) -> Response:
    """How many bytes are stored; a request that still sends is interrupted. One with all bytes becomes a video."""
    state = await uploads.find(checked_id(upload_id, "upload"), caller)
    return Response(status_code=200, headers=_headers(state, uploads, whole=True))


@router.patch(
    "/{upload_id}",
    status_code=204,
    responses=problems(404, 408, 409, 412, 413, 415, 422, 423, 429, 503),
    dependencies=VERSIONED,
    openapi_extra={"requestBody": {"required": True, "content": BODY.content()}},
)
@declares(body=BODY)
@shows(Shows.OWN)
async def continue_upload(
    upload_id: str,
    request: Request,
    uploads: PartialUploadsDep,
    caller: CallerDep,
    upload_offset: Annotated[int | None, Header(description="The bytes that are stored")] = None,
) -> Response:
    """Append bytes. The last one makes it a video with the same id, named in `Content-Location`; it is probed before
    this answers. Bytes that came before a connection was lost are kept."""
    offset, expected = number_in(request.headers, "Upload-Offset"), declared_length(request.headers)
    state = await uploads.receive(checked_id(upload_id, "upload"), caller, offset, request.stream(), expected=expected)
    return Response(status_code=204, headers=_headers(state, uploads))


@router.delete("/{upload_id}", status_code=204, responses=problems(404, 409, 412, 423, 503), dependencies=VERSIONED)
@shows(Shows.OWN)
async def end_upload(upload_id: str, uploads: PartialUploadsDep, caller: CallerDep) -> Response:
    """Delete an unfinished upload."""
    await uploads.end(checked_id(upload_id, "upload"), caller)
    return Response(status_code=204, headers=RESUMABLE)


def _headers(state: PartialUpload | Video, uploads: PartialUploads, *, whole: bool = False) -> dict[str, str]:
    """The headers of an upload; `whole` with what it was begun with."""
    if isinstance(state, Video):
        size = offset = state.blob.size_bytes if state.blob else 0
        found = {"Content-Location": f"/api/v1/videos/{state.id}"}
    else:
        size, offset = state.note.size_bytes, state.offset
        found = {"Upload-Expires": date_of(uploads.expires_s(state))}
        if whole and state.note.metadata:
            found["Upload-Metadata"] = state.note.metadata
    found |= {"Upload-Length": str(size), "Cache-Control": "no-store"} if whole else {}
    return RESUMABLE | found | {"Upload-Offset": str(offset)}
