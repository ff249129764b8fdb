"""The main job, end to end: a link in, every message over the socket, clips that play. A real server, real media."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from app.api.v1.schemas import Event, Job
from tests.media import SAMPLE, described
from tests.server import Server
from tests.servers import Site

Told = tuple[Server, list[dict[str, Any]], dict[str, Any]]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A server that ran the job, all messages of the job's socket, and the job in the end."""
    folder = tmp_path_factory.mktemp("main-job")
    with Server(folder) as server, Site() as site:
        link = site.add_file("/talk.mp4", SAMPLE)
        job = server.submit("full_processing", youtube_url=link, options={"clip_duration": 15, "max_clips": 3})
        with connect(f"{server.ws_url}/ws/{job['id']}?after=0", max_size=None) as socket:
            messages = [json.loads(text) for text in socket]
            assert socket.close_code == 1000
        whole = server.job(job["id"])
        assert whole["status"] == "completed", whole["error"]
        (folder / "files").mkdir()
        with server.client() as client:
            for clip in whole["generated_clips"]:
                content = client.get(clip["url"]).raise_for_status().content
                (folder / "files" / f"{clip['index']}.mp4").write_bytes(content)
                assert client.get(clip["thumbnail_url"]).content[:3] == b"\xff\xd8\xff"
        yield server, messages, whole


def test_every_message_comes_in_order(told: Told) -> None:
    """initial_status first; seq without a gap; each type of the contract; the end last."""
    _, messages, job = told
    assert messages[0]["type"] == "initial_status"
    assert messages[0]["seq"] == 0
    stored = [message for message in messages if "id" in message]
    assert [message["seq"] for message in stored] == list(range(1, job["last_seq"] + 1))
    for message in stored:
        Event.model_validate(message)
    kinds = {message["type"] for message in messages}
    assert kinds >= {"initial_status", "job_update", "transcript_segment", "clip_ready", "log"}
    assert stored[-1]["data"]["status"] == "completed"
    assert messages[-1] == stored[-1]
    for earlier, later in pairwise(messages):
        assert later["seq"] in (earlier["seq"], earlier["seq"] + 1)


def test_progress_never_falls(told: Told) -> None:
    """Within the attempt, stored or live; it ends at 100 and not before."""
    _, messages, _ = told
    progress = [m["data"]["progress"] for m in messages if m["type"] == "job_update" and m["data"]["attempt"] == 1]
    assert progress == sorted(progress)
    assert progress[-1] == 100
    assert all(value < 100 for value in progress[:-1])


def test_the_job_holds_what_was_told(told: Told) -> None:
    """Transcript, meaning and clips, as described; the same lines and clips as the messages."""
    _, messages, job = told
    Job.model_validate(job)
    lines = [message["data"] for message in messages if message["type"] == "transcript_segment"]
    assert [line["text"] for line in lines] == [segment["text"] for segment in job["segments"]]
    assert job["transcript"] == " ".join(line["text"].strip() for line in lines)
    clips = [message["data"] for message in messages if message["type"] == "clip_ready"]
    assert clips == job["generated_clips"]
    assert len(clips) == 3
    found = job["analysis_results"]
    assert found["sentiment"] in ("positive", "neutral", "negative")
    assert found["topics"]
    assert found["keywords"]
    assert {artifact["kind"] for artifact in job["artifacts"]} >= {"source", "audio", "transcript", "clip", "waveform"}
    assert all(stage["status"] == "completed" and stage["progress"] == 100 for stage in job["stages"])


def test_clips_play(told: Told) -> None:
    """Both streams; as long as promised, to the frame."""
    server, _, job = told
    fps = job["media"]["fps"].partition("/")
    frame_s = int(fps[2] or 1) / int(fps[0])
    for clip in job["generated_clips"]:
        media = described(Path(server.folder / "files" / f"{clip['index']}.mp4"))
        assert media.video_codec == "h264"
        assert media.audio_codec == "aac"
        assert abs(media.duration_s - (clip["end"] - clip["start"])) <= frame_s + 0.05
