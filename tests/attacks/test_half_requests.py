"""Requests that are never finished, answers that are never taken: nobody else is locked out, and the log says who."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.attacks.wire import ByHand, HealthWatch, Scarce, Wire, descriptors_of, handshake, memory_of
from tests.media import sample
from tests.server import Server

pytestmark = pytest.mark.slow
HALF_HEADER = b"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-"
HALF_BODY = (
    b"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
)
HALF_UPLOAD = (
    b"POST /api/v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: video/mp4\r\nContent-Length: 1000000\r\n\r\nabc"
)
EXPECTING = HALF_BODY.replace(b"Content-Length", b"Expect: 100-continue\r\nContent-Length")[:-1]
#: Half a minute is long for a test.
IMPATIENT = {"REQUEST_HEADER_TIMEOUT": "1", "REQUEST_TIMEOUT": "2", "RESPONSE_TIMEOUT": "2"}


@pytest.fixture(scope="module", params=[Server, ByHand])
def impatient(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of little patience, started by each of its ways."""
    with request.param(tmp_path_factory.mktemp("impatient"), **IMPATIENT) as running:
        yield running


@pytest.mark.parametrize("half", [HALF_HEADER, HALF_BODY, HALF_UPLOAD, EXPECTING, b"G"])
def test_a_half_request_has_a_deadline(impatient: Server, half: bytes) -> None:
    """After which it is answered with 408 and closed, and nothing of it is left."""
    with Wire(impatient) as wire:
        wire.send(half)
        answer = wire.answer()
        if answer.status == 100:
            answer = wire.answer()
        assert (answer.status, answer.headers["content-type"]) == (408, "application/problem+json")
        assert json.loads(answer.body)["status"] == 408
        assert wire.until_closed() == b""
    uploads = impatient.data_dir / "work" / "uploads"
    assert not uploads.exists() or list(uploads.iterdir()) == []


def test_a_half_header_is_logged(impatient: Server) -> None:
    """With the address it came from."""
    with Wire(impatient, source="127.0.0.77") as wire:
        wire.send(HALF_HEADER)
        assert wire.answer().status == 408
    (line,) = (line for line in impatient.log().splitlines() if "127.0.0.77" in line)
    assert "header_unfinished" in line


def test_a_connection_that_says_nothing_is_closed(impatient: Server) -> None:
    """Without an answer: browsers open some in advance, and would take it for that of their next request."""
    with Wire(impatient) as wire:
        assert wire.until_closed() == b""


def test_a_second_request_has_a_deadline_too(impatient: Server) -> None:
    """On a connection that was used before; also where only line ends come, one now and then."""
    for half in (HALF_HEADER, b"\r\n"):
        with Wire(impatient) as wire:
            assert wire.ask("GET", "/health").status == 200
            wire.send(half)
            assert wire.answer().status == 408
            assert wire.until_closed() == b""


def test_a_body_that_nobody_wants_has_a_deadline(impatient: Server) -> None:
    """It was answered before it was there; what trickles in is thrown away for a while only."""
    with Wire(impatient) as wire:
        wire.send(b"GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        assert wire.answer().status == 200
        while wire.send(b"x"):
            time.sleep(0.2)


def test_a_body_that_trickles_is_given_up(impatient: Server) -> None:
    """JSON that comes byte by byte would hold its connection for hours."""
    with Wire(impatient) as wire:
        wire.send(HALF_BODY)
        sent = 0
        wire.socket.settimeout(0.2)
        while True:
            try:
                answer = wire.answer()
                break
            except TimeoutError:
                wire.send(b" ")
                sent += 1
        assert answer.status == 408
        assert sent < 100


def test_a_slow_upload_that_moves_lives(impatient: Server) -> None:
    """However long it takes: a piece every half second, for longer than any of the limits."""
    content = sample().read_bytes()
    with Wire(impatient) as wire:
        head = "POST /api/v1/videos HTTP/1.1", "Host: localhost", "Content-Type: video/mp4"
        wire.send("\r\n".join((*head, f"Content-Length: {len(content)}")).encode() + b"\r\n\r\n")
        for piece in range(7):
            wire.send(content[piece * 100 : piece * 100 + 100])
            time.sleep(0.5)
        wire.send(content[700:])
        assert wire.answer().status == 201


def test_an_answer_that_nobody_takes_is_broken_off(impatient: Server) -> None:
    """Also small ones, and also where the connection was to be closed after it; what they held is free again."""
    path = "/static/vendor/redoc/redoc.standalone.js"
    before = descriptors_of(impatient)
    with ExitStack() as wires:
        for number in range(8):
            wire = wires.enter_context(Wire(impatient, window=1024))
            closing = ("Connection: close",) if number % 2 else ()
            request = "\r\n".join((f"GET {path} HTTP/1.1", "Host: localhost", *closing)).encode() + b"\r\n\r\n"
            wire.send(request * (1 if closing else 20))
        settled(lambda: "answer_not_taken" in impatient.log() and descriptors_of(impatient) <= before)


def test_an_answer_that_is_taken_slowly_arrives(impatient: Server) -> None:
    """Whoever takes some of it now and then gets all of it."""
    path = "/static/vendor/redoc/redoc.standalone.js"
    size = len(httpx.get(f"{impatient.base_url}{path}", headers={"Accept-Encoding": "identity"}).content)
    got = 0
    with Wire(impatient, window=8192) as wire:
        wire.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        for _ in range(6):
            got += len(wire.socket.recv(16384))
            time.sleep(0.5)
        while received := wire.socket.recv(1 << 20):
            got += len(received)
    assert got > size


def settled(condition: Any, *, within_s: float = 30.0) -> None:
    """Wait until a condition holds; fail if it does not come to hold."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def scarce(tmp_path: Path) -> Iterator[Server]:
    """A server with few descriptors and its own patience."""
    with Scarce(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    "half", [HALF_BODY, *(pytest.param(one, marks=pytest.mark.long) for one in (b"", HALF_HEADER, HALF_UPLOAD))]
)
def test_more_half_requests_than_descriptors_lock_nobody_out(scarce: Server, half: bytes) -> None:
    """The newest push out the oldest, so health is answered and, where the header is not finished, jobs are created."""
    before = memory_of(scarce)
    with ExitStack() as wires, HealthWatch(scarce):
        for _ in range(700):
            wires.enter_context(Wire(scarce)).send(half)
        assert descriptors_of(scarce) < 250
        if half in (b"", HALF_HEADER):
            assert scarce.submit("transcription", url="http://127.0.0.1:9/a.mp4")["id"]
    assert memory_of(scarce) - before < 50_000_000
    assert "connections were cut off" in scarce.log()
    assert "address=127.0.0.1" in scarce.log()


def test_sockets_count_too(scarce: Server) -> None:
    """Open sockets give way to nobody, but health has its place beside them; the others hear why they are refused."""
    with ExitStack() as wires, HealthWatch(scarce):
        opened = [wires.enter_context(Wire(scarce)) for _ in range(400)]
        for wire in opened:
            wire.send(handshake("/ws/jobs/broadcast"))
        assert descriptors_of(scarce) < 250
        with scarce.client() as client:
            deadline = time.monotonic() + 30  # a busy server has not opened all of them yet
            while (refused := client.get("/api/v1/jobs")).status_code == 200:
                assert time.monotonic() < deadline
        assert (refused.status_code, refused.json()["code"]) == (503, "too_many_connections")
        assert int(refused.headers["retry-after"]) > 0
    with scarce.client() as client:
        settled(lambda: client.get("/api/v1/jobs").status_code == 200)


def test_one_address_does_not_take_the_places_of_others(tmp_path: Path) -> None:
    """Its share is bounded; who comes from elsewhere notices nothing."""
    with Server(tmp_path, MAX_CONNECTIONS_PER_ADDRESS="20") as server, ExitStack() as wires:
        before = descriptors_of(server)
        for _ in range(200):
            wires.enter_context(Wire(server, source="127.0.0.66")).send(handshake("/ws/jobs/broadcast"))
        assert descriptors_of(server) - before < 70
        with Wire(server, source="127.0.0.66") as wire:
            assert wire.ask("GET", "/api/v1/jobs").status == 503
        with Wire(server, source="127.0.0.66") as wire:
            assert wire.ask("GET", "/health").status == 200
        with Wire(server) as wire:
            assert wire.ask("GET", "/api/v1/jobs").status == 200
        assert "127.0.0.66" in server.log()


@pytest.mark.parametrize("kind", [Server, ByHand])
def test_behind_a_proxy_those_it_speaks_for_are_counted(tmp_path: Path, kind: type[Server]) -> None:
    """Only where it is trusted, and by what it wrote itself: the last address; the client wrote what stands before."""
    settings = {"MAX_CONNECTIONS_PER_ADDRESS": "3", "TRUSTED_PROXIES": "127.0.0.5"}
    with kind(tmp_path, **settings) as server, ExitStack() as wires:
        job = server.submit("transcription", url="http://127.0.0.1:9/a.mp4", run_at="2099-01-01T00:00:00Z")
        stream = f"/api/v1/jobs/{job['id']}/events", "Accept: text/event-stream"
        for number in range(6):
            wire = wires.enter_context(Wire(server, source="127.0.0.5"))
            forged = f"X-Forwarded-For: 198.51.100.{number}, 203.0.113.7"
            answer = wire.ask("GET", stream[0], stream[1], forged)
            assert answer.status == (200 if number < 3 else 503), number
        with Wire(server, source="127.0.0.5") as wire:
            assert wire.ask("GET", "/api/v1/jobs", "X-Forwarded-For: 203.0.113.8").status == 200
        for number in range(6):
            wire = wires.enter_context(Wire(server, source="127.0.0.6"))
            answer = wire.ask("GET", stream[0], stream[1], f"X-Forwarded-For: 203.0.113.{number}")
            assert answer.status == (200 if number < 3 else 503), number
