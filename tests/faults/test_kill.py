"""`kill -9` of the server at random moments under load: nothing acknowledged is lost, nothing finished runs twice.

4 kills by default, fewer on PostgreSQL; `FAULT_KILLS=200 python -m pytest tests/faults/test_kill.py` takes more. What
a kill does in each state of a job, `tests/conformance` walks over.
"""

import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

KILLS = int(os.environ.get("FAULT_KILLS", "4"))
JOBS_A_ROUND = 2
#: In how many rounds somebody cancels a job, often while the server is being killed.
CANCELS = 0.5
GONE_WITHIN_S = 3.0
FINAL = {"completed", "failed", "cancelled"}
#: Mixed work: `audio_extraction` of a second or less, and everything there is, on test pictures and on real speech.
KINDS = ("audio_extraction", "audio_extraction", "transcription", "clip_generation", "analysis", "full_processing")


@dataclass
class Load:
    """What clients were told, and what the kills did."""

    chance: random.Random
    kills: int = 0
    orphans: int = 0
    acknowledged: list[str] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)  # the answer to a cancel was yes
    unanswered: set[str] = field(default_factory=set)  # the server died over the cancel
    starts: list[tuple[float, float]] = field(default_factory=list)  # Unix seconds: process started, server ready

    def order(self, server: Server, videos: list[str]) -> None:
        """Create a few jobs."""
        with server.client() as client:
            for _ in range(JOBS_A_ROUND):
                order = {
                    "job_type": self.chance.choice(KINDS),
                    "video_id": self.chance.choice(videos),
                    "priority": self.chance.randint(0, 10),
                    "options": {
                        "audio_format": self.chance.choice(["wav", "mp3", "flac"]),
                        "max_clips": 1,
                        "clip_duration": 5,
                    },
                }
                answer = client.post("/api/v1/jobs", json=order).raise_for_status()
                self.acknowledged.append(answer.json()["id"])

    def cancel(self, server: Server, job_id: str) -> None:
        """Cancel a job, whatever it does; a finished one refuses."""
        try:
            with server.client() as client:
                answer = client.post(f"/api/v1/jobs/{job_id}/cancel")
        except httpx.TransportError:
            self.unanswered.add(job_id)
            return
        assert answer.status_code in (200, 409), answer.text
        if answer.status_code == 200:
            self.cancelled.add(job_id)

    def disturb(self, server: Server) -> None:
        """Some time of work, perhaps a cancel, and the kill: the moments are what is random here."""
        time.sleep(self.chance.uniform(0.0, 1.5))
        cancelling = threading.Thread(target=self.cancel, args=(server, self.chance.choice(self.acknowledged[-6:])))
        cancels = self.chance.random() < CANCELS
        if cancels:
            cancelling.start()
            time.sleep(self.chance.uniform(0.0, 0.6))
        server.kill()
        if cancels:
            cancelling.join()
        self.kills += 1
        self.orphans += len(_orphans(server))

    def start(self, server: Server) -> None:
        """Start it again."""
        began = time.time()
        server.start()
        self.starts.append((began, time.time()))

    def recoveries_s(self, logs: dict[str, list[dict[str, Any]]]) -> tuple[list[float], list[float]]:
        """Seconds to the first claim after each start, sorted: from the process's start, and from being ready.

        The queue works a moment before requests are answered, so the latter is often 0.
        """
        claims = sorted(
            datetime.fromisoformat(event["ts"]).timestamp()
            for events in logs.values()
            for event in events
            if event["data"].get("cause") == "claim"
        )
        ends = [began for began, _ in self.starts[1:]] + [float("inf")]
        after_start, after_ready = [], []
        for (began, ready), end in zip(self.starts, ends, strict=True):
            first = next((claim for claim in claims if began <= claim < end), None)
            if first is not None:
                after_start.append(first - began)
                after_ready.append(max(0.0, first - ready))
        return sorted(after_start), sorted(after_ready)

    def table(self, jobs: list[dict[str, Any]], logs: dict[str, list[dict[str, Any]]]) -> str:
        """For the reader of the test's output."""
        ready_s = sorted(ready - began for began, ready in self.starts)
        after_start_s, after_ready_s = self.recoveries_s(logs)
        rows: dict[str, Any] = {
            "kill -9": self.kills,
            "jobs acknowledged": len(self.acknowledged),
            "attempts": sum(job["attempt"] for job in jobs),
            "cancels answered, died over": f"{len(self.cancelled)}, {len(self.unanswered)}",
            f"orphan processes {GONE_WITHIN_S:g} s after a kill": self.orphans,
            **{f"ended as {state}": n for state, n in sorted(Counter(job["status"] for job in jobs).items())},
            "start to ready, p50, max": _spread(ready_s),
            "start to the first claim, p50, max": _spread(after_start_s),
            "ready to the first claim, p50, max": _spread(after_ready_s),
        }
        kinds = Counter(job["job_type"] for job in jobs)
        rows |= {f"  {kind}": count for kind, count in sorted(kinds.items())}
        return "\n".join(f"{name:40} {value:>16}" for name, value in rows.items())


def _spread(ordered: list[float]) -> str:
    return f"{ordered[len(ordered) // 2]:.2f} s, {ordered[-1]:.2f} s" if ordered else "none"


def _orphans(server: Server) -> list[int]:
    """Children that still live some seconds after their server was killed: dying takes a turn on the processor."""
    deadline = time.monotonic() + GONE_WITHIN_S
    while (left := server.children()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _finished_runs(job: dict[str, Any], events: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """How often each stage was finished by really running it, told apart by all that its result depends on here."""
    return Counter(
        (job["video_id"], stage, job["options"]["audio_format"] if stage == "audio" else "")
        for event in events
        if event["data"].get("stage_status") == "completed" and event["data"].get("cached") is False
        for stage in [event["data"]["stage"]]
    )


@pytest.mark.parametrize(
    ("database_url", "kills"),
    [("sqlite", KILLS), pytest.param("postgresql", max(2, KILLS // 6), marks=pytest.mark.long)],
    indirect=["database_url"],
)
def test_random_kills_lose_nothing_and_repeat_nothing(
    tmp_path: Path, media: MediaShelf, database_url: str, kills: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every job that got a 201 ends in one terminal state, its log counts 1..n, no finished stage ran again.

    A cancel that was answered holds; jobs that nobody cancelled complete. Jobs on one video share their stages, so a
    stage runs to its end once for all of them.
    """
    load = Load(random.Random(20_26))
    server = Server(tmp_path, database_url=database_url, RETRY_BASE_DELAY="0", MAX_CONCURRENT_JOBS="3")
    with server:
        files = [media.talk(), media.talk_of(seconds=9), *(media.video(seconds=1 + n / 5) for n in range(4))]
        videos = [server.upload(file) for file in files]
        for _ in range(kills):
            load.order(server, videos)
            load.disturb(server)
            load.start(server)
        jobs = [server.ended(job_id, within_s=900) for job_id in load.acknowledged]
        logs = {job_id: server.events(job_id) for job_id in load.acknowledged}
    with capsys.disabled():
        print("\n" + load.table(jobs, logs))
    assert load.orphans == 0
    runs: Counter[tuple[str, ...]] = Counter()
    for job in jobs:
        _check(load, job, logs[job["id"]])
        runs += _finished_runs(job, logs[job["id"]])
    assert max(runs.values()) == 1, runs


def _check(load: Load, job: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """One job at the end of everything."""
    job_id = job["id"]
    if job_id in load.cancelled:
        assert job["status"] == "cancelled", job_id
    elif job_id not in load.unanswered:
        assert job["status"] == "completed", job["error"]
    else:
        assert job["status"] in ("completed", "cancelled"), job["error"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1)), job_id
    assert len([event for event in events if event["data"].get("status") in FINAL]) == 1, job_id
    assert events[-1]["data"]["status"] == job["status"], job_id
    lines = [event["data"]["index"] for event in events if event["type"] == "transcript_segment"]
    assert lines == list(range(len(lines))), job_id


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True)
def test_an_acknowledged_job_goes_on_within_two_seconds_of_the_next_start(
    tmp_path: Path, media: MediaShelf, database_url: str
) -> None:
    """From its last finished stage, and the transcription from its last committed line."""
    with Server(tmp_path, database_url=database_url) as server:
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
