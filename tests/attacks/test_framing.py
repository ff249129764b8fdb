"""How a request is cut into pieces: chunks, trailers, requests sent ahead. Bounded like what is in them."""

import json
from collections.abc import Iterator

import pytest

from tests.attacks.wire import ByHand, Unharmed, Wire
from tests.server import Server

pytestmark = pytest.mark.slow
MB = 1_000_000
JSON = "Content-Type: application/json"
CHUNKED = f"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()


@pytest.fixture(scope="module", params=[Server, ByHand])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, started by each of its ways."""
    with request.param(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(server: Server) -> Iterator[None]:
    """Every one of these attacks leaves the server as it was."""
    with Unharmed(server):
        yield


@pytest.mark.parametrize(
    "more",
    [
        b"1;" + b"e" * 65536,
        b"1" + b" " * 65536,
        b'1;a="' + b"\\\\" * 32768,
    ],
)
def test_a_chunk_extension_without_an_end(server: Server, more: bytes) -> None:
    """The framing of a body has a bound of its own."""
    with Wire(server) as wire:
        sent = 0
        goes_on = wire.send(CHUNKED + more[:2])
        while goes_on and sent < 50 * MB:
            goes_on = wire.send(more[2:])
            sent += len(more)
    assert sent < 50 * MB


@pytest.mark.parametrize("trailer", [b"X-A: " + b"a" * 65536, b"X-A: b\r\n" * 8192])
def test_trailers_without_an_end(server: Server, trailer: bytes) -> None:
    """They are headers by another name."""
    with Wire(server) as wire:
        sent = 0
        goes_on = wire.send(CHUNKED + b"2\r\n{}\r\n0\r\n")
        while goes_on and sent < 50 * MB:
            goes_on = wire.send(trailer)
            sent += len(trailer)
    assert sent < 50 * MB


def test_a_trailer_is_no_header(server: Server) -> None:
    """What comes after the body was not judged with the header."""
    with Wire(server) as wire:
        wire.send(CHUNKED.replace(JSON.encode(), b"X-A: b") + b"2\r\n{}\r\n0\r\nContent-Type: application/json\r\n\r\n")
        assert wire.answer().status == 415


def test_a_body_in_tiny_chunks(server: Server) -> None:
    """Is a body like others, up to the same size."""
    body = json.dumps({"url": "http://127.0.0.1:9/a.mp4", "run_at": "2099-01-01T00:00:00Z"}).encode()
    tiny = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
    with Wire(server) as wire:
        wire.send(CHUNKED + tiny)
        assert wire.answer().status == 201
    with Wire(server) as wire:
        wire.send(CHUNKED + b"1\r\n \r\n" * (1 << 20) + b"1\r\n \r\n")
        assert wire.answer().status == 413


def test_requests_sent_ahead(server: Server) -> None:
    """Some are answered in order; thousands end the connection."""
    request = b"GET /health HTTP/1.1\r\nHost: localhost\r\nUser-Agent: one that sends requests ahead\r\n\r\n"
    with Wire(server) as wire:
        wire.send(request * 300)
        assert [wire.answer().status for _ in range(300)] == [200] * 300
    with Wire(server) as wire:
        flood = b"GET / HTTP/1.1\r\n\r\n" * 50_000
        while wire.send(flood):
            pass
        assert len(wire.until_closed()) < 10 * MB


def test_requests_sent_ahead_of_a_stream(server: Server) -> None:
    """Of an answer that never ends: a little is kept, more ends the connection."""
    job = server.submit("transcription", url="http://127.0.0.1:9/a.mp4", run_at="2099-01-01T00:00:00Z")
    with Wire(server) as wire:
        assert wire.ask("GET", f"/api/v1/jobs/{job['id']}/events", "Accept: text/event-stream").status == 200
        while wire.send(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1000):
            pass


SOCKET = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + "A" * 22 + "=="
)


@pytest.mark.parametrize(
    ("first", "fields", "statuses"),
    [
        ("GET /health HTTP/1.1", "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk", {200}),
        ("CONNECT localhost:80 HTTP/1.1", "", {400}),
        ("CONNECT /health HTTP/1.1", "", {405}),
        ("OPTIONS * HTTP/1.1", "", {404}),
        ("PRI * HTTP/2.0", "", {400}),
        ("GET /\x00 HTTP/1.1", "", {400}),
        ("GET /\xe4 HTTP/1.1", "", {400}),
        ("GET /%00%ff%zz HTTP/1.1", "", {404}),
        ("\x16\x03\x01\x02\x00\x01\x00\x01", "", {400}),
        ("POST /api/v1/jobs HTTP/1.1", "Content-Length: 1\r\nContent-Length: 2", {400}),
        ("POST /api/v1/jobs HTTP/1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked", {400}),
        ("POST /api/v1/jobs HTTP/1.1", "Content-Length: -1", {400}),
        ("POST /api/v1/jobs HTTP/1.1", "Content-Length: 99999999999999999999", {400}),
        ("POST /api/v1/videos HTTP/1.1", "Content-Type: video/mp4\r\nContent-Length: 9999999999999999", {413}),
        ("GET /health HTTP/1.1", "X : y", {400}),
        ("GET /health HTTP/1.1", "X: \x01", {400}),
        ("GET /health HTTP/1.1", "X: y\r\n z", {400}),
        ("POST /ws/health HTTP/1.1", SOCKET, {405}),
        ("POST /ws/health HTTP/1.1", f"{SOCKET}\r\nContent-Length: 0", {404, 405}),
        ("GET /ws/health HTTP/1.1", f"{SOCKET}\r\nContent-Length: 0", {404}),
        ("GET /nothing HTTP/1.1", SOCKET, {403}),
    ],
)
def test_strange_requests_are_answered(server: Server, first: str, fields: str, statuses: set[int]) -> None:
    """Each, at once: none is waited for, or forgotten."""
    with Wire(server) as wire:
        head = "\r\n".join(filter(None, (first, "Host: localhost", fields)))
        wire.send(head.encode("latin-1") + b"\r\n\r\n")
        assert wire.answer().status in statuses


def test_what_is_no_request_does_not_fill_the_log(server: Server) -> None:
    """It is told by address, with a count."""
    before = server.log_file.stat().st_size
    for _ in range(500):
        with Wire(server) as wire:
            wire.send(b"\x16\x03\x01\x02\x00\x01\r\n\r\n")
            assert wire.answer().status == 400
    assert server.log_file.stat().st_size - before < 5000
