"""Compresses text responses with Brotli or gzip; media, archives and streams are not compressed."""

import asyncio
import gzip
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Send

#: Below this size a compressed response needs as many packets as the plain one.
LEAST_BYTES: Final = 1200
#: Above this size compression runs in a thread, so that the event loop is not blocked.
LARGE_BYTES: Final = 128 * 1024
#: Media types of compressed responses, without parameters.
TEXTS: Final = frozenset(
    {"application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "image/svg+xml"}
    | {"application/javascript", "text/plain", "text/vtt", "application/x-subrip"}
)
#: A fast level, as a response is compressed and sent once; gzip is given one level more, up to 9.
BROTLI_QUALITY: Final = 4


@lru_cache(maxsize=64)  # there are a few clients, each of which sends the same with every request
def accepted(header: str) -> str | None:
    """The coding that an Accept-Encoding header allows: `br`, else `gzip`; None if neither."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        weights[name] = _weight(parameters)
    for name in ("br", "gzip"):
        if weights.get(name, weights.get("*", 0.0)) > 0:
            return name
    return None


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def encoded(body: bytes, coding: str, *, quality: int = BROTLI_QUALITY) -> bytes:
    """Compress the body; `quality` is brotli's, 0 to 11."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=quality))
    return gzip.compress(body, compresslevel=min(9, quality + 1), mtime=0)


def compressing(coding: str, send: Send) -> Send:
    """Wrap `send` to compress a response that is a text, complete in one message, and not compressed already."""
    start: Message | None = None

    async def compressed(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and _is_text(message):
            start = message
            return
        if start is not None and message["type"] == "http.response.body":
            head, start = start, None
            message = await _whole(head, message, coding)
            await send(head)
        await send(message)

    return compressed


def _is_text(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    essence = headers.get("content-type", "").partition(";")[0].strip().lower()
    return essence in TEXTS and "content-encoding" not in headers and start["status"] not in (206, 304)


async def _whole(start: Message, message: Message, coding: str) -> Message:
    """Compress a complete body and set its headers; short and partial bodies stay unchanged."""
    headers = MutableHeaders(raw=start["headers"])
    start["headers"] = headers.raw
    headers.add_vary_header("Accept-Encoding")
    body = message.get("body", b"")
    if message.get("more_body", False) or len(body) < LEAST_BYTES:
        return message
    small = encoded(body, coding) if len(body) < LARGE_BYTES else await asyncio.to_thread(encoded, body, coding)
    headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(small))
    etag = headers.get("etag")
    if etag is not None and not etag.startswith("W/"):
        headers["ETag"] = f"W/{etag}"  # the same text, not the same bytes
    return {**message, "body": small}
