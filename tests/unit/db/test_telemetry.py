"""Telemetry in the database: filters, thinning, expiry, on each database that is served."""

import pytest

from app.db import telemetry
from app.db.store import Store
from app.jobs.telemetry import Component, Measure, Merge, tagged

A, B = tagged({"queue": "a"}), tagged({"queue": "b"})


def measure(value: float, ts_ms: int, *, tags: str = A, metric: str = "depth", **more: object) -> Measure:
    """A measure of the queue."""
    return Measure(Component.WORKER, metric, value, tags, ts_ms, **more)  # type: ignore[arg-type]


async def values(store: Store, **wanted: object) -> list[tuple[int, float]]:
    """Times and values, newest first."""
    found = await store.read(telemetry.newest, **{"limit": 100} | wanted)  # type: ignore[arg-type]
    return [(one.ts_ms, one.value) for one in found]


async def test_what_is_read_fits_all_that_is_given(store: Store) -> None:
    """Component, metric, job and time; the newest, newest first, and as they were stored."""
    of_job = Measure(Component.WORKER, "seconds", 4.0, A, 30, "job")
    rows = [measure(1, 10), measure(2, 20), of_job, Measure(Component.API, "seconds", 5.0, B, 40, weight=3)]
    await store.write(telemetry.add, rows)
    assert await store.read(telemetry.newest, limit=9) == rows[::-1]
    assert await values(store, limit=2) == [(40, 5), (30, 4)]
    assert await values(store, component="worker", metric="seconds") == [(30, 4)]
    assert await values(store, job_id="job") == [(30, 4)]
    assert await values(store, since_ms=20, component="worker") == [(30, 4), (20, 2)]
    assert await values(store, component="nothing") == []


async def test_old_measures_are_put_together(store: Store) -> None:
    """Sums and weighted means by series and span; what is newer, of a job, or together already, stays."""
    rows = [
        *(measure(1, 1000, weight=3), measure(5, 1099), measure(7, 1100), measure(9, 1200)),
        *(measure(2, 1010, tags=B, merge=Merge.SUM), measure(3, 1020, tags=B, merge=Merge.SUM)),
        measure(8, 1030, job_id="job"),
    ]
    await store.write(telemetry.add, rows)
    for again in (False, True):
        count = await store.write(telemetry.thin, before_ms=1250, span_ms=100)
        assert count == (0 if again else 5)
        found = await store.read(telemetry.newest, limit=9)
        assert sorted((one.ts_ms, one.tags, one.value, one.weight) for one in found) == [
            *((1000, A, 2.0, 4), (1000, B, 5.0, 2), (1030, A, 8.0, 1), (1100, A, 7.0, 1), (1200, A, 9.0, 1)),
        ]
    await store.write(telemetry.thin, before_ms=2000, span_ms=1000)
    assert await values(store) == [(1030, 8), (1000, 5), (1000, pytest.approx((2 * 4 + 7 + 9) / 6))]


async def test_what_is_too_old_goes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """By age; and of jobs the oldest beyond their number, but nothing of the server."""
    await store.write(telemetry.add, [measure(n, n) for n in range(4)])
    await store.write(telemetry.add, [measure(n, n, job_id=f"job {n}") for n in range(10, 15)])
    assert await store.write(telemetry.expire, before_ms=2) == 2
    monkeypatch.setattr(telemetry, "MOST_OF_JOBS", 3)
    assert await store.write(telemetry.expire, before_ms=2) == 2
    assert [at for at, _ in await values(store)] == [14, 13, 12, 3, 2]
    await store.write(telemetry.remove_job, "job 13")
    assert [at for at, _ in await values(store)] == [14, 12, 3, 2]
