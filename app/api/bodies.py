"""What comes in and goes out with every request: body limits, media types, trailing slashes, headers of safety."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.refusals import UnsupportedContentType
from app.core.errors import TooLarge

MIB = 1024 * 1024
#: Largest JSON body, and of a bulk request.
BODY_BYTES = MIB
BULK_BYTES = 8 * MIB
BULK_PATH = "/api/v1/jobs/bulk"
#: Takes media as well as nothing else; counts its bytes itself.
UPLOAD_PATH = "/api/v1/videos"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class TrailingSlash:
    """Every path works with and without its trailing slash, without a redirect (which would turn a POST into a GET)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope["path"].endswith("/") and len(scope["path"]) > 1:
            scope["path"] = scope["path"].rstrip("/") or "/"
        await self._app(scope, receive, send)


class JsonBodies:
    """Takes JSON only, and no more of it than fits the limit, whether its length was declared or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in WRITES or scope["path"] == UPLOAD_PATH:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = BULK_BYTES if scope["path"] == BULK_PATH else BODY_BYTES
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > limit:
            raise _too_large(limit)
        body = await _read(receive, limit)
        if body and not is_json(headers.get("content-type", "")):
            raise UnsupportedContentType("Send JSON, with Content-Type: application/json.")
        await self._app(scope, _replayed(body, receive), send)


def is_json(content_type: str) -> bool:
    """Whether a Content-Type says JSON."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence == "application/json" or (essence.startswith("application/") and essence.endswith("+json"))


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit // MIB} MB.")


async def _read(receive: Receive, limit: int) -> bytes:
    """All of the body. Raises TooLarge as soon as it is more than `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body that was read, then what else comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


#: For answers that are no pages: nothing in them may run, wherever they are shown.
DEFAULT_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}


class SafeHeaders:
    """Adds headers of safety to every answer; a page brings its own Content-Security-Policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in DEFAULT_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, safe if scope["type"] == "http" else send)
