"""Fan-out: 1,000 sockets of one job, 20 committed events a second to each, beside a bare `websockets` broadcast.

Both servers run in a process of their own, on the same event loop (uvloop), and are followed by the same client. Ours
does all that the product does: each event is committed to the database, serialised once, and sent to every follower of
the job. Then once more with 100 clients that never read, for the server's memory.
"""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

import uvloop

from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.pairs import CPU_US, MEMORY_MB, P50_MS, P99_MS, Run, Side, pairs, quantile

CLIENTS = 1_000
STALLED = 100
BARE = "the websockets library's broadcast"
PER_SECOND = 20
SECONDS = float(os.environ.get("FANOUT_SECONDS", "5"))
#: Clients that shake hands at once.
BATCH = 50
TEXT = "Twenty times a second somebody says a sentence of about this length, and everybody hears it."
HELLO = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def run() -> Iterator[Figure]:
    many_files()
    followed = pairs(Side("ours", partial(measured, "ours")), Side(BARE, partial(measured, "bare")))
    sent = f"{CLIENTS:,} sockets × {PER_SECOND} messages/s"
    yield followed.figure(f"{sent}, each message to each socket", CPU_US, aim=1.3, beside=BARE)
    yield followed.figure(f"{sent}: latency p50", P50_MS)
    yield followed.figure(f"{sent}: latency p99", P99_MS, aim=100)
    yield followed.figure(f"memory for {CLIENTS:,} sockets", MEMORY_MB)
    stalled = [measure("ours", stalled=STALLED) for _ in range(3)]
    note = f"{STALLED} of {CLIENTS} clients never read"
    late = [quantile(one.latencies_ms, 0.99) for one in stalled]
    yield of_runs("with stalled clients: latency p99", late, "ms", note=note)
    grown = [(one.rss_after - one.rss_half) / 2**20 for one in stalled]
    yield of_runs("with stalled clients: memory, second half", grown, "MB", aim=5)


def measured(name: str) -> Run:
    """One run of a server. Raises RuntimeError if a message was lost."""
    found = measure(name, stalled=0)
    expected = CLIENTS * round(SECONDS * PER_SECOND)
    if len(found.latencies_ms) != expected:
        raise RuntimeError(f"{name}: {len(found.latencies_ms)} of {expected} messages arrived")
    memory = found.rss_connected - found.rss_before
    return Run(expected, found.seconds, found.cpu_s, found.latencies_ms, memory)


def many_files() -> None:
    """A descriptor per socket."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))


@dataclass
class Outcome:
    """What one run gave. Memory in bytes: without sockets, with all of them, half-way and at the end."""

    seconds: float = 0.0
    cpu_s: float = 0.0
    rss_before: int = 0
    rss_connected: int = 0
    rss_half: int = 0
    rss_after: int = 0
    latencies_ms: list[float] = field(default_factory=list)


def measure(name: str, *, stalled: int) -> Outcome:
    """Start the server `name`, connect, let it talk, and hear what came."""
    command = [sys.executable, "-c", f"import benchmarks.fanout as f; f.serve({name!r})"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        where = json.loads(server.stdout.readline())
        outcome = Outcome()

        def go() -> None:
            assert server.stdin is not None
            server.stdin.write("go\n")
            server.stdin.flush()

        def result() -> dict[str, Any]:
            assert server.stdout is not None
            found: dict[str, Any] = json.loads(server.stdout.readline())
            return found

        told = uvloop.run(listen(where["port"], where["path"], stalled, go, result, outcome))
        for key, value in told.items():
            setattr(outcome, key, value)
        server.stdin.close()
        server.wait(30)
    return outcome


class Listener(asyncio.Protocol):
    """A client as cheap as can be: it only finds the frames and the time in them."""

    def __init__(self, hello: bytes, latencies_ms: list[float]) -> None:
        self._hello = hello
        self._latencies_ms = latencies_ms
        self._buffer = b""
        self._greeted = False
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).write(self._hello)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._buffer += data
        if not self._greeted:
            _, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self._greeted, self._buffer = True, rest
            self.ready.set_result(None)
        while (frame := self._frame()) is not None:
            at = frame.find(b'"text":"@') + 8
            if at >= 8:
                self._latencies_ms.append((now - float(frame[at + 1 : frame.index(b"@", at + 1)])) * 1000)

    def _frame(self) -> bytes | None:
        """The payload of the next whole frame; a server's frames are not masked."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1], 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[start : start + length]


async def listen(
    port: int, path: str, stalled: int, go: Callable[[], None], result: Callable[[], dict[str, Any]], outcome: Outcome
) -> dict[str, Any]:
    """Connect everybody, give the sign, hear everything."""
    loop = asyncio.get_running_loop()
    hello = HELLO.format(path=path, host=f"127.0.0.1:{port}").encode()
    dead = [_stalled(port, hello) for _ in range(stalled)]
    listeners: list[Listener] = []
    for _ in range(0, CLIENTS - stalled, BATCH):
        made = await asyncio.gather(
            *(
                loop.create_connection(lambda: Listener(hello, outcome.latencies_ms), "127.0.0.1", port)
                for _ in range(min(BATCH, CLIENTS - stalled - len(listeners)))
            )
        )
        listeners += [listener for _, listener in made]
        await asyncio.gather(*(listener.ready for _, listener in made))
    go()
    told = await asyncio.to_thread(result)
    for connection in dead:
        connection.close()
    return told


def _stalled(port: int, hello: bytes) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.sendall(hello)
    return connection


def serve(name: str) -> None:
    """The server's process: says where it is, waits for the sign, talks, says what it cost."""
    many_files()
    uvloop.run(_serve({"bare": bare, "ours": ours}[name]))


async def _serve(server: Callable[[], Any]) -> None:
    async with server() as (port, path, tell):
        print(json.dumps({"port": port, "path": path}), flush=True)
        before = _rss()
        await asyncio.to_thread(sys.stdin.readline)
        print(json.dumps(await _talk(tell) | {"rss_before": before}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)


async def _talk(tell: Callable[[str], Awaitable[None]]) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    began, cpu = loop.time(), time.process_time()
    count = round(SECONDS * PER_SECOND)
    rss_half, rss_connected = 0, _rss()
    for n in range(count):
        await asyncio.sleep(max(0.0, began + n / PER_SECOND - loop.time()))
        await tell(f"@{time.monotonic():.6f}@ {TEXT}")
        if n == count // 2:
            rss_half = _rss()
    await asyncio.sleep(1 / PER_SECOND)
    cpu_s, seconds = time.process_time() - cpu, loop.time() - began
    await asyncio.sleep(1.0)  # what is under way arrives
    memory = {"rss_connected": rss_connected, "rss_half": rss_half, "rss_after": _rss()}
    return {"seconds": seconds, "cpu_s": cpu_s, **memory}


def _rss() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


Served = tuple[int, str, Callable[[str], Awaitable[None]]]


@asynccontextmanager
async def bare() -> AsyncIterator[Served]:
    """The library's own broadcast, and nothing else."""
    from websockets.asyncio.server import ServerConnection, broadcast
    from websockets.asyncio.server import serve as listen_on

    connections: set[ServerConnection] = set()

    async def handler(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    number = 0

    async def tell(text: str) -> None:
        nonlocal number
        number += 1
        data = {"index": number, "start": 0.0, "end": 1.0, "text": text, "confidence": 0.9, "flags": []}
        job_id = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
        body = {"type": "transcript_segment", "job_id": job_id, "seq": number, "ts": "2026-11-21T01:13:06.000Z"}
        broadcast(connections, json.dumps(body | {"data": data, "id": number}, separators=(",", ":")))

    async with listen_on(handler, "127.0.0.1", 0, compression=None) as server:
        yield server.sockets[0].getsockname()[1], "/", tell


@asynccontextmanager
async def ours() -> AsyncIterator[Served]:
    """The whole product: committed, then told."""
    from app.jobs.events import SegmentTranscribed
    from app.jobs.results import Segment
    from tests.asgi import app_in, served

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with app_in(Path(folder), ws_heartbeat_seconds=3600) as app, served(app) as address:
            job = await app.claim((await app.create(job_type="transcription"))["id"])

            number = 0

            async def tell(text: str) -> None:
                nonlocal number
                number += 1
                segment = Segment(start_s=0.0, end_s=1.0, text=text, confidence=0.9)
                event = SegmentTranscribed(index=number, segment=segment)
                await app.store.write(lambda tx: tx.append(job.id, [event]))

            yield int(address.rpartition(":")[2]), f"/ws/{job.id}", tell
