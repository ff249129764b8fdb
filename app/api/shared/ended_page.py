"""Renders refusals below `/s` as plain pages: whoever follows a link is a person."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import HTMLResponse, Response
from starlette.types import Message

from app.api.error_shapes import PROBLEM_JSON, Failure
from app.jobs.shares import ShareState

#: Stylesheets are named relative to `/s/TOKEN`, so that they are found below a proxy's prefix too.
PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex, nofollow">
<link rel="icon" href="../static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../static/css/tokens.css"><link rel="stylesheet" href="../static/css/base.css">
<link rel="stylesheet" href="../static/css/button.css"><link rel="stylesheet" href="../static/css/share.css"></head>
<body class="share-ended"><main><h1>{title}</h1><p>{message}</p>{again}</main></body></html>
"""
POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
#: What people read, by the refusal's code, else by its status; of others the refusal's own words.
WORDS: Final = {
    404: ("Nothing here", "This link was revoked, or it is not complete. Ask the sender for a new one."),
    410: ("This link has expired", "Ask the sender for a new one."),
    429: ("Too many requests", "More was asked of this server from your address than it allows."),
    500: ("Something went wrong", "The server made a mistake. The link is not to blame."),
    503: ("The server is busy", "It cannot show this just now. The link is not to blame."),
    ShareState.CLIP_GONE.value: (
        "This clip is gone",
        "The recording was cut anew since the link was made. Ask the sender for a new one.",
    ),
}
#: Of what passes: a link to the same page; an empty address is the page's own.
AGAIN: Final = '<p class="muted">{wait}</p><p><a class="button" href="">Try again</a></p>'


#: Statuses of what passes by itself.
PASSING: Final = (429, 500, 503)


@dataclass(frozen=True, slots=True)
class EndedPage:
    """Pages in words; they say nothing of what a link led to."""

    media_type: str = "text/html; charset=utf-8"

    def answer(self, failure: Failure) -> Response:
        """A page."""
        known = WORDS.get(failure.code) or WORDS.get(failure.status)
        title, message = known or (failure.title, failure.message)
        headers = {**failure.headers, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        headers["X-Robots-Tag"] = "noindex, nofollow"
        again = AGAIN.format(wait=html.escape(_wait(failure))) if failure.status in PASSING else ""
        text = PAGE.format(title=html.escape(title), message=html.escape(message), again=again)
        return HTMLResponse(text, failure.status, headers)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """The close frame of a socket; there is none below `/s`."""
        return PROBLEM_JSON.closing(failure)


def _wait(failure: Failure) -> str:
    """When another try is worth it, in words."""
    seconds = failure.headers.get("Retry-After", "")
    if not seconds.isdecimal():
        return "Try again in a moment."
    return "Try again in a second." if int(seconds) <= 1 else f"Try again in {int(seconds)} seconds."
