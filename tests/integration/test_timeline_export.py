"""A timeline through the whole server: files go in, one film comes out."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from app.db import queries
from app.db.stage_log import KEY_BLOBS, PIECES
from app.inference.weights import SHIPPED
from app.storage.blobs import BlobFolder
from tests.asgi import App, app_in
from tests.media import MediaShelf, frame_numbers

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="function")]


async def exported(app: App, **order: Any) -> dict[str, Any]:
    """Request an export and follow it to its end."""
    answer = await app.http.post("/api/export/timeline", json=order)
    assert answer.status_code == 202, answer.text
    export_id = answer.json()["export_id"]
    async with app.socket(f"/ws/{export_id}") as socket:
        await socket.rest()
    view: dict[str, Any] = (await app.http.get(f"/api/export/{export_id}")).json()
    return view


def parts(conn: Connection) -> tuple[int, int]:
    """The stored pieces of renders, and the files of the whole store."""
    renders = PIECES.c.key.startswith("render-")
    pieces = conn.execute(select(func.count()).select_from(PIECES).where(renders)).scalar_one()
    files = select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key.startswith("render-")).distinct()
    return pieces, len(conn.execute(files).all())


async def test_a_timeline_is_rendered_once_and_its_sources_may_go(media: MediaShelf, tmp_path: Path) -> None:
    """Every frame is the expected one; equal timelines share the film; a source that is gone fails by its name."""
    film = media.numbered(seconds=10)
    async with app_in(tmp_path, paused=False) as app:
        upload = await app.http.post("/api/v1/videos", files={"file": ("numbers.mp4", film.read_bytes())})
        source = {"video_id": upload.json()["video_id"]}
        clips = [{"source": source, "start": 1, "end": 2}, {"source": source, "start": 4, "end": 6, "speed": 2}]
        timeline = {"fps": 25, "tracks": [{"kind": "video", "clips": clips}]}
        view = await exported(app, timeline=timeline, output_filename="cut.mp4")
        assert (view["status"], view["progress"], view["duration"]) == ("completed", 100, 2)
        (tmp_path / "cut.mp4").write_bytes((await app.http.get(view["url"])).content)
        assert frame_numbers(tmp_path / "cut.mp4") == [*range(25, 50), *range(100, 150, 2)]
        assert await app.store.read(parts) == (0, 1)
        files = list((tmp_path / "data" / "blobs").glob("??/*"))
        assert len(files) == 2  # the upload and the film: its parts are gone

        again = await exported(app, timeline=timeline, output_filename="the same.mp4")
        assert again["status"] == "completed"
        job = (await app.http.get(f"/api/v1/jobs/{again['job_id']}")).json()
        assert [stage["cached"] for stage in job["stages"]] == [True]
        assert [one["filename"] for one in job["artifacts"]] == ["the same.mp4"]

        video = await app.store.read(queries.video, source["video_id"])
        assert video.blob is not None
        order = {"timeline": timeline | {"fps": 50}}
        await app.jobs.pause()
        waiting = (await app.http.post("/api/export/timeline", json=order)).json()["export_id"]
        BlobFolder(tmp_path / "data" / "blobs").delete([video.blob.sha256])
        await app.jobs.resume()
        async with app.socket(f"/ws/{waiting}") as socket:
            await socket.rest()
        failed = (await app.http.get(f"/api/export/{waiting}")).json()
        assert (failed["status"], failed["error"]["code"]) == ("failed", "source_unavailable")
        assert "numbers.mp4" in failed["error"]["message"]
        refused = await app.http.post("/api/export/timeline", json=order)
        assert refused.status_code == 422
        assert "numbers.mp4 is not kept any more" in refused.json()["detail"]


async def test_captions_lie_beside_the_film(media: MediaShelf, tmp_path: Path) -> None:
    """The words of the source's transcript, as SubRip and WebVTT, each to be downloaded."""
    async with app_in(tmp_path, paused=False, models_dir=SHIPPED, whisper_model="demo") as app:
        content = media.talk_of(seconds=3).read_bytes()
        upload = await app.http.post("/api/v1/videos?process=transcription", files={"file": ("talk.mp4", content)})
        async with app.socket(f"/ws/{upload.json()['job_id']}") as socket:
            await socket.rest()
        source = {"video_id": upload.json()["video_id"]}
        tracks = [{"kind": "video", "clips": [{"source": source, "start": 0, "end": 2.4}]}]
        view = await exported(app, timeline={"tracks": tracks, "captions": {"burn": True, "from": "transcript"}})
        assert view["status"] == "completed", view["error"]
        job = (await app.http.get(f"/api/v1/jobs/{view['job_id']}")).json()
        captions = [one for one in job["artifacts"] if one["kind"] == "captions"]
        assert [one["media_type"] for one in captions] == ["application/x-subrip", "text/vtt"]
        texts = [(await app.http.get(one["url"])).text for one in captions]
        assert all("-->" in text and "ello" in text for text in texts), texts
