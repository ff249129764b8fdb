"""Files with a copy in an object store: signed links, files that are away, and what health shows of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.storage import server_opening
from app.storage.tiered_blobs import TieredBlobs
from tests.asgi import App, app_in
from tests.object_stores import MemoryObjects
from tests.unit.api.test_transcripts import transcribed

CONTENT = b"film" * 100


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


@pytest.fixture
async def app(tmp_path: Path, objects: MemoryObjects, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    """An application over an object store in memory."""
    monkeypatch.setattr(server_opening, "open_objects", lambda _: objects)
    async with app_in(tmp_path) as opened:
        yield opened


def _blobs(app: App) -> TieredBlobs:
    blobs = app.jobs._blobs
    assert isinstance(blobs, TieredBlobs)
    return blobs


async def test_a_download_is_redirected_once_there_is_a_copy(app: App, objects: MemoryObjects) -> None:
    """Only if the client asks for it, and only a GET; without a copy, or with the store away, the file is sent."""
    job = await app.create()
    kept = await app.keep(job["id"], CONTENT, "a.mp4")
    path, blobs = f"/api/v1/jobs/{job['id']}/artifacts/{kept.id}", _blobs(app)
    assert (await app.http.get(path, params={"redirect": 1})).content == CONTENT
    blobs.send(kept.blob.sha256)
    blobs.copied([kept.blob.sha256])
    answer = await app.http.get(path, params={"redirect": 1})
    assert (answer.status_code, answer.headers["cache-control"]) == (307, "no-store")
    assert answer.headers["location"] == f"https://objects.example/{kept.blob.sha256}?expires=900"
    assert (await app.http.get(path)).content == CONTENT
    assert (await app.http.head(path, params={"redirect": 1})).status_code == 200
    objects.away = "is away"
    assert (await app.http.get(path, params={"redirect": 1})).content == CONTENT


async def test_files_of_scenes_are_redirected_too(app: App) -> None:
    """And the editor's health says that there is a store."""
    job = await app.create(job_type="scene_analysis")
    blobs = _blobs(app)
    for kind in ("proxy", "mezzanine"):
        kept = await app.keep(job["id"], CONTENT + kind.encode(), f"{kind}.mp4", kind=kind)
        blobs.send(kept.blob.sha256)
        blobs.copied([kept.blob.sha256])
        path = f"/api/segment/{job['id']}/{kind}/{kind}.mp4"
        assert (await app.http.get(path)).status_code == 200
        answer = await app.http.get(path, params={"redirect": 1})
        assert (answer.status_code, kept.blob.sha256 in answer.headers["location"]) == (307, True)
    assert (await app.http.get("/api/health")).json()["cloud_storage"] is True


async def test_a_file_that_is_away_is_fetched_for_a_download(app: App, objects: MemoryObjects) -> None:
    """With ranges; 503 while the store is away, 404 once the copy is lost."""
    job = await app.create()
    kept = await app.keep(job["id"], CONTENT, "a.mp4")
    path, blobs = f"/api/v1/jobs/{job['id']}/artifacts/{kept.id}", _blobs(app)
    blobs.send(kept.blob.sha256)
    blobs.copied([kept.blob.sha256])
    for headers, status, content in (({}, 200, CONTENT), ({"Range": "bytes=1-2"}, 206, CONTENT[1:3])):
        assert blobs.evict(1) == len(CONTENT)
        answer = await app.http.get(path, headers=headers)
        assert (answer.status_code, answer.content) == (status, content)
    blobs.evict(1)
    objects.away = "is away"
    answer = await app.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")
    assert int(answer.headers["retry-after"]) > 0
    objects.away = None
    objects.objects.clear()
    assert (await app.http.get(path)).status_code == 404


async def test_an_archive_has_what_is_away(app: App) -> None:
    """Fetched while it is sent."""
    job = await app.create()
    kept = await app.keep(job["id"], CONTENT, "a.mp4")
    blobs = _blobs(app)
    blobs.send(kept.blob.sha256)
    blobs.copied([kept.blob.sha256])
    blobs.evict(1)
    answer = await app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip")
    assert answer.status_code == 200
    assert CONTENT in answer.content


async def test_files_of_a_corrected_transcript_are_copied_at_once(app: App, objects: MemoryObjects) -> None:
    """They are new files that no stage has made."""
    job_id = await transcribed(app, key="transcribe-copied")
    answer = await app.http.patch(f"/api/v1/transcripts/{job_id}/segments/0", json={"text": "Zebras have landed."})
    assert answer.status_code == 200, answer.text
    async with asyncio.timeout(20):
        while sum(b"Zebras" in content for content in objects.objects.values()) < 3:
            await asyncio.sleep(0.01)


async def test_a_store_that_is_away_shows_and_leaves_the_server_ready(app: App, objects: MemoryObjects) -> None:
    """With the reason and the files that wait."""
    components = (await app.http.get("/health/ready")).json()["components"]
    assert components["storage"] | {"latency_ms": 0} == {
        "status": "ok",
        "latency_ms": 0,
        "detail": None,
        "copied": 0,
        "waiting": 0,
    }
    objects.away = "is away"
    kept = await app.keep((await app.create())["id"], CONTENT, "a.mp4")
    _blobs(app).recorded([kept.blob])
    while (answer := await app.http.get("/health/ready")).json()["components"]["storage"]["status"] == "ok":
        assert answer.status_code == 200
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    storage = answer.json()["components"]["storage"]
    assert (storage["detail"], storage["waiting"]) == ("memory:// cannot be reached: is away", 1)
    figures = (await app.http.get("/metrics")).text
    assert 'object_store_up{place="memory://"} 0.0' in figures
    assert 'object_store_files{state="waiting"} 1.0' in figures
