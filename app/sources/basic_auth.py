"""A user name and password for one site, and for no other.

They are not left in the address: there they would be in messages and logs, in what a page is said to be, and in what is
sent to wherever a redirect leads (urllib repeats headers there). So they are added where a request is written to its
connection, which knows its host. For children only: the wrapper is on a class, so it holds for the whole process.
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
    """While inside, requests to the very host, port and scheme of `source` carry its credentials; not to be nested."""
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
    """The header for `user:password` as a link writes it."""
    user, _, password = credentials.partition(":")
    return f"Basic {base64.b64encode(f'{unquote(user)}:{unquote(password)}'.encode()).decode()}"
