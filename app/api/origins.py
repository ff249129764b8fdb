"""Determines which site's page sends a request: a server on localhost can be reached by every page in a browser.

So requests that change something, open a socket, or use the API must not come from another site's page. Browsers send
the page's site in `Origin`, or else (pictures, films, links) in the `Sec-Fetch-*` headers. Requests without either come
from other programs or old browsers and are allowed: a GET does no work and connects nowhere.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Scope

from app.api.policy import Access, Policies
from app.core.authorities import DEFAULT_PORTS, Origin, parse_authority, parse_origin
from app.core.errors import ForbiddenOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: `Sec-Fetch-Site` of foreign pages; `same-site` is another port or another host of the same domain.
OTHER_SITES = frozenset({"cross-site", "same-site"})
ALLOWED_HEADERS = (
    "Content-Type, X-API-Key, Authorization, Idempotency-Key, Last-Event-ID, Range, "
    "Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset, X-HTTP-Method-Override, "
    "MCP-Protocol-Version, MCP-Session-Id, Mcp-Method, Mcp-Name"
)
EXPOSED_HEADERS = (
    "Location, Retry-After, ETag, Content-Disposition, Content-Range, Accept-Ranges, "
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, "
    "Content-Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, "
    "Upload-Offset, Upload-Length, Upload-Metadata, Upload-Expires"
)


class Origins:
    """Detects requests of other sites' pages (`scope["foreign"]`), and lets `allowed` origins read responses (CORS)."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._every = "*" in allowed
        self._allowed = frozenset(parse_origin(origin.removesuffix("/")) for origin in allowed if origin != "*")

    def judge(self, scope: Scope, headers: Headers) -> str | None:
        """Mark a request of another site's page; returns the origin of a page that may read the response."""
        origins = headers.getlist("origin")
        if not origins:
            scope["foreign"] = self._shown_elsewhere(headers)
        elif len(origins) > 1 or not is_same_origin(origins[0], headers.get("host", "")):
            welcome = len(origins) == 1 and self._is_allowed(origins[0])
            scope["foreign"] = not welcome  # refused later, so that the refusal is rendered
            return origins[0] if welcome else None
        return None

    def _is_allowed(self, origin: str) -> bool:
        found = parse_origin(origin)
        return self._every or (found is not None and found in self._allowed)

    def _shown_elsewhere(self, headers: Headers) -> bool:
        """Whether a foreign page embeds this as picture, film or script; the page is in Referer."""
        if headers.get("sec-fetch-site", "").lower() not in OTHER_SITES:
            return False
        scheme, mark, rest = headers.get("referer", "").partition("://")
        return not self._is_allowed(f"{scheme}{mark}{rest.partition('/')[0]}")


def is_preflight(scope: Scope, headers: Headers) -> bool:
    """Whether a browser requests whether its page may send the request that it is about to send."""
    return scope["type"] == "http" and scope["method"] == "OPTIONS" and "access-control-request-method" in headers


def preflight(origin: str) -> Response:
    """The response to a preflight request."""
    headers = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
        "Access-Control-Allow-Headers": ALLOWED_HEADERS,
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }
    return Response(status_code=204, headers=headers)


def make_readable(headers: MutableHeaders, origin: str) -> None:
    """Let the page of this origin read the response with these headers."""
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    headers.add_vary_header("Origin")


class ForeignOrigins:
    """Refuses requests that `Origins` marked as foreign, unless the route is public.

    A followed link is not refused: the browser shows the response by itself, and no page can read it.
    """

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def check(self, scope: Scope, headers: Headers) -> None:
        """Raise ForbiddenOrigin for a request that must not come from where it does."""
        if scope.get("foreign") and not self._is_harmless(scope, headers):
            raise ForbiddenOrigin("A page of another site asked. Its origin can be added to ALLOWED_ORIGINS.")

    def _is_harmless(self, scope: Scope, headers: Headers) -> bool:
        if scope["type"] != "http":
            return False
        if scope["method"] not in SAFE_METHODS:
            return self._policies.of(scope).from_anywhere
        return is_followed_link(headers) or self._policies.of(scope).access is Access.PUBLIC


def is_followed_link(headers: Headers) -> bool:
    """Whether the response is shown as a top-level page, not as a frame, picture or film in another page."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def is_same_origin(origin: str, host: str) -> bool:
    """Whether the page's origin is the requested host. The scheme may differ: a proxy may terminate TLS."""
    page, place = parse_origin(origin), parse_authority(host)
    if page is None or place is None or page.scheme not in ("http", "https"):
        return False
    ports = {place.port} if place.port is not None else {DEFAULT_PORTS["http"], DEFAULT_PORTS["https"]}
    return page == Origin(page.scheme, place.host, page.port) and page.port in ports
