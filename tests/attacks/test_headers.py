"""Requests whose header never ends: bounded in size, whoever started the server."""

import threading
from collections.abc import Iterator

import pytest

from tests.attacks.wire import ByHand, HealthWatch, Wire, memory_of
from tests.server import Server

pytestmark = pytest.mark.slow
MB = 1_000_000
#: How a request begins whose header never ends, and what goes on for ever.
ENDLESS = {
    "a URL": (b"GET /", b"a" * 65536),
    "a header's value": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", b"a" * 65536),
    "a header's name": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-", b"a" * 65536),
    "headers": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-A: bcdefghij\r\n" * 4096),
    "a cookie": (b'GET / HTTP/1.1\r\nHost: localhost\r\nCookie: session="', b"\\\\" * 32768),
    "empty lines": (b"\r\n", b"\r\n" * 32768),
}


@pytest.fixture(scope="module", params=[Server, ByHand])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server started by each of its ways."""
    with request.param(tmp_path_factory.mktemp("headers")) as running:
        yield running


def poured(server: Server, begin: bytes, more: bytes, *, at_most: int) -> tuple[int, bytes]:
    """Send `more` until the server has enough; how many bytes were sent, and what it answered."""
    with Wire(server) as wire:
        sent = len(begin)
        goes_on = wire.send(begin)
        while goes_on and sent < at_most:
            goes_on = wire.send(more)
            sent += len(more)
        return sent, wire.until_closed()


@pytest.mark.parametrize("what", ENDLESS)
def test_a_header_without_an_end_is_refused(server: Server, what: str) -> None:
    """Once it is 64 kB large, with 431; the server stays small and answers others meanwhile."""
    begin, more = ENDLESS[what]
    before = memory_of(server)
    with HealthWatch(server):
        sent, answer = poured(server, begin, more, at_most=200 * MB)
    assert sent < 100 * MB
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 "), answer[:200]
    assert memory_of(server) - before < 30 * MB


def test_the_refusal_of_a_large_header_can_be_read(server: Server) -> None:
    """By a client that has sent all it has: an ordinary problem, and the reason."""
    with Wire(server) as wire:
        wire.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 100_000)
        answer = wire.answer()
        assert (answer.status, answer.headers["content-type"]) == (431, "application/problem+json")
        assert b"64 kB" in answer.body
        assert wire.until_closed() == b""
    assert "header_too_large" in server.log()


def test_two_hundred_headers_without_an_end(server: Server) -> None:
    """At the same time."""
    before = memory_of(server)
    largest = 0
    begin, more = ENDLESS["a header's value"]
    with HealthWatch(server):
        attackers = [
            threading.Thread(target=poured, args=(server, begin, more), kwargs={"at_most": 5 * MB}) for _ in range(200)
        ]
        for attacker in attackers:
            attacker.start()
        for attacker in attackers:
            largest = max(largest, memory_of(server))
            attacker.join()
    assert largest - before < 100 * MB


def test_a_large_header_of_an_honest_client_is_served(server: Server) -> None:
    """Single sign-on in front of a site makes cookies of many kilobytes."""
    with Wire(server) as wire:
        assert wire.ask("GET", "/health", f"Cookie: {'a' * 30_000}", f"X-B: {'b' * 20_000}").status == 200
        assert wire.ask("GET", "/health?" + "c" * 20_000).status == 200
