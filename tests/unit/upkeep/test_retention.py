"""Freeing files: what is old or too much, what nobody refers to, and never giving up looking."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.db import deletion, job_updates, moves, queries, stage_log, video_parts, videos
from app.db.store import Store
from app.jobs.record import JobRecord, OutputRecord, Video
from app.jobs.results import Blob
from app.jobs.states import Cause
from app.storage.blobs import BlobFolder
from app.upkeep.clock_watch import ClockWatch
from app.upkeep.retention import DAY_MS, Retention
from tests.stages import PLANS
from tests.stores import new_job, open_store, start_stage


class Disk(BlobFolder):
    """What was removed and how often was swept."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"))
        self.removed: list[str] = []
        self.sweeps = 0

    def delete(self, hashes: Iterable[str]) -> int:
        """Files go."""
        self.removed += hashes
        return 0

    async def count_sweep(self) -> None:
        """A sweep."""
        self.sweeps += 1


def _retention(store: Store, disk: Disk, **values: Any) -> Retention:
    async def clock_is_right() -> None:
        return

    given: dict[str, Any] = {"days": 0.0, "max_bytes": 0, "check_clock": clock_is_right} | values
    return Retention(store, PLANS, blobs=disk, sweep=disk.count_sweep, **given)


async def _finished(store: Store, digit: str, *, size_bytes: int = 10) -> JobRecord:
    """A finished job with one file of its own."""
    job, _ = await store.write(moves.submit, new_job())
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    key = f"fetch-{digit}"
    await store.write(start_stage, job.id, 1, "fetch", key, eta_s=None)
    blob = Blob(sha256=digit * 64, size_bytes=size_bytes)
    await store.write(stage_log.record_output, OutputRecord(key, "fetch", {}, [], 1.0), [blob])
    return await store.write(moves.finish, job.id, 1, Cause.COMPLETE)


async def test_what_is_older_than_the_days_goes_and_pinned_jobs_stay(tmp_path: Path) -> None:
    """Rows and logs stay."""
    clock, disk = [1_000_000], Disk()
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        old, pinned = await _finished(store, "a"), await _finished(store, "b")
        await store.write(job_updates.set_pinned, pinned.id, True)
        clock[0] += 2 * DAY_MS
        young = await _finished(store, "c")
        assert await _retention(store, disk, days=1.0).run_once() == 1
        assert disk.removed == ["a" * 64]
        expired = [(await store.read(queries.job, job.id)).expired_ms for job in (old, pinned, young)]
    assert [when is not None for when in expired] == [True, False, False]


async def test_what_is_kept_for_a_moment_goes_without_another_job_to_end(tmp_path: Path) -> None:
    """A fraction of a day is kept as exactly as a month: looks come in tenths of it, at most every second."""
    disk = Disk()
    async with open_store(tmp_path) as store:
        await _finished(store, "a")
        async with _retention(store, disk, days=0.2 / 86_400), asyncio.timeout(30):
            while not disk.removed:
                await asyncio.sleep(0.05)
    assert disk.removed == ["a" * 64]


async def test_a_clock_that_is_set_forward_frees_nothing_before_its_time(tmp_path: Path) -> None:
    """What ended five minutes before the jump is kept for a day of real time; what ended after it, too."""
    clock, boot, disk = [10 * DAY_MS], [0.0], Disk()

    def real_time(ms: int) -> None:
        clock[0] += ms
        boot[0] += ms / 1000

    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        watch = ClockWatch(store, elapsed_s=lambda: boot[0])
        retention = _retention(store, disk, days=1.0, check_clock=watch.check)
        await _finished(store, "a")
        real_time(300_000)
        clock[0] += DAY_MS
        assert await retention.run_once() == 0
        await _finished(store, "b")
        real_time(DAY_MS - 300_000)
        assert await retention.run_once() == 0
        real_time(1)
        assert await retention.run_once() == 1
        assert disk.removed == ["a" * 64]
        real_time(300_000)
        assert await retention.run_once() == 1


async def test_a_clock_that_was_wrong_for_an_hour_changes_nothing(tmp_path: Path) -> None:
    """Forward and back again."""
    clock, boot, disk = [10 * DAY_MS], [0.0], Disk()
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        watch = ClockWatch(store, elapsed_s=lambda: boot[0])
        retention = _retention(store, disk, days=1.0, check_clock=watch.check)
        await _finished(store, "a")
        for by_ms in (DAY_MS, -DAY_MS):
            clock[0] += by_ms
            assert await retention.run_once() == 0
        clock[0] += DAY_MS + 1
        boot[0] += DAY_MS / 1000
        assert await retention.run_once() == 1


async def test_uploads_that_no_job_ever_used_go_by_age(tmp_path: Path) -> None:
    """A client that uploads and never comes back does not fill the disk for ever."""
    clock, disk = [1_000_000], Disk()
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        for digit in "abc":
            if digit == "c":
                clock[0] += 2 * DAY_MS
            blob = Blob(sha256=digit * 64, size_bytes=1)
            await store.write(videos.add_video, Video(digit, "x.mp4", blob, {}))
        await store.write(moves.submit, new_job(url=None, video_id="b"))
        await _retention(store, disk, days=1.0).run_once()
        assert disk.removed == ["a" * 64]
        assert [(await store.read(queries.video, name)).id for name in "bc"] == ["b", "c"]


async def test_an_upload_whose_jobs_are_too_old_loses_its_file_and_stays(tmp_path: Path) -> None:
    """With what its jobs found; its file counts no more, it goes with its last job, and links are not touched."""
    clock, disk = [1_000_000], Disk()
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        blob = Blob(sha256="a" * 64, size_bytes=10)
        await store.write(videos.add_video, Video("v", "x.mp4", blob, {}))
        await store.write(videos.add_video, Video("l", url="http://example.org/a.mp4"))
        jobs = []
        for given in ({"url": None, "video_id": "v"}, {"url": None, "video_id": "v"}, {"video_id": "l"}):
            job, _ = await store.write(moves.submit, new_job(**given))
            await store.write(moves.claim, job.id, PLANS)
            jobs.append(await store.write(moves.finish, job.id, 1, Cause.COMPLETE))
        assert await store.read(deletion.stored_bytes) == 10
        clock[0] += 2 * DAY_MS
        assert await _retention(store, disk, days=1.0).run_once() == 3
        assert disk.removed == ["a" * 64]
        video = await store.read(queries.video, "v")
        assert (video.upload, video.blob, video.expired_ms) == (None, blob, clock[0])
        assert await store.read(deletion.stored_bytes) == 0
        assert await store.read(deletion.referenced) == set()
        for job, left in zip(jobs, (2, 1, 1), strict=True):
            await store.write(deletion.delete_job, job.id, PLANS)
            assert len(await store.read(video_parts.briefs, ["v", "l"])) == left


async def test_beyond_the_cap_the_longest_finished_go_first(tmp_path: Path) -> None:
    """As few as are needed; when nothing is left to free it says so and stops."""
    clock, disk = [1_000], Disk()
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        for digit in "abc":
            clock[0] += 1
            await _finished(store, digit)
        assert await _retention(store, disk, max_bytes=20).run_once() == 1
        assert disk.removed == ["a" * 64]
        assert await _retention(store, disk, max_bytes=1).run_once() == 2


async def test_a_job_that_a_client_deletes_meanwhile_does_not_end_the_retention(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does any fault: the next look frees what is due."""
    disk, looks = Disk(), 0
    expirable = deletion.expirable

    def stumbling(*args: Any, **kwargs: Any) -> list[str]:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise ZeroDivisionError
        return ["gone"] if looks == 2 else expirable(*args, **kwargs)

    monkeypatch.setattr(deletion, "expirable", stumbling)
    async with open_store(tmp_path) as store, asyncio.timeout(20):
        await _finished(store, "a")
        retention = _retention(store, disk, days=-1.0)
        async with retention:
            while not disk.removed:
                retention.check_soon()
                await asyncio.sleep(0.005)
    assert disk.removed == ["a" * 64]


async def test_results_without_a_job_are_forgotten_and_files_swept_once_in_a_while(tmp_path: Path) -> None:
    """Also where nothing expires."""
    disk = Disk()
    async with open_store(tmp_path) as store:
        blob = Blob(sha256="d" * 64, size_bytes=1)
        await store.write(stage_log.record_output, OutputRecord("fetch-x", "fetch", {}, [], 1.0), [blob])
        retention = _retention(store, disk)
        for _ in range(3):
            await retention.sweep_if_due()
    assert (disk.removed, disk.sweeps) == ([blob.sha256], 1)


async def test_leaving_ends_the_watch_though_news_comes_at_that_very_moment(tmp_path: Path) -> None:
    """A stop is never mistaken for news."""
    async with open_store(tmp_path) as store, asyncio.timeout(20):
        for turns in range(10):
            retention = _retention(store, Disk())
            async with retention:
                for _ in range(turns):
                    await asyncio.sleep(0)
                retention.check_soon()


async def test_files_with_a_copy_make_room_before_jobs_lose_theirs(tmp_path: Path) -> None:
    """The cap is on what is on this machine; only where that is not enough are jobs freed, the oldest first."""

    class Tiered(Disk):
        here, safe = 30, 15

        def local_bytes(self) -> int | None:
            return self.here

        async def make_room(self, size_bytes: int) -> int:
            freed = min(size_bytes, self.safe)
            self.here, self.safe = self.here - freed, self.safe - freed
            return freed

        def delete(self, hashes: Iterable[str]) -> int:
            self.here -= 10
            return super().delete(hashes)

    disk = Tiered()
    async with open_store(tmp_path) as store:
        for digit in "abc":
            await _finished(store, digit)
        assert await _retention(store, disk, max_bytes=20).run_once() == 0
        assert (disk.here, disk.removed) == (20, [])
        assert await _retention(store, disk, max_bytes=12).run_once() == 1
        assert (disk.here, disk.safe, disk.removed) == (5, 0, ["a" * 64])
