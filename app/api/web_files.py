"""Serves the dashboard's files, compressed: the bundle under versioned names, everything else with an ETag."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.api.compression import TEXTS, accepted, encoded
from app.api.web_bundle import INDEX, Bundle, bundle, newest_change

FOREVER: Final = "public, max-age=31536000, immutable"
#: `vendor/preact-10.29.8/…` never changes; everything else is revalidated each time (mostly with 304).
_VERSIONED: Final = re.compile(r"vendor/[^/]+-\d+\.\d+[^/]*/")
BUNDLE: Final = "bundle/"
#: The pages that are bundled.
PAGES: Final = (INDEX, "share.html")
TYPES: Final = {
    "js": "text/javascript",
    "css": "text/css",
    "js.map": "application/json",
    "webmanifest": "application/manifest+json",
}
#: High quality, because files are compressed once and sent often. Brotli at 9 takes 0.3 s for the largest file.
QUALITY: Final = 9


class WebFiles(StaticFiles):
    """The files below `/static`, generated ones (`written`: modules, the manifest), and the bundle of both."""

    def __init__(self, folder: Path, written: Mapping[str, str]) -> None:
        super().__init__(directory=folder)
        self._written = written
        self._folder = folder
        self._bundles: dict[str, Bundle] = {}
        self._made_of = 0
        self._compressed: dict[tuple[str, str], bytes] = {}

    async def bundle(self, page: str = INDEX) -> Bundle:
        """The bundle of a page, of the current files. Raises BundleError."""
        newest = await asyncio.to_thread(newest_change, self._folder)
        if newest != self._made_of:
            self._bundles, self._made_of = {}, newest
        if page not in self._bundles:
            self._bundles[page] = await asyncio.to_thread(bundle, self._folder, self._written, page)
        return self._bundles[page]

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The response with a file. Raises HTTPException (404, 405)."""
        if path.startswith(BUNDLE) and scope["method"] in ("GET", "HEAD"):
            return await self._bundled(path.removeprefix(BUNDLE), scope)
        if path in self._written and scope["method"] in ("GET", "HEAD"):
            text = self._written[path]
            media_type = TYPES[path.rpartition(".")[2]]
            return await self._text(text.encode(), path, media_type, {"Cache-Control": "no-cache"}, scope)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER if _VERSIONED.match(path) else "no-cache"
        if isinstance(response, FileResponse) and response.status_code == 200:
            return await self._smaller(response, scope)
        return response

    async def _bundled(self, name: str, scope: Scope) -> Response:
        digest, _, suffix = name.partition(".")
        page = f"{digest.rpartition('-')[0] or 'index'}.html"
        made = await self.bundle(page) if page in PAGES else None
        content = made.file(name) if made is not None else None
        if made is None or content is None:
            return await super().get_response(f"{BUNDLE}{name}", scope)  # 404, as the framework renders it
        headers = {"Cache-Control": FOREVER if digest == made.digest else "no-cache"}  # of another version: the newest
        return await self._text(content, f"{made.digest}.{suffix}", TYPES[suffix], headers, scope)

    async def _smaller(self, response: FileResponse, scope: Scope) -> Response:
        media_type = (response.media_type or "").partition(";")[0]
        headers = Headers(scope=scope)
        if media_type not in TEXTS or "range" in headers or accepted(headers.get("accept-encoding", "")) is None:
            return response
        content = await asyncio.to_thread(Path(response.path).read_bytes)
        etag = response.headers["etag"]
        kept = {name: response.headers[name] for name in ("Cache-Control", "Last-Modified")} | {"ETag": f"W/{etag}"}
        return await self._text(content, f"{response.path} {etag}", media_type, kept, scope)

    async def _text(self, content: bytes, key: str, media_type: str, headers: dict[str, str], scope: Scope) -> Response:
        coding = accepted(Headers(scope=scope).get("accept-encoding", ""))
        headers["Vary"] = "Accept-Encoding"
        if coding is not None:
            if (key, coding) not in self._compressed:
                small = await asyncio.to_thread(encoded, content, coding, quality=QUALITY)
                self._compressed[key, coding] = small
            content = self._compressed[key, coding]
            headers["Content-Encoding"] = coding
        return Response(content, headers=headers, media_type=media_type)
