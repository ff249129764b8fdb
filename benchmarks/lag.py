"""How long the event loop keeps a small message waiting: idle, and while two transcriptions and an encode run."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import websockets

from app.cli.server_process import PROJECT_DIR
from benchmarks.frame.figure import Figure
from benchmarks.frame.server import running

SAMPLE = PROJECT_DIR / "models" / "demo" / "sample.mp4"
PINGS = 600
PAUSE_S = 0.01


def run() -> Iterator[Figure]:
    with running(TRANSCRIBE_SLOTS="2", ENCODE_SLOTS="1", MAX_CONCURRENT_JOBS="4") as server:
        idle = asyncio.run(answers(server.address))
        _load(server.address)
        busy = asyncio.run(answers(server.address))
        with httpx.Client(base_url=server.address) as client:
            running_now = client.get("/api/v1/jobs/queue/status").json()["depth"]
    yield Figure("answer to a ping, idle, p50", quantile(idle, 0.5), "ms")
    yield Figure("answer to a ping, idle, p99", quantile(idle, 0.99), "ms")
    yield Figure("answer to a ping, under load, p50", quantile(busy, 0.5), "ms", note=str(running_now)[:60])
    yield Figure("answer to a ping, under load, p99", quantile(busy, 0.99), "ms", aim=20)


def _load(address: str) -> None:
    """Two transcriptions that differ in their model's options, and clips of the whole sample."""
    with httpx.Client(base_url=address, timeout=60) as client:
        body = Path(SAMPLE).read_bytes()
        headers = {"Content-Type": "video/mp4"}
        video = client.post("/api/v1/videos", content=body, headers=headers).raise_for_status().json()["video_id"]
        orders = [
            {"job_type": "transcription", "options": {"word_timestamps": True}},
            {"job_type": "transcription", "options": {"word_timestamps": False}},
            {"job_type": "audio_extraction", "options": {"audio_format": "flac"}},
            {"job_type": "clip_generation", "options": {"resolution": "360p", "language": "en"}},
        ]
        for order in orders:
            client.post("/api/v1/jobs", json={"video_id": video, **order}).raise_for_status()
        while client.get("/api/v1/jobs", params={"status_filter": "processing"}).json()["total"] < 3:
            time.sleep(0.05)


async def answers(address: str) -> list[float]:
    """Milliseconds from ping to pong, one after the other."""
    took = []
    async with websockets.connect(address.replace("http", "ws") + "/ws/health") as socket:
        for _ in range(PINGS):
            began = time.perf_counter()
            await socket.send(json.dumps({"type": "ping"}))
            while json.loads(await socket.recv())["type"] != "pong":
                pass
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PAUSE_S)
    return took


def quantile(values: list[float], share: float) -> float:
    """The value below which `share` of the others lie."""
    return sorted(values)[round(share * (len(values) - 1))]
