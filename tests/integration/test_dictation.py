"""The engine `assemblyai` through a whole server, with the official SDK against its HTTP API on loopback."""

import math
import struct
import wave
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.assemblyai_service import KEY, AssemblyAIService
from tests.server import Server

pytestmark = pytest.mark.slow

#: Moments of an order at which a kill leaves something open; `tests/unit/stages/dictation` tries all there are.
OPEN = ("order accepted", "poll begun")


@pytest.fixture(scope="module")
def service() -> Iterator[AssemblyAIService]:
    """The service."""
    with AssemblyAIService() as running:
        yield running


@pytest.fixture(scope="module")
def server(service: AssemblyAIService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that uses it by itself."""
    settings = {
        "TRANSCRIPTION_ENGINE": "assemblyai",
        "ASSEMBLYAI_API_KEY": KEY,
        "ASSEMBLYAI_BASE_URL": service.url,
        "ASSEMBLYAI_POLL_SECONDS": "0.2",
        "RETRY_BASE_DELAY": "0",
    }
    with Server(tmp_path_factory.mktemp("dictation"), **settings) as running:
        yield running


def _video(server: Server, pitch_hz: int) -> str:
    """Upload a second of a tone; returns its id."""
    path = server.folder / f"{pitch_hz}.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        tone = (round(9000 * math.sin(2 * math.pi * pitch_hz * n / 16_000)) for n in range(16_000))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
    return server.upload(path)


def _cancel(server: Server, job_id: str) -> dict[str, Any]:
    with server.client() as client:
        cancelled: dict[str, Any] = client.post(f"/api/v1/jobs/{job_id}/cancel").raise_for_status().json()
        return cancelled


def test_a_job_has_lines_with_speakers(server: Server, service: AssemblyAIService) -> None:
    """As those of whisper otherwise; a second job on the same sound costs nothing."""
    before, video = len(service.accepted), _video(server, 300)
    job = server.ended(server.submit("transcription", video_id=video)["id"])
    assert job["error"] is None
    assert job["options"]["engine"] == "assemblyai"
    assert [(line["speaker"], line["text"]) for line in job["segments"]] == [
        ("A", "Good morning, everybody."),
        ("B", "Hello."),
    ]
    assert job["segments"][0]["words"][0]["text"] == " Good"
    assert (job["language"], job["transcription_model"]) == ("en", "assemblyai")
    assert [stage["name"] for stage in job["stages"]] == ["fetch", "speech", "dictation", "transcribe"]
    with server.client() as client:
        transcript = client.get(f"/api/v1/transcripts/{job['transcript_id']}").raise_for_status().json()
    assert (transcript["transcription_method"], transcript["language_code"]) == ("assemblyai", "en")
    assert transcript["api_response_id"] == service.accepted[-1].id
    told = [event for event in server.events(job["id"]) if event["type"] == "transcript_segment"]
    assert [event["data"]["speaker"] for event in told] == ["A", "B"]
    again = server.ended(server.submit("transcription", video_id=video, options={"word_timestamps": False})["id"])
    assert [line["words"] for line in again["segments"]] == [[], []]
    assert len(service.accepted) == before + 1


def test_only_the_order_has_the_key_and_a_cancel_ends_the_wait(server: Server, service: AssemblyAIService) -> None:
    """While the service has not answered; who runs the job again pays nothing more."""
    before = len(service.accepted)
    with service.holding("poll begun") as hold:
        job = server.submit("transcription", video_id=_video(server, 400))
        assert hold.reached.wait(60)
        shown = [
            Path(f"/proc/{pid}/{file}").read_bytes() for pid in server.children() for file in ("environ", "cmdline")
        ]
        assert _cancel(server, job["id"])["status"] == "cancelled"
        assert not hold.gate.is_set()
    assert shown
    assert not any(KEY.encode() in text for text in shown)
    assert not [pid for pid in server.children() if b"\0remote\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    with server.client() as client:
        client.post(f"/api/v1/jobs/{job['id']}/retry").raise_for_status()
        assert "(set)" in client.get("/api/v1/system").text
    assert server.ended(job["id"])["status"] == "completed"
    assert len(service.accepted) == before + 1
    assert KEY not in server.log_file.read_text()
    assert not any(KEY.encode() in path.read_bytes() for path in server.folder.glob("jobs.db*"))


def test_a_killed_server_goes_on_with_its_orders(server: Server, service: AssemblyAIService) -> None:
    """Of two jobs one has an order whose answer is lost, the other one that is waited for."""
    before = len(service.accepted)
    with ExitStack() as stack:
        jobs = []
        for number, moment in enumerate(OPEN):
            hold = stack.enter_context(service.holding(moment))
            jobs.append(server.submit("transcription", video_id=_video(server, 500 + 100 * number))["id"])
            assert hold.reached.wait(60)
        server.kill()
    server.start()
    assert [server.ended(job)["status"] for job in jobs] == ["completed"] * len(OPEN)
    assert len(service.sounds()[before:]) == len(set(service.sounds()[before:])) == len(OPEN)
    assert service.count("GET /v2/transcript") == 1
