"""Sends a user name and password to one site, and to no other.

They are not left in the URL, from where they would get into messages, logs and page URLs, and not set as a header of
the request, which urllib repeats to the target of a redirect. They are added where a request is written to its
connection, which knows its host. In children only: the wrapper is on a class, so it applies to the whole process.
"""

import base64
import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from app.sources.source_url import DEFAULT_PORTS, SourceUrl


@contextmanager
def authorized(source: SourceUrl) -> Iterator[None]:
    """Add the source's credentials to requests to exactly its scheme, host and port; not to be nested."""
    if not source.credentials:
        yield
        return
    parts = urlsplit(source.url)
    home = (parts.scheme, source.host.rstrip("."), parts.port or DEFAULT_PORTS[parts.scheme])
    header = authorization(source.credentials)
    put_request = http.client.HTTPConnection.putrequest

    def putrequest(self: http.client.HTTPConnection, *args: Any, **kwargs: Any) -> None:
        put_request(self, *args, **kwargs)
        scheme = "https" if self.default_port == DEFAULT_PORTS["https"] else "http"
        if (scheme, self.host.strip("[]").rstrip(".").lower(), self.port) == home:
            self.putheader("Authorization", header)

    http.client.HTTPConnection.putrequest = putrequest  # type: ignore[method-assign]
    try:
        yield
    finally:
        http.client.HTTPConnection.putrequest = put_request  # type: ignore[method-assign]


def authorization(credentials: str) -> str:
    """The Authorization header for `user:password` in URL encoding."""
    user, _, password = credentials.partition(":")
    return f"Basic {base64.b64encode(f'{unquote(user)}:{unquote(password)}'.encode()).decode()}"
