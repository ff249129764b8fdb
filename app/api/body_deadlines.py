"""How long a request's body may take. As long as it moves, it may; JSON must also come to an end."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooSlow


class Patience:
    """Gives a body up when nothing more of it comes for `limit_s` seconds: with 408, or by ending the answer begun."""

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
    """Whether a body follows the header."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
