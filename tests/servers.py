"""Web sites on loopback for tests that fetch: real HTTP with the faults of real sites."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest

#: The address of `public_site`. A test's judge can treat it as public, and other loopback addresses as internal.
PUBLIC_HOST = "127.0.0.9"
TYPES = {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}
CHUNK_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Hit:
    """One received request."""

    path: str
    headers: dict[str, str]


@dataclass
class Route:
    """The site's behaviour at one path. `cuts` responses break off after `cut_after` bytes; `gate` delays the rest.

    If `authorization` is set, requests without that header get 401.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ranges: bool = False
    states_length: bool = True
    cut_after: int = 0
    cuts: int = 0
    gate: threading.Event | None = None
    authorization: str | None = None


class Site:
    """A web site in a thread. Routes may be changed at any time; `hits` are the requests so far."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.routes: dict[str, Route] = {}
        self.hits: list[Hit] = []
        self.started = threading.Event()
        self._server = _Server((host, 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=f"site-{host}")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for route in self.routes.values():
            if route.gate is not None:
                route.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        host = self._server.server_address[0]
        return f"http://{host!s}:{self.port}{path}"

    def add(self, path: str, **route: Any) -> str:
        """Set a route; returns its URL."""
        self.routes[path.partition("?")[0]] = Route(**route)
        return self.url(path)

    def add_file(self, path: str, file: Path, **route: Any) -> str:
        """Serve a file, by default with Range."""
        headers = {"Content-Type": TYPES.get(Path(path.partition("?")[0]).suffix, "application/octet-stream")}
        headers |= route.pop("headers", {})
        return self.add(path, body=file.read_bytes(), headers=headers, **{"ranges": True, **route})

    def add_folder(self, path: str, folder: Path) -> str:
        """Serve every file of a folder."""
        for file in sorted(folder.iterdir()):
            self.add_file(f"{path}/{file.name}", file)
        return self.url(path)

    def add_redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.add(path, status=status, headers={"Location": to})

    def requested_ranges(self, path: str) -> list[str | None]:
        """The Range header of each request for this path, or None."""
        return [hit.headers.get("Range") for hit in self.hits if hit.path == path]


class _Server(ThreadingHTTPServer):
    """A server whose threads end with it: connections that clients keep open are shut down at the end."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        with self._guard:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore errors: clients that disconnect are part of these tests."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.hits.append(Hit(path, dict(self.headers.items())))
            route = site.routes.get(path, Route(status=404, body=b"nothing here"))
            if route.authorization not in (None, self.headers.get("Authorization")):
                route = Route(status=401, headers={"WWW-Authenticate": 'Basic realm="films"'})
            _answer(self, site, route)

        def log_message(self, *_: object) -> None:
            """Log nothing: tests read `hits`."""

    return Handler


def _answer(handler: BaseHTTPRequestHandler, site: Site, route: Route) -> None:
    body, status, headers = route.body, route.status, dict(route.headers)
    wanted_range = handler.headers.get("Range")
    if route.ranges and wanted_range:
        first, _, last = wanted_range.removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last or len(body) - 1), len(body) - 1)
        if start >= len(body):
            status, body, headers["Content-Range"] = 416, b"", f"bytes */{len(route.body)}"
        else:
            status, headers["Content-Range"] = 206, f"bytes {start}-{end}/{len(body)}"
            body = body[start : end + 1]
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    request_headers = handler.headers
    if (etag and request_headers.get("If-None-Match") == etag) or (
        modified and not etag and request_headers.get("If-Modified-Since") == modified
    ):
        status, body = 304, b""
    handler.send_response(status)
    if route.ranges:
        headers["Accept-Ranges"] = "bytes"
    if route.states_length:
        headers["Content-Length"] = str(len(body))
    else:
        headers["Connection"] = "close"
        handler.close_connection = True
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    _send(handler, site, route, body)


def _send(handler: BaseHTTPRequestHandler, site: Site, route: Route, body: bytes) -> None:
    if route.cuts > 0 and len(body) > route.cut_after:
        route.cuts -= 1
        handler.wfile.write(body[: route.cut_after])
        handler.wfile.flush()
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)
        return
    for at in range(0, len(body), CHUNK_BYTES):
        handler.wfile.write(body[at : at + CHUNK_BYTES])
        if at == 0 and route.gate is not None:
            handler.wfile.flush()
            site.started.set()
            route.gate.wait(30)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1, which is private: only `allow_private_networks` lets jobs fetch from it."""
    with Site() as running:
        yield running


@pytest.fixture
def internal_site() -> Iterator[Site]:
    """A site that no job may reach; its requests are counted."""
    with Site() as running:
        running.add("/secret", body=b"secret", headers={"Content-Type": "video/mp4"})
        yield running


@pytest.fixture
def public_site() -> Iterator[Site]:
    """A site that a test's judge treats as public; see PUBLIC_HOST."""
    with Site(PUBLIC_HOST) as running:
        yield running
