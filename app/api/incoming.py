"""Receives what other apps share with the installed page, where its worker (`app/web/incoming_worker.js`) does not yet.

The worker stores shared files in the browser, from where the page sends them in pieces. Without it the browser sends
the form here. Links are passed on to the page; a file is not read, and a page says how to share it again: taken here it
would be lost with the connection, and pages of other sites could plant it, since their forms look the same.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.types import Message

from app.api.declared_bodies import FormBody
from app.api.error_shapes import PROBLEM_JSON, Failure
from app.api.policy import Access, declares
from app.api.web_manifest import FIELDS, TARGET, WORKER
from app.core.errors import TooLarge

#: Most bytes of a form that has no file.
LIMIT: Final = 64 * 1024
#: Its addresses are relative, so that they hold below a proxy's path prefix.
PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="static/css/tokens.css"><link rel="stylesheet" href="static/css/base.css">
<link rel="stylesheet" href="static/css/share.css"></head>
<body class="share-ended"><main><h1>{title}</h1><p>{message}</p><p><a href="./#/new">Open the page</a></p></main></body>
</html>
"""
POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
TITLE: Final = "Not arrived"
NOT_READY: Final = (
    "This page was not ready to take files from other apps; it is once it has been opened. Nothing was sent: open it,"
    " and share the file again."
)


@dataclass(frozen=True, slots=True)
class NotArrived:
    """A page in words."""

    media_type: str = "text/html; charset=utf-8"

    def answer(self, failure: Failure) -> Response:
        """A page."""
        message = NOT_READY if failure.status == TooLarge.status else failure.message
        text = PAGE.format(title=TITLE, message=html.escape(message))
        headers = {**failure.headers, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(text, failure.status, headers)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """The close frame of a socket; there is none here."""
        return PROBLEM_JSON.closing(failure)


def add_incoming(app: FastAPI, worker: Path) -> None:
    """Serve the place to which the browser sends what is shared, and the file of the worker that takes it before."""

    @app.post(TARGET, include_in_schema=False)
    @declares(
        access=Access.PUBLIC,
        from_anywhere=True,
        body=FormBody(fields=tuple(FIELDS.values()), limit=LIMIT),
        errors=NotArrived(),
    )
    async def incoming(request: Request) -> Response:
        async with request.form() as form:
            if any(isinstance(value, UploadFile) for _, value in form.multi_items()):
                raise TooLarge(NOT_READY)
            words = {name: str(value) for name, value in form.multi_items() if name in FIELDS.values()}
        return RedirectResponse(f"/?{urlencode(words)}", 303)

    @app.get(TARGET, include_in_schema=False)
    @declares(access=Access.PUBLIC)
    async def opened() -> Response:
        return RedirectResponse("/", 303)

    @app.get(WORKER, include_in_schema=False)
    @declares(access=Access.PUBLIC)
    async def script() -> Response:
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'"}
        return FileResponse(worker, media_type="text/javascript", headers=headers)
