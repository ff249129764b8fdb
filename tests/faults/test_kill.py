"""`kill -9` of the server at random moments under load: nothing acknowledged is lost, nothing finished runs twice.

25 kills by default; `FAULT_KILLS=200 python -m pytest tests/faults/test_kill.py` takes more.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
JOBS_A_ROUND = 2
GONE_WITHIN_S = 3.0
FINAL = {"completed", "failed", "cancelled"}


@dataclass
class Tally:
    """What the whole run counted."""

    kills: int = 0
    acknowledged: int = 0
    orphans: int = 0
    recovered: int = 0
    attempts: int = 0

    def table(self, jobs: list[dict[str, Any]]) -> str:
        """For the reader of the test's output."""
        states = Counter(job["status"] for job in jobs)
        rows = {
            "kill -9": self.kills,
            "jobs acknowledged": self.acknowledged,
            "attempts": sum(job["attempt"] for job in jobs),
            f"orphan processes {GONE_WITHIN_S:g} s after a kill": self.orphans,
            **{f"ended as {state}": count for state, count in sorted(states.items())},
        }
        return "\n".join(f"{name:36} {value:6}" for name, value in rows.items())


def _orders(videos: list[str], chance: random.Random) -> list[dict[str, Any]]:
    kinds = ["audio_extraction", "audio_extraction", "transcription", "clip_generation"]
    return [
        {
            "job_type": chance.choice(kinds),
            "video_id": chance.choice(videos),
            "priority": chance.randint(0, 10),
            "options": {"audio_format": chance.choice(["wav", "mp3", "flac"]), "max_clips": 1, "clip_duration": 5},
        }
        for _ in range(JOBS_A_ROUND)
    ]


def _orphans(server: Server) -> list[int]:
    """Children that still live some seconds after their server was killed: dying takes a turn on the processor."""
    deadline = time.monotonic() + GONE_WITHIN_S
    while (left := server.children()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _finished_runs(events: list[dict[str, Any]]) -> Counter[str]:
    """How often each stage was finished by really running it."""
    return Counter(
        event["data"]["stage"]
        for event in events
        if event["data"].get("stage_status") == "completed" and event["data"].get("cached") is False
    )


def test_random_kills_lose_nothing_and_repeat_nothing(
    tmp_path: Path, media: MediaShelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every job that got a 201 ends in one terminal state, its log counts 1..n, no finished stage ran again."""
    chance = random.Random(20_26)
    tally = Tally()
    server = Server(tmp_path, RETRY_BASE_DELAY="0", MAX_CONCURRENT_JOBS="3")
    acknowledged: list[str] = []
    with server:
        files = [media.talk(), *(media.video(seconds=1 + n / 5) for n in range(4))]
        videos = [server.upload(file) for file in files]
        for _ in range(KILLS):
            with server.client() as client:
                for order in _orders(videos, chance):
                    acknowledged.append(client.post("/api/v1/jobs", json=order).raise_for_status().json()["id"])
            time.sleep(chance.uniform(0.0, 1.5))  # the moment of the kill is what is random here
            server.kill()
            tally.kills += 1
            tally.orphans += len(_orphans(server))
            server.start()
        jobs = [server.ended(job_id, within_s=900) for job_id in acknowledged]
        logs = {job_id: server.events(job_id) for job_id in acknowledged}
    tally.acknowledged = len(acknowledged)
    with capsys.disabled():
        print("\n" + tally.table(jobs))
    assert tally.orphans == 0
    assert Counter(job["status"] for job in jobs) == {"completed": len(acknowledged)}, [
        job["error"] for job in jobs if job["error"]
    ]
    for job_id, events in logs.items():
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1)), job_id
        terminal = [event for event in events if event["data"].get("status") in FINAL]
        assert len(terminal) == 1, job_id
        assert max(_finished_runs(events).values(), default=0) <= 1, job_id
        lines = [event["data"]["index"] for event in events if event["type"] == "transcript_segment"]
        assert lines == list(range(len(lines))), job_id


def test_an_acknowledged_job_goes_on_within_two_seconds_of_the_next_start(tmp_path: Path, media: MediaShelf) -> None:
    """From its last finished stage, and the transcription from its last committed line."""
    with Server(tmp_path) as server:
        job = server.submit("transcription", video_id=server.upload(media.talk()))
        with server.client() as client:
            while not client.get(f"/api/v1/jobs/{job['id']}").json()["segments"]:
                time.sleep(0.02)
        server.kill()
        assert _orphans(server) == []
        server.start()
        ready = time.monotonic()
        while server.job(job["id"])["attempt"] < 2:
            assert time.monotonic() - ready < 10
            time.sleep(0.02)
        ended = server.ended(job["id"])
        assert (ended["status"], ended["attempt"]) == ("completed", 2)
        stages = {stage["name"]: stage for stage in ended["stages"]}
        assert stages["fetch"]["cached"]
        assert stages["speech"]["cached"]


def test_a_second_server_on_the_same_files_refuses_to_start(tmp_path: Path) -> None:
    """And says which process holds them."""
    with Server(tmp_path) as server:
        second = Server(tmp_path)
        with pytest.raises(AssertionError, match=rf"in use by another server \(process {server.pid}\)"):
            second.start()
        assert httpx.get(f"{server.base_url}/health").status_code == 200
