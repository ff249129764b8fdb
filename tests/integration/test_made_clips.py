"""Clips that people make, through the whole server: cut once, in their shape, and gone with their job."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.inference.weights import SHIPPED
from app.media.output_check import check_output
from tests.asgi import App, app_in
from tests.media import MediaShelf

pytestmark = pytest.mark.asyncio(loop_scope="function")


async def _followed(app: App, job_id: str) -> None:
    async with app.socket(f"/ws/{job_id}") as socket:
        await socket.rest()


async def _made(app: App, path: str, **order: Any) -> dict[str, Any]:
    """Make a clip and follow it to the end."""
    answer = await app.http.post(path, json=order)
    assert answer.status_code == 201, answer.text
    await _followed(app, answer.json()["id"])
    clip: dict[str, Any] = (await app.http.get(f"{path}/{answer.json()['id']}")).json()
    assert clip["status"] == "completed", clip
    return clip


async def _worked(app: App, clip: dict[str, Any]) -> list[str]:
    """The stages that worked for a clip; the others were in the record, or had nothing to do."""
    stages = (await app.http.get(f"/api/v1/jobs/{clip['id']}")).json()["stages"]
    return [stage["name"] for stage in stages if stage["status"] == "completed" and not stage["cached"]]


async def test_only_what_is_new_is_cut(media: MediaShelf, tmp_path: Path) -> None:
    """A clip uses what its job has found; the same one again, or renamed, costs nothing. All goes with the job."""
    film = media.talk_of(seconds=4)
    async with app_in(tmp_path, paused=False, models_dir=SHIPPED, whisper_model="demo") as app:
        upload = await app.http.post("/api/v1/videos", files={"file": ("a talk.mp4", film.read_bytes())})
        wanted = {"video_id": upload.json()["video_id"], "job_type": "clip_generation"}
        options = {"max_clips": 1, "clip_duration": 2}
        job = (await app.http.post("/api/v1/jobs", json=wanted | {"options": options})).json()
        await _followed(app, job["id"])
        path = f"/api/v1/jobs/{job['id']}/clips"
        order = {"start": 0.5, "end": 2.0, "aspect": "9:16", "captions": True}
        shown = (await app.http.post(f"{path}/preview", json=order)).json()
        assert (shown["axis"], shown["follows"], shown["warning"]) == ("x", True, None)
        assert shown["captions"]
        assert all(0.5 <= cue["start"] < cue["end"] <= 2.0 for cue in shown["captions"])
        first = await _made(app, path, **order, title="The beginning")
        assert await _worked(app, first) == ["cut_clip"]
        assert first["end"] - first["start"] == pytest.approx(1.5, abs=0.05)
        assert first["width"] < first["height"]
        again = await _made(app, path, **order, title="Another name")
        assert await _worked(app, again) == []
        placed = await _made(app, path, **order, position=0.2, replaces=again["id"])
        assert await _worked(app, placed) == ["cut_clip"]
        renamed = await app.http.patch(f"{path}/{first['id']}", json={"title": "What: a start"})
        assert renamed.json()["title"] == "What: a start"
        answer = await app.http.get(renamed.json()["url"])
        assert 'filename="What a start.mp4"' in answer.headers["content-disposition"]
        (tmp_path / "clip.mp4").write_bytes(answer.content)
        assert check_output(tmp_path / "clip.mp4", video=True, audio=True).video_s == pytest.approx(1.5, abs=0.05)
        listed = (await app.http.get(path)).json()
        assert [clip["id"] for clip in listed["items"]] == [first["id"], placed["id"]]
        zipped = await app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip?kind=clip")
        names = zipfile.ZipFile(io.BytesIO(zipped.content)).namelist()
        assert names[1:] == ["What a start.mp4", f"{placed['title']}.mp4"]
        messages = [event["data"].get("message", "") for event in await _events(app, job["id"])]
        assert [text for text in messages if "clip" in text.lower()][-4:] == [
            "The clip “Another name” was ordered.",
            f"The clip “{placed['title']}” was ordered.",
            "The clip “Another name” was removed.",
            "A clip is called “What: a start” now.",
        ]
        assert (await app.http.delete(f"/api/v1/jobs/{job['id']}")).status_code == 204
        assert (await app.http.get(f"/api/v1/jobs/{first['id']}")).status_code == 404
        assert not [one for one in (tmp_path / "data" / "blobs").rglob("*.*") if one.suffix]


async def test_a_recording_without_picture_is_cut(media: MediaShelf, tmp_path: Path) -> None:
    """As sound, and as a film that shows the waveform and what is said; a link plays it as what it is."""
    async with app_in(tmp_path, paused=False, models_dir=SHIPPED, whisper_model="demo") as app:
        talk = media.made("talk.m4a", "-i", str(media.talk_of(seconds=4)), "-vn", "-c:a", "copy")
        upload = await app.http.post("/api/v1/videos", files={"file": ("a talk.m4a", talk.read_bytes())})
        wanted = {"video_id": upload.json()["video_id"], "job_type": "transcription"}
        job = (await app.http.post("/api/v1/jobs", json=wanted)).json()
        await _followed(app, job["id"])
        path = f"/api/v1/jobs/{job['id']}/clips"
        part = {"start": 0.5, "end": 2.0}
        sound = await _made(app, path, **part, output_format="m4a", title="Heard")
        assert (sound["output_format"], sound["width"], sound["thumbnail_url"]) == ("m4a", None, None)
        answer = await app.http.get(f"{sound['url']}?inline=true")
        assert answer.headers["content-type"] == "audio/mp4"
        (tmp_path / "heard.m4a").write_bytes(answer.content)
        found = check_output(tmp_path / "heard.m4a", video=False, audio=True)
        assert found.audio_s == pytest.approx(1.5, abs=0.15)
        shown = (await app.http.post(f"{path}/preview", json=part | {"aspect": "9:16", "captions": True})).json()
        film = await _made(app, path, **part, aspect="9:16", captions=True, resolution="360p")
        assert (film["width"], film["height"], film["thumbnail_url"] is not None) == (202, 360, True)
        assert [cue["lines"] for cue in shown["captions"]]
        for clip, kind in ((sound, "audio"), (film, "video")):
            link = (await app.http.post("/api/v1/shares", json={"job_id": clip["id"]})).json()
            assert (await app.http.get(f"{link['url']}/recording")).json()["media"] == kind


async def _events(app: App, job_id: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = (await app.http.get(f"/api/v1/jobs/{job_id}/events")).json()["items"]
    return events
