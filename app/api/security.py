"""The key, and the session that a browser gets for it."""

import hashlib
import hmac
import time
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.access import Access, AccessRules
from app.core.errors import Unauthenticated

#: Where a key is turned into a cookie; asked without one.
SESSION_PATH = "/api/v1/session"
SESSION_COOKIE = "session"
SESSION_SECONDS = 30 * 24 * 3600


class Keys:
    """Asks for the API key, where one is set, on every route that does not declare itself open."""

    def __init__(self, app: ASGIApp, *, key: str, rules: AccessRules) -> None:
        self._app = app
        self._key = key
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._key and scope["type"] in ("http", "websocket") and self._needs_key(scope):
            headers = Headers(scope=scope)
            if not (self._is_key(headers) or is_session(self._key, headers.get("cookie", ""), time.time())):
                raise Unauthenticated
        await self._app(scope, receive, send)

    def _needs_key(self, scope: Scope) -> bool:
        preflight = scope["type"] == "http" and scope["method"] == "OPTIONS"
        return not preflight and self._rules.of(scope) is Access.KEY

    def _is_key(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        return same_secret(given, self._key)


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
