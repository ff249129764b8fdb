"""Limits the time of a request's body: it may take long while bytes arrive."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooSlow


class BodyTimeout:
    """Refuses a body with 408 when none of it arrives for `limit_s` seconds; a begun response is cut off instead."""

    def __init__(self, app: ASGIApp, *, limit_s: float) -> None:
        self._app = app
        self._limit_s = limit_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        began, complete = False, False

        async def noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        async def in_time() -> Message:
            nonlocal complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout(self._limit_s):
                    message = await receive()
            except TimeoutError:
                complete = True
                if began:
                    return {"type": "http.disconnect"}
                raise TooSlow from None
            complete = not message.get("more_body", False)
            return message

        await self._app(scope, in_time, noted)


def has_body(headers: Headers) -> bool:
    """Whether a request has a body."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
