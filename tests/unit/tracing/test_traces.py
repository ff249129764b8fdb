"""Traces against a collector: request, job, stage and child, over a restart; and nothing of it without a collector."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from app.application import create_app
from app.cli.findings import Grade
from app.cli.trace_finding import traces
from app.core import optional_packages
from app.core.errors import ErrorCode, JobFailure, NotFound, SettingsInvalid
from app.core.settings import load_settings
from app.tracing import export
from app.tracing.otel import OtelTracer
from tests.asgi import App, app_in
from tests.collectors import collecting
from tests.media import MediaShelf

CLIENT = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")


async def ended(app: App, job_id: str) -> dict[str, Any]:
    """The job, when it has ended."""
    async with asyncio.timeout(30):
        while True:
            job: dict[str, Any] = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()
            if job["status"] in ("completed", "failed", "cancelled"):
                return job
            await asyncio.sleep(0.05)


async def test_a_job_is_in_the_trace_of_its_request_whatever_happens_between(tmp_path: Path, media: MediaShelf) -> None:
    """A client's trace goes through request, attempt (by another server), stages and their children."""
    with collecting() as collector:
        traced = {
            "otel_exporter_otlp_endpoint": collector.url,
            "otel_exporter_otlp_headers": "x-token=very%20secret",
            "otel_service_name": "mine",
        }
        async with app_in(tmp_path, **traced) as app:
            files = {"file": ("talk.mp4", media.talk_of(seconds=8).read_bytes(), "video/mp4")}
            video = (await app.http.post("/api/v1/videos", files=files)).json()["video_id"]
            body = {"video_id": video, "job_type": "audio_extraction"}
            headers = {"traceparent": f"00-{CLIENT[0]}-{CLIENT[1]}-01"}
            job = (await app.http.post("/api/v1/jobs", json=body, headers=headers)).json()
            shown = (await app.http.get("/api/v1/system")).json()["settings"]
            assert "secret" not in str(shown)
            await app.http.get("/health")
        async with app_in(tmp_path, **traced) as app:
            await app.jobs.resume()
            assert (await ended(app, job["id"]))["status"] == "completed"
            again = (await app.http.post("/api/v1/jobs", json=body)).json()
            assert (await ended(app, again["id"]))["status"] == "completed"
            assert (await app.http.get("/api/v1/jobs/0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a")).status_code == 404
    assert (collector.service, collector.headers["x-token"]) == ("mine", "very secret")
    created, recreated = collector.named("POST /api/v1/jobs")
    attempt, recorded = collector.named("job audio_extraction")
    assert (created.trace_id, created.parent_id) == CLIENT
    assert created.facts["http.response.status_code"] == "int_value: 201"
    assert (attempt.trace_id, attempt.parent_id) == (CLIENT[0], created.span_id)
    assert (attempt.facts["job.id"], attempt.facts["job.outcome"]) == (job["id"], "completed")
    for name in ("fetch", "audio"):
        (stage,), (child,) = collector.named(f"stage {name}"), collector.named(f"child {name}")
        assert (stage.trace_id, stage.parent_id) == (CLIENT[0], attempt.span_id)
        assert (child.trace_id, child.parent_id) == (CLIENT[0], stage.span_id)
    assert (recorded.trace_id, recorded.parent_id) == (recreated.trace_id, recreated.span_id) != created.trace_id
    assert recorded.facts["job.recorded"] == "bool_value: true"
    missing = [span for span in collector.named("GET /api/v1/jobs/{job_id}") if "404" in str(span.facts)]
    assert [span.error for span in missing] == [""]
    assert not [span for span in collector.spans if "health" in span.name]


async def test_failures_are_codes_and_a_cancel_is_none() -> None:
    """No text of a failure leaves the server; what a client did wrong is no failure of ours."""
    with collecting() as collector:
        tracer = OtelTracer(load_settings(otel_exporter_otlp_endpoint=collector.url))
        async with tracer.exports:
            for error in (
                JobFailure(ErrorCode.NO_AUDIO, "private"),
                asyncio.CancelledError(),
                NotFound("private"),
                ValueError("private"),
            ):
                with pytest.raises(type(error)), tracer.stage("fetch"):
                    raise error
            with tracer.request("GET", "malformed") as span:
                span.fail("500")
    assert [span.error for span in collector.named("stage fetch")] == ["no_audio", "", "", "ValueError"]
    assert [span.error for span in collector.named("GET")] == ["500"]
    assert "private" not in str(collector.spans)


async def test_a_collector_that_is_away_holds_nothing_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are served, the server stops, and the log has a line."""
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(export, "LAST_S", 0.2)
    async with app_in(tmp_path, otel_exporter_otlp_endpoint="http://127.0.0.1:9") as app:
        assert await app.create()
        async with asyncio.timeout(20):
            assert (await app.http.get("/api/v1/jobs")).status_code == 200
    assert "collector" in caplog.text


def test_the_doctor_tries_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a request that carries nothing; nothing is tried where none is set."""
    assert list(traces(load_settings())) == []
    with collecting() as collector:
        (right,) = traces(load_settings(otel_exporter_otlp_endpoint=collector.url))
        (wrong,) = traces(load_settings(otel_exporter_otlp_endpoint=f"{collector.url}/elsewhere"))
    assert (right.grade, wrong.grade, collector.spans) == (Grade.OK, Grade.WARNING, [])
    monkeypatch.setattr(optional_packages, "find_spec", lambda _: None)
    (missing,) = traces(load_settings(otel_exporter_otlp_endpoint="http://127.0.0.1:9"))
    assert (missing.grade, missing.remedy) == (Grade.MISSING, "pip install -r requirements-telemetry.txt")


def test_a_missing_package_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what installs it."""
    monkeypatch.setattr(optional_packages, "find_spec", lambda _: None)
    for name, requirements in (
        ("otel_exporter_otlp_endpoint", "requirements-telemetry.txt"),
        ("notify_urls", "requirements-notify.txt"),
    ):
        settings = load_settings(data_dir=tmp_path, **{name: "http://127.0.0.1:9"})
        with pytest.raises(SettingsInvalid, match=f"{name.upper()} needs .*{requirements}"):
            create_app(settings)
