"""Serves stored files by content, never by path: with ranges for players, with file names, never executable."""

import asyncio
import os
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from app.api.refusals import RangeNotSatisfiable
from app.core.errors import NotFound
from app.core.logging import logger
from app.jobs.results import Blob
from app.ports.blob_store import BlobStore
from app.service.held_blobs import held_blob

log = logger(__name__)

#: The parameter of routes by which clients are sent to the copy of a file.
Redirect = Annotated[
    bool, Query(description="Answer 307 with a signed link to the copy in `STORAGE_URL`, where there is one")
]
#: Types that are shown in the browser on request; everything else is always a download.
PLAYABLE = re.compile(r"(video|audio)/[a-z0-9.+-]+|image/(jpeg|png|webp|gif|avif)|text/vtt")
#: Types under which files are served; others in stores of older releases (`text/html`) are served as bytes.
HARMLESS = re.compile(
    r"(video|audio)/[a-z0-9.+-]+|image/(jpeg|png|webp)|text/(plain|vtt)|application/(json|[gm]xf|x-subrip)"
)
#: The policy that allows a browser's own player to show a file that is opened directly, but no scripts.
PLAYER_POLICY = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNSAFE = re.compile(r"[^\w .,()\[\]&+=@!-]", re.ASCII)


class BlobAnswer(Response):
    """The response with a stored file, and with `more` headers.

    Raises NotFound before it begins if the file is missing in the store.
    """

    def __init__(
        self,
        blobs: BlobStore,
        blob: Blob,
        *,
        filename: str,
        media_type: str,
        inline: bool,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        media_type = media_type if HARMLESS.fullmatch(media_type) else "application/octet-stream"
        inline = inline and PLAYABLE.fullmatch(media_type) is not None
        self._blobs = blobs
        self._blob = blob
        self._own_headers = {**file_headers(blob, filename, inline=inline), **more}
        super().__init__(media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with held_blob(self._blobs, self._blob):
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        copy = self._blobs.local_copy(self._blob)
        try:
            path, stat = await asyncio.to_thread(_opened, copy)
        except FileNotFoundError:
            raise NotFound("The file is not here any more.") from None
        try:
            answer = _FileAnswer(path, stat_result=stat, media_type=self.media_type, headers=self._own_headers)
            await answer(scope, receive, send)
        finally:
            await asyncio.to_thread(copy.__exit__, None, None, None)


async def answer_of(
    request: Request, blobs: BlobStore, blob: Blob, *, filename: str, media_type: str, inline: bool, redirect: bool
) -> Response:
    """The response with a stored file or, with `redirect`, with a signed link to its copy where there is one."""
    if redirect and request.method == "GET" and (link := await asyncio.to_thread(_link, blobs, blob)) is not None:
        return Response(status_code=307, headers={"Location": link, "Cache-Control": "no-store"})
    return BlobAnswer(blobs, blob, filename=filename, media_type=media_type, inline=inline)


def _link(blobs: BlobStore, blob: Blob) -> str | None:
    """A link to the blob's copy; None if none can be had just now: then the file itself is the answer."""
    try:
        return blobs.link(blob)
    except OSError:
        log.warning("no link to %s could be signed", blob.sha256, exc_info=True)
        return None


def _opened(copy: AbstractContextManager[Path]) -> tuple[Path, os.stat_result]:
    path = copy.__enter__()
    return path, path.stat()


class _FileAnswer(FileResponse):
    """A response with one range; a request for several gets the whole file, as RFC 9110 allows."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        etag = self.headers["etag"]
        if any(tag.strip() in (etag, "*", f"W/{etag}") for tag in headers.get("if-none-match", "").split(",")):
            kept = {name: self.headers[name] for name in ("etag", "cache-control")}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return
        if "range" in headers:
            span = self._span(headers)
            if span == ():
                span_headers = {"Content-Range": f"bytes */{self.headers['content-length']}"}
                raise RangeNotSatisfiable("The file is shorter than that.", headers=span_headers)
            rest = [pair for pair in scope["headers"] if pair[0] != b"range"]
            wanted = [(b"range", f"bytes={span[0]}-{span[1]}".encode())] if span else []
            scope = {**scope, "headers": rest + wanted}
        await super().__call__(scope, receive, send)

    def _span(self, headers: Mapping[str, str]) -> tuple[int, ...] | None:
        """First and last byte of the requested range; () if it is outside the file, None for the whole file."""
        size = int(self.headers["content-length"])
        wanted = _RANGE.fullmatch(headers["range"].replace(" ", ""))
        if wanted is None or wanted.groups() == ("", ""):
            return None
        first, last = wanted.groups()
        if not first:
            return (max(0, size - int(last)), size - 1) if int(last) and size else ()
        if last and int(last) < int(first):
            return None
        return (int(first), min(int(last or size), size - 1)) if int(first) < size else ()


def file_headers(blob: Blob, filename: str, *, inline: bool) -> dict[str, str]:
    """The headers of a stored file. Its content never changes, so its hash is its ETag."""
    headers = {
        "ETag": f'"{blob.sha256}"',
        "Content-Disposition": disposition(filename, inline=inline),
        "Cache-Control": "private, max-age=0, must-revalidate",
    }
    return headers | ({"Content-Security-Policy": PLAYER_POLICY} if inline else {})


def disposition(filename: str, *, inline: bool = False) -> str:
    """A Content-Disposition that every browser understands: a plain name, and the real one (RFC 5987) beside it."""
    kind = "inline" if inline else "attachment"
    stem, suffix = os.path.splitext(Path(filename).name or "file")  # noqa: PTH122 - text, not a path
    plain = _UNSAFE.sub("_", stem)[:120].strip() + _UNSAFE.sub("_", suffix)[:16]
    real = f"{stem}{suffix}".encode("utf-8", "replace").decode()
    extended = "" if real == plain else f"; filename*=UTF-8''{quote(real, safe='')}"
    return f'{kind}; filename="{plain}"{extended}'
