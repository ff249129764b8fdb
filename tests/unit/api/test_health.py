"""Health, readiness, figures, pages."""

import asyncio
import re
from typing import Any

import pytest

from app.api.v1.schemas.system import Health, Readiness
from tests.asgi import App


async def test_health_is_what_the_contract_says(app: App) -> None:
    """status, queue_running and debug, exactly."""
    answer = await app.http.get("/health")
    body = answer.json()
    Health.model_validate(body)
    assert {name: body[name] for name in ("status", "queue_running", "debug")} == {
        "status": "healthy",
        "queue_running": True,
        "debug": False,
    }


async def test_a_dead_worker_is_told(app: App) -> None:
    """503 from both; health is asked of the workers, not assumed."""
    worker = app.queue_view._pool._tasks[0]
    worker.cancel()
    await asyncio.wait([worker])
    for path, told in (("/health", "unhealthy"), ("/health/ready", "not_ready")):
        answer = await app.http.get(path)
        assert (answer.status_code, answer.json()["status"]) == (503, told)


async def test_readiness_tells_of_every_component(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status and latency of each; 503 while one is down, and which."""
    answer = await app.http.get("/health/ready")
    found = Readiness.model_validate(answer.json())
    assert (answer.status_code, set(found.components)) == (200, {"database", "workers", "queue", "disk"})
    assert all(component.latency_ms >= 0 for component in found.components.values())

    async def broken(_: Any) -> float:
        raise OSError("gone")

    monkeypatch.setattr(type(app.store), "ping_s", broken)
    answer = await app.http.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["components"]["database"]["status"] == "down"


async def test_a_data_folder_that_is_gone_is_told(app: App) -> None:
    """503 that names the disk, also when a file is in its place; 200 again when the folder is back."""
    folder = app.settings.data_dir
    away = folder.rename(folder.with_name("away"))
    for _ in range(2):
        answer = await app.http.get("/health/ready")
        disk = answer.json()["components"]["disk"]
        assert (answer.status_code, disk["status"], disk["detail"][:8]) == (503, "down", "DATA_DIR")
        folder.touch()
    folder.unlink()
    away.rename(folder)
    assert (await app.http.get("/health/ready")).status_code == 200


async def test_metrics_are_in_prometheus_format(app: App) -> None:
    """Jobs, queue, answers by route, connections; ids are not labels."""
    job = await app.create()
    await app.finish(await app.claim(job["id"]))
    await app.http.get(f"/api/v1/jobs/{job['id']}")
    answer = await app.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    text = answer.text
    assert 'job_completion_total{status="completed"} 1.0' in text
    assert 'job_completion_rate_total{status="completed"} 1.0' in text
    assert 'job_processing_time_seconds_count{status="completed"} 1.0' in text
    assert 'job_queue_depth{status="completed"} 1.0' in text
    assert 'api_request_duration_seconds_count{method="GET",route="/api/v1/jobs/{job_id}",status="200"} 1.0' in text
    assert 'ws_connections{channel="broadcast"} 0.0' in text
    assert job["id"] not in text


async def test_pages_work_offline(app: App) -> None:
    """Whatever a page loads comes from this server, and its inline scripts are allowed by their hash."""
    for path in ("/", "/docs", "/redoc"):
        answer = await app.http.get(path)
        assert answer.headers["content-type"].startswith("text/html")
        for address in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
            assert address.startswith("/"), address
            assert (await app.http.get(address)).status_code == 200, address
        inline = len(re.findall(r"<script(?![^>]*\ssrc=)", answer.text))
        assert answer.headers["content-security-policy"].count("'sha256-") == inline


async def test_static_files_are_asked_again_and_not_sent_again(app: App) -> None:
    """An ETag, 304, and no caching without asking; versioned libraries are kept for good."""
    first = await app.http.get("/static/main.js")
    assert first.headers["cache-control"] == "no-cache"
    assert "javascript" in first.headers["content-type"]
    again = await app.http.get("/static/main.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    vendored = re.search(r"/static/vendor/[^\"]+\.js", (await app.http.get("/")).text)
    assert vendored is not None
    assert "immutable" in (await app.http.get(vendored[0])).headers["cache-control"]
