"""Progress seen from outside, by everybody who can see it: it never falls within an attempt."""

import asyncio
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow

JOBS = 3
FINAL = ("completed", "failed", "cancelled")


class Witness:
    """One client. Keeps the furthest progress per job and attempt, and every time that it was told less."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.furthest: dict[tuple[str, int], float] = defaultdict(float)
        self.falls: list[str] = []
        self.seen = 0

    def sees(self, job_id: str, data: dict[str, Any]) -> None:
        """A job, a `job_update` or an `initial_status`."""
        if "progress" not in data:
            return
        self.seen += 1
        at = (job_id, data["attempt"])
        if data["progress"] < self.furthest[at]:
            self.falls.append(f"{self.name}: {self.furthest[at]} → {data['progress']} ({data.get('stage')})")
        self.furthest[at] = max(self.furthest[at], data["progress"])


async def _listens(server: Server, path: str, witness: Witness, running: set[str]) -> None:
    """On one socket, until all jobs have ended."""
    async with websockets.connect(f"{server.ws_url}{path}") as socket:
        while running:
            message = json.loads(await socket.recv())
            if message["job_id"] is not None and message["type"] in ("job_update", "initial_status"):
                witness.sees(message["job_id"], message["data"])
                if message["data"]["status"] in FINAL:
                    running.discard(message["job_id"])


async def _asks(server: Server, job_id: str, witness: Witness) -> None:
    """By REST and by sockets that are opened again and again: the same client, so what it sees must not fall."""
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30, verify=False) as client:
        while True:
            job = (await client.get(f"/api/v1/jobs/{job_id}")).json()
            witness.sees(job_id, job)
            if job["status"] in FINAL:
                return
            async with websockets.connect(f"{server.ws_url}/ws/{job_id}?after={job['last_seq']}") as socket:
                for _ in range(3):
                    try:
                        message = json.loads(await asyncio.wait_for(socket.recv(), 0.5))
                    except (TimeoutError, websockets.ConnectionClosed):
                        break
                    if message["seq"] == message["data"].get("last_seq", message["seq"]):  # else a replay follows
                        witness.sees(job_id, message["data"])


@pytest.mark.long
async def test_progress_never_falls_for_anybody(tmp_path: Path, media: MediaShelf) -> None:
    """Several jobs wait for each other's slots: a stage of one begins while others of it are at work.

    Each job is followed on its own socket, on the broadcast, and by a client that looks it up and comes back.
    """
    with Server(tmp_path, MAX_CONCURRENT_JOBS=str(JOBS)) as server:
        videos = [server.upload(media.talk_of(seconds=7 + n)) for n in range(JOBS)]
        with server.client() as client:
            client.post("/api/v1/jobs/queue/pause").raise_for_status()
        options = {"audio_format": "mp3", "max_clips": 2, "clip_duration": 4}
        ids = [server.submit("full_processing", video_id=video, options=options)["id"] for video in videos]
        everybody = Witness("broadcast")
        followers = {job_id: Witness(f"socket {job_id}") for job_id in ids}
        askers = {job_id: Witness(f"asker {job_id}") for job_id in ids}
        async with asyncio.timeout(300), asyncio.TaskGroup() as group:
            group.create_task(_listens(server, "/ws/jobs/broadcast", everybody, set(ids)))
            for job_id in ids:
                group.create_task(_listens(server, f"/ws/{job_id}", followers[job_id], {job_id}))
                group.create_task(_asks(server, job_id, askers[job_id]))
            async with httpx.AsyncClient(base_url=server.base_url, verify=False) as client:
                (await client.post("/api/v1/jobs/queue/resume")).raise_for_status()
    witnesses = [everybody, *followers.values(), *askers.values()]
    assert all(witness.seen > 5 for witness in witnesses)
    assert [fall for witness in witnesses for fall in witness.falls] == []
