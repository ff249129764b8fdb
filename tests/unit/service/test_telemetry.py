"""The recorder of telemetry: it goes on after failures, and bounds what it notes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.db import telemetry
from app.jobs.events import JobError, StoredEvent
from app.jobs.telemetry import Component, Measure, tagged
from app.service import telemetry as recording
from app.service.telemetry import TelemetryRecorder
from tests.stores import open_store

DAY_MS = 86_400_000


def error_of(job_id: str) -> StoredEvent:
    """An error of a job, at 5 days."""
    return StoredEvent(1, job_id, 1, 5 * DAY_MS, JobError(code="internal", message="no", retryable=False))


async def test_what_is_old_becomes_coarse_and_goes(tmp_path: Path) -> None:
    """After an interval: the newest as it was, older ones together, those beyond the days not at all."""
    now_ms, minute_ms = 9 * DAY_MS, 60_000
    told = [now_ms, now_ms - 71 * minute_ms, now_ms - 72 * minute_ms, now_ms - 2 * DAY_MS, now_ms - 8 * DAY_MS]
    written = asyncio.Event()

    async def figures(_: int) -> Sequence[Measure]:
        if written.is_set():
            return []
        written.set()
        return [Measure(Component.API, "requests", n, tagged({}), at_ms) for n, at_ms in enumerate(told)]

    async with (
        open_store(tmp_path, now_ms=lambda: now_ms) as store,
        TelemetryRecorder(store, figures, days=7, every_s=0.001),
        asyncio.timeout(20),
    ):
        await written.wait()
        while len(found := await store.read(telemetry.newest, limit=9)) != 3:
            pass
    assert [(one.value, one.weight) for one in found] == [(0, 1), (1.5, 2), (3, 1)]


async def test_a_failure_loses_an_interval_at_most(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the figures is logged; what comes after it is recorded, also at the end."""
    calls = 0

    async def figures(now_ms: int) -> Sequence[Measure]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise RuntimeError("figures are broken")
        return [Measure(Component.API, "requests", 1.0, tagged({}), now_ms)]

    async with open_store(tmp_path) as store:
        recorder = TelemetryRecorder(store, figures, days=7, every_s=3600)
        async with recorder:
            await recorder._write()
            recorder.observe([error_of("job")])
        assert [one.metric for one in await store.read(telemetry.newest, limit=9)] == ["requests", "job_errors"]
    assert "figures are broken" in caplog.text
    async with recorder:  # its store is closed
        recorder.observe([error_of("job")])
    assert "1 measures of jobs are lost" in caplog.text


async def test_jobs_of_an_interval_are_bounded(tmp_path: Path) -> None:
    """A thousand jobs a second do not become a thousand rows a second."""

    async def figures(_: int) -> Sequence[Measure]:
        return []

    async with open_store(tmp_path) as store:
        recorder = TelemetryRecorder(store, figures, days=7)
        async with recorder:
            recorder.observe([error_of(f"job {n}") for n in range(recording.MOST_OF_JOBS + 50)])
        assert len(await store.read(telemetry.newest, limit=1000)) == recording.MOST_OF_JOBS
