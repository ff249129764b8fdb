"""Cancels spread over all stages: how long they take, and that nothing of the job is left running.

One for each stage by default, fewer on PostgreSQL; `FAULT_CANCELS=100 python -m pytest tests/faults/test_cancel.py`
takes more.
"""

import os
import random
import time
from pathlib import Path

import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

STAGES = ("fetch", "speech", "transcribe", "scenes", "clips", "audio", "analyse")
CANCELS = int(os.environ.get("FAULT_CANCELS", str(len(STAGES))))


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def _reach(server: Server, job_id: str, stage: str) -> bool:
    """Wait until the stage runs; False when the job ended before it was seen."""
    with server.client() as client:
        while True:
            job = client.get(f"/api/v1/jobs/{job_id}").json()
            if job["status"] == "completed":
                return False
            if any(s["name"] == stage and s["status"] == "running" for s in job["stages"]):
                return True
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("database_url", "cancels"),
    [("sqlite", CANCELS), pytest.param("postgresql", max(2, CANCELS // 6), marks=pytest.mark.long)],
    indirect=["database_url"],
)
def test_a_cancel_takes_less_than_a_second_whatever_the_job_is_doing(
    tmp_path: Path, media: MediaShelf, database_url: str, cancels: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the request to the answer that says cancelled; afterwards no process of the job is left, slots are free."""
    chance = random.Random(7)
    took: dict[str, list[float]] = {stage: [] for stage in STAGES}
    with Server(tmp_path, database_url=database_url) as server:
        for turn in range(cancels):
            stage = STAGES[turn % len(STAGES)]
            # another length each time, so that nothing is there already
            video = server.upload(media.talk_of(seconds=6 + turn * 0.08))
            job = server.submit("full_processing", video_id=video, options={"clip_duration": 5, "max_clips": 2})
            if not _reach(server, job["id"], stage):
                continue
            time.sleep(chance.uniform(0, 0.3))
            began = time.monotonic()
            with server.client() as client:
                answer = client.post(f"/api/v1/jobs/{job['id']}/cancel")
            seconds = time.monotonic() - began
            if answer.status_code == 409:
                continue
            assert answer.json()["status"] == "cancelled", stage
            took[stage].append(seconds)
            assert _survivors(server) == [], stage
            assert server.events(job["id"])[-1]["data"]["status"] == "cancelled"
        with server.client() as client:
            status = client.get("/api/v1/jobs/queue/status").json()
        assert all(worker["state"] == "idle" for worker in status["workers"])
        # the slots are free: a job still goes through
        ended = server.ended(server.submit("transcription", video_id=server.upload(media.talk()))["id"])
        assert ended["status"] == "completed"
    every = [seconds for times in took.values() for seconds in times]
    with capsys.disabled():
        print(f"\n{len(every)} cancels: p50 {_quantile(every, 0.5):.3f} s, p99 {_quantile(every, 0.99):.3f} s")
        for stage, times in took.items():
            print(f"  {stage:11} {len(times):3}  " + (f"max {max(times):.3f} s" if times else ""))
    assert len(every) >= cancels // 2


def _survivors(server: Server) -> list[str]:
    """Command lines of living processes of the server's that are no warm child: those hold models or code, not the job.

    A copy of a child has its command line, but not its parent.
    """
    found = []
    for pid in server.children():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except FileNotFoundError:
            continue
        if "app.processes.child_main " not in command or parent != server.pid:
            found.append(command)
    return found


def test_a_cancelled_job_keeps_its_text_and_other_jobs_their_model(tmp_path: Path, media: MediaShelf) -> None:
    """The partial transcript stays readable in every format; the next transcription just runs."""
    with Server(tmp_path) as server:
        video = server.upload(media.talk())
        job = server.submit("transcription", video_id=video)
        with server.client() as client:
            while not client.get(f"/api/v1/jobs/{job['id']}").json()["segments"]:
                time.sleep(0.01)
            cancelled = client.post(f"/api/v1/jobs/{job['id']}/cancel")
            if cancelled.status_code == 409:
                pytest.skip("this machine transcribes faster than a request")
            text = client.get(f"/api/v1/jobs/{job['id']}/transcript", params={"format": "txt"}).text
            assert "Hello everyone" in text
            assert "-->" in client.get(f"/api/v1/jobs/{job['id']}/transcript", params={"format": "srt"}).text
            client.post(f"/api/v1/jobs/{job['id']}/retry").raise_for_status()
        assert server.ended(job["id"])["status"] == "completed"
