"""An installation moves from SQLite to PostgreSQL: the server answers as before, and its jobs go on."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.cli.move_database import run_move
from app.core.webhook_secrets import new_secret
from tests.asgi import PATIENCE_S, App, app_in
from tests.media import MediaShelf
from tests.postgres import blank_postgres
from tests.receivers import Receiver, receiving

pytestmark = pytest.mark.slow
ENDED = {"completed", "failed", "cancelled"}
DEMO = {"whisper_model": "demo", "sentiment_model": "demo", "spacy_model": "demo", "allow_private_networks": True}
FILM = {"prompt": "A boat on a lake", "options": {"duration_seconds": 1, "aspect": "1:1", "resolution": "360p"}}


@pytest.fixture
def blank(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without any table."""
    with blank_postgres(postgres_server) as url:
        yield url


@asynccontextmanager
async def _serving(folder: Path, **settings: Any) -> AsyncIterator[App]:
    async with app_in(folder, paused=False, webhook_secret=SECRET, **DEMO, **settings) as app:
        yield app


SECRET = new_secret()


async def _sent(app: App, path: str, body: dict[str, Any], *, method: str = "POST") -> dict[str, Any]:
    answer = await app.http.request(method, path, json=body)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _ended(app: App, job_id: str) -> dict[str, Any]:
    async with asyncio.timeout(3 * PATIENCE_S):
        while True:
            job: dict[str, Any] = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()
            if job["status"] in ENDED:
                return job
            await asyncio.sleep(0.05)


async def _installation(app: App, media: MediaShelf, receiver: Receiver) -> list[str]:
    """Make one of everything that is stored; returns the ids of its jobs, the last of which waits."""
    await _sent(app, "/api/v1/webhooks", {"url": receiver.url, "events": ["job.completed"]})
    talk = media.talk_of(seconds=8)
    upload = await app.http.post(
        "/api/v1/videos", content=talk.read_bytes(), headers={"Content-Type": "video/mp4"}, params={"filename": "a.mp4"}
    )
    video = upload.json()["video_id"]
    orders: list[dict[str, Any]] = [
        {"video_id": video, "job_type": "analysis", "metadata": {"note": "Größe"}, "webhook_url": receiver.url},
        FILM,
    ]
    jobs = [await _sent(app, "/api/v1/jobs", order) for order in orders]
    for job in jobs:
        assert (done := await _ended(app, job["id"]))["status"] == "completed", done["error"]
    for _ in range(3):  # two of the subscription, one of the job
        await receiver.received()
    line = f"/api/v1/transcripts/{jobs[0]['id']}/segments/0"
    await _sent(app, line, {"text": "Corrected by hand."}, method="PATCH")
    await app.jobs.pause()
    waiting = {"video_id": video, "job_type": "audio_extraction", "priority": 9}
    return [job["id"] for job in jobs] + [(await _sent(app, "/api/v1/jobs", waiting))["id"]]


async def _answers(app: App, jobs: list[str]) -> dict[str, bytes]:
    """What clients read, to the byte."""
    (hook,) = (await app.http.get("/api/v1/webhooks")).json()["items"]
    (video,) = (await app.http.get("/api/v1/videos?q=a.mp4")).json()["items"]
    paths = [
        "/api/v1/jobs",
        "/api/v1/jobs?q=boat",
        "/api/v1/jobs?sort=priority&limit=1",
        "/api/v1/videos",
        "/api/v1/webhooks",
    ]
    paths += [f"/api/v1/videos/{video['video_id']}", f"/api/v1/webhooks/{hook['id']}/deliveries"]
    paths += [f"/api/v1/jobs/{job}{end}" for job in jobs for end in ("", "/events", "/artifacts", "/transcript")]
    paths += [f"/api/v1/jobs/{jobs[0]}/transcript?format=srt", f"/api/v1/transcripts/{jobs[0]}"]
    paths += [f"/api/v1/transcripts/{jobs[0]}/segments", "/api/v1/statistics"]
    found = {path: await app.http.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in found.items() if answer.status_code not in (200, 404)} == {}
    return {path: answer.content for path, answer in found.items()}


async def test_a_moved_installation_answers_as_before_and_goes_on(
    tmp_path: Path, blank: str, media: MediaShelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """Jobs of every kind with events, transcripts, corrections, files, webhooks and a film; the waiting one runs."""
    async with receiving() as receiver:
        async with _serving(tmp_path) as app:
            jobs = await _installation(app, media, receiver)
            before = await _answers(app, jobs)
        assert await asyncio.to_thread(run_move, f"sqlite:///{tmp_path / 'jobs.db'}", blank) == 0
        said = capsys.readouterr()
        assert "jobs: 3 rows" in said.err
        assert f"Set DATABASE_URL={blank} now" in said.out
        async with _serving(tmp_path, database_url=blank) as app:
            assert (after := await _answers(app, jobs)).keys() == before.keys()
            waiting = f"/api/v1/jobs/{jobs[-1]}"  # until a restart its progress is 0, later 0.0
            assert json.loads(after.pop(waiting)) == json.loads(before.pop(waiting))
            for path in before:
                assert after[path] == before[path], path
            await app.jobs.resume()
            assert (await _ended(app, jobs[-1]))["status"] == "completed"
            assert (await receiver.received()).message["type"] == "job.completed"
            again = await _sent(app, "/api/v1/jobs", FILM)
            assert (await _ended(app, again["id"]))["status"] == "completed"
