"""Who may ask: the `Host` that was meant, the `Origin` that asks, the key.

A server on localhost can be reached by every page that its user's browser shows. So a request must name a host that
is ours (a page that rebinds its own name to 127.0.0.1 does not), and what changes something, or opens a socket, must
not come from another site's page. Requests without `Origin` are no browser's and pass.
"""

import hashlib
import hmac
import time
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ForbiddenOrigin, Unauthenticated

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What needs the key; the dashboard's own files, health and the API's description do not.
GUARDED = ("/api", "/ws", "/connections")
#: Where a key is turned into a cookie; asked without one.
SESSION_PATH = "/api/v1/session"
SESSION_COOKIE = "session"
SESSION_SECONDS = 30 * 24 * 3600
#: A machine's names for itself, and what is always served under them: health checks of containers come by these.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
HEALTH_PATHS = frozenset({"/health", "/health/ready"})
ALLOWED_HEADERS = "Content-Type, X-API-Key, Authorization, Idempotency-Key, Last-Event-ID, Range"
EXPOSED_HEADERS = "Location, Retry-After, ETag, Content-Disposition, Content-Range, Accept-Ranges"


class Hosts:
    """Refuses requests whose Host is none of `allowed`, except the machine's own for health; `*` takes every name."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self._app = app
        self._allowed = frozenset(host_name(name) for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and "*" not in self._allowed:
            named = Headers(scope=scope).getlist("host")
            served = self._allowed | LOOPBACK_NAMES if scope["path"] in HEALTH_PATHS else self._allowed
            if len(named) != 1 or host_name(named[0]) not in served:
                refusal = "This host name is not one of the server's. Its operator can add it to ALLOWED_HOSTS."
                raise ForbiddenOrigin(refusal, code="forbidden_host")
        await self._app(scope, receive, send)


def host_name(host: str) -> str:
    """The name in a Host header, without its port: `[::1]:8000` → `[::1]`."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


class Origins:
    """Refuses unsafe requests and sockets of other sites' pages; lets `allowed` origins read answers (CORS)."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self._app = app
        self._allowed = frozenset(origin.rstrip("/").lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        welcome = origin is not None and (origin.lower() in self._allowed or "*" in self._allowed)
        if origin is None or is_same_origin(origin, headers.get("host", "")):
            await self._app(scope, receive, send)
            return
        scope["foreign"] = not welcome  # judged inside the boundary, so that the refusal is a proper answer
        if not welcome:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await self._preflight(origin)(scope, receive, send)
        else:
            await self._app(scope, receive, _readable_by(origin, send))

    def _preflight(self, origin: str) -> Response:
        headers = {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            "Access-Control-Max-Age": "600",
            "Vary": "Origin",
        }
        return Response(status_code=204, headers=headers)


def _readable_by(origin: str, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
            headers.add_vary_header("Origin")
        await send(message)

    return sent


class Strangers:
    """Refuses what `Origins` found to come from a page of another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("foreign") and (scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS):
            raise ForbiddenOrigin("A page of another site asked. Its origin can be added to ALLOWED_ORIGINS.")
        await self._app(scope, receive, send)


def is_same_origin(origin: str, host: str) -> bool:
    """Whether a page of `origin` asks its own server. The scheme may differ: a proxy in front speaks TLS for us."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    default = {"http": 80, "https": 443}[parts.scheme]
    return parts.netloc.lower() == host.lower() or (
        port in (None, default)
        and host_name(parts.netloc) == host_name(host)
        and host.rpartition(":")[2] == str(default)
    )


class Keys:
    """Asks for the API key, where one is set, on all of the API, the sockets and the files of jobs."""

    def __init__(self, app: ASGIApp, *, key: str) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._key and scope["type"] in ("http", "websocket") and is_guarded(scope):
            headers = Headers(scope=scope)
            if not (self._is_key(headers) or is_session(self._key, headers.get("cookie", ""), time.time())):
                raise Unauthenticated
        await self._app(scope, receive, send)

    def _is_key(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        return same_secret(given, self._key)


def is_guarded(scope: Scope) -> bool:
    """Whether this request needs the key. A preflight cannot carry one."""
    path = scope["path"]
    if path == SESSION_PATH or (scope["type"] == "http" and scope["method"] == "OPTIONS"):
        return False
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in GUARDED)


def same_secret(given: str, secret: str) -> bool:
    """Compare in a time that does not tell how much of it was right, nor how long the secret is."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (given, secret))
    return hmac.compare_digest(*digests)


def session_value(key: str, expires_at: int) -> str:
    """A session cookie: when it expires, signed with the key. Changing the key ends every session."""
    return f"{expires_at}.{hmac.new(key.encode(), f'session {expires_at}'.encode(), hashlib.sha256).hexdigest()}"


def is_session(key: str, cookies: str, now: float) -> bool:
    """Whether a Cookie header holds a session of this key that has not expired."""
    try:
        found = SimpleCookie(cookies).get(SESSION_COOKIE)
    except CookieError:
        return False
    if found is None:
        return False
    expires_at = found.value.partition(".")[0]
    if not (expires_at.isascii() and expires_at.isdigit() and len(expires_at) < 12) or int(expires_at) < now:
        return False
    return same_secret(found.value, session_value(key, int(expires_at)))
