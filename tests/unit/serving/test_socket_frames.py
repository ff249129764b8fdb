"""Frames that are made once for many sockets."""

import asyncio
import json
from pathlib import Path

import pytest
import websockets
from websockets.frames import Frame, Opcode

from app.core.socket_frames import frame_of
from app.live.hub import Hub
from app.serving.socket_connection import SocketConnection
from tests.asgi import app_in, served


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_frame_is_the_one_that_the_library_makes(size: int) -> None:
    """Of all three forms of length."""
    text = "x" * size
    assert frame_of(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert frame_of("ü→😀") == Frame(Opcode.TEXT, "ü→😀".encode()).serialize(mask=False)


async def test_followers_of_a_job_get_the_same_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the server's shortcut, in order between the messages that go the long way."""
    sent: list[bytes] = []
    send = SocketConnection.send_frame

    def noted(self: SocketConnection, frame: bytes) -> bool:
        done = send(self, frame)
        if done:
            sent.append(frame)
        return done

    monkeypatch.setattr(SocketConnection, "send_frame", noted)
    async with app_in(tmp_path) as app, served(app) as address:
        job = await app.create()
        uri = f"ws://{address}/ws/{job['id']}"
        async with websockets.connect(uri, compression=None) as one, websockets.connect(uri) as other:
            for socket in (one, other):
                assert json.loads(await socket.recv())["type"] == "initial_status"
            await _parked(app.hub)
            for priority in (6, 7, 8):
                await app.jobs.set_priority(job["id"], priority)
            for socket in (one, other):
                messages = [json.loads(await socket.recv()) for _ in range(3)]
                assert [message["data"]["priority"] for message in messages] == [6, 7, 8]
            await app.jobs.cancel(job["id"])
            for socket in (one, other):
                assert json.loads(await socket.recv())["data"]["status"] == "cancelled"
                await socket.wait_closed()
                assert socket.close_code == 1000
    assert len(sent) == 6
    assert len({id(frame) for frame in sent}) == 3


async def _parked(hub: Hub) -> None:
    """Wait until the first messages are sent, so that further ones need not wait for them."""
    while not all(one._parked for members in hub._of_job.values() for one in members):
        await asyncio.sleep(0)
