"""The client: following a job over lost connections, and saying what the server said."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.server import ServerConnection, serve

from app.client.api_client import ApiClient, ApiRefused
from tests.servers import Site


@contextmanager
def sockets(handler: Callable[[ServerConnection], None]) -> Iterator[ApiClient]:
    """A WebSocket server on loopback, and a client of it."""
    with serve(handler, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield ApiClient(f"http://127.0.0.1:{server.socket.getsockname()[1]}", "the key")
        finally:
            server.shutdown()
            thread.join()


def message(seq: int, kind: str = "job_update") -> str:
    return json.dumps({"type": kind, "job_id": "j", "seq": seq, "data": {}})


def test_follow_goes_on_where_a_lost_connection_ended() -> None:
    """Each event once, in order; the key goes with every connection; code 1000 is the end."""
    asked: list[tuple[str, str | None]] = []

    def handler(socket: ServerConnection) -> None:
        assert socket.request is not None
        asked.append((socket.request.path, socket.request.headers.get("X-API-Key")))
        if len(asked) == 1:
            socket.send(message(0, "initial_status"))
            socket.send(message(1))
            socket.send(message(2))
            socket.socket.close()
            return
        socket.send(message(2, "initial_status"))
        socket.send(message(3))

    with sockets(handler) as client:
        seen = [(told["type"], told["seq"]) for told in client.follow("j")]
    assert seen == [
        ("initial_status", 0),
        ("job_update", 1),
        ("job_update", 2),
        ("initial_status", 2),
        ("job_update", 3),
    ]
    assert asked == [("/ws/j", "the key"), ("/ws/j?after=2", "the key")]


def test_refused_socket_is_an_error_at_once() -> None:
    """A close code of ours (4404: no such job) is not waited out."""
    with sockets(lambda socket: socket.close(4404, "unknown job")) as client, pytest.raises(ApiRefused, match="4404"):
        list(client.follow("j"))


class Answering(BaseHTTPRequestHandler):
    """Answers each path in the way that its name says, and keeps what it was sent."""

    received: dict[str, Any]

    def do_GET(self) -> None:
        self._answer({"/health": (200, b'{"status":"healthy"}'), "/file": (200, b"bytes" * 1000)})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).received = {"path": self.path, "body": body, "key": self.headers["X-API-Key"]}
        self._answer(
            {
                "/api/v1/videos?filename=a%20b.mp4": (201, b'{"video_id":"v1"}'),
                "/api/v1/jobs": (422, b'{"title":"Invalid","detail":"priority: at most 10"}'),
            }
        )

    def _answer(self, known: dict[str, tuple[int, bytes]]) -> None:
        status, body = known.get(self.path, (500, b"<html>broken"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def client() -> Iterator[ApiClient]:
    """A client of `Answering`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield ApiClient(f"http://127.0.0.1:{server.server_port}", "the key")
        server.shutdown()
        thread.join()


def test_upload_sends_the_bytes_and_the_name(client: ApiClient, tmp_path: Path) -> None:
    """The raw body, with the key; the answer's id comes back."""
    (tmp_path / "a b.mp4").write_bytes(b"\x00\x01" * 5000)
    assert client.upload(tmp_path / "a b.mp4") == "v1"
    assert Answering.received["body"] == b"\x00\x01" * 5000
    assert Answering.received["key"] == "the key"


def test_error_carries_what_the_server_said(client: ApiClient) -> None:
    """The problem's detail, or the beginning of what came instead."""
    with pytest.raises(ApiRefused, match="422 priority: at most 10"):
        client.create_job({"priority": 11})
    with pytest.raises(ApiRefused, match="500 <html>broken"):
        client.get("/nowhere")


def test_save_writes_the_file(client: ApiClient, tmp_path: Path) -> None:
    """Whole, and only when there is one."""
    client.save("/file", tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4").read_bytes() == b"bytes" * 1000
    with pytest.raises(ApiRefused, match="500"):
        client.save("/nowhere", tmp_path / "none.mp4")
    assert not (tmp_path / "none.mp4").exists()


def test_health_is_false_where_nobody_answers(client: ApiClient) -> None:
    """True only for a healthy answer."""
    assert client.is_healthy()
    assert not ApiClient("http://127.0.0.1:9").is_healthy()


@pytest.mark.parametrize("body", [b"<html>welcome", b"{}", b"[]", b"null", b'"healthy"', b"", b"\xff"])
def test_health_is_false_where_another_program_answers(site: Site, body: bytes) -> None:
    """Whatever it has at this path."""
    site.add("/health", body=body)
    site.add("/api/v1/jobs", body=b"<html>welcome")
    assert not ApiClient(site.url("")).is_healthy()
    assert not ApiClient(site.url("")).is_admitted()
