"""Below a proxy's path prefix: every address that leaves has it, whether the proxy takes it off or not."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import websockets

from app.api.root_path import RootPath
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from app.db import stage_log
from app.jobs.events import ClipCut
from tests.asgi import App, app_in, served
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "a key of some length"
CLIP = ClipCut(
    index=0,
    start_s=0.0,
    end_s=1.0,
    title="T",
    score=0.5,
    reason="r",
    parts={},
    text="t",
    width=2,
    height=2,
    artifact_id="x",
    thumbnail_id="y",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application below `/video/jobs`."""
    async with app_in(tmp_path_factory.mktemp("prefix"), root_path="/video/jobs/", api_key=KEY) as running:
        running.http.headers["X-API-Key"] = KEY
        yield running


@pytest.mark.parametrize("prefix", ["", "/video/jobs"])
async def test_every_path_works_with_and_without_the_prefix(app: App, prefix: str) -> None:
    """Page, files, descriptions, API, sockets; what is locked stays locked."""
    for path in (
        "/",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/static/main.js",
        "/health",
        "/api/v1/jobs",
        "/api/v1/jobs/",
    ):
        answer = await app.http.get(prefix + path)
        assert answer.status_code == 200, path
    assert (await app.http.get(f"{prefix}/api/v1/jobs", headers={"X-API-Key": "wrong"})).status_code == 401
    async with app.socket(f"{prefix}/ws/jobs/broadcast", **{"X-API-Key": KEY}) as socket:
        first = await socket.receive()
    assert first is not None
    assert first["type"] == "initial_status"


async def test_the_prefix_alone_is_the_page(app: App) -> None:
    """Without a slash at its end too; what only begins like it is not."""
    assert (await app.http.get("/video/jobs")).status_code == 200
    assert (await app.http.get("/video/jobsx")).status_code == 404


async def test_pages_name_their_files_below_the_prefix(app: App) -> None:
    """And say the prefix to scripts."""
    page = (await app.http.get("/")).text
    assert '<html data-root="/video/jobs"' in page
    for text in (page, (await app.http.get("/docs")).text, (await app.http.get("/redoc")).text):
        assert '"/static/' not in text
        assert '"/openapi.json"' not in text
    assert (await app.http.get("/openapi.json")).json()["servers"] == [{"url": "/video/jobs"}]


async def test_addresses_in_answers_have_the_prefix(app: App) -> None:
    """In the list of files, in the log of events, live and on replay; what people wrote is nobody's address."""
    job = await app.claim((await app.create(job_type="clip_generation", metadata={"note": "/api/v1"}))["id"])
    await app.keep(job.id, b"x" * 100, "clip 1.mp4")
    path = f"/api/v1/jobs/{job.id}"
    async with app.socket(f"/ws/{job.id}", **{"X-API-Key": KEY}) as live:
        first = await live.receive()
        await app.store.write(start_stage, job.id, job.attempt, "clips", "clips-test", eta_s=None)
        await live.receive()
        await app.store.write(
            stage_log.publish_pieces, job.id, job.attempt, "clips", published=1, events=[CLIP], artifacts=[]
        )
        told = await live.receive()
    assert first is not None
    assert told is not None
    events = (await app.http.get(f"{path}/events")).json()["items"]
    clips = [event["data"] for event in events if event["type"] == "clip_ready"]
    assert clips == [told["data"]]
    assert clips[0]["url"] == f"/video/jobs{path}/artifacts/x"
    assert clips[0]["thumbnail_url"] == f"/video/jobs{path}/artifacts/y"
    (listed,) = (await app.http.get(f"{path}/artifacts")).json()["items"]
    (own,) = first["data"]["artifacts"]
    assert listed["url"] == own["url"] == f"/video/jobs{path}/artifacts/{listed['id']}"
    assert (await app.http.get(listed["url"])).content == b"x" * 100
    assert (await app.http.get(path)).json()["metadata"] == {"note": "/api/v1"}


async def test_addresses_in_frames_have_the_prefix(app: App) -> None:
    """Live on the product's own connections, which take finished frames for those who wait."""
    job = await app.claim((await app.create(job_type="clip_generation"))["id"])
    await app.store.write(start_stage, job.id, job.attempt, "clips", "clips-frames", eta_s=None)
    key = {"X-API-Key": KEY}
    async with (
        served(app) as address,
        websockets.connect(f"ws://{address}/ws/{job.id}", additional_headers=key) as live,
    ):
        await live.recv()
        while not all(one._parked for one in app.hub._of_job[job.id]):
            await asyncio.sleep(0)
        await app.store.write(
            stage_log.publish_pieces, job.id, job.attempt, "clips", published=1, events=[CLIP], artifacts=[]
        )
        message = json.loads(await live.recv())
    assert message["type"] == "clip_ready"
    assert message["data"]["url"] == f"/video/jobs/api/v1/jobs/{job.id}/artifacts/x"


async def test_headers_have_the_prefix(app: App) -> None:
    """Where a new job is, and for which paths a session is sent."""
    made = await app.http.post("/api/v1/jobs", json={"youtube_url": "https://a.example/x.mp4", "job_type": "analysis"})
    assert made.headers["location"] == f"/video/jobs/api/v1/jobs/{made.json()['id']}"
    signed = await app.http.post("/api/v1/session", json={"api_key": KEY})
    assert "path=/video/jobs/" in signed.headers["set-cookie"].lower()


@pytest.mark.parametrize("path", ["video", "/a b", "/a?b", "//", "/a//b", "https://a.example/x", '/"'])
async def test_what_is_no_path_stops_the_start(path: str) -> None:
    """One line that names the setting."""
    if path.rstrip("/") == "":
        assert load_settings(root_path=path).root_path == ""
        return
    with pytest.raises(SettingsInvalid, match="ROOT_PATH"):
        load_settings(root_path=path)


async def test_without_a_prefix_nothing_changes(tmp_path: Path) -> None:
    """The default."""
    async with app_in(tmp_path) as running:
        assert "data-root" not in (await running.http.get("/")).text
        assert "servers" not in (await running.http.get("/openapi.json")).json()


async def test_the_poster_of_a_video_is_below_the_prefix() -> None:
    """Like every URL on this server; a link elsewhere stays."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/video/api/v1/videos"}
    _, addressed = RootPath("/video").inside(scope, send)
    headers = [(b"content-type", b"application/json")]
    await addressed({"type": "http.response.start", "status": 200, "headers": headers})
    body = b'{"url":"https://example.org/a.mp4","poster_url":"/api/v1/jobs/j/artifacts/a?inline=1"}'
    await addressed({"type": "http.response.body", "body": body})
    assert sent[-1]["body"] == body.replace(b'"/api', b'"/video/api')
