"""A scene analysis whose server is killed: each scene and each of its files is there once in the end."""

import json
from collections import Counter

import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow


def read_until(server: Server, job_id: str, kind: str) -> None:
    """Read the job's events until one of a kind has come."""
    path, headers = f"/api/v1/jobs/{job_id}/events?after=0", {"Accept": "text/event-stream"}
    with server.client() as client, client.stream("GET", path, headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and json.loads(line.removeprefix("data:"))["type"] == kind:
                return
    raise AssertionError(f"no {kind} before the end")


def test_a_killed_server_makes_no_scene_twice(server: Server, media: MediaShelf) -> None:
    """Scenes are sent while the film is decoded; after a restart the analysis goes on behind what is committed."""
    content = media.scenes_silent().read_bytes()
    with server.client() as client:
        form = {"segmentation_method": "both"}
        taken = client.post("/api/analyze", files={"video": ("film.mp4", content)}, data=form)
    job_id = taken.json()["analysis_id"]
    read_until(server, job_id, "scene_found")
    server.kill()
    server.start()
    assert server.ended(job_id)["error"] is None
    with server.client() as client:
        analysis = client.get(f"/api/analysis/{job_id}").json()
    scenes = analysis["scenes"]
    assert analysis["status"] == "completed"
    assert [scene["transition"] for scene in scenes] == ["start", "cut", "cut", "fade"]
    assert [scene["end_frame"] for scene in scenes[:-1]] == [scene["start_frame"] for scene in scenes[1:]]
    assert (scenes[0]["start_frame"], scenes[-1]["end_frame"]) == (0, 300)
    with server.client() as client:
        for scene in scenes:
            for url in (scene[f"{what}_url"] for what in ("thumbnail", "proxy", "mezzanine", "subtitles")):
                assert client.get(url).status_code == 200, (scene["index"], url)
    events = server.events(job_id)
    found = Counter(event["data"]["index"] for event in events if event["type"] == "scene_found")
    assert found == dict.fromkeys(range(4), 1)
    assert analysis["transcript_id"] is None
