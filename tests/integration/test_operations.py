"""Operations through the whole server: a film goes in, a new one comes out, and nothing is done twice."""

from pathlib import Path
from typing import Any

import pytest

from app.inference.weights import SHIPPED
from app.media.output_check import check_output
from tests.asgi import App, app_in
from tests.media import MediaShelf

pytestmark = pytest.mark.asyncio(loop_scope="function")


async def _processed(app: App, **order: Any) -> dict[str, Any]:
    """Start a process and follow its job to the end; what came of it."""
    job_id = (await app.http.post("/api/processing/start", json=order)).json()["job_id"]
    async with app.socket(f"/ws/{job_id}") as socket:
        await socket.rest()
    shown: dict[str, Any] = (await app.http.get(f"/api/processing/status/{job_id}")).json()
    assert shown["status"] == "completed", shown
    return shown


def _sha(shown: dict[str, Any]) -> str:
    """The hash of the file that an operation wrote."""
    (made,) = [one["sha256"] for one in shown["artifacts"] if one["kind"] == "result"]
    return str(made)


async def test_a_film_becomes_another(media: MediaShelf, tmp_path: Path) -> None:
    """Captioned, also with corrected words, and reframed; the second time everything is taken from the record."""
    film = media.talk_of(seconds=2.5)
    async with app_in(tmp_path, paused=False, models_dir=SHIPPED, whisper_model="demo") as app:
        upload = await app.http.post("/api/v1/videos", files={"file": ("a talk.mp4", film.read_bytes())})
        video_id = upload.json()["video_id"]
        captioned = await _processed(app, video_id=video_id, operation="burn_captions")
        assert captioned["result"]["lines"] == 1
        line = f"/api/v1/transcripts/{captioned['job_id']}/segments/0"
        corrected = await app.http.patch(line, json={"text": "Entirely different words."})
        assert corrected.status_code == 200, corrected.text
        other = await _processed(app, job_id=captioned["job_id"], operation="burn_captions")
        stages = (await app.http.get(f"/api/v1/jobs/{other['job_id']}")).json()["stages"]
        assert [stage["name"] for stage in stages if not stage["cached"]] == ["burn_captions"]
        assert _sha(other) != _sha(captioned)
        first = await _processed(
            app, job_id=captioned["job_id"], operation="reframe", options={"reframe_aspect": "1:1"}
        )
        assert first["result"]["width"] == first["result"]["height"]
        (made,) = [one for one in first["artifacts"] if one["kind"] == "result"]
        assert made["id"] == first["result"]["artifact_id"]
        assert made["filename"] == "a talk reframed.mp4"
        (tmp_path / "made.mp4").write_bytes((await app.http.get(first["result"]["url"])).content)
        assert check_output(tmp_path / "made.mp4", video=True, audio=True).frames > 45
        again = await _processed(app, video_id=video_id, operation="reframe", options={"reframe_aspect": "1:1"})
        assert again["result"] | {"artifact_id": None, "url": None} == first["result"] | {
            "artifact_id": None,
            "url": None,
        }
        job = (await app.http.get(f"/api/v1/jobs/{again['job_id']}")).json()
        assert all(stage["cached"] for stage in job["stages"])
