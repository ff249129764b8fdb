"""Serves below a path prefix of a proxy (`ROOT_PATH=/video`): removes it from requests, adds it to URLs in responses.

The proxy may remove the prefix or not. Inside, every path is without it; so nothing that is stored contains the prefix,
and it may change. URLs in responses are those in the headers Location and Set-Cookie, and the values of `url`,
`thumbnail_url` and `poster_url` in JSON, also on sockets and in event streams.
"""

import re
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

from app.core.socket_frames import SEND_FRAME

#: A URL on this server in our own JSON. Within a string the quotes would be escaped.
_ADDRESS: Final = re.compile(rb'"((?:thumbnail_|poster_)?url)":"/(api|static|ws|s)/')
_JSON: Final = ("application/json", "text/event-stream")


class RootPath:
    """Serves the application below `prefix` (`/video`), and at `/` for clients that reach it without the proxy."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._address = rb'"\1":"' + prefix.encode() + rb"/\2/"

    def inside(self, scope: Scope, send: Send) -> tuple[Scope, Send]:
        """The request as it is without the prefix, and a `send` that adds it."""
        inner = dict(scope) | {"root_path": ""}
        inner.pop(SEND_FRAME, None)  # what is sent in it would not get the prefix
        path = scope["path"]
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            inner["path"] = path.removeprefix(self._prefix) or "/"
            inner["raw_path"] = scope.get("raw_path", b"").removeprefix(self._prefix.encode()) or b"/"
        state = {"is_json": False}

        async def addressed(message: Message) -> None:
            await send(self._addressed(message, state))

        return inner, addressed

    def _addressed(self, message: Message, state: dict[str, bool]) -> Message:
        match message["type"]:
            case "http.response.start":
                headers = Headers(raw=message["headers"])
                state["is_json"] = headers.get("content-type", "").startswith(_JSON)
                return {**message, "headers": self._headers(message["headers"], is_json=state["is_json"])}
            case "http.response.body" if state["is_json"]:
                return {**message, "body": _ADDRESS.sub(self._address, message.get("body", b""))}
            case "websocket.send" if message.get("text"):
                return {**message, "text": _ADDRESS.sub(self._address, message["text"].encode()).decode()}
        return message

    def _headers(self, raw: Any, *, is_json: bool) -> Any:
        headers = MutableHeaders(raw=list(raw))
        location = headers.get("location", "")
        if location.startswith("/"):
            headers["Location"] = f"{self._prefix}{location}"
        cookies = headers.getlist("set-cookie")
        if cookies:
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("Set-Cookie", re.sub(r"(?i)(;\s*path=)/(?=;|$)", rf"\1{self._prefix}/", cookie))
        if is_json and "content-length" in headers:
            del headers["content-length"]  # the body may grow; it is sent in chunks
        return headers.raw
