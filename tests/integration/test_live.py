"""Followers over real sockets, with everything that networks do to them."""

import asyncio
import contextlib
import json
import random
import socket
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.jobs.record import JobRecord
from app.jobs.results import Segment
from tests.asgi import App, app_in, segment, served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
RECONNECTS = 100


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """An application whose clients fall behind soon."""
    async with app_in(tmp_path, ws_outbox_messages=16) as running:
        yield running


async def talk(app: App, job: JobRecord, bursts: int, dice: random.Random) -> None:
    """A job's life: bursts of lines and progress, with pauses that let others in."""
    line = 0
    for burst in range(bursts):
        count = dice.randint(1, 25)
        await app.publish_segments(job, [segment(2.0 * (line + n), f"Line {line + n}.") for n in range(count)])
        line += count
        app.progress(job, 3 + line, progress=burst / 100, eta_s=1.0, stages={"transcribe": (0.5, None)})
        await asyncio.sleep(dice.random() * 0.02)
    await app.finish(job)


class ChaosClient:
    """Follows a job over connections that are cut, stalled and left half-open, and keeps what it was told."""

    def __init__(self, address: str, job_id: str, dice: random.Random) -> None:
        self._address = f"ws://{address}/ws/{job_id}"
        self._dice = dice
        self.seen: list[dict[str, Any]] = []
        self.connections = 0
        self.over = False

    @property
    def after(self) -> int:
        return self.seen[-1]["seq"] if self.seen else 0

    async def follow(self) -> None:
        """Connect again and again until the server says that the job is over."""
        while not self.over:
            self.connections += 1
            with contextlib.suppress(ConnectionClosed, OSError, TimeoutError):
                async with connect(
                    f"{self._address}?after={self.after}", open_timeout=10, close_timeout=1
                ) as connection:
                    await self._some(connection)

    async def _some(self, connection: ClientConnection) -> None:
        fate = self._dice.random()
        length = self._dice.randint(0, 15) if fate < 0.995 else 10**9
        for _ in range(length):
            try:
                message = json.loads(await asyncio.wait_for(connection.recv(), 20))
            except ConnectionClosed as closed:
                self.over = closed.rcvd is not None and closed.rcvd.code == 1000
                return
            self._keep(message)
        if fate < 0.3:
            await asyncio.sleep(self._dice.random() * 0.2)  # stalls, with messages under way
        if fate < 0.6:
            reset(connection)

    def _keep(self, message: dict[str, Any]) -> None:
        if message["type"] == "initial_status":
            assert message["seq"] == self.after
        elif "id" in message:
            assert message["seq"] == self.after + 1
            self.seen.append(message)
        elif message["type"] == "job_update":
            assert message["seq"] == self.after, "progress belongs to the last event that was told"


def reset(connection: ClientConnection) -> None:
    """Cut the connection without a goodbye, as a dying network does."""
    raw = connection.transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.transport.abort()


async def test_a_hundred_reconnects_lose_and_double_nothing(app: App) -> None:
    """Cuts, stalls, resets at any place: what each client saw is exactly the stored log, in order."""
    dice = random.Random(5)
    job = await app.create(job_type="transcription")
    async with served(app) as address:
        clients = [ChaosClient(address, job["id"], random.Random(seed)) for seed in range(8)]
        following = [asyncio.create_task(client.follow()) for client in clients]
        claimed = await app.claim(job["id"])
        await talk(app, claimed, 20, dice)
        await asyncio.gather(*following)
        page = await app.http.get(f"/api/v1/jobs/{job['id']}/events", params={"limit": 1000})
        log = page.json()["items"]
        while len(log) < page.json()["last_seq"]:
            more = await app.http.get(f"/api/v1/jobs/{job['id']}/events", params={"limit": 1000, "after": len(log)})
            log += more.json()["items"]
    for client in clients:
        assert client.seen == log
    assert sum(client.connections for client in clients) >= RECONNECTS
    assert app.hub.connections()["jobs"] == 0


async def test_the_broadcast_resumes_at_its_cursor(app: App) -> None:
    """Events of all jobs by their ids, over reconnects, once each, in order."""
    dice = random.Random(7)
    seen: list[dict[str, Any]] = []
    async with served(app) as address:
        jobs = [await app.claim((await app.create(job_type="transcription"))["id"]) for _ in range(3)]
        for n, job in enumerate(jobs):
            await app.publish_segments(job, [], key=f"key-{n}")
        talking = [asyncio.create_task(talk_on(app, job, n, dice)) for n, job in enumerate(jobs)]
        ended = 0
        while ended < len(jobs):
            after = seen[-1]["id"] if seen else 0
            async with connect(f"ws://{address}/ws/jobs/broadcast?after={after}") as connection:
                for _ in range(dice.randint(1, 60)):
                    message = json.loads(await asyncio.wait_for(connection.recv(), 20))
                    if "id" in message and message["type"] != "initial_status":
                        seen.append(message)
                        ended += message["data"].get("status") == "completed"
                    if ended == len(jobs):
                        break
        await asyncio.gather(*talking)
    ids = [message["id"] for message in seen]
    assert ids == sorted(set(ids))
    for job in jobs:
        numbers = [message["seq"] for message in seen if message["job_id"] == job.id]
        assert numbers == list(range(1, len(numbers) + 1))


async def talk_on(app: App, job: JobRecord, number: int, dice: random.Random) -> None:
    """Lines of one of several jobs, each under a key of its own."""
    for line in range(40):
        await app.publish_segments(job, [segment(2.0 * line, f"Job {number}, line {line}.")], key=f"key-{number}")
        await asyncio.sleep(dice.random() * 0.01)
    await app.finish(job)


async def test_clients_that_never_read_cost_little_and_slow_nobody(app: App) -> None:
    """Thousands of events past twenty dead clients: memory stays flat, and a living one gets everything."""
    job = await app.create(job_type="transcription")
    text = "A line that is long enough to fill the buffers of the system. " * 20
    async with served(app) as address:
        with contextlib.ExitStack() as stack:
            for _ in range(20):
                stack.enter_context(raw_follower(address, job["id"]))
            following = asyncio.create_task(everything(address, job["id"]))
            claimed = await app.claim(job["id"])
            sizes = []
            for burst in range(15):
                lines = [Segment(start_s=n, end_s=n + 1, text=f"{burst} {n} {text}", confidence=1) for n in range(100)]
                await app.publish_segments(claimed, lines)
                sizes.append(psutil.Process().memory_info().rss)
            await app.finish(claimed)
            async with asyncio.timeout(60):
                seen = await following
    assert seen == list(range(seen[0], 1 + 2 + 15 * 100 + 1 + 1))
    assert sizes[-1] - sizes[2] < 30 * 1024 * 1024


async def everything(address: str, job_id: str) -> list[int]:
    """Numbers of all events that a client who always reads is told."""
    async with connect(f"ws://{address}/ws/{job_id}", max_size=None) as connection:
        messages = [json.loads(text) async for text in connection]
    return [message["seq"] for message in messages if "id" in message]


def raw_follower(address: str, job_id: str) -> socket.socket:
    """A client that says hello and then never reads."""
    host, port = address.split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    connection.connect_ex((host, int(port)))
    hello = (
        f"GET /ws/{job_id} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    connection.setblocking(True)
    connection.sendall(hello.encode())
    return connection


async def test_a_stream_follows_a_job_over_http(app: App) -> None:
    """Server-Sent Events as `curl -N` sees them: live, numbered, ended by the job's end."""
    job = await app.create(job_type="transcription")
    async with served(app) as address, httpx.AsyncClient(timeout=30) as client:
        path = f"http://{address}/api/v1/jobs/{job['id']}/events?after=0"
        async with client.stream("GET", path, headers={"Accept": "text/event-stream"}) as stream:
            lines = stream.aiter_lines()
            while not (await anext(lines)).startswith("event: initial_status"):
                pass
            claimed = await app.claim(job["id"])
            await app.publish_segments(claimed, [segment(0, "Live.")])
            await app.finish(claimed)
            ids = [int(line.removeprefix("id: ")) async for line in lines if line.startswith("id: ")]
        assert ids == list(range(1, 6))
