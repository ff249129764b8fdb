"""The main job as a client sees it: a link to a real server process, every message over the socket, clips that play."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from tests.media import TALK_LINES, MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


async def _follow(server: Server, job_id: str) -> tuple[list[dict[str, Any]], int | None]:
    """Every message until the server closes, and its close code."""
    messages = []
    async with websockets.connect(f"{server.ws_url}/ws/{job_id}?after=0", max_size=None) as socket:
        try:
            messages.extend([json.loads(text) async for text in socket])
        except websockets.ConnectionClosedError as closed:
            pytest.fail(f"closed in the middle: {closed}")
    return messages, socket.close_code


def test_a_link_becomes_transcript_meaning_and_clips(tmp_path: Path, media: MediaShelf, site: Site) -> None:
    """yt-dlp from a loopback server, ffmpeg, Whisper, spaCy and ONNX; nothing is pretended."""
    url = site.add_file("/talk.mp4", media.talk())
    with Server(tmp_path, WS_HEARTBEAT_SECONDS="0.5") as server:
        options = {"clip_duration": 6, "max_clips": 2, "burn_captions": True, "aspect": "1:1"}
        created = server.submit("full_processing", youtube_url=url, priority=7, options=options)
        assert created["status"] in ("pending", "queued", "processing")
        messages, code = asyncio.run(_follow(server, created["id"]))
        job = server.job(created["id"])
        _check_stream(messages, code)
        _check_job(job)
        told = {
            kind: [m["data"] for m in messages if m["type"] == kind] for kind in ("transcript_segment", "clip_ready")
        }
        assert [line["text"] for line in told["transcript_segment"]] == [line["text"] for line in job["segments"]]
        assert told["clip_ready"] == job["generated_clips"]
        _check_clips(server, job, tmp_path)


def _check_stream(messages: list[dict[str, Any]], code: int | None) -> None:
    assert code == 1000
    assert messages[0]["type"] == "initial_status"
    assert {m["type"] for m in messages} >= {
        "initial_status",
        "job_update",
        "transcript_segment",
        "clip_ready",
        "log",
        "heartbeat",
    }
    assert messages[-1]["type"] == "job_update"
    assert messages[-1]["data"]["status"] == "completed"
    seen = [m["seq"] for m in messages[1:] if m["type"] != "heartbeat"]
    assert seen == sorted(seen)
    assert sorted(set(seen)) == list(range(1, seen[-1] + 1))
    shown = [m["data"]["progress"] for m in messages[1:] if m["type"] == "job_update"]
    assert shown == sorted(shown)
    for message in messages:
        assert {"type", "job_id", "seq", "ts", "data"} <= set(message)
        assert message["ts"].endswith("Z")
    for update in (m["data"] for m in messages if m["type"] == "job_update"):
        assert {"status", "progress", "stage", "eta_seconds"} <= set(update)


def _check_job(job: dict[str, Any]) -> None:
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    assert len(job["segments"]) == TALK_LINES
    assert job["transcript"].startswith("Hello everyone and welcome to my channel.")
    assert job["language"] == "en"
    analysis = job["analysis_results"]
    assert analysis["sentiment"] in ("positive", "neutral", "negative")
    assert analysis["topics"]
    assert all({"text", "score"} <= set(keyword) for keyword in analysis["keywords"])
    assert analysis["models"]
    assert {stage["name"] for stage in job["stages"]} == {
        "fetch",
        "audio",
        "speech",
        "scenes",
        "transcribe",
        "analyse",
        "clips",
    }
    assert {artifact["kind"] for artifact in job["artifacts"]} >= {"source", "audio", "transcript", "clip", "sprite"}


def _check_clips(server: Server, job: dict[str, Any], folder: Path) -> None:
    import av

    assert job["generated_clips"]
    for clip in job["generated_clips"]:
        answer = httpx.get(f"{server.base_url}{clip['url']}")
        assert answer.headers["x-content-type-options"] == "nosniff"
        file = folder / f"{clip['artifact_id']}.mp4"
        file.write_bytes(answer.content)
        with av.open(str(file)) as container:
            picture, sound = container.streams.video[0], container.streams.audio[0]
            assert picture.width == picture.height
            frames = sum(1 for _ in container.decode(picture))
            assert abs(frames / float(picture.average_rate) - (clip["end"] - clip["start"])) <= 1.01 / float(
                picture.average_rate
            )
        with av.open(str(file)) as container:
            sound = container.streams.audio[0]
            assert sum(frame.samples for frame in container.decode(sound)) > 0
        assert httpx.get(f"{server.base_url}{clip['thumbnail_url']}").headers["content-type"] == "image/jpeg"
        part = httpx.get(f"{server.base_url}{clip['url']}", headers={"Range": "bytes=0-99"})
        assert (part.status_code, len(part.content)) == (206, 100)
