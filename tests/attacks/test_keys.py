"""What an operator sets as the key, and what strangers try in its place."""

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.attacks.wire import Answer, HealthWatch, Wire
from tests.server import Server

pytestmark = pytest.mark.slow
KEY = "correct horse"
RIGHT = f"X-API-Key: {KEY}"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a key that somebody could guess."""
    with Server(tmp_path_factory.mktemp("locked"), API_KEY=KEY) as running:
        yield running


def sign_in(server: Server) -> str:
    """A session's cookie."""
    with server.client() as client:
        answer = client.post("/api/v1/session", json={"api_key": KEY})
    assert answer.status_code == 204
    return answer.cookies["session"]


def jobs(server: Server, *lines: str, source: str = "127.0.0.1") -> Answer:
    """The answer to a request for the jobs."""
    with Wire(server, source=source) as wire:
        return wire.ask("GET", "/api/v1/jobs", *lines)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("schlüssel", "beyond ASCII"),
        ("ключ", "beyond ASCII"),
        ("two\tparts", "control characters"),
        ("two\nparts", "control characters"),
        (" key", "a blank"),
        ("key ", "a blank"),
        ("   ", "a blank"),
        ("x" * 1001, "longer than 1000"),
    ],
)
def test_a_key_that_no_header_carries_is_refused_at_the_start(tmp_path: Path, key: str, why: str) -> None:
    """In one line that names the setting and not the key; such a server would refuse everybody."""
    code, said = Server(tmp_path, API_KEY=key).refused()
    assert code == 2
    (line,) = said.strip().splitlines()
    assert line.startswith("error: API_KEY: ")
    assert why in line
    assert key.strip() == "" or key.strip() not in line


def test_a_stolen_cookie_ends_with_the_session(locked: Server) -> None:
    """On the server, not only in the browser that signed out; so do its sockets. Other sessions go on."""
    stolen, other = sign_in(locked), sign_in(locked)
    assert jobs(locked, f"Cookie: session={stolen}").status == 200
    with connect(f"{locked.ws_url}/ws/health", additional_headers={"Cookie": f"session={stolen}"}) as socket:
        with Wire(locked) as wire:
            assert wire.ask("DELETE", "/api/v1/session", f"Cookie: session={stolen}").status == 204
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert jobs(locked, f"Cookie: session={stolen}").status == 401
    assert jobs(locked, f"Cookie: session={other}").status == 200


def test_a_stolen_cookie_does_not_tell_the_key(locked: Server) -> None:
    """It is no hash of it, in any of the ways that one would try; sessions are made of chance."""
    cookies = {sign_in(locked) for _ in range(20)}
    assert len(cookies) == 20
    for cookie in cookies:
        for words in re.findall(r"[0-9A-Za-z]+", cookie):
            for text in (words, f"session {words}"):
                assert hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest() not in cookie


def test_sessions_survive_a_restart_and_end_with_the_key(tmp_path: Path) -> None:
    """Also after the server was killed."""
    server = Server(tmp_path, API_KEY=KEY)
    with server:
        cookie, ended = sign_in(server), sign_in(server)
        with Wire(server) as wire:
            assert wire.ask("DELETE", "/api/v1/session", f"Cookie: session={ended}").status == 204
        server.kill()
        server.start()
        assert jobs(server, f"Cookie: session={cookie}").status == 200
        assert jobs(server, f"Cookie: session={ended}").status == 401
    for key in ("another key", KEY):
        with Server(tmp_path, API_KEY=key) as changed:
            assert jobs(changed, f"Cookie: session={cookie}").status == 401


def test_guesses_are_slowed_and_logged(tmp_path: Path) -> None:
    """Some are free; then most of many at once are turned away. The right key is served all the while."""
    with Server(tmp_path, API_KEY=KEY) as server:
        assert jobs(server, RIGHT).status == 200
        statuses: list[int] = []

        def guess(number: int) -> None:
            statuses.append(jobs(server, f"X-API-Key: guess {number}", source="127.0.0.66").status)

        with HealthWatch(server):
            guessing = [threading.Thread(target=guess, args=(number,)) for number in range(200)]
            for thread in guessing:
                thread.start()
            served = [jobs(server, RIGHT).status for _ in range(20)]
            for thread in guessing:
                thread.join()
        assert served == [200] * 20
        assert statuses.count(429) > 100
        assert statuses.count(401) + statuses.count(429) == 200
        assert jobs(server, RIGHT).status == 200
        assert jobs(server, RIGHT, source="127.0.0.66").status == 200
        line = next(line for line in server.log().splitlines() if "wrong API keys" in line)
        assert "127.0.0.66" in line
        assert "guess" not in line
        with server.client() as client:
            assert "api_wrong_keys 200.0" in client.get("/metrics").text


def test_signing_in_is_no_way_around_that(tmp_path: Path) -> None:
    """Guesses at the door of the dashboard count the same, and a missing key is none."""
    with Server(tmp_path, API_KEY=KEY) as server:
        for _ in range(30):
            assert jobs(server).status == 401
            assert jobs(server, "Cookie: session=old").status == 401
        with server.client() as client:
            for number in range(12):
                answer = client.post("/api/v1/session", json={"api_key": f"guess {number}"})
                assert answer.status_code == 401
            assert "api_wrong_keys 12.0" in client.get("/metrics").text
            assert client.post("/api/v1/session", json={"api_key": KEY}).status_code == 204
        assert "sign-in" in server.log()
