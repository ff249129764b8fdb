"""Followers of a real server process that is stopped, killed and started again under them."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
LINK = "http://example.com/a.mp4"


def paused_job(server: Server) -> str:
    """A job that stays where it is."""
    with server.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
    return str(server.submit("transcription", url=LINK)["id"])


def test_an_open_stream_does_not_hold_up_a_stop(tmp_path: Path) -> None:
    """SIGTERM ends Server-Sent Events and sockets at once; exit code 0."""
    with Server(tmp_path) as server:
        job_id = paused_job(server)
        begun, lines = threading.Event(), []

        def listen() -> None:
            headers = {"Accept": "text/event-stream"}
            with (
                server.client() as client,
                client.stream("GET", f"/api/v1/jobs/{job_id}/events", headers=headers) as answer,
            ):
                for line in answer.iter_lines():
                    lines.append(line)
                    if line.startswith("event: initial_status"):
                        begun.set()

        listener = threading.Thread(target=listen)
        listener.start()
        with connect(f"{server.ws_url}/ws/jobs/broadcast") as socket:
            socket.recv(timeout=20)
            assert begun.wait(20)
            asked = time.monotonic()
            assert server.terminate() == 0
            assert time.monotonic() - asked < 5
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    socket.recv(timeout=20)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1012
        listener.join(20)
        assert not listener.is_alive()
        assert lines[-1] == "", "the last event was whole"


def test_a_follower_resumes_over_a_killed_server(tmp_path: Path) -> None:
    """kill -9 between messages, a new start, the same cursor: nothing missing, nothing twice."""
    seen: list[dict[str, Any]] = []
    with Server(tmp_path) as server:
        job_id = paused_job(server)
        for restart in range(3):
            with connect(f"{server.ws_url}/ws/{job_id}?after={len(seen)}", max_size=None) as socket:
                assert json.loads(socket.recv(timeout=20))["type"] == "initial_status"
                with server.client() as client:
                    for priority in range(4):
                        client.patch(f"/api/v1/jobs/{job_id}", json={"priority": priority}).raise_for_status()
                seen += [json.loads(socket.recv(timeout=20)) for _ in range(1 + restart)]
                server.kill()
            server.start()
        with (
            connect(f"{server.ws_url}/ws/{job_id}?after={len(seen)}", max_size=None) as socket,
            server.client() as client,
        ):
            client.post(f"/api/v1/jobs/{job_id}/cancel").raise_for_status()
            seen += [message for message in map(json.loads, socket) if "id" in message]
        assert socket.close_code == 1000
        assert seen == server.events(job_id)
        assert [message["seq"] for message in seen] == list(range(1, len(seen) + 1))
