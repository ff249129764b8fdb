"""Whose page asks. A server on localhost can be reached by every page that its user's browser shows.

So what changes something, opens a socket, or belongs to the API must not come from another site's page. Browsers name
the page in `Origin`, and where they send none (pictures, films, links) in the `Sec-Fetch-*` headers. Requests without
either are no browser's, or an old one's, and pass: a GET does no work and connects nowhere.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.policy import Access, Policies
from app.core.authorities import DEFAULT_PORTS, Origin, parse_authority, parse_origin
from app.core.errors import ForbiddenOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: `Sec-Fetch-Site` of pages that are not ours; `same-site` is another port or a neighbour under the same domain.
OTHER_SITES = frozenset({"cross-site", "same-site"})
ALLOWED_HEADERS = "Content-Type, X-API-Key, Authorization, Idempotency-Key, Last-Event-ID, Range"
EXPOSED_HEADERS = "Location, Retry-After, ETag, Content-Disposition, Content-Range, Accept-Ranges"


class Origins:
    """Finds out whether another site's page asks (`scope["foreign"]`); lets `allowed` origins read answers (CORS)."""

    def __init__(self, app: ASGIApp, *, allowed: Sequence[str]) -> None:
        self._app = app
        self._every = "*" in allowed
        self._allowed = frozenset(parse_origin(origin.removesuffix("/")) for origin in allowed if origin != "*")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not origins:
            scope["foreign"] = self._shown_elsewhere(headers)
        elif len(origins) > 1 or not is_same_origin(origins[0], headers.get("host", "")):
            welcome = len(origins) == 1 and self._is_allowed(origins[0])
            scope["foreign"] = not welcome  # judged inside the boundary, so that the refusal is a proper answer
            if welcome:
                await self._answer_to(origins[0], scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_allowed(self, origin: str) -> bool:
        found = parse_origin(origin)
        return self._every or (found is not None and found in self._allowed)

    def _shown_elsewhere(self, headers: Headers) -> bool:
        """Whether a page that is not welcome shows this as its picture, film or script; the page is in Referer."""
        if headers.get("sec-fetch-site", "").lower() not in OTHER_SITES:
            return False
        scheme, mark, rest = headers.get("referer", "").partition("://")
        return not self._is_allowed(f"{scheme}{mark}{rest.partition('/')[0]}")

    async def _answer_to(self, origin: str, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "OPTIONS"
        if asked and "access-control-request-method" in Headers(scope=scope):
            await _preflight(origin)(scope, receive, send)
        else:
            await self._app(scope, receive, _readable_by(origin, send))


def _preflight(origin: str) -> Response:
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


class ForeignOrigins:
    """Refuses what `Origins` found to come from a page of another site, unless the route is public.

    A link that is followed is not refused: the browser then shows the answer by itself, and no page can read it.
    """

    def __init__(self, app: ASGIApp, *, policies: Policies) -> None:
        self._app = app
        self._policies = policies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("foreign") and not self._is_harmless(scope):
            raise ForbiddenOrigin("A page of another site asked. Its origin can be added to ALLOWED_ORIGINS.")
        await self._app(scope, receive, send)

    def _is_harmless(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in SAFE_METHODS:
            return False
        return is_followed_link(Headers(scope=scope)) or self._policies.of(scope).access is Access.PUBLIC


def is_followed_link(headers: Headers) -> bool:
    """Whether the answer becomes a page of its own, in a tab: not a frame, picture or film in another's page."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def is_same_origin(origin: str, host: str) -> bool:
    """Whether a page of `origin` asks its own server. The scheme may differ: a proxy in front speaks TLS for us."""
    page, place = parse_origin(origin), parse_authority(host)
    if page is None or place is None or page.scheme not in ("http", "https"):
        return False
    ports = {place.port} if place.port is not None else {DEFAULT_PORTS["http"], DEFAULT_PORTS["https"]}
    return page == Origin(page.scheme, place.host, page.port) and page.port in ports
