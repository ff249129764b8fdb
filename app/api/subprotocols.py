"""Selects a sub-protocol for sockets: ours has none, but clients that offer some need one in return.

A browser closes a connection whose response names none of the protocols that its page offered (WHATWG Fetch, "establish
a WebSocket connection"), so the first is selected. Messages do not depend on it.
"""

import re

from starlette.types import Message, Scope, Send

#: RFC 9110's token; other text must not come back in a header.
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")


def selecting(scope: Scope, send: Send) -> Send:
    """Wrap a socket's `send` to select the first sub-protocol that its client offers when it is accepted."""
    chosen = chosen_of(scope["subprotocols"])
    if chosen is None:
        return send

    async def named(message: Message) -> None:
        if message["type"] == "websocket.accept" and not message.get("subprotocol"):
            message = {**message, "subprotocol": chosen}
        await send(message)

    return named


def chosen_of(offered: list[str]) -> str | None:
    """The first offer that is a token; None if there is none."""
    return next((name for name in offered if TOKEN.fullmatch(name)), None)
