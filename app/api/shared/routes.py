"""Serves share links: a page, what it shows, and the files that it plays. They need no key but the token in the path.

Nothing else is reached by a token: each path names its file by its role, and it is found anew with each request, so a
link that was revoked plays no further byte.
"""

import asyncio
import html
import re
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from starlette.responses import HTMLResponse

from app.api.dependencies import BlobsDep, Json, SettingsDep, SharesDep, StoreDep
from app.api.files import BlobAnswer
from app.api.forwarded import client_key
from app.api.page_policy import with_policy
from app.api.policy import Access, PolicyRouter, RoutePolicy
from app.api.shared import recording
from app.api.shared.ended_page import EndedPage
from app.api.web_files import WebFiles
from app.core.errors import NotFound
from app.db import job_parts
from app.db.job_parts import JobParts
from app.jobs.record import Artifact
from app.jobs.shares import BELOW, Share
from app.media import captions
from app.ports.blob_store import BlobStore
from app.text.documents import clock

router = PolicyRouter(
    prefix=f"{BELOW}/{{share_token}}",
    include_in_schema=False,
    policy=RoutePolicy(access=Access.KEYLESS, errors=EndedPage(), counted=True),
)
#: The page in `app/web`, and its placeholders: the server's name, and the recording's title and preview.
PAGE: Final = "share.html"
PLACES: Final = re.compile(r"\{(APP_NAME|TITLE|META)\}")
#: What the page may load: its own files.
POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
#: Of every response: search engines leave it alone, and what is shown is asked for again each time.
HEADERS: Final = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def _opened(share_token: str, request: Request, links: SharesDep) -> Share:
    """The link. Raises NotFound, or Expired; wrong tokens of an address are answered ever later, as wrong keys are."""
    try:
        return await links.open(share_token)
    except NotFound:
        await request.state.guesses.judge(client_key(request.scope), "share link", right=False)
        raise


async def _files(share: "OpenedDep", store: StoreDep) -> recording.SharedFiles:
    return recording.files_of(await store.read(job_parts.file_parts, share.job_id), share)


OpenedDep = Annotated[Share, Depends(_opened)]
FilesDep = Annotated[recording.SharedFiles, Depends(_files)]


@router.get("")
async def show_page(share: OpenedDep, store: StoreDep, settings: SettingsDep, request: Request) -> Response:
    """The page; its head names the recording for previews of the link."""
    parts = await store.read(job_parts.shared_parts, share.job_id)
    web: WebFiles = request.state.web_files
    bundle = await web.bundle(PAGE)
    title, meta = await asyncio.to_thread(_head, parts, share, _address(request, settings.root_path))
    words = {"APP_NAME": html.escape(settings.app_name), "TITLE": html.escape(title), "META": meta}
    filled = PLACES.sub(lambda place: words[place[1]], bundle.page)
    text, policy = with_policy(filled, POLICY, settings.root_path)
    return HTMLResponse(text, headers={**HEADERS, "Content-Security-Policy": policy})


@router.get("/recording")
async def read_recording(share: OpenedDep, store: StoreDep, request: Request) -> Response:
    """What the page shows; a page that is open asks again whether it has changed."""
    jobs = await store.read(job_parts.shared_jobs, share.job_id)
    state = "-".join(f"{job.last_seq}-{job.updated_ms}" for job in jobs)
    headers = {**HEADERS, "ETag": f'W/"{share.id}-{state}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    parts = await store.read(job_parts.shared_parts, share.job_id)
    return Json(await asyncio.to_thread(recording.view, parts, share), headers=headers)


@router.get("/captions")
async def read_captions(share: OpenedDep, store: StoreDep) -> Response:
    """What is said, as WebVTT."""
    parts = await store.read(job_parts.shared_parts, share.job_id)
    text = await asyncio.to_thread(lambda: captions.vtt_of(recording.segments_of(parts, share)))
    return Response(text, headers=HEADERS, media_type="text/vtt; charset=utf-8")


@router.get("/media")
async def read_media(files: FilesDep, blobs: BlobsDep) -> Response:
    """The file that is played, also a range of it."""
    return _file(files.media, files.name, blobs)


@router.get("/poster")
async def read_poster(files: FilesDep, blobs: BlobsDep) -> Response:
    """The picture before it plays."""
    return _file(files.poster, files.name, blobs)


def _file(artifact: Artifact | None, name: str, blobs: BlobStore) -> Response:
    if artifact is None:
        raise NotFound("There is no such file.")
    named = {"filename": f"{name}{artifact.blob.suffix}", "media_type": artifact.media_type}
    return BlobAnswer(blobs, artifact.blob, **named, inline=True, more=HEADERS)


def _address(request: Request, root_path: str) -> str:
    """The address of the page as its visitor has it, for previews, which need whole addresses."""
    return f"{request.url.scheme}://{request.url.netloc}{root_path}{request.url.path}"


def _head(parts: JobParts, share: Share, address: str) -> tuple[str, str]:
    """The title, and the tags for previews. Raises Expired if the link's clip is gone."""
    title, files = recording.title_of(parts, share), recording.files_of(parts, share)
    length_s = recording.length_s(parts, share)
    words = "Clip" if recording.is_clip(parts, share) else "Recording"
    told = {
        "og:type": "video.other",
        "og:title": title,
        "og:url": address,
        "og:description": words if length_s is None else f"{words}, {clock(length_s)}",
        "twitter:card": "summary",
    }
    if files.poster is not None:
        told |= {"og:image": f"{address}/poster", "twitter:card": "summary_large_image"}
    tags = (f'<meta property="{name}" content="{html.escape(text)}" />' for name, text in told.items())
    return title, "\n    ".join(tags)
