"""Bodies, queries and headers that are small and make much work: bounded, answered, and nobody else waits."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.attacks.wire import Unharmed, Wire, memory_of
from tests.server import Server

pytestmark = pytest.mark.slow
MB = 1_000_000
JSON = "Content-Type: application/json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server."""
    with Server(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(server: Server, request: pytest.FixtureRequest) -> Iterator[None]:
    """Every one of these attacks leaves the server as it was, but for the memory that parsing took at its largest."""
    large = request.function is test_a_bulk_request_of_millions
    with Unharmed(server, growth=400 * MB if large else 60 * MB):
        yield


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"url": "http://a.example/", "metadata": ' + b"[" * 400_000 + b"]" * 400_000 + b"}",
        b'{"url": "http://a.example/", "priority": ' + b"9" * 900_000 + b"}",
        b'{"url": "http://a.example/", "metadata": {"a": ' + b"9" * 900_000 + b"}}",
        b'{"url": "http://a.example/", "metadata": {"a": 1e' + b"9" * 900_000 + b"}}",
        b'{"url": "http://a.example/", "metadata": {"a": "' + b"\\ud800" * 150_000 + b'"}}',
        b'{"url": "' + b"http://" * 140_000 + b'"}',
        b'{"url": "http://' + b"a." * 500_000 + b'"}',
        b"{" + b",".join(b'"field%d": 1' % n for n in range(60_000)) + b"}",
        b'{"url": "http://a.example/", "url": "x"' * 20_000,
    ],
    ids=lambda body: body[:40].decode(),
)
def test_json_that_is_deep_long_or_wide(server: Server, body: bytes) -> None:
    """Is invalid, in an answer of a size that a client can read."""
    with Wire(server) as wire:
        answer = wire.ask("POST", "/api/v1/jobs", JSON, body=body)
    assert answer.status in (201, 422)
    assert len(answer.body) < 100_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"action": "cancel", "ids": [' + b'"x",' * 1_900_000 + b'"x"]}',
        b'{"action": "create", "jobs": [' + b"{}," * 2_600_000 + b"{}]}",
        b'{"action": "create", "jobs": [' + b"1," * 3_900_000 + b"1]}",
    ],
    ids=["ids", "jobs", "numbers"],
)
def test_a_bulk_request_of_millions(server: Server, body: bytes) -> None:
    """Has a bound on items as well as on bytes."""
    with Wire(server) as wire:
        answer = wire.ask("POST", "/api/v1/jobs/bulk", JSON, body=body)
    assert answer.status in (413, 422)
    assert len(answer.body) < 100_000


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"n{n}=1" for n in range(7000)),
        "&".join("limit=1" for n in range(7000)),
        "&" * 60_000,
        "q=" + "%" * 60_000,
        "q=" + "a" * 60_000,
        "q=" + "%20".join("a" for _ in range(15_000)),
        "limits" * 10_000,
        "status_filter=" + "queued," * 8_000,
        "offset=" + "9" * 60_000,
    ],
    ids=lambda query: query[:24],
)
def test_a_query_of_thousands(server: Server, query: str) -> None:
    """Of the list of jobs, where every name is looked at."""
    with Wire(server) as wire:
        answer = wire.ask("GET", f"/api/v1/jobs?{query}")
    assert answer.status in (200, 422)
    assert len(answer.body) < 100_000


@pytest.mark.parametrize(
    "line",
    [
        "Cookie: " + "; ".join(f"n{n}=1" for n in range(6000)),
        'Cookie: session="' + "\\\\" * 30_000,
        "Cookie: " + "=" * 60_000,
        "Cookie: " + '"' * 60_000,
        "Range: bytes=" + ",".join(f"{n}-{n}" for n in range(1000)),
        "Range: bytes=" + "0-," * 20_000,
        "If-None-Match: " + '"a", ' * 12_000,
        "Accept-Encoding: " + "gzip;q=0.1, " * 5_000,
        "Accept: " + "text/html;q=0.1, " * 3_500,
        "Authorization: Bearer " + "a" * 60_000,
        "Idempotency-Key: " + "a" * 60_000,
        "Last-Event-ID: " + "9" * 60_000,
        "Origin: http://" + "a." * 30_000,
        "X-Forwarded-For: " + "1.1.1.1, " * 6_000,
        "Referer: " + "http://" * 8_000 + "\r\nSec-Fetch-Site: cross-site",
    ],
    ids=lambda line: line[:24],
)
def test_a_header_of_thousands(server: Server, line: str) -> None:
    """Whichever it is, wherever it is read."""
    for method, path in (("GET", "/api/v1/jobs"), ("GET", "/static/main.js"), ("GET", "/health"), ("POST", "/x")):
        with Wire(server) as wire:
            assert wire.ask(method, path, line).status < 500


def test_bodies_of_many_requests_at_once(server: Server) -> None:
    """What one address has under way is bounded, so that half bodies do not fill the memory."""
    before = memory_of(server)
    head = f"POST /api/v1/jobs/bulk HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nContent-Length: 8000000\r\n\r\n".encode()
    with ExitStack() as wires:
        for _ in range(40):
            wires.enter_context(Wire(server)).send(head + b" " * 7_000_000)
        assert memory_of(server) - before < 100 * MB
