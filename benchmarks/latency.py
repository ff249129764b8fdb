"""How long after a request its job is reported to be completed, on an idle server whose record has all of it.

From the first byte of the POST to the message `completed` on the broadcast socket, one job after another. A peer's is
the time from its enqueueing to the beginning of a job that does nothing: it stores and publishes no end.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
import uvloop
import websockets

from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import P50_MS, P99_MS, Run, Side, pairs
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.jobs import first_job
from benchmarks.peers.sides import echoes

JOBS = 100
#: Between two jobs, so that each finds an idle server, seconds.
PAUSE_S = 0.01


def run() -> Iterator[Figure]:
    with TemporaryDirectory(prefix="bench-") as folder, running(Path(folder)) as server, echoes(JOBS) as others:
        with httpx.Client(base_url=server.address, timeout=60) as client:
            order = first_job(client, Path(folder) / "jobs.db")

        def ours() -> Run:
            with metered(server.pid) as meter:
                latencies_ms = uvloop.run(_latencies_ms(server.address, order))
            return meter.run(JOBS, latencies_ms)

        found = pairs(Side("ours", ours), *others)
    yield found.figure("from the request to `completed`, p50", P50_MS, aim=3)
    yield found.figure("from the request to `completed`, p99", P99_MS)


async def _latencies_ms(address: str, order: bytes) -> list[float]:
    """Milliseconds of each job."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    took = []
    async with websockets.connect(f"ws://{place.netloc}/ws/jobs/broadcast", compression=None) as socket:
        await socket.recv()  # how things stand
        for _ in range(JOBS):
            began = time.perf_counter()
            writer.write(order)
            while b'"status":"completed"' not in (message := await socket.recv(decode=False)):
                pass
            took.append((time.perf_counter() - began) * 1000)
            await _discard_answer(reader, json.loads(message)["job_id"].encode())
            await asyncio.sleep(PAUSE_S)
    writer.close()
    return took


async def _discard_answer(reader: asyncio.StreamReader, job_id: bytes) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(int(length.partition(b":")[2]))
    if job_id not in body:
        raise RuntimeError(f"the message was of another job than the answer {body[:200]!r}")
