"""Jobs that make films from prompts, through the whole application: requests, the job, its film, other jobs on it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.asgi import PATIENCE_S, App, app_in
from tests.media import MediaShelf
from tests.toy_films import ToyService, catalog_of, toy_spec

ENDED = {"completed", "failed", "cancelled"}


@pytest.fixture
def toys() -> Iterator[None]:
    """The services are a dear one and a free one."""
    dear = toy_spec("openai", usd=1.0, needs_key=True, can_cancel=True)
    with catalog_of(dear, toy_spec("runway", needs_key=False)):
        yield


@asynccontextmanager
async def app_of(folder: Path, dear: ToyService, free: ToyService, **settings: Any) -> AsyncIterator[App]:
    """The application with both services."""
    given = {
        "providers": "openai,runway",
        "openai_api_key": "key",
        "openai_base_url": dear.url,
        "runway_base_url": free.url,
        "provider_poll_seconds": 0.02,
        "retry_base_delay": 0.01,
        "child_sandbox": "off",  # the services are files of the tests
    }
    async with app_in(folder, paused=False, **(given | settings)) as app:
        yield app


async def until(app: App, job_id: str, *states: str) -> dict[str, Any]:
    """The job once it is in one of these states."""
    async with asyncio.timeout(3 * PATIENCE_S):
        while True:
            job: dict[str, Any] = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()
            if job["status"] in (states or ENDED):
                return job
            await asyncio.sleep(0.05)


async def made(app: App, **body: Any) -> dict[str, Any]:
    """A new job with a prompt."""
    answer = await app.http.post("/api/v1/jobs", json={"prompt": "A lighthouse at dusk, waves"} | body)
    assert answer.status_code == 201, answer.text
    job: dict[str, Any] = answer.json()
    return job


@pytest.mark.usefixtures("toys")
async def test_a_prompt_becomes_a_film_that_other_jobs_can_use(tmp_path: Path, media: MediaShelf) -> None:
    """Fields, file, search, prices, and an audio_extraction of the film by its video_id."""
    dear = ToyService.made(tmp_path / "dear", media.video())
    free = ToyService.made(tmp_path / "free", media.video())
    async with app_of(tmp_path, dear, free) as app:
        job = await made(app, userId="ann", maxRetries=1, metadata={"priority": "high"})
        assert (job["job_type"], job["user_id"], job["max_retries"], job["priority"]) == ("generation", "ann", 1, 8)
        assert (job["prompt"], job["video_title"]) == ("A lighthouse at dusk, waves",) * 2
        assert (job["result"], job["used_provider"], job["retry_count"], job["error_message"]) == (None, None, 0, None)
        done = await until(app, job["id"])
        assert done["status"] == "completed", done["error"]
        assert (done["used_provider"], done["used_model"], done["stages"][0]["name"]) == (
            "openai",
            "openai-1",
            "generate",
        )
        assert done["generation_time_ms"] >= 0
        (film,) = done["result"]["videos"]
        assert (done["result"]["cost_usd"], film["width"], film["video_id"]) == (1.0, 160, done["video_id"])
        assert [one["id"] for one in done["artifacts"]] == [film["artifact_id"]]
        assert (await app.http.get(film["url"])).content == media.video().read_bytes()
        listed = (await app.http.get("/api/v1/jobs?userId=ann&skip=0&take=1&q=DUSK")).json()
        assert [(one["id"], one["used_provider"], one["limit"]) for one in [listed["items"][0] | listed]] == [
            (job["id"], "openai", 1)
        ]
        video = (await app.http.get(f"/api/v1/videos/{film['video_id']}")).json()
        assert (video["filename"], video["status"]) == ("A lighthouse at dusk, waves.mp4", "COMPLETED")
        body = {"video_id": film["video_id"], "job_type": "audio_extraction"}
        sound = (await app.http.post("/api/v1/jobs", json=body)).json()
        assert (await until(app, sound["id"]))["status"] == "completed"
        status = (await app.http.get("/api/v1/providers/status")).json()["providers"]
        assert [(one["provider"], one["status"], one["spent_today_usd"]) for one in status] == [
            ("openai", "healthy", 1.0),
            ("runway", "healthy", 0.0),
        ]
        assert dear.accepted[0]["seconds"] == 2.0


@pytest.mark.usefixtures("toys")
async def test_the_budget_holds_and_the_free_service_steps_in(tmp_path: Path, media: MediaShelf) -> None:
    """Two jobs at once: one is paid for, one is free. A job that names the dear one waits for the next day."""
    dear = ToyService.made(tmp_path / "dear", media.video(), poll=["running", "ok"])
    free = ToyService.made(tmp_path / "free", media.video())
    async with app_of(tmp_path, dear, free, provider_daily_budget_usd=1.5, max_concurrent_jobs=2) as app:
        jobs = [await made(app), await made(app)]
        done = [await until(app, job["id"]) for job in jobs]
        assert sorted(job["used_provider"] for job in done) == ["openai", "runway"]
        waiting = await until(app, (await made(app, provider="openai"))["id"], "pending")
        assert (waiting["error"]["code"], waiting["retry_count"], waiting["error"]["retryable"]) == ("budget", 0, True)
        assert waiting["next_attempt_at"].endswith("Z")
        assert (len(dear.accepted), len(free.accepted)) == (1, 1)


@pytest.mark.usefixtures("toys")
async def test_failures_open_the_circuit_over_a_restart(tmp_path: Path, media: MediaShelf) -> None:
    """The next server passes the service over, and its status and a test of it say so."""
    dear = ToyService.made(tmp_path / "dear", media.video(), submit=["down"], check=["down", "ok"])
    free = ToyService.made(tmp_path / "free", media.video())
    async with app_of(tmp_path, dear, free, provider_failures=1) as app:
        assert (await until(app, (await made(app))["id"]))["used_provider"] == "runway"
    dear.script(check=["down", "ok"])
    async with app_of(tmp_path, dear, free, provider_failures=1) as app:
        assert (await until(app, (await made(app))["id"]))["used_provider"] == "runway"
        assert dear.accepted == []
        status = (await app.http.get("/api/v1/providers/status")).json()["providers"][0]
        assert (status["status"], status["circuit"], status["consecutive_failures"]) == ("unhealthy", "open", 1)
        assert status["open_until"] > status["last_checked_at"]
        tests = [
            (await app.http.post("/api/v1/providers/test", json={"provider": "openai", "timeout": 5})).json()
            for _ in range(2)
        ]
        assert [(test["ok"], test["error"]) for test in tests] == [(False, "The toy says down."), (True, None)]
        status = (await app.http.get("/api/v1/providers/status")).json()["providers"][0]
        assert (status["status"], status["circuit"]) == ("healthy", "closed")


@pytest.mark.usefixtures("toys")
async def test_a_cancel_ends_the_order_at_the_service(tmp_path: Path, media: MediaShelf) -> None:
    """The job is cancelled at once, then its order; `DELETE ?cancel=true` does both and deletes the job."""
    dear = ToyService.made(tmp_path / "dear", media.video(), poll=["running"])
    free = ToyService.made(tmp_path / "free", media.video())
    async with app_of(tmp_path, dear, free) as app, asyncio.timeout(3 * PATIENCE_S):
        job = await made(app)
        while len(dear.lines("calls")) < 3:
            await asyncio.sleep(0.02)
        assert (await app.http.post(f"/api/v1/jobs/{job['id']}/cancel")).json()["status"] == "cancelled"
        while not dear.ended:
            await asyncio.sleep(0.02)
        assert dear.ended == [{"id": "order-0"}]
        other = await made(app)
        assert (await app.http.delete(f"/api/v1/jobs/{other['id']}")).status_code == 409
        assert (await app.http.delete(f"/api/v1/jobs/{other['id']}?cancel=true")).status_code == 204
        assert (await app.http.get(f"/api/v1/jobs/{other['id']}")).status_code == 404
