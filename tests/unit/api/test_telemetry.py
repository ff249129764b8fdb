"""Telemetry: what is measured of a running application, and the route that shows it."""

from collections.abc import Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from app.api.figures import AGAIN_MS, IntervalFigures
from app.db import stage_log
from app.jobs.states import Cause
from app.jobs.telemetry import Measure
from tests.asgi import App, app_in


async def _nothing() -> None:
    """No gauges to set."""


def shown(measures: Sequence[Measure]) -> set[tuple[str, str, float, int]]:
    """Component, metric, value, weight."""
    return {(one.component, one.metric, one.value, one.weight) for one in measures}


async def test_an_interval_has_what_happened_in_it() -> None:
    """Differences of counters, means of histograms, gauges that changed; the next one has only what came after."""
    registry = CollectorRegistry()
    counter = Counter("job_ends", "-", ["status"], registry=registry)
    histogram = Histogram("api_seconds", "-", registry=registry)
    gauge = Gauge("ws_sockets", "-", registry=registry)
    memory = Gauge("process_resident_memory_bytes", "-", registry=registry)
    figures = IntervalFigures(registry, _nothing)
    memory.set(1)
    counter.labels("failed").inc(0)
    assert await figures.measures(0) == []
    counter.labels("failed").inc(2)
    histogram.observe(1)
    histogram.observe(2)
    gauge.set(3)
    assert shown(await figures.measures(1)) == {
        *(("worker", "job_ends", 2.0, 1), ("api", "api_seconds", 1.5, 2), ("live", "ws_sockets", 3.0, 1)),
        ("server", "process_resident_memory_bytes", 1.0, 1),
    }
    memory.set(2)
    assert await figures.measures(2) == []
    gauge.set(0)
    assert ("live", "ws_sockets", 0.0, 1) in shown(await figures.measures(3))
    gauge.set(4)
    assert ("live", "ws_sockets", 4.0, 1) in shown(await figures.measures(4))
    assert await figures.measures(AGAIN_MS) == []
    assert ("live", "ws_sockets", 4.0, 1) in shown(await figures.measures(AGAIN_MS + 4))


async def test_jobs_and_requests_are_measured(tmp_path: Path) -> None:
    """What the server did is there after an interval, by component, metric, job and time; and after a restart."""
    async with app_in(tmp_path) as app:
        job, other = await app.create(), await app.create()
        claimed = await app.claim(job["id"])
        await app.store.write(stage_log.enter_stage, job["id"], 1, "fetch", "key")
        await app.store.write(stage_log.start_stage, job["id"], 1, "fetch", eta_s=1.0, waited_s=2.5)
        error = {"code": "internal", "message": "no", "stage": "fetch", "retryable": False}
        await app.finish(claimed, Cause.FAIL, error=error)
        await app.http.delete(f"/api/v1/jobs/{other['id']}")
    async with app_in(tmp_path) as app:
        found = (await app.http.get("/api/v1/telemetry", params={"job_id": job["id"]})).json()["items"]
        assert {(one["component"], one["metric"], tuple(one["tags"].items())) for one in found} >= {
            ("worker", "job_processing_seconds", (("status", "failed"),)),
            ("worker", "stage_wait_seconds", (("stage", "fetch"),)),
            ("worker", "job_errors", (("code", "internal"),)),
        }
        assert set(found[0]) == {"component", "metric", "value", "tags", "job_id", "ts"}
        requests = await items(app, component="api", metric="api_request_duration_seconds")
        assert {("POST", "/api/v1/jobs", "201")} <= {
            tuple(map(one["tags"].get, ("method", "route", "status"))) for one in requests
        }
        assert {one["metric"] for one in await items(app, limit="1000")} >= {"job_queue_depth", "job_completion"}
        newest = found[0]["ts"]
        assert all(one["ts"] >= newest for one in await items(app, since=newest))
        assert await items(app, since="2999-01-01") == await items(app, component="none") == []
        assert len(await items(app, limit="1")) == 1


async def items(app: App, **query: str) -> list[dict[str, object]]:
    """What the route answers."""
    answer = await app.http.get("/api/v1/telemetry", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["items"]
    return found


async def test_wrong_queries_are_refused(shared_app: App) -> None:
    """Each by its name; times at the ends of the calendar are times."""
    for wrong in ({"limit": "0"}, {"limit": "1001"}, {"since": "yesterday"}, {"metrics": "x"}, {"job_id": "\0"}):
        answer = await shared_app.http.get("/api/v1/telemetry", params=wrong)
        assert answer.status_code == 422, wrong
        assert next(iter(wrong)) in str(answer.json()["errors"])
    for time in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1764180000"):
        assert (await shared_app.http.get("/api/v1/telemetry", params={"since": time})).status_code == 200, time
