"""Sockets that send what no client sends: closed, and the server neither grows nor falls silent."""

import base64
import threading
import zlib
from collections.abc import Callable, Iterator

import pytest

from tests.attacks.wire import ByHand, HealthWatch, Wire, frame, handshake, memory_of
from tests.server import Server

pytestmark = pytest.mark.slow
MB = 1_000_000
#: What a socket pours, and the close code that it gets; None where it takes nothing, so that it cannot be told.
FLOODS: dict[str, tuple[bytes, int]] = {
    "pings": (frame(9, b"p" * 125) * 500, 1008),
    "small pings": (frame(9) * 10_000, 1008),
    "messages": (frame(1, b"ping") * 5_000, 1008),
    "empty fragments": (frame(0, last=False) * 10_000, 1009),
    "fragments": (frame(0, b"x" * 1000, last=False) * 60, 1009),
}


@pytest.fixture(scope="module", params=[Server, ByHand])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server started by each of its ways."""
    with request.param(tmp_path_factory.mktemp("sockets")) as running:
        yield running


def opened(server: Server, *lines: str) -> Wire:
    """A socket, open."""
    wire = Wire(server)
    wire.send(handshake("/ws/health", *lines))
    assert wire.answer().status == 101
    return wire


def close_code(received: bytes) -> int | None:
    """The code of the close frame at the end of what a server sent."""
    at = received.rfind(b"\x88")
    return int.from_bytes(received[at + 2 : at + 4], "big") if at >= 0 else None


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_is_closed(server: Server, what: str) -> None:
    """With a code that says why."""
    more, code = FLOODS[what]
    before = memory_of(server)
    with HealthWatch(server), opened(server) as wire:
        received: list[bytes] = []
        reader = threading.Thread(target=lambda: received.append(wire.until_closed()))
        reader.start()
        if "fragments" in what:
            wire.send(frame(1, b"x", last=False))
        for _ in range(200):
            if not wire.send(more):
                break
        reader.join()
    assert close_code(received[0]) == code
    assert memory_of(server) - before < 30 * MB


def test_who_pings_and_never_reads_costs_nothing(server: Server) -> None:
    """No pongs are gathered for it."""
    before = memory_of(server)
    with HealthWatch(server), opened(server) as wire:
        sent = 0
        while sent < 100 * MB and wire.send(frame(9, b"p" * 125) * 5000):
            sent += 131 * 5000
    assert sent < 100 * MB
    assert memory_of(server) - before < 30 * MB


@pytest.mark.parametrize("size", [64 * 1024 + 1, 2**31, 2**62])
def test_a_large_message_is_refused_by_its_length(server: Server, size: int) -> None:
    """Before it is there."""
    with opened(server) as wire:
        wire.send(b"\x81\xff" + size.to_bytes(8, "big") + b"\0\0\0\0")
        assert close_code(wire.until_closed()) == 1009


def test_compression_is_not_offered(server: Server) -> None:
    """A few bytes could stand for gigabytes; a frame that says it is compressed is an error."""
    with Wire(server) as wire:
        wire.send(handshake("/ws/health", "Sec-WebSocket-Extensions: permessage-deflate"))
        answer = wire.answer()
        assert (answer.status, "sec-websocket-extensions" in answer.headers) == (101, False)
        bomb = zlib.compress(b"0" * 1_000_000)[:60]
        wire.send(bytes([0xC1]) + frame(1, bomb)[1:])
        assert close_code(wire.until_closed()) == 1002


def test_two_hundred_floods_at_once(server: Server) -> None:
    """Health is answered all the while."""
    before = memory_of(server)

    def flood() -> None:
        with opened(server) as wire:
            while wire.send(frame(9) * 10_000):
                pass

    with HealthWatch(server):
        together(flood, 200)
    assert memory_of(server) - before < 80 * MB


def together(act: Callable[[], None], count: int) -> None:
    """Do the same in many threads."""
    threads = [threading.Thread(target=act) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_honest_client_pings_and_talks(server: Server) -> None:
    """A hundred pings and fragments in a row are fine."""
    with opened(server) as wire:
        for number in range(100):
            wire.send(frame(9, b"%d" % number))
        wire.send(frame(1, b"pi", last=False) + frame(0, b"ng"))
        received = b""
        while b"pong" not in received or received.count(b"\x8a") < 100:
            received += wire.socket.recv(65536)


@pytest.mark.parametrize(
    "line",
    [
        "Cookie: " + "a" * 9000,
        "Sec-WebSocket-Protocol: " + "a" * 9000,
        "\r\n".join(f"X-{n}: y" for n in range(150)),
        "Sec-WebSocket-Extensions: " + "a;" * 4000,
        "Sec-WebSocket-Protocol: " + ", ".join(["a"] * 2000),
        "Sec-WebSocket-Protocol: @",
        "Origin: http://localhost\r\nOrigin: http://localhost",
    ],
)
def test_a_strange_handshake_is_answered(server: Server, line: str) -> None:
    """And leaves no traceback in the log."""
    with Wire(server) as wire:
        wire.send(handshake("/ws/health", line))
        assert wire.answer().status in (101, 400, 431)
    assert "Traceback" not in server.log()


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(bytes(15)).decode(), "=" * 24])
def test_a_handshake_without_a_key_is_refused(server: Server, key: str) -> None:
    """In HTTP, as there is no socket yet."""
    with Wire(server) as wire:
        request = handshake("/ws/health").partition(b"Sec-WebSocket-Key")[0]
        wire.send(request + f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
        assert wire.answer().status == 400
    assert "Traceback" not in server.log()
