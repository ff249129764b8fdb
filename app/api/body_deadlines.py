"""Limits the time of a request's body: it may take long while bytes arrive."""

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from app.core.errors import TooSlow


def in_time(receive: Receive, limit_s: float, has_begun: Callable[[], bool]) -> Receive:
    """Wrap `receive` to raise TooSlow when none of the body arrives for `limit_s` seconds.

    Once the response has begun the route sees a disconnect instead.
    """
    complete = False

    async def timed() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout(limit_s):
                message = await receive()
        except TimeoutError:
            complete = True
            if has_begun():
                return {"type": "http.disconnect"}
            raise TooSlow from None
        complete = not message.get("more_body", False)
        return message

    return timed


def has_body(headers: Headers) -> bool:
    """Whether a request has a body."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
