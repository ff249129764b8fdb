"""Selects a sub-protocol for sockets: ours has none, but clients that offer some need one in return.

A browser closes a connection whose response names none of the protocols that its page offered (WHATWG Fetch, "establish
a WebSocket connection"), so the first is selected. Messages do not depend on it.
"""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: RFC 9110's token; other text must not come back in a header.
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")


class SubProtocols:
    """Selects the first sub-protocol that a client offers when its socket is accepted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = chosen_of(scope["subprotocols"]) if scope["type"] == "websocket" else None

        async def named(message: Message) -> None:
            if message["type"] == "websocket.accept" and not message.get("subprotocol"):
                message = {**message, "subprotocol": chosen}
            await send(message)

        await self._app(scope, receive, send if chosen is None else named)


def chosen_of(offered: list[str]) -> str | None:
    """The first offer that is a token; None if there is none."""
    return next((name for name in offered if TOKEN.fullmatch(name)), None)
