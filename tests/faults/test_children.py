"""Children that die, hang or are stopped while real jobs run: each ends as its documented code, neighbours finish."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


def _speech_child(server: Server, job_id: str) -> int:
    """The child that transcribes the job, once the job's stage runs."""
    with server.client() as client:
        while True:
            stages = {s["name"]: s["status"] for s in client.get(f"/api/v1/jobs/{job_id}").json()["stages"]}
            assert stages["transcribe"] != "completed", "the machine is too fast for this test"
            if stages["transcribe"] == "running":
                break
            time.sleep(0.005)
    while True:
        for pid in server.children():
            if _is_speech_host(pid):
                return pid
        time.sleep(0.005)


def _is_speech_host(pid: int) -> bool:
    try:
        return b"app.processes.child_main\0speech\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def _errors(server: Server, job_id: str) -> list[dict[str, Any]]:
    return [event["data"] for event in server.events(job_id) if event["type"] == "error"]


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, *(pytest.param(one, marks=pytest.mark.long) for one in (signal.SIGSEGV, signal.SIGBUS))]
)
def test_a_child_that_dies_costs_one_attempt(tmp_path: Path, media: MediaShelf, number: signal.Signals) -> None:
    """`crashed` is told, the job is tried again and goes on where it was; the neighbour never notices."""
    with Server(tmp_path, RETRY_BASE_DELAY="0") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk()))
        neighbour = server.submit("audio_extraction", video_id=server.upload(media.video()))
        os.kill(_speech_child(server, job["id"]), number)
        ended = server.ended(job["id"])
        assert (ended["status"], ended["attempt"]) == ("completed", 2)
        assert [(error["code"], error["stage"]) for error in _errors(server, job["id"])] == [("crashed", "transcribe")]
        assert server.ended(neighbour["id"])["attempt"] == 1


def test_a_stage_that_crashes_twice_is_poison(tmp_path: Path, media: MediaShelf) -> None:
    """It is given up though retries are left, and says so."""
    with Server(tmp_path, RETRY_BASE_DELAY="0", MAX_RETRIES="9") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk()))
        first = _speech_child(server, job["id"])
        os.kill(first, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            time.sleep(0.005)
        while server.job(job["id"])["attempt"] < 2:
            time.sleep(0.005)
        os.kill(_speech_child(server, job["id"]), signal.SIGKILL)
        ended = server.ended(job["id"])
        assert (ended["status"], ended["error"]["code"], ended["error"]["retryable"]) == ("failed", "crashed", False)


def test_a_stopped_child_is_stuck_and_tried_again(tmp_path: Path, media: MediaShelf) -> None:
    """SIGSTOP: `timeout` after STAGE_HEARTBEAT, which says what it was, then the next attempt; neighbours finish."""
    with Server(tmp_path, RETRY_BASE_DELAY="0", STAGE_HEARTBEAT="3") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk()))
        child = _speech_child(server, job["id"])
        os.kill(child, signal.SIGSTOP)
        neighbour = server.submit("audio_extraction", video_id=server.upload(media.video()))
        while Path(f"/proc/{child}").exists():
            time.sleep(0.01)
        ended = server.ended(job["id"])
        assert (ended["status"], ended["attempt"]) == ("completed", 2)
        assert [error["code"] for error in _errors(server, job["id"])] == ["timeout"]
        assert "was stopped for 3 s" in _errors(server, job["id"])[0]["message"]
        assert server.ended(neighbour["id"])["attempt"] == 1


def test_a_download_may_wait_for_a_slow_site(tmp_path: Path, media: MediaShelf, site: Site) -> None:
    """Asleep for several times STAGE_HEARTBEAT in the middle of a file: its own sockets have a time limit."""
    gate = threading.Event()
    url = site.add_file("/talk.mp4", media.talk(), gate=gate)
    with Server(tmp_path, STAGE_HEARTBEAT="1") as server:
        job = server.submit("audio_extraction", youtube_url=url)
        assert site.started.wait(60)
        time.sleep(3.5)
        gate.set()
        ended = server.ended(job["id"])
        assert (ended["status"], ended["attempt"]) == ("completed", 1)


@pytest.mark.long
def test_without_a_heartbeat_silence_still_ends_it(tmp_path: Path, media: MediaShelf) -> None:
    """SIGSTOP: no word for STAGE_STALL_TIMEOUT, then `timeout`, then the next attempt."""
    with Server(tmp_path, RETRY_BASE_DELAY="0", STAGE_HEARTBEAT="0", STAGE_STALL_TIMEOUT="8") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk()))
        os.kill(_speech_child(server, job["id"]), signal.SIGSTOP)
        ended = server.ended(job["id"])
        assert ended["status"] == "completed"
        assert [error["code"] for error in _errors(server, job["id"])] == ["timeout"]


def test_a_stage_that_has_had_its_time_ends_at_its_next_line(tmp_path: Path, media: MediaShelf) -> None:
    """STAGE_TIMEOUT: `timeout` with stage and setting; the lines so far stay, and a retry goes on after them."""
    with Server(tmp_path, STAGE_TIMEOUT="600,transcribe=1") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk_of(seconds=60)))
        ended = server.ended(job["id"])
        assert (ended["status"], ended["attempt"]) == ("failed", 1)
        assert (ended["error"]["code"], ended["error"]["stage"]) == ("timeout", "transcribe")
        assert (
            "The stage transcribe worked for 1 s, which is all that STAGE_TIMEOUT allows" in ended["error"]["message"]
        )
        assert not any(map(_is_speech_host, server.children()))
        lines = [event["data"]["index"] for event in server.events(job["id"]) if event["type"] == "transcript_segment"]
        assert lines
        with server.client() as client:
            client.post(f"/api/v1/jobs/{job['id']}/retry").raise_for_status()
        server.ended(job["id"])
        again = [event["data"]["index"] for event in server.events(job["id"]) if event["type"] == "transcript_segment"]
        assert again == list(range(len(again)))
        assert len(again) > len(lines)


@pytest.mark.long
def test_a_stage_that_says_nothing_is_killed_at_its_hard_limit(tmp_path: Path, media: MediaShelf) -> None:
    """STAGE_HARD_TIMEOUT: a stopped child would never see a good moment; the neighbour finishes."""
    with Server(tmp_path, STAGE_TIMEOUT="transcribe=1", STAGE_HARD_TIMEOUT="transcribe=4") as server:
        job = server.submit("transcription", video_id=server.upload(media.talk_of(seconds=60)))
        child = _speech_child(server, job["id"])
        os.kill(child, signal.SIGSTOP)
        neighbour = server.submit("audio_extraction", video_id=server.upload(media.video()))
        ended = server.ended(job["id"])
        assert (ended["error"]["code"], ended["error"]["stage"]) == ("timeout", "transcribe")
        assert "worked for 4 s, which is all that STAGE_HARD_TIMEOUT allows" in ended["error"]["message"]
        assert not Path(f"/proc/{child}").exists()
        assert server.ended(neighbour["id"])["status"] == "completed"


def test_a_stage_that_uses_too_much_processor_time_is_ended(tmp_path: Path, media: MediaShelf) -> None:
    """CHILD_CPU_SECONDS: the kernel ends the process; a shorter job runs in the next one."""
    with Server(tmp_path, CHILD_CPU_SECONDS="1") as server:
        ended = server.ended(server.submit("transcription", video_id=server.upload(media.talk_of(seconds=60)))["id"])
        assert (ended["status"], ended["attempt"]) == ("failed", 1)
        assert (ended["error"]["code"], ended["error"]["stage"]) == ("timeout", "transcribe")
        assert "CHILD_CPU_SECONDS" in ended["error"]["message"]
        neighbour = server.submit("audio_extraction", video_id=server.upload(media.video()))
        assert server.ended(neighbour["id"])["status"] == "completed"


@pytest.mark.parametrize(
    ("limit", "kind"),
    [
        ("300MB", "transcription"),  # numpy's libraries end the process
        ("450MB", "transcription"),  # ffmpeg gets no thread
        ("600MB", "transcription"),  # the model does not fit, or what listens for silence
        ("900MB", "clip_generation"),  # ffmpeg's encoder gets no thread
    ],
)
def test_too_little_memory_is_told_wherever_it_runs_out(
    tmp_path: Path, media: MediaShelf, limit: str, kind: str
) -> None:
    """The kernel's limit on address space: where it hits depends on libraries, what is told does not."""
    with Server(tmp_path, MAX_RETRIES="0", CHILD_MEMORY_BYTES=limit) as server:
        ended = server.ended(server.submit(kind, video_id=server.upload(media.talk()))["id"])
        assert (ended["status"], ended["error"]["code"], ended["error"]["retryable"]) == (
            "failed",
            "out_of_memory",
            True,
        )
