"""Stopping in order: jobs go back into the queue, sockets are told, nothing is left running."""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import websockets

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


def _transcribing(server: Server, media: MediaShelf) -> str:
    """The id of a job that has told its first line."""
    job_id: str = server.submit("transcription", video_id=server.upload(media.talk()))["id"]
    with server.client() as client:
        while not client.get(f"/api/v1/jobs/{job_id}").json()["segments"]:
            time.sleep(0.01)
    return job_id


def _wait(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("database_url", "number"),
    [
        ("sqlite", signal.SIGTERM),
        pytest.param("sqlite", signal.SIGINT, marks=pytest.mark.long),
        pytest.param("postgresql", signal.SIGTERM, marks=pytest.mark.long),
    ],
    indirect=["database_url"],
)
def test_a_stop_with_a_running_job_exits_with_zero_and_loses_nothing(
    tmp_path: Path, media: MediaShelf, database_url: str, number: signal.Signals
) -> None:
    """The job goes on at the next start."""
    with Server(tmp_path, database_url=database_url) as server:
        job_id = _transcribing(server, media)
        assert server.terminate(number) == 0
        assert server.children() == []
        server.start()
        ended = server.ended(job_id)
        assert ended["status"] == "completed"
        events = server.events(job_id)
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


def test_open_sockets_are_told_and_do_not_hold_up_the_stop(tmp_path: Path, media: MediaShelf) -> None:
    """Close code 1012, service restart."""

    async def follow(server: Server, job_id: str) -> int | None:
        async with websockets.connect(f"{server.ws_url}/ws/{job_id}") as socket:
            assert json.loads(await socket.recv())["type"] == "initial_status"
            stopping = asyncio.create_task(asyncio.to_thread(server.terminate))
            with contextlib.suppress(websockets.ConnectionClosedError):
                async for _ in socket:
                    pass
            assert await stopping == 0
            return socket.close_code

    with Server(tmp_path) as server:
        job_id = _transcribing(server, media)
        assert asyncio.run(follow(server, job_id)) == 1012


def test_a_second_ctrl_c_is_immediate_and_still_loses_nothing(tmp_path: Path, media: MediaShelf, site: Site) -> None:
    """A download that the site holds back, and a grace that would wait for it: the second one puts it back."""
    gate = threading.Event()
    url = site.add_file("/talk.mp4", media.talk(), gate=gate)
    with Server(tmp_path, SHUTDOWN_GRACE="600") as server:
        job_id = server.submit("audio_extraction", youtube_url=url)["id"]
        assert site.started.wait(60)
        assert server._process is not None
        server._process.send_signal(signal.SIGINT)
        _wait(lambda: "stopping" in server.log())
        began = time.monotonic()
        assert server.terminate(signal.SIGINT) == 0
        assert time.monotonic() - began < 5
        assert server.children() == []
        gate.set()
        server.start()
        assert server.ended(job_id)["status"] == "completed"


def test_an_upload_at_hand_is_refused_and_does_not_hold_up_a_second_ctrl_c(tmp_path: Path) -> None:
    """Both may come in a moment, and a third after them: still exit code 0, and a log without a traceback."""
    with (
        Server(tmp_path) as server,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port)) as sending,
    ):
        assert server._process is not None
        sending.putrequest("POST", "/api/v1/videos")
        sending.putheader("Content-Type", "video/mp4")
        sending.putheader("Content-Length", "8000000")
        sending.endheaders(bytes(6_000_000))
        _wait(lambda: any(server.data_dir.rglob("*.part")))
        server._process.send_signal(signal.SIGINT)
        _wait(lambda: "stopping" in server.log())
        began = time.monotonic()
        server._process.send_signal(signal.SIGINT)
        answer = sending.getresponse()
        server._process.send_signal(signal.SIGINT)
        assert server._process.wait(30) == 0
        assert time.monotonic() - began < 4  # requests would have five seconds
        assert answer.status == 503
        assert json.load(answer)["code"] == "unavailable"
        assert "Traceback" not in server.log()
        assert list(server.data_dir.rglob("*.part")) == []


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, *(pytest.param(one, marks=pytest.mark.long) for one in (signal.SIGINT, signal.SIGHUP))]
)
def test_a_stop_that_reaches_the_children_too_costs_no_try(
    tmp_path: Path, media: MediaShelf, number: signal.Signals
) -> None:
    """As at a reboot, or when a service manager signals every process: no step has crashed."""
    with Server(tmp_path, MAX_RETRIES="0") as server:
        job_id = _transcribing(server, media)
        for pid in server.children():
            os.kill(pid, number)
        assert server.terminate() == 0
        assert server.children() == []
        server.start()
        assert server.ended(job_id)["status"] == "completed"
        assert [event for event in server.events(job_id) if event["type"] == "error"] == []
